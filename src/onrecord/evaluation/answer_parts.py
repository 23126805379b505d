"""The parts of a place that may be the answer by themselves: its sentences and its quotations."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from onrecord.records import Span
from onrecord.text.quotation import find_quotations
from onrecord.text.sentences import split_sentences

_CHOICE = re.compile(r"\s*(\d{1,4})\s*(?:[-–]\s*(\d{1,4})\s*)?")


def answer_parts(text: str, place: Span) -> list[Span]:
    """The sentences that touch `place`, one more on either side, and the quotations in these, by place, all different.

    Quotations come with their marks. A sentence around a quotation comes before it.
    """
    around = surroundings(text, place)
    sentences = [sentence for sentence in split_sentences(text) if sentence.overlap(around)]
    quotations = [quotation.span for quotation in find_quotations(text) if quotation.span.overlap(around)]
    inside = [span for span in quotations if around.start <= span.start and span.end <= around.end]
    return sorted({*sentences, *inside}, key=lambda span: (span.start, -span.end))


def surroundings(text: str, place: Span) -> Span:
    """From the sentence before `place` to the one behind it."""
    sentences = split_sentences(text)
    first = bisect_right(sentences, place.start, key=lambda sentence: sentence.end)
    behind = bisect_left(sentences, place.end, key=lambda sentence: sentence.start)
    start = min(place.start, sentences[max(0, first - 1)].start) if sentences else place.start
    end = max(place.end, sentences[min(behind, len(sentences) - 1)].end) if sentences else place.end
    return Span(start, end)


def chosen_part(parts: Sequence[Span], choice: str) -> Span | None:
    """From the first to the last part of a choice such as `2` or `2-4`, counted from 1; None for anything else.

    >>> chosen_part([Span(0, 5), Span(6, 9)], "1-2")
    Span(start=0, end=9)
    """
    match = _CHOICE.fullmatch(choice)
    if match is None:
        return None
    first, last = int(match[1]), int(match[2] or match[1])
    if not 1 <= first <= last <= len(parts):
        return None
    chosen = parts[first - 1 : last]
    return Span(chosen[0].start, max(part.end for part in chosen))
