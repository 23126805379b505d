"""Names that stand at the head of a source and that no finder of names saw: whoever speaks is a person or a body."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from onrecord.extraction.people.gender import of_given_name
from onrecord.extraction.people.name_lexicon import BODIES, DATES, FUNCTION, PLACES
from onrecord.extraction.people.nicknames import rows_of
from onrecord.extraction.people.offices import NATIONS, STATES, families, is_title
from onrecord.extraction.people.particles import PARTICLES
from onrecord.records import Span
from onrecord.spoken import Attribution
from onrecord.text.folding import fold

_WORD = re.compile(r"\w[\w.’'-]*")
_SEGMENT_END = re.compile(r",|;|\(|\s[-–—]{1,2}\s|—|\b(?:of|for|who|whose|from|in|at|on|and|to|with)\b")
# What follows a person's name: an age, or what he or she is.
_APPOSITION = re.compile(
    r",\s(?:\d{1,3}\b|an?\s|the\s|who\s|now\s|then\s|former\s|chief\s|[a-z’'-]+\s)|\s?\([RDI][-–.]"
)
_LONGEST, _MOST_WORDS = 200, 4


def names_in_sources(text: str, names: Sequence[Span], attributions: Sequence[Attribution]) -> list[Span]:
    """Spans of two to four words at the heads of sources that hold none of `names`, ascending.

    A known given name, an office before the name or an apposition behind it must speak for a person.
    """
    taken = sorted(names)
    starts = [span.start for span in taken]
    found = set()
    for attribution in attributions:
        for source in attribution.source[:2]:
            if source.end > len(text):
                continue
            name = _head(text, Span(source.start, min(source.end, source.start + _LONGEST)))
            if name is not None and not _overlaps(taken, starts, name):
                found.add(name)
    return _without_overlap(sorted(found))


def _overlaps(taken: Sequence[Span], starts: Sequence[int], name: Span) -> bool:
    place = bisect_left(starts, name.end)
    return any(span.overlap(name) for span in taken[max(0, place - 2) : place])


def _head(text: str, source: Span) -> Span | None:
    ending = _SEGMENT_END.search(text, source.start, source.end)
    end = ending.start() if ending else source.end
    words = list(_WORD.finditer(text, source.start, end))
    place = len(words)
    while place > 0 and _is_name_word(words[place - 1][0], place == len(words)):
        place -= 1
    name = words[place:]
    while name and fold(name[0][0]) in PARTICLES:
        name = name[1:]
    if not 2 <= len(name) <= _MOST_WORDS or text[name[-1].end() : end].strip():
        return None
    before = words[place - 1][0] if place else ""
    known = of_given_name(name[0][0]) != 0 or bool(rows_of(fold(name[0][0])))
    office = bool(before) and (is_title(before) or bool(families(before)))
    apposition = place == 0 and _APPOSITION.match(text, end, source.end) is not None
    if not (known or office or apposition):
        return None
    last = name[-1]
    shortened = len(last[0]) - len(re.sub(r"['’][sS]?$|\.$", "", last[0]))
    kept = 0 if fold(last[0]) in ("jr.", "sr.") else shortened
    return Span(name[0].start(), last.end() - kept)


def _is_name_word(word: str, last: bool) -> bool:
    plain = fold(word).rstrip(".").removesuffix("'s")
    if fold(word) in PARTICLES and not last:
        return True
    if not word[0].isupper() or (word.isupper() and len(word) > 2 and "." not in word):
        return False
    if plain in FUNCTION or plain in BODIES or plain in PLACES or plain in DATES or plain in NATIONS:
        return False
    return not (is_title(word) or families(word) or (last and plain in STATES))


def _without_overlap(spans: Sequence[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in spans:
        if not kept or kept[-1].end <= span.start:
            kept.append(span)
    return kept
