"""One answer for one place: hits that overlap are shown once, by their best."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeVar

from onrecord.records import Span

T = TypeVar("T")


class Placed(NamedTuple):
    """Where a candidate stands; those with the same `one`, if it is not empty, are one answer wherever they are."""

    article: str
    span: Span
    one: str = ""


def collapse(ranked: Iterable[tuple[Placed, T]]) -> Iterator[T]:
    """Those candidates, in order, that are not the same as a better one nor share half of the shorter span with it."""
    shown: dict[str, list[Span]] = {}
    ones: set[str] = set()
    for place, candidate in ranked:
        if place.one:
            if place.one not in ones:
                ones.add(place.one)
                yield candidate
            continue
        spans = shown.setdefault(place.article, [])
        if any(2 * place.span.overlap(span) >= max(1, min(len(place.span), len(span))) for span in spans):
            continue
        spans.append(place.span)
        yield candidate
