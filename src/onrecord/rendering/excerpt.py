"""The stretch of a long text that is worth showing: where most of the highlights are."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.records import Span

# How far an edge may move inwards to stand between words; longer words are cut.
_LONGEST_STEP = 40


def excerpt(text: str, highlights: Sequence[Span], size: int) -> Span:
    """At most `size` code points of `text` with as many highlights as fit; of equals the earliest.

    `highlights` are ascending and do not overlap. Edges move inwards to the nearest blank within 40 code points, but
    never into a highlight. Without highlights it is the beginning.
    """
    whole = Span(0, len(text))
    if len(text) <= size:
        return whole
    first, last = _densest(highlights, size)
    if first is None or last is None:
        return Span(0, _moved_back(text, size, 0))
    slack = max(0, size - (last.end - first.start))
    start = min(max(0, first.start - slack // 2), len(text) - size)
    end = start + size
    start = _moved_forward(text, start, first.start)
    return Span(start, _moved_back(text, end, min(last.end, end)))


def _densest(highlights: Sequence[Span], size: int) -> tuple[Span, Span] | tuple[None, None]:
    """The first and the last highlight of the fullest window; a highlight longer than the window stands alone."""
    best: tuple[Span, Span] | tuple[None, None] = (None, None)
    most = end = 0
    for start, first in enumerate(highlights):
        end = max(end, start + 1)
        while end < len(highlights) and highlights[end].end - first.start <= size:
            end += 1
        if end - start > most:
            most, best = end - start, (first, highlights[end - 1])
    return best


def _moved_forward(text: str, place: int, limit: int) -> int:
    if place == 0 or text[place - 1].isspace():
        return place
    for candidate in range(place, min(limit, place + _LONGEST_STEP)):
        if text[candidate].isspace():
            return candidate + 1
    return place


def _moved_back(text: str, place: int, limit: int) -> int:
    if place == len(text) or text[place].isspace():
        return place
    for candidate in range(place, max(limit, place - _LONGEST_STEP), -1):
        if text[candidate - 1].isspace():
            return candidate - 1
    return place


def widened(text: str, span: Span, context: int) -> Span:
    """The span and at most `context` code points on either side, ending between words where that is near."""
    start = max(0, span.start - max(context, 0))
    end = min(len(text), span.end + max(context, 0))
    return Span(_moved_forward(text, start, span.start), _moved_back(text, end, span.end))
