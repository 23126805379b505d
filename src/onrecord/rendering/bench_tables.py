"""The tables of a benchmark as rows of words, shared by terminal, Markdown and HTML: each knows how to escape."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.benchmark import Benchmark, Comparison
from onrecord.rendering.bench_facts import (
    Cells,
    cells_of,
    group_comparisons,
    groups_of,
    index_words,
    latency_words,
    leading_comparisons,
    overall_measures,
    systems_in_order,
)
from onrecord.rendering.bench_words import (
    ALL,
    NO_ANSWER,
    NOTHING,
    SIGNS,
    group_words,
    interval_words,
    is_style,
    name_words,
    p_words,
    signed_words,
    with_interval,
)
from onrecord.rendering.counts import format_count

_LATENCY = ("p50", "p95", "p99")


@dataclass(frozen=True, slots=True)
class Grid:
    """A head and rows of printable words, as many in each row as in the head; the first column names the row."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def measures_grid(benchmark: Benchmark, cells: Cells | None = None) -> Grid:
    """Systems by measures, over all questions with an answer; a measure without a single mean is left out."""
    cells = cells_of(benchmark) if cells is None else cells
    systems = systems_in_order(benchmark)
    shown = [m for m in benchmark.measures if any((system.name, m, ALL) in cells for system in systems)]
    rows = (
        (name_words(system.name), *(_cell(cells, system.name, measure, ALL) for measure in shown)) for system in systems
    )
    return Grid(("system", *map(name_words, shown)), tuple(rows))


def groups_grid(benchmark: Benchmark, cells: Cells | None = None) -> Grid:
    """Families and styles by systems, in the primary measure, with the number of questions."""
    cells = cells_of(benchmark) if cells is None else cells
    systems = systems_in_order(benchmark)
    rows = []
    for group in groups_of(benchmark):
        found = [cells[key] for s in systems if (key := (s.name, benchmark.primary, group)) in cells]
        if found:
            count = format_count(max(cell.questions for cell in found))
            figures = (_cell(cells, system.name, benchmark.primary, group) for system in systems)
            rows.append((group_words(group), count, *figures))
    return Grid(("questions", "n", *(name_words(system.name) for system in systems)), tuple(rows))


def costs_grid(benchmark: Benchmark, cells: Cells | None = None) -> Grid:
    """Systems by what is measured of a whole run: silence and AUROC, latency percentiles, size of the index.

    A column that nobody fills is left out; without any, there are no rows.
    """
    cells = cells_of(benchmark) if cells is None else cells
    systems = systems_in_order(benchmark)
    columns: list[tuple[str, list[str]]] = [
        (name_words(measure), [_cell(cells, system.name, measure, NO_ANSWER) for system in systems])
        for measure in overall_measures(benchmark)
    ]
    timed = [latency_words(system) for system in systems]
    columns += [(rank, [words.get(rank, NOTHING) for words in timed]) for rank in _LATENCY]
    columns.append(("index", [index_words(system) for system in systems]))
    filled = [(head, column) for head, column in columns if any(words != NOTHING for words in column)]
    if not filled:
        return Grid(("system",), ())
    rows = zip([name_words(system.name) for system in systems], *(column for _, column in filled), strict=True)
    return Grid(("system", *(head for head, _ in filled)), tuple(rows))


def lacking_costs(benchmark: Benchmark) -> str:
    """What nobody measured, in sentences; '' when nothing lacks."""
    systems = benchmark.systems
    lacking = []
    if not any(latency_words(system) for system in systems):
        lacking.append("Nothing was timed.")
    if all(index_words(system) == NOTHING for system in systems):
        lacking.append("No index was sized.")
    if not overall_measures(benchmark):
        lacking.append("Silence was not measured.")
    return " ".join(lacking)


def verdicts_grid(benchmark: Benchmark) -> Grid:
    """Families and styles by pairs of systems: sign of the verdict, difference, interval and Holm's p.

    In the primary measure; ▲ better, ▼ worse, ○ no difference seen. A pair that was not compared there has a dash.
    """
    compared = group_comparisons(benchmark)
    pairs = list(dict.fromkeys((one.system, one.against) for one in compared))
    found = {(one.group, one.system, one.against): one for one in compared}
    groups = sorted({one.group for one in compared}, key=lambda group: (is_style(group), group == NO_ANSWER, group))
    rows = []
    for group in groups:
        cells = [found.get((group, *pair)) for pair in pairs]
        count = format_count(max(one.questions for one in cells if one is not None))
        rows.append((group_words(group), count, *(NOTHING if one is None else _verdict(one) for one in cells)))
    heads = (f"{name_words(system)} − {name_words(against)}" for system, against in pairs)
    return Grid(("questions", "n", *heads), tuple(rows))


def overall_verdicts_grid(benchmark: Benchmark) -> Grid:
    """Measures by pairs of systems over all questions, as in `verdicts_grid`."""
    compared = leading_comparisons(benchmark)
    pairs = list(dict.fromkeys((one.system, one.against) for one in compared))
    found = {(one.measure, one.system, one.against): one for one in compared}
    rows = []
    for measure in dict.fromkeys(one.measure for one in compared):
        cells = [found.get((measure, *pair)) for pair in pairs]
        rows.append((name_words(measure), *(NOTHING if one is None else _verdict(one) for one in cells)))
    heads = (f"{name_words(system)} − {name_words(against)}" for system, against in pairs)
    return Grid(("measure", *heads), tuple(rows))


def _verdict(one: Comparison) -> str:
    difference = f"{SIGNS[one.verdict]} {signed_words(one.difference)} {interval_words(one.low, one.high)}"
    return f"{difference.rstrip()} {p_words(one.p_holm)}"


def comparisons_grid(comparisons: tuple[Comparison, ...]) -> Grid:
    """One comparison a row: verdict, systems, measure, questions, difference, interval, p before and after Holm."""
    head = ("verdict", "system", "against", "measure", "questions", "n", "difference", "95% interval", "p", "Holm")
    rows = (
        (
            f"{SIGNS[one.verdict]} {one.verdict}",
            name_words(one.system),
            name_words(one.against),
            name_words(one.measure),
            group_words(one.group),
            format_count(one.questions),
            signed_words(one.difference),
            interval_words(one.low, one.high) or NOTHING,
            p_words(one.p).removeprefix("p "),
            p_words(one.p_holm).removeprefix("p "),
        )
        for one in comparisons
    )
    return Grid(head, tuple(rows))


def _cell(cells: Cells, system: str, measure: str, group: str) -> str:
    cell = cells.get((system, measure, group))
    return NOTHING if cell is None else with_interval(cell.mean, cell.low, cell.high)
