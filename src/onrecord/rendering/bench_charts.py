"""What the plots of a benchmark show, before anything is drawn: the same charts go to SVG, PNG and data tables.

Names and queries in a chart are as they stand in the record; whoever draws makes them safe.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Mark:
    """A value with its interval, if any; `slot` gives colour and shape, `label` what the pointer is told."""

    slot: int
    value: float
    low: float | None
    high: float | None
    label: str


@dataclass(frozen=True, slots=True)
class MarkRow:
    """Marks one under the other beside a label and a smaller note."""

    label: str
    note: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Intervals:
    """Rows of marks on one axis that reaches from `low` to `high` at least; with `zero` a line at zero."""

    axis: str
    rows: tuple[MarkRow, ...]
    low: float
    high: float
    zero: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """One question's difference in a measure."""

    qid: str
    query: str
    difference: float


@dataclass(frozen=True, slots=True)
class Gains:
    """Differences of all questions, largest first; how many are above, at and below zero.

    The axis reaches `reach` both ways, the same in all charts that stand together.
    """

    axis: str
    bars: tuple[Bar, ...]
    better: int
    equal: int
    worse: int
    reach: float


@dataclass(frozen=True, slots=True)
class Curve:
    """Points (x, y) with ascending x."""

    slot: int
    name: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Curves:
    """Curves on a logarithmic x axis with ticks at `ticks`, y in [0, 1]."""

    x_axis: str
    y_axis: str
    ticks: tuple[float, ...]
    curves: tuple[Curve, ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """Seconds of one system at the percentiles 5, 25, 50, 75 and 95, ascending and positive."""

    slot: int
    name: str
    percentiles: tuple[float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Strips:
    """Strips on one logarithmic axis of seconds."""

    strips: tuple[Strip, ...]


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers of like confidence: their number, mean confidence, share that answers and its 95% interval."""

    count: int
    confidence: float
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """Bins in ascending confidence, both axes in [0, 1]."""

    slot: int
    bins: tuple[Bin, ...]


@dataclass(frozen=True, slots=True)
class Steps:
    """A waterfall: from `total` each step takes its count; what is left at the end was found."""

    total: int
    steps: tuple[tuple[str, int], ...]
    found: int


Figure: TypeAlias = Intervals | Gains | Curves | Strips | Reliability | Steps


@dataclass(frozen=True, slots=True)
class Chart:
    """One plot: title, a sentence that says what is to be seen, the figure, and its data as a table of words."""

    title: str
    about: str
    figure: Figure
    head: tuple[str, ...]
    rows: Sequence[Sequence[str]]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """Charts of one kind under a heading; `about` says how to read them, or why there are none."""

    heading: str
    about: str
    charts: tuple[Chart, ...] = ()
