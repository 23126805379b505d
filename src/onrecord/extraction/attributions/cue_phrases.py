"""The cues of a sentence: verbs of saying with their helpers and particles, told from nouns and infinitives."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.extraction.attributions.cues import ISSUED, ISSUING, NEEDS_PARTICLE, PARTICLES, VERB, Word, listed
from onrecord.extraction.attributions.prose import QUOTED, Prose

_CUE = Word.SPEECH | Word.STANCE | Word.SEEMS
_NO_ADVERBS = listed("family ally only supply july italy early daily weekly assembly rally fly")
_BARE_SUBJECTS = listed("this that which some many all both most few others one several")
_BODIES = listed("""
    campaign poll report article statement senator study survey memo letter document book ad advertisement spokesman
    spokeswoman governor president candidate mayor government company committee court judge group editorial column
    nominee administration agency commission panel paper lawmaker congressman congresswoman official newspaper party
    """)
_DECLINING = listed("declined declines declining decline refused refuses refusing refuse")
_COMMENTING = listed("comment say discuss answer speculate elaborate respond")
_TELLING = listed("that to about on of for against :")
_PLURALS = listed("people police some many most others both all several few voters men women critics")


@dataclass(frozen=True, slots=True)
class Cue:
    """A verb that can be a cue: its words with auxiliaries, adverbs and particle, and where it stands."""

    start: int
    verb: int
    end: int
    kind: int
    passive: bool
    helped: bool


def find_cues(prose: Prose, first: int, last: int, stop: int) -> list[Cue]:
    """The cues among words [first, stop) of the sentence that ends at `last`, in order, none overlapping another."""
    cues: list[Cue] = []
    for place in range(first, stop):
        if prose.kinds[place] & _CUE and prose.kinds[place] & VERB:
            cue = _cue_at(prose, first, place, last)
            if cue is not None and not (cues and cue.start < cues[-1].end):
                cues.append(cue)
        elif prose.words[place] in ISSUING:
            issued = _issued_at(prose, first, place, stop)
            if issued is not None and not (cues and issued.start < cues[-1].end):
                cues.append(issued)
        elif prose.words[place] == "according" and place + 1 < stop and prose.words[place + 1] == "to":
            cues.append(Cue(place, place, place + 2, 0, False, False))
    return cues


def _cue_at(prose: Prose, first: int, verb: int, last: int) -> Cue | None:
    """The cue whose verb stands at `verb`, None when the word is a noun or an infinitive there."""
    words, kinds = prose.words, prose.kinds
    kind = kinds[verb]
    start = verb
    passive = helped = False
    while start > first and (
        kinds[start - 1] & (Word.AUXILIARY | Word.BE | Word.ADVERB)
        or words[start - 1] == "both"
        or (words[start - 1].endswith("ly") and words[start - 1] not in _NO_ADVERBS and not prose.is_capital(start - 1))
    ):
        start -= 1
        passive = passive or kinds[start] & Word.BE != 0
        helped = helped or kinds[start] & (Word.AUXILIARY | Word.BE) != 0
    while start < verb and (words[start] in ("once", "now", "still", "then", "first", "already") and start == first):
        start += 1
    before = words[start - 1] if start > first else ""
    verb_only = kind & Word.ING == 0
    if kind & Word.BASE and not kind & (Word.PAST | Word.THIRD) and not helped:
        if not (start > first and kinds[start - 1] & Word.PRONOUN) and not _is_plural(prose, first, start):
            return None
    elif verb_only and not helped and kind & Word.NOUN and kind & Word.THIRD:
        claims_that = words[min(verb + 1, last - 1)] == "that"
        if not claims_that and not _is_singular(prose, first, start):
            return None
    if start == verb and verb > first:
        if before in ("most", "more", "so", "very", "too", "less") and verb_only:
            return None
        if kinds[verb - 1] & Word.DETERMINER and before not in _BARE_SUBJECTS:
            return None
    if before == "to" and kind & Word.BASE:
        return None
    if prose.is_capital(verb) and verb > first and prose.words[verb] not in ("said", "says"):
        return None
    end = verb + 1
    if words[verb] in _DECLINING and end + 1 < last and words[end] == "to" and words[end + 1] in _COMMENTING:
        end += 2
        verb = end - 1
    following = words[end] if end < last else ""
    if following in PARTICLES.get(words[verb], ()):
        end += 1
    elif words[verb] in NEEDS_PARTICLE:
        return None
    return Cue(start, verb, end, kind, passive and kind & Word.PAST != 0, helped)


def _is_plural(prose: Prose, first: int, start: int) -> bool:
    if start <= first:
        return False
    before = prose.words[start - 1]
    return (len(before) > 3 and before.endswith("s") and not before.endswith(("ss", "'s"))) or before in _PLURALS


def _issued_at(prose: Prose, first: int, verb: int, stop: int) -> Cue | None:
    """`issued a stern warning`, when what follows tells its content."""
    for place in range(verb + 1, min(stop - 1, verb + 5)):
        if prose.words[place] in ISSUED:
            following = prose.words[place + 1]
            if following not in _TELLING:
                continue
            start = verb
            while start > first and prose.kinds[start - 1] & (Word.AUXILIARY | Word.BE | Word.ADVERB):
                start -= 1
            kind = Word.ING if prose.words[verb].endswith("ing") else Word.PAST
            end = place + 1 + (following in ("about", "on", "of", "for", "against"))
            return Cue(start, verb, end, kind | Word.SPEECH, False, start < verb)
        if prose.kinds[place] & Word.PREPOSITION or prose.words[place] in (",", QUOTED):
            return None
    return None


def _is_singular(prose: Prose, first: int, start: int) -> bool:
    if start <= first:
        return False
    before = prose.words[start - 1]
    if prose.kinds[start - 1] & Word.PRONOUN or before in _BODIES or before in ("who", "which", "that", ",", ")"):
        return True
    return prose.is_capital(start - 1) and not before.endswith(("'s", "s'"))
