"""One answer for one place: hits that overlap are shown once, by their best."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeVar

from onrecord.records import Span

T = TypeVar("T")


class Placed(NamedTuple):
    """Where a candidate stands."""

    article: str
    span: Span


def collapse(ranked: Iterable[tuple[Placed, T]]) -> Iterator[T]:
    """Those candidates, in order, that do not share half of the shorter span with a better one."""
    shown: dict[str, list[Span]] = {}
    for place, candidate in ranked:
        spans = shown.setdefault(place.article, [])
        if any(2 * place.span.overlap(span) >= max(1, min(len(place.span), len(span))) for span in spans):
            continue
        spans.append(place.span)
        yield candidate
