"""A benchmark as Markdown: the tables of the terminal, and the comparisons as a list."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.benchmark import Benchmark, Comparison
from onrecord.rendering.bench_facts import (
    cells_of,
    leading_comparisons,
    settings_words,
)
from onrecord.rendering.bench_losses import losses_of
from onrecord.rendering.bench_tables import Grid, costs_grid, groups_grid, lacking_costs, measures_grid, verdicts_grid
from onrecord.rendering.bench_words import SIGNS, comparison_words, excerpt_words, extent_words, name_words
from onrecord.rendering.counts import format_count, plural
from onrecord.rendering.markdown_text import markdown_text

_LONGEST_NOTE = 2000


def markdown_lines(benchmark: Benchmark) -> list[str]:
    """The report as lines of GitHub's Markdown, names and notes escaped; what the record lacks is said."""
    cells = cells_of(benchmark)
    lines = [f"## {_named(benchmark.suite)}", "", f"{extent_words(benchmark)}; 95% intervals in brackets."]
    lines += _table(measures_grid(benchmark, cells), "", "No system has a measure.")
    lines += _table(groups_grid(benchmark, cells), f"### {_named(benchmark.primary)} by family and style", "")
    lines += _table(costs_grid(benchmark, cells), "### Whole runs", "")
    if lacking := lacking_costs(benchmark):
        lines += ["", lacking]
    lines += ["", "### Comparisons", ""]
    lines += _items(leading_comparisons(benchmark)) or ["No systems were compared."]
    signs = ", ".join(f"{sign} {verdict}" for verdict, sign in SIGNS.items())
    lines += _table(verdicts_grid(benchmark), f"{_named(benchmark.primary)}: {signs}; p after Holm", "")
    if benchmark.earlier:
        lines += ["", "### Against the earlier record", "", *_items(benchmark.earlier)]
    lines += ["", _lost(benchmark)]
    for note in benchmark.notes:
        lines += ["", markdown_text(excerpt_words(note, _LONGEST_NOTE))]
    facts = [*settings_words(benchmark.settings), *([f"commit {benchmark.commit}"] if benchmark.commit else [])]
    if facts:
        lines += ["", markdown_text(excerpt_words(", ".join(facts), _LONGEST_NOTE))]
    return lines


def _named(name: str) -> str:
    return markdown_text(name_words(name))


def _table(grid: Grid, heading: str, lacking: str) -> list[str]:
    if not grid.rows or len(grid.head) < 2:
        return ["", lacking] if lacking else []
    # All cells but those of the first column are figures, which Markdown does not act on.
    rows = [f"| {' | '.join((markdown_text(row[0]), *row[1:]))} |" for row in grid.rows]
    rows.insert(0, f"| {' | '.join(map(markdown_text, grid.head))} |")
    rule = "| --- |" + " ---: |" * (len(grid.head) - 1)
    return ["", *([heading, ""] if heading else []), rows[0], rule, *rows[1:]]


def _items(comparisons: Sequence[Comparison]) -> list[str]:
    return [f"- {comparison_words(one, _named)}" for one in comparisons]


def _lost(benchmark: Benchmark) -> str:
    losses = losses_of(benchmark)
    if losses is None:
        return "No failure waterfall was recorded."
    lost = ", ".join(f"{_named(stage)} {format_count(count)}" for stage, count in losses.steps)
    words = f"Answered {format_count(losses.found)} of {plural(losses.total, 'question')}"
    return f"{words}; lost at {lost}." if lost else f"{words}."
