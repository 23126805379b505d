"""A benchmark for the terminal: tables with intervals, and below them in words what may be concluded."""

from __future__ import annotations

from onrecord.benchmark import Benchmark, Comparison
from onrecord.rendering.bench_facts import (
    cells_of,
    group_comparisons,
    leading_comparisons,
    settings_words,
)
from onrecord.rendering.bench_grid import grid_lines
from onrecord.rendering.bench_losses import losses_of
from onrecord.rendering.bench_tables import Grid, costs_grid, groups_grid, lacking_costs, measures_grid, verdicts_grid
from onrecord.rendering.bench_words import SIGNS, comparison_words, excerpt_words, extent_words, name_words
from onrecord.rendering.counts import format_count, plural
from onrecord.rendering.display_width import text_width
from onrecord.rendering.wrapping import wrap

_LONGEST_NOTE = 2000


def table_lines(benchmark: Benchmark, width: int | None = None) -> list[str]:
    """The report as lines without newlines, each of at most `width` cells (20 or more; None: as wide as it gets).

    Means with 95% intervals by system and measure, then in the primary measure by family and style, then silence,
    latency and size; after that each comparison over all questions and, in the primary measure, over each group:
    better, worse or no difference seen, never a figure without its interval. What the record lacks is said.
    """
    cells = cells_of(benchmark)
    lines = _wrapped(f"{name_words(benchmark.suite)}: {extent_words(benchmark)}", width)
    lines += _section(measures_grid(benchmark, cells), "", "No system has a measure.", width)
    by_group = f"{name_words(benchmark.primary)} by family and style"
    lines += _section(groups_grid(benchmark, cells), by_group, "", width)
    lines += _section(costs_grid(benchmark, cells), "Whole runs", "", width)
    if lacking := lacking_costs(benchmark):
        lines += ["", *_wrapped(lacking, width)]
    lines += _compared(benchmark, width)
    lines += _lost(benchmark, width)
    for note in benchmark.notes:
        lines += ["", *_wrapped(excerpt_words(note, _LONGEST_NOTE), width)]
    facts = [*settings_words(benchmark.settings), *([f"commit {benchmark.commit}"] if benchmark.commit else [])]
    if facts:
        lines += ["", *_wrapped(excerpt_words(", ".join(facts), _LONGEST_NOTE), width)]
    return lines


def _section(grid: Grid, heading: str, lacking: str, width: int | None) -> list[str]:
    if not grid.rows or len(grid.head) < 2:
        return ["", *_wrapped(lacking, width)] if lacking else []
    return ["", *(_wrapped(heading, width) if heading else []), *grid_lines(grid.head, grid.rows, width)]


def _compared(benchmark: Benchmark, width: int | None) -> list[str]:
    if not benchmark.comparisons and not benchmark.earlier:
        return ["", *_wrapped("No systems were compared.", width)]
    lines: list[str] = []
    main, groups = leading_comparisons(benchmark), verdicts_grid(benchmark)
    if main:
        lines += ["", *_wrapped("Comparisons: difference, 95% interval", width), *_sentences(main, width)]
    signs = ", ".join(f"{sign} {verdict}" for verdict, sign in SIGNS.items())
    lines += _section(groups, f"{name_words(benchmark.primary)} by group: {signs}", "", width)
    left = len(benchmark.comparisons) - len(main) - len(group_comparisons(benchmark))
    if left:
        lines += ["", *_wrapped(f"{plural(left, 'further comparison')}: see JSON or HTML.", width)]
    if benchmark.earlier:
        lines += ["", *_wrapped("Against the earlier record", width), *_sentences(benchmark.earlier, width)]
    return lines


def _sentences(comparisons: list[Comparison] | tuple[Comparison, ...], width: int | None) -> list[str]:
    return [
        line for one in comparisons for line in _wrapped(f"{SIGNS[one.verdict]} {comparison_words(one)}", width, "  ")
    ]


def _lost(benchmark: Benchmark, width: int | None) -> list[str]:
    losses = losses_of(benchmark)
    if losses is None:
        return ["", *_wrapped("No failure waterfall was recorded.", width)]
    lost = ", ".join(f"{name_words(stage)} {format_count(count)}" for stage, count in losses.steps)
    words = f"Answered {format_count(losses.found)} of {plural(losses.total, 'question')}"
    return ["", *_wrapped(f"{words}; lost at {lost}" if lost else words, width)]


def _wrapped(text: str, width: int | None, hanging: str = "") -> list[str]:
    """Printable `text` in lines; all but the first begin with `hanging`."""
    if width is None or text_width(text) <= width:
        return [text]
    lines = [line.of(text) for line in wrap(text, width - len(hanging))]
    return [lines[0], *(hanging + line for line in lines[1:])] if lines else []
