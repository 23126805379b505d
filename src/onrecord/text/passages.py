"""Passages: sentences packed to a target length, never cutting a quotation that fits nor its attribution off.

Chosen: the packing that costs least over the whole text (dynamic programming with a bounded look back), because a
greedy one leaves short remains before paragraphs and at the end. Dropped: one paragraph a passage (news paragraphs
hold 20 to 60 words, too few to be found by). Reopen when a measured run prefers other costs than those below.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from onrecord.errors import BadInput
from onrecord.records import Span
from onrecord.text.grouping import Group, group_sentences
from onrecord.text.lengths import most_letters

# Costs in units of one nearly empty passage: ending inside a paragraph, and being under a quarter full.
_INSIDE_PARAGRAPH, _TINY, _TINY_SHARE = 0.15, 0.5, 0.25
# Groups tried as the beginning of a passage, the longest passage first; only sentences of few words offer more.
_LOOK_BACK = 16


def build_passages(text: str, *, words: int = 80, overlap: int = 0) -> list[Span]:
    """Passages in order, of whole sentences and up to `words` words; every non-space character lies in one.

    A quotation that fits is never cut, nor parted from its attribution: with the sentences it touches it may make a
    passage longer than `words`, as a long sentence does. Only what is over four times `words` is cut inside.
    `overlap` is how many sentences are repeated from the end of the passage before: more where a quotation would
    be cut, fewer where the passage before would be repeated whole. Starts and ends both rise strictly.
    Errors: BadInput for `words` under 1 or `overlap` under 0.

    >>> build_passages("One two. Three. Four five six.", words=3)
    [Span(start=0, end=15), Span(start=16, end=30)]
    """
    if words < 1:
        raise BadInput(f"words is {words}, expected 1 or more: give the target length of a passage in words")
    if overlap < 0:
        raise BadInput(f"overlap is {overlap}, expected 0 or more: give the number of sentences to repeat")
    groups = group_sentences(text, words)
    repeated = _first_repeated(groups, overlap)
    passages: list[Span] = []
    before = -1
    for first, end in _pack(groups, repeated, words):
        before = max(repeated[first], before + 1)
        passages.append(Span(groups[before].span.start, groups[end - 1].span.end))
    return passages


def _first_repeated(groups: Sequence[Group], overlap: int) -> list[int]:
    """For each group, the first group that a passage beginning with it repeats."""
    sentences = [0, *accumulate(group.sentences for group in groups)]
    firsts = []
    first = 0
    for number in range(len(groups)):
        while first < number and sentences[number] - sentences[first + 1] >= overlap:
            first += 1
        firsts.append(first)
    return firsts


def _pack(groups: Sequence[Group], repeated: Sequence[int], words: int) -> list[tuple[int, int]]:
    """The cheapest division of the groups into passages, as (first group, group behind the last)."""
    total = [0, *accumulate(group.words for group in groups)]
    costs, origins = [0.0], [0]
    lowest, letters = 0, most_letters(words)
    for end in range(1, len(groups) + 1):
        while lowest < end - 1 and (
            total[end] - total[repeated[lowest]] > words
            or groups[end - 1].span.end - groups[repeated[lowest]].span.start > letters
        ):
            lowest += 1
        cheapest, origin = float("inf"), end - 1
        for first in range(lowest, min(lowest + _LOOK_BACK, end)):
            length = total[end] - total[repeated[first]]
            cost = costs[first] + _cost(length / words, groups[end - 1].ends_paragraph)
            if cost < cheapest:
                cheapest, origin = cost, first
        costs.append(cheapest)
        origins.append(origin)
    divisions = []
    end = len(groups)
    while end:
        divisions.append((origins[end], end))
        end = origins[end]
    return divisions[::-1]


def _cost(filled: float, ends_paragraph: bool) -> float:
    cost = max(0.0, 1 - filled) ** 2 + (0.0 if ends_paragraph else _INSIDE_PARAGRAPH)
    return cost + _TINY if filled < _TINY_SHARE else cost
