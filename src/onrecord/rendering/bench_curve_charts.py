"""Charts over a depth and over time: recall by the number of hits looked at, and how long answers take."""

from __future__ import annotations

import math
from collections.abc import Sequence

from onrecord.benchmark import Benchmark, SystemOutcome
from onrecord.rendering.bench_charts import Chart, Curve, Curves, Section, Strip, Strips
from onrecord.rendering.bench_facts import Cells, depth_of, milliseconds, systems_in_order
from onrecord.rendering.bench_words import ALL, NOTHING, name_words, number_words, with_interval

_PERCENTILES = (5, 25, 50, 75, 95)
# A clock that saw no time pass still has to stand somewhere on a logarithmic axis.
_SHORTEST = 1e-6


def depth_section(benchmark: Benchmark, cells: Cells) -> Section:
    """Mean recall of each system at the depths that the record holds (`R@k`), at least two."""
    heading = "Recall by depth"
    depths = _depths(cells)
    if len(depths) < 2:
        return Section(heading, "The record holds recall at fewer than two depths, so there is no curve.")
    curves, rows = [], []
    for slot, system in enumerate(systems_in_order(benchmark)):
        known = [(depth, cell) for depth, m in depths if (cell := cells.get((system.name, m, ALL))) is not None]
        if known:
            points = tuple((float(depth), cell.mean) for depth, cell in known)
            curves.append(Curve(slot, name_words(system.name), points))
        shown = {depth: with_interval(cell.mean, cell.low, cell.high) for depth, cell in known}
        rows.append((name_words(system.name), *(shown.get(depth, NOTHING) for depth, _ in depths)))
    last = "; ".join(f"{c.name} {number_words(c.points[0][1])} to {number_words(c.points[-1][1])}" for c in curves)
    about = (
        "How much of the answers stands among the first hits. What is not among the candidates, no ranking can save."
    )
    chart = Chart(
        "Recall by depth",
        f"From the first to the last depth: {last}",
        Curves("hits looked at", "recall", tuple(float(depth) for depth, _ in depths), tuple(curves)),
        ("system", *(name_words(measure) for _, measure in depths)),
        rows,
    )
    return Section(heading, about, (chart,))


def latency_section(benchmark: Benchmark) -> Section:
    """The spread of each timed system's seconds."""
    strips, rows = [], []
    for slot, system in enumerate(systems_in_order(benchmark)):
        seconds = _seconds(system)
        if seconds:
            five = (nearest_rank(seconds, 5), nearest_rank(seconds, 25), nearest_rank(seconds, 50))
            strips.append(
                Strip(slot, name_words(system.name), (*five, nearest_rank(seconds, 75), nearest_rank(seconds, 95)))
            )
            shown = (*(nearest_rank(seconds, percent) for percent in (*_PERCENTILES, 99)), seconds[-1])
            rows.append((name_words(system.name), str(len(seconds)), *map(milliseconds, shown)))
    heading = "Latency"
    if not strips:
        return Section(heading, "Nothing was timed in this record.")
    about = (
        "Time of one answer on a logarithmic axis: the thin line runs from the 5th to the 95th percentile, the bar "
        "holds the middle half, the notch is the median."
    )
    medians = "; ".join(f"{strip.name} {milliseconds(strip.percentiles[2])}" for strip in strips)
    head = ("system", "answers", *(f"p{percent}" for percent in (*_PERCENTILES, 99)), "longest")
    return Section(
        heading, about, (Chart("Time of one answer", f"Medians: {medians}", Strips(tuple(strips)), head, rows),)
    )


def nearest_rank(ascending: Sequence[float], percent: int) -> float:
    """The percentile by nearest rank: a value that was measured, none between.

    >>> nearest_rank([1.0, 2.0, 3.0, 4.0], 50), nearest_rank([1.0, 2.0, 3.0, 4.0], 95)
    (2.0, 4.0)
    """
    return ascending[max(-(-len(ascending) * percent // 100), 1) - 1]


def _seconds(system: SystemOutcome) -> list[float]:
    times = (answer.seconds for answer in system.answers.values())
    return sorted(max(time, _SHORTEST) for time in times if time is not None and math.isfinite(time))


def _depths(cells: Cells) -> list[tuple[int, str]]:
    """Ascending depths and their measures, one a depth."""
    measures: dict[int, str] = {}
    for _, measure, group in cells:
        if group == ALL and (depth := depth_of(measure)):
            measures.setdefault(depth, measure)
    return sorted(measures.items())
