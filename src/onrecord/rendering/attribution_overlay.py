"""Attributions laid over a text: stretches on which nothing changes, for views that cannot nest."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from onrecord.records import Span
from onrecord.rendering.styled_text import merged, trimmed
from onrecord.spoken import Attribution

Role = Literal["source", "cue", "content"]
ROLES: tuple[Role, ...] = ("source", "cue", "content")
# Deeper nesting is not shown: nobody could read it, and a view of 10,000 nested spans must not grow quadratically.
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Part:
    """One span of one role of attribution `number` (from 1); `last` when no span of that role follows."""

    span: Span
    role: Role
    number: int
    last: bool

    @property
    def depth_key(self) -> tuple[int, int, int]:
        """Sorts the innermost first: shorter, then cue, source, content, then the earlier attribution."""
        return (len(self.span), -_INNERNESS[self.role], self.number)


_INNERNESS = {"content": 0, "source": 1, "cue": 2}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters that are under the same parts: `parts` innermost first, at most 8.

    `opening` are the parts that begin where it begins, outermost first; `closing` those that end where it ends,
    innermost first.
    """

    span: Span
    parts: tuple[Part, ...]
    opening: tuple[Part, ...]
    closing: tuple[Part, ...]


def parts_of(text: str, attributions: Sequence[Attribution]) -> list[Part]:
    """The parts of all attributions, clipped to the text and without blanks at their ends; empty ones are left out."""
    whole = Span(0, len(text))
    parts = []
    for number, attribution in enumerate(attributions, 1):
        for role in ROLES:
            spans = trimmed(text, merged(getattr(attribution, role), whole))
            parts += [Part(span, role, number, place == len(spans)) for place, span in enumerate(spans, 1)]
    return parts


def overlaid(parts: Sequence[Part], length: int, cuts: Iterable[int] = ()) -> list[Stretch]:
    """The stretches that make up a text of `length` characters, cut also at `cuts`, in order, none empty."""
    starts: dict[int, list[Part]] = {}
    ends: dict[int, list[Part]] = {}
    for part in parts:
        starts.setdefault(part.span.start, []).append(part)
        ends.setdefault(part.span.end, []).append(part)
    inside = (cut for cut in cuts if 0 < cut < length)
    places = sorted({0, length, *starts, *ends, *inside})
    active: list[tuple[tuple[int, int, int], Part]] = []
    stretches = []
    for start, end in pairwise(places):
        for part in ends.get(start, ()):
            del active[bisect_left(active, part.depth_key, key=_key)]
        for part in starts.get(start, ()):
            insort(active, (part.depth_key, part), key=_key)
        opening = sorted(starts.get(start, ()), key=lambda part: part.depth_key, reverse=True)
        closing = sorted(ends.get(end, ()), key=lambda part: part.depth_key)
        shown = tuple(part for _, part in active[:_DEEPEST])
        stretches.append(Stretch(Span(start, end), shown, tuple(opening), tuple(closing)))
    return stretches


def _key(entry: tuple[tuple[int, int, int], Part]) -> tuple[int, int, int]:
    return entry[0]


def within(stretches: Sequence[Stretch], region: Span) -> Sequence[Stretch]:
    """The stretches inside `region`, whose ends must be among the cuts."""
    first = bisect_left(stretches, region.start, key=lambda stretch: stretch.span.start)
    last = bisect_left(stretches, region.end, key=lambda stretch: stretch.span.start)
    return stretches[first:last]
