"""Which words of an article stand inside quotation marks, and which quotations are one speech.

`"We are ready," Sherman said, "to bear those costs."` is one speech: the words between are the reporter's, and
whoever quotes both halves as one has changed nothing. Two quotations are one speech only when nothing but one
attribution stands between them; `he said, adding that they would "bear"` makes no speech of its quotations.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from onrecord.alignment.words import Words
from onrecord.records import Span
from onrecord.text.attribution import find_attribution
from onrecord.text.paragraphs import find_paragraphs
from onrecord.text.quotation import find_quotations

# `said Michael Carpenter, the US representative to the OSCE,` has nine words; longer gaps tell more than who spoke.
_LONGEST_INTERRUPTION = 14
# A stored quote may reach over more: `said Holt, who had come from the council, where nobody expected it.`
FARTHEST_JOINED = 40
_ENDS_IT = frozenset(",.:;—–-?!")
_CONJUNCTION = re.compile(r",?\s(?:and|but|while|as|whereupon)\s+")
# A full stop inside an attribution belongs to a title or an initial, else a second sentence begins.
_STOP = re.compile(r"(?<!\b[A-Z])(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z]{2})(?<!\b[A-Z][a-z]{3})[.?!]\s+\w")


@dataclass(frozen=True, slots=True)
class Speeches:
    """How the words of one article are quoted.

    `speech` has one number a word: which speech it belongs to, -1 for the reporter's own words. `bounds` are
    (first word, last word) of every quotation in document order, `depths` how many quotations are around each.
    `hops` are (last word before, first word after) the interruptions inside speeches.
    """

    speech: list[int]
    bounds: list[tuple[int, int]]
    depths: list[int]
    hops: list[tuple[int, int]]


def find_speeches(text: str, words: Words) -> Speeches:
    """The quotations of `text` in words, those that hold none left out."""
    starts = words.starts
    bounds: list[tuple[int, int]] = []
    depths: list[int] = []
    outer: list[tuple[int, int, int, int]] = []
    for quotation in find_quotations(text):
        first, last = bisect_left(starts, quotation.inner.start), bisect_left(starts, quotation.inner.end) - 1
        if last < first:
            continue
        bounds.append((first, last))
        depths.append(quotation.depth)
        if quotation.depth == 0:
            outer.append((first, last, quotation.span.start, quotation.span.end))
    paragraph_ends = [paragraph.end for paragraph in find_paragraphs(text)] if len(outer) > 1 else []
    speech = [-1] * len(words)
    hops: list[tuple[int, int]] = []
    number = -1
    for place, (first, last, start, _) in enumerate(outer):
        if place:
            _, last_before, _, end_before = outer[place - 1]
            if _is_interruption(text, end_before, start, first - last_before - 1, paragraph_ends):
                hops.append((last_before, first))
            else:
                number += 1
        else:
            number += 1
        speech[first : last + 1] = [number] * (last + 1 - first)
    return Speeches(speech, bounds, depths, hops)


def with_joined(speeches: Speeches, words: Words, joined: Iterable[Sequence[Span]]) -> Speeches:
    """The speeches, with those that are known from elsewhere to be one.

    Each of `joined` are the spans of one speech, ascending: where one ends with a quotation and the next begins with
    one, not more than FARTHEST_JOINED words on, the two are one speech.
    """
    firsts, lasts = {first for first, _ in speeches.bounds}, {last for _, last in speeches.bounds}
    speech, hops = speeches.speech, list(speeches.hops)
    merged: dict[int, int] = {}
    for spans in joined:
        for one, other in pairwise(spans):
            before = bisect_left(words.starts, one.end) - 1
            after = bisect_left(words.starts, other.start)
            if not (before in lasts and after in firsts and 0 < after - before - 1 <= FARTHEST_JOINED):
                continue
            if min(speech[before], speech[after]) >= 0 and speech[before] != speech[after]:
                hops.append((before, after))
                merged[speech[after]] = merged.get(speech[before], speech[before])
    if not merged:
        return speeches
    # Ascending, so that a speech joined to one that is itself joined gets the first one's number.
    target = {number: merged.get(to, to) for number, to in sorted(merged.items())}
    numbers = [target.get(number, number) for number in speech]
    return Speeches(numbers, speeches.bounds, speeches.depths, sorted(set(hops)))


def _is_interruption(text: str, end: int, start: int, words: int, paragraph_ends: list[int]) -> bool:
    """Whether text[end:start], between two quotations of one paragraph, is one attribution and nothing else."""
    if not 0 < words <= _LONGEST_INTERRUPTION:
        return False
    if bisect_left(paragraph_ends, end) != bisect_left(paragraph_ends, start):
        return False
    between = text[end:start].strip()
    if not between or between[-1] not in _ENDS_IT or _STOP.search(between):
        return False
    # What stands before the closing mark is the pause that `find_attribution` looks for; so is a conjunction, behind
    # which somebody else may answer.
    spoken = _CONJUNCTION.sub(", ", f", {between} ")
    found = find_attribution(spoken, 0, len(spoken))
    return found is not None and find_attribution(spoken, found + 1, len(spoken)) is None
