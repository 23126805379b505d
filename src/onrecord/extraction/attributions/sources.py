"""Where the noun phrase of a source begins and ends: before the verb (`Lee, the mayor, said`) or behind (`said Lee`).

PolNeAR's annotators take the whole phrase with its appositions, and leave out clauses that only tell what else the
source did (`Lee, who lost in 2010, said`: `Lee`).
"""

from __future__ import annotations

from onrecord.extraction.attributions.cues import Word, listed
from onrecord.extraction.attributions.prose import QUOTED, Prose

# The longest phrase seen to be one source, and the longest insertion between a source and its verb.
_LONGEST_PHRASE, _LONGEST_INSERTION = 30, 45
_ENDS_PHRASE = frozenset({";", ":", "—", "–", "―", "?", "!", "…", "[", "]", "“", "”", '"', QUOTED, "•"})
_SUBORDINATORS = listed("""
    that because when while if although though whereas unless where why how once until so than after before since
    """)
_LEADING = listed("""
    and but or yet so nor then now still also however meanwhile moreover instead indeed nonetheless nevertheless
    today yesterday later even perhaps again for plus finally recently because when while if although though as that
    where since after before until once than why how until
    """)
_STARTS_PHRASE = Word.DETERMINER | Word.PRONOUN
_FINITE = Word.BE | Word.AUXILIARY
_COMMON_VERBS = listed("""
    got made took came went gave left held met won lost ran kept became stood brought led began set put turned moved
    goes makes takes comes gives holds gets wins runs
    """)
# Insertions that begin so are no appositions.
_NO_APPOSITION = listed("""
    who whose which whom where when while as in on at during after before if though although however meanwhile too
    then also for by with from since because once again instead therefore not like unlike citing and but or
    """)
_ENDS_FOLLOWING = listed("""
    when while as because but before during after since if though although on upon following where amid whether so
    in at by to into via last this earlier late early
    """)
_SIDE_OPENERS = listed("although though while when since as if because after before once whereas asked")
_PLACES = frozenset({"in", "at", "on", "to", "into", "by"})
_ROLES_CONTINUE = frozenset({"of", "for", "with", "from", "and"})


def source_before(prose: Prose, first: int, verb: int) -> tuple[int, int] | None:
    """Words [start, end) of the phrase that is the subject of the verb at `verb`; None when there is none.

    `first` is where the clause may begin at the earliest.
    """
    if verb <= first:
        return None
    words, kinds = prose.words, prose.kinds
    last = verb - 1
    if words[last] == ",":
        return _before_insertion(prose, first, last)
    if words[last] in ("—", "-", "–") or words[last] == ")":
        opening = _opening_bracket(prose, first, last)
        if opening is not None and opening > first:
            found = source_before(prose, first, opening)
            return None if found is None else (found[0], verb)
        return None
    if kinds[last] & Word.PRONOUN or words[last] in ("which", "this", "that", "those", "these", "one", "some", "many"):
        return last, verb
    return _phrase_before(prose, first, verb)


def _opening_bracket(prose: Prose, first: int, last: int) -> int | None:
    if prose.words[last] != ")":
        return None
    for place in range(last - 1, max(first, last - 12) - 1, -1):
        if prose.words[place] == "(":
            return place
    return None


def _phrase_before(prose: Prose, first: int, end: int) -> tuple[int, int] | None:
    words, kinds = prose.words, prose.kinds
    start = end
    lowest = max(first, end - _LONGEST_PHRASE)
    while start > lowest:
        place = start - 1
        word, kind = words[place], kinds[place]
        if word == "," or word in _ENDS_PHRASE or word in _SUBORDINATORS:
            break
        if word in ("who", "which"):
            named = start < end and (prose.is_capital(start) or kinds[start] & _STARTS_PHRASE)
            if start == end or not named:
                return place, place + 1
            break
        if (
            (kind & _FINITE and not prose.is_capital(place))
            or word in _COMMON_VERBS
            or (kind & (Word.PAST | Word.THIRD) and not kind & Word.NOUN and not _is_modifier(prose, place))
        ):
            relative = _relative_before(prose, lowest, place)
            if relative is None:
                break
            place = relative
        start = place
    return _without_lead(prose, start, end)


def _relative_before(prose: Prose, lowest: int, verb: int) -> int | None:
    """The `who` of `people who have fought it say`, whose clause belongs to the phrase; None when there is none."""
    place = verb - 1
    while place > lowest and prose.kinds[place] & (_FINITE | Word.ADVERB):
        place -= 1
    if place > lowest and prose.words[place] == "who" and prose.words[place - 1][0].isalnum():
        return place
    return None


def _is_modifier(prose: Prose, place: int) -> bool:
    """A participle before its noun, or a capitalised word that only looks like a verb."""
    return prose.is_capital(place) or (place > 0 and prose.kinds[place - 1] & Word.DETERMINER != 0)


def _without_lead(prose: Prose, start: int, end: int) -> tuple[int, int] | None:
    """The phrase without conjunctions, adverbs and prepositional openings (`In Iowa the senator`: `the senator`)."""
    words, kinds = prose.words, prose.kinds
    while start < end and (
        words[start] in _LEADING or words[start] in (".", "'", "-", "*", ")") or kinds[start] & Word.ADVERB
    ):
        start += 1
    if start < end and kinds[start] & Word.PREPOSITION and prose.words[start] != "of":
        start = _last_phrase(prose, start, end)
    if start >= end or not _is_nominal(prose, start, end):
        return None
    return start, end


def _last_phrase(prose: Prose, start: int, end: int) -> int:
    """Where the last noun phrase of a run begins that opened with a preposition."""
    for place in range(end - 1, start, -1):
        if prose.kinds[place] & _STARTS_PHRASE and prose.kinds[place - 1] & Word.PREPOSITION == 0:
            return place
    place = end
    while place > start + 1 and (prose.is_capital(place - 1) or prose.words[place - 1] in (".", "'")):
        place -= 1
    return place


def _is_nominal(prose: Prose, start: int, end: int) -> bool:
    """Whether a run of words can name someone at all."""
    for place in range(start, end):
        if prose.is_capital(place) or prose.kinds[place] & _STARTS_PHRASE:
            return True
    last = prose.words[end - 1]
    return last.endswith("s") or last in ("people", "campaign", "man", "woman", "police")


def _before_insertion(prose: Prose, first: int, comma: int) -> tuple[int, int] | None:
    """The subject before `, …,`: with an apposition, which belongs to it, or without any other insertion."""
    words, kinds = prose.words, prose.kinds
    lowest = max(first, comma - _LONGEST_INSERTION)
    commas = []
    place = comma - 1
    while place >= lowest and words[place] not in _ENDS_PHRASE:
        if words[place] == ",":
            commas.append(place)
        place -= 1
    begin = place + 1
    edges = [begin, *(mark + 1 for mark in reversed(commas))]
    for number, edge in enumerate(edges[:-1]):
        head_end = edges[number + 1] - 1
        head = _phrase_before(prose, max(first, edge), head_end)
        if head is None or head[0] > edge + 2 or _has_verb(prose, *head) or _is_time(prose, *head):
            continue
        following = head_end + 1
        if (
            words[following] in _NO_APPOSITION
            or kinds[following] & (Word.ADVERB | Word.ING)
            or words[following].endswith(("ing", "ly"))
        ):
            return head[0], head_end
        apposition_end = comma
        for mark in reversed(commas):
            if mark > head_end and (words[mark + 1] in _NO_APPOSITION or words[mark + 1].endswith("ing")):
                apposition_end = mark
                break
        return head[0], apposition_end + 1
    return None


def _is_time(prose: Prose, start: int, end: int) -> bool:
    return prose.words[start] in ("last", "next", "earlier", "late", "this", "one") and not any(
        prose.is_capital(place) for place in range(start + 1, end)
    )


def _has_verb(prose: Prose, start: int, end: int) -> bool:
    return any(prose.kinds[place] & _FINITE for place in range(start, end))


def source_behind(prose: Prose, start: int, last: int) -> tuple[int, int] | None:
    """Words [start, end) of the phrase that begins at `start`, right behind `said` or `according to`.

    `last` is where the sentence ends.
    """
    words, kinds = prose.words, prose.kinds
    if start >= last or words[start] in _ENDS_PHRASE or not words[start][0].isalnum():
        return None
    if kinds[start] & Word.PRONOUN or words[start] in ("him", "her", "them"):
        return start, start + 1
    end = start
    appositive = not prose.is_capital(start)
    limit = min(last, start + _LONGEST_PHRASE)
    while end < limit:
        word = words[end]
        if word == ",":
            if not _apposition_follows(prose, end, last):
                break
            if words[end + 1] in ("who", "whose"):
                return start, _clause_end(prose, end + 1, limit)
            appositive = True
        if word in _ENDS_PHRASE or (word in _ENDS_FOLLOWING and not _is_place(prose, end, last, appositive)):
            break
        if word == "(" and end + 4 > last:
            break
        if (
            kinds[end] & _FINITE
            and not prose.is_capital(end)
            and "," not in words[start:end]
            and "who" not in words[start:end]
        ):
            break
        end += 1
    while end > start and (words[end - 1] in (",", ".", "(", "and") and not _ends_abbreviation(prose, end - 1, last)):
        end -= 1
    return (start, end) if end > start and _is_nominal(prose, start, end) else None


def _clause_end(prose: Prose, start: int, limit: int) -> int:
    """Where a clause with `who` behind a name ends: at a participle behind a comma, a mark, or with the sentence."""
    for place in range(start, limit):
        word = prose.words[place]
        if word in _ENDS_PHRASE or (word == "," and place + 1 < limit and prose.words[place + 1].endswith("ing")):
            return place
    return limit


def _ends_abbreviation(prose: Prose, place: int, last: int) -> bool:
    return prose.words[place] == "." and place + 1 < last and prose.words[place + 1] == ","


def _is_place(prose: Prose, place: int, last: int, appositive: bool) -> bool:
    """`in New York`, `at Harvard Law School`, as part of a role; not `in a statement` or `on Friday`."""
    following = place + 1
    if prose.words[place] not in _PLACES or following >= last:
        return False
    within = range(following, min(last, following + 5))
    if any(prose.kinds[at] & (Word.TIME | Word.MEDIUM) for at in within):
        return False
    if appositive:
        return True
    if prose.words[following] == "the" and following + 1 < last and prose.words[place] != "on":
        following += 1
    return prose.is_capital(following)


def _apposition_follows(prose: Prose, comma: int, last: int) -> bool:
    following = comma + 1
    if following >= last:
        return False
    word = prose.words[following]
    if word in ("who", "whose"):
        behind = prose.kinds[min(following + 1, last - 1)]
        return not (behind & Word.SPEECH and behind & (Word.PAST | Word.THIRD))
    if (
        word in _NO_APPOSITION
        or word in _ENDS_FOLLOWING
        or prose.kinds[following] & (Word.ADVERB | Word.ING | Word.PAST)
    ):
        return False
    return word[0].isalnum() and not word.endswith(("ing", "ly"))


def subject_of(prose: Prose, first: int, last: int) -> tuple[int, int] | None:
    """The subject of the sentence that begins at `first`, for a verb that follows `and` or hangs on with `saying`."""
    words, kinds = prose.words, prose.kinds
    place = first
    if place < last and words[place] in _SIDE_OPENERS:
        while place < last and words[place] != ",":
            place += 1
    while place < last and (words[place] in _LEADING or kinds[place] & Word.ADVERB or not words[place][0].isalnum()):
        place += 1
    if place >= last:
        return None
    if kinds[place] & Word.PRONOUN:
        return place, place + 1
    if kinds[place] & Word.PREPOSITION or words[place].endswith("ing") or words[place] in ("alongside", "speaking"):
        while place < last and words[place] != ",":
            place += 1
        return subject_of(prose, place + 1, last) if place + 1 < last else None
    end = place
    while end < last and end - place < 15:
        kind = kinds[end]
        if words[end] == "," or words[end] in _ENDS_PHRASE or kind & _FINITE or words[end] in _COMMON_VERBS:
            break
        if kind & (Word.PAST | Word.THIRD) and not prose.is_capital(end) and end > place:
            break
        if words[end].endswith("ed") and not prose.is_capital(end) and end > place:
            break
        if words[end] in _SUBORDINATORS or words[end] in ("who", "which"):
            break
        end += 1
    if end == place or not _is_nominal(prose, place, end):
        return None
    return place, end
