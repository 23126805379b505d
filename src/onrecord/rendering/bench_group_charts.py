"""Charts of means and of differences with their intervals: over all questions, by family and by style."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from onrecord.benchmark import Benchmark
from onrecord.rendering.bench_charts import Chart, Intervals, Mark, MarkRow, Section
from onrecord.rendering.bench_facts import (
    Cells,
    groups_of,
    leading_comparisons,
    systems_in_order,
)
from onrecord.rendering.bench_tables import comparisons_grid
from onrecord.rendering.bench_words import (
    ALL,
    NOTHING,
    evidence_words,
    group_words,
    interval_words,
    is_style,
    listed_words,
    name_words,
    number_words,
    verdict_words,
)
from onrecord.rendering.counts import format_count, plural


def difference_section(benchmark: Benchmark) -> Section:
    """The primary measure's differences over all questions, one row a pair of systems."""
    slots = {system.name: slot for slot, system in enumerate(systems_in_order(benchmark))}
    shown = [one for one in leading_comparisons(benchmark) if one.measure == benchmark.primary]
    heading = "Who is better"
    if not shown:
        return Section(heading, "The systems were not compared in this record.")
    measure = name_words(benchmark.primary)
    # One system against all others is the common case; its name then stands in the title alone.
    same = {one.system for one in shown} == {shown[0].system}
    rows = tuple(
        MarkRow(
            name_words(one.against) if same else f"{name_words(one.system)} − {name_words(one.against)}",
            one.verdict,
            (
                Mark(
                    slots.get(one.against, 0),
                    one.difference,
                    one.low,
                    one.high,
                    f"{verdict_words(one)}: {evidence_words(one)}",
                ),
            ),
        )
        for one in shown
    )
    grid = comparisons_grid(tuple(shown))
    chart = Chart(
        f"{name_words(shown[0].system)} minus each other" if same else f"Difference in {measure}",
        "; ".join(verdict_words(one) for one in shown),
        Intervals(f"difference in {measure}, 95% interval", rows, *_reach(rows, 0.0), zero=True),
        grid.head,
        grid.rows,
    )
    about = (
        "Each dot is the mean difference over all questions with an answer, the line its 95% interval. Right of zero "
        "the first system is ahead; a line that crosses zero proves nothing. Verdicts are corrected for the number of "
        "comparisons, so a line may clear zero and still be called no difference seen."
    )
    return Section(heading, about, (chart,))


def group_section(benchmark: Benchmark, cells: Cells) -> Section:
    """The primary measure by family and by style, one chart each, all systems in every row."""
    groups = groups_of(benchmark)
    parts = (
        ("By family", [group for group in groups if group == ALL or not is_style(group)]),
        ("By style", [group for group in groups if group == ALL or is_style(group)]),
    )
    shown = [cell for (_, measure, group), cell in cells.items() if measure == benchmark.primary and group in groups]
    bounds = [bound for cell in shown for bound in (cell.low, cell.mean, cell.high) if bound is not None]
    # One axis for both charts, so that they can be compared.
    reach = (min(bounds, default=0.0), max(bounds, default=1.0))
    charts = tuple(
        chart
        for title, members in parts
        if len(members) > 1 and (chart := _chart(benchmark, cells, title, members, *reach))
    )
    measure = name_words(benchmark.primary)
    heading = f"{measure} by family and style"
    if not charts:
        return Section(heading, "The questions have no families or styles, or no system has this measure.")
    given = any(cell.low is not None for cell in cells.values())
    lines = "lines are 95% intervals" if given else "the record gives no intervals"
    return Section(heading, f"Dots are means, {lines}. Groups of few questions say little.", charts)


def _chart(benchmark: Benchmark, cells: Cells, title: str, groups: list[str], low: float, high: float) -> Chart | None:
    measure = name_words(benchmark.primary)
    rows, table = [], []
    for group in groups:
        label = group_words(group).removeprefix("family ").removeprefix("style ")
        marks = []
        for slot, system in enumerate(systems_in_order(benchmark)):
            cell = cells.get((system.name, benchmark.primary, group))
            if cell is None:
                continue
            name, interval = name_words(system.name), interval_words(cell.low, cell.high)
            words = f"{label}, {name}: {measure} {number_words(cell.mean)} {interval}".rstrip()
            words += f", {plural(cell.questions, 'question')}"
            marks.append(Mark(slot, cell.mean, cell.low, cell.high, words))
            table.append((label, name, format_count(cell.questions), number_words(cell.mean), interval or NOTHING))
        if marks:
            count = max(int(row[2].replace(",", "")) for row in table if row[0] == label)
            rows.append(MarkRow(label, f"n {format_count(count)}", tuple(marks)))
    if not rows:
        return None
    best = Counter(max(row.marks, key=lambda mark: mark.value).slot for row in rows)
    names = [name_words(system.name) for system in systems_in_order(benchmark)]
    highest = listed_words([f"{names[slot]} in {count}" for slot, count in sorted(best.items())])
    return Chart(
        title,
        f"Highest of {plural(len(rows), 'row')}: {highest}",
        Intervals(measure, tuple(rows), low, high),
        ("questions", "system", "n", measure, "95% interval"),
        table,
    )


def _reach(rows: Iterable[MarkRow], *others: float) -> tuple[float, float]:
    marks = [mark for row in rows for mark in row.marks]
    bounds = [bound for mark in marks for bound in (mark.low, mark.value, mark.high) if bound is not None]
    return min([*bounds, *others]), max([*bounds, *others])
