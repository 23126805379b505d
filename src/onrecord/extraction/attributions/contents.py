"""Where the content of speech begins and ends around its cue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from onrecord.extraction.attributions.cues import VERB, Word, listed
from onrecord.extraction.attributions.prose import QUOTED, Prose
from onrecord.extraction.attributions.speech import holds_speech

_LONGEST_TAIL = 16
_CLAUSE_VERBS = Word.BE | Word.AUXILIARY | Word.PAST | Word.THIRD | Word.BASE
_PHRASE_OPENERS = listed("in on at during to of after before with from by via through when while as ahead")
_SETTINGS = listed("in on at during after")


# What begins a new thought behind the object of a verb that takes no clause.
_AFTER_OBJECT = listed("""
    which who while although though when but and with because where a an the as after including he she they we it
    """)


class HasPlace(Protocol):
    """A later cue of the same sentence: its words [start, end) and what its verb is."""

    @property
    def start(self) -> int: ...
    @property
    def kind(self) -> int: ...


class Tail(NamedTuple):
    """What stands behind a cue before the content goes on: `said in a statement on Friday that`.

    `end` is the word behind the tail; `empty` tells that the sentence or clause ends there, `comma` that a comma
    does, `resumes` that a content follows behind something that had to be skipped; `listener` that only the one spoken
    to was skipped. `cue_end` is where the annotators end the cue.
    """

    end: int
    cue_end: int
    empty: bool
    comma: bool
    resumes: bool
    listener: bool
    bare: bool


def tail_of(prose: Prose, place: int, stop: int) -> Tail:
    """The tail that begins right behind a cue, at `place`."""
    words, kinds = prose.words, prose.kinds
    start = place
    listener = False
    if place > 0 and kinds[place - 1] & Word.TELLS and place < stop:
        end = _listener_end(prose, place, stop)
        listener = end > place
        place = end
    limit = min(stop, place + _LONGEST_TAIL)
    cue_end = start
    if place + 2 < stop and words[place] == "in" and words[place + 1] == "a" and words[place + 2] == "statement":
        cue_end = place + 3
    if place >= stop:
        return Tail(place, cue_end, True, False, False, listener, place == start)
    if words[place] == ",":
        return Tail(place, cue_end, True, True, False, listener, place == start)
    if words[place] in (":", QUOTED, "that", "—") or not (
        kinds[place] & (Word.TIME | Word.ADVERB) or words[place] in _PHRASE_OPENERS or words[place] == "("
    ):
        return Tail(place, cue_end, False, False, False, listener, place == start)
    if words[place] == "to" and not (
        place + 1 < stop and (kinds[place + 1] & (Word.LISTENER | Word.DETERMINER) or prose.is_capital(place + 1))
    ):
        return Tail(place, cue_end, False, False, False, listener, place == start)
    setting = kinds[place] & Word.TIME or words[place] in _SETTINGS
    scan = place
    while scan < limit:
        word = words[scan]
        if word == "that" or word == QUOTED or word == ":":
            return Tail(scan, cue_end, False, False, True, listener, False)
        if word == ",":
            return Tail(scan, cue_end, True, True, False, listener, False)
        if (setting and scan > place and kinds[scan] & Word.PRONOUN and word not in ("you", "who")) or (
            kinds[scan - 1] & Word.TIME
            and not kinds[scan] & (Word.TIME | Word.PREPOSITION | Word.ADVERB)
            and scan > place
            and word.isalpha()
        ):
            return Tail(scan, cue_end, False, False, True, listener, False)
        scan += 1
    if scan >= stop:
        return Tail(stop, cue_end, True, False, False, listener, False)
    return Tail(place, cue_end, False, False, False, listener, place == start)


def _listener_end(prose: Prose, place: int, stop: int) -> int:
    """Behind the one spoken to: `reporters`, `The Associated Press`, `a crowd in Ohio`."""
    words, kinds = prose.words, prose.kinds
    for at in range(place, min(stop, place + 9)):
        if words[at] == "that" and at > place:
            return at
        if words[at] in (",", ":", QUOTED) or kinds[at] & (Word.BE | Word.AUXILIARY | Word.SUBORDINATOR):
            break
    if kinds[place] & Word.LISTENER:
        return place + 1
    end = place
    if kinds[end] & Word.DETERMINER:
        end += 1
    begin = end
    while (
        end < stop
        and end - place < 8
        and (prose.is_capital(end) or words[end] in ("'s", "'", ".", "&"))
        and not kinds[end] & Word.TIME
    ):
        end += 1
    if end > begin:
        return end
    limit = min(stop, place + 10)
    while end < limit:
        if words[end] in ("that", ",", ":", QUOTED) or words[end] in _PHRASE_OPENERS:
            return end
        end += 1
    return min(begin + 1, stop)


def has_clause(prose: Prose, first: int, end: int) -> bool:
    """Whether words [first, end) can be a sentence of their own: three words and a verb, or a quotation."""
    if end - first < 3:
        return any(prose.words[place] == QUOTED for place in range(first, end))
    if (
        (prose.kinds[first] & Word.PREPOSITION and prose.words[first] != "like")
        or prose.words[first] in _NO_CLAUSE
        or prose.words[first].endswith("ing")
    ):
        commas = [place for place in range(first, end) if prose.words[place] == ","]
        if not commas:
            return False
        first = commas[0]
    for place in range(first, end):
        kind = prose.kinds[place]
        if kind & _CLAUSE_VERBS or prose.words[place].endswith("ed") or prose.words[place] in _VERBS:
            return True
        if prose.words[place] == QUOTED:
            return True
    return False


_NO_CLAUSE = listed("when if although though while because after before since once as asked")
_VERBS = listed("""
    got made took came went gave left held met won lost ran kept became stood brought led began set put need needs
    make makes take takes come comes give gives get gets want wants run runs go goes work works help helps remain
    remains include includes means mean become becomes
    """)


def content_behind(
    prose: Prose, begin: int, stop: int, following: Sequence[HasPlace], relative: bool, speech: bool = True
) -> tuple[int, int] | None:
    """Words [start, end) of the content behind a cue that ends at `begin`; None when nothing is there."""
    words, kinds = prose.words, prose.kinds
    while begin < stop and (words[begin] in (",", ":", "—", "–", "-") or (words[begin] == ".")):
        begin += 1
    while (
        begin < stop
        and kinds[begin] & Word.TIME
        and begin + 1 < stop
        and words[begin] not in ("may", "march", "later", "earlier")
    ):
        begin += 1
    if begin >= stop:
        return None
    end = stop
    if words[begin] == QUOTED and speech and holds_speech(prose, begin):
        end = begin + 1
        while end < stop and words[end] == QUOTED:
            end += 1
        return begin, end
    if relative:
        for place in range(begin, stop):
            if words[place] == ",":
                end = place
                break
    for place in range(begin + 2, end):
        if words[place] == ";" or (
            words[place] == "," and place + 1 < end and _leaves(prose, begin, place + 1, speech)
        ):
            end = place
            break
    for later in following:
        if later.start <= begin or later.start >= end:
            continue
        cut = _cut_before(prose, begin, later, speech)
        if cut is not None and cut > begin:
            end = cut
            break
    while end > begin and words[end - 1] in (",", ";", ":", "—", "-", ".", "(", "and", "but"):
        end -= 1
    return (begin, end) if end > begin else None


def _leaves(prose: Prose, begin: int, place: int, speech: bool) -> bool:
    """Whether the words behind a comma are no longer what was said."""
    word = prose.words[place]
    if speech:
        return word in ("which", "who") and has_clause(prose, begin + (prose.words[begin] == "that"), place - 1)
    return word in _AFTER_OBJECT or word.endswith("ing")


def _cut_before(prose: Prose, begin: int, later: HasPlace, speech: bool) -> int | None:
    """Where a content ends because a later cue of the sentence begins something of its own; None if it does not."""
    words, kinds = prose.words, prose.kinds
    before = later.start - 1
    if later.kind == 0:
        return before if words[before] == "," else later.start
    if later.kind & Word.ING and not later.kind & (Word.PAST | Word.THIRD):
        return before if words[before] in (",", "—") and later.kind & Word.SPEECH else None
    if words[before] in ("and", "but", "then") and later.kind & (Word.PAST | Word.THIRD):
        return before
    if not later.kind & Word.SPEECH or not later.kind & (Word.PAST | Word.THIRD):
        return None
    place = before
    while place > begin and later.start - place < 12:
        if words[place] in ("and", "but", "while") and words[place - 1] == ",":
            return place - 1
        if words[place] == "that" and not speech:
            return place
        if kinds[place] & VERB or words[place] in ("that", "who", ";"):
            return None
        place -= 1
    return None
