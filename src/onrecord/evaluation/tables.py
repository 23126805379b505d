"""Systems side by side: one column a system, one row a group and measure, as text, Markdown or JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onrecord.errors import BadInput
from onrecord.evaluation.judgments import NO_ANSWER
from onrecord.evaluation.spans import SILENCE_MEASURES, SpanReport
from onrecord.records import Json

# An empty cell would look like a broken table; this one says there was nothing to measure.
ABSENT = "-"
_LABELS = ("queries", "n", "measure")
_WORD_COLUMNS = (0, 2)


@dataclass(frozen=True, slots=True)
class Table:
    """Cells as they are printed, every row as long as the header: group, number of queries, measure, systems."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def compare(reports: Mapping[str, SpanReport], measures: Sequence[str] = ("nDCG",)) -> Table:
    """The table of several systems, columns in the given order, means with three decimals.

    Rows: every group of the reports times `measures`; the queries that nothing answers always show silence and AUROC.
    A measure followed by @k carries the depth of its report. Raises BadInput when the reports were not made on the
    same queries at the same depth: such columns must not stand side by side.
    """
    first = _common_shape(reports)
    rows = []
    for group, score in first.groups.items():
        for measure in SILENCE_MEASURES if group == NO_ANSWER else measures:
            values = [report.value(group, measure) for report in reports.values()]
            cells = [ABSENT if value is None else f"{value:.3f}" for value in values]
            rows.append((_label(group), str(score.n), _depth_label(measure, first.k), *cells))
    return Table((*_LABELS, *reports), tuple(rows))


def text_lines(table: Table) -> list[str]:
    """Lines with aligned columns, words to the left and numbers to the right, no trailing spaces, no colours."""
    grid = [tuple(" ".join(cell.split()) for cell in row) for row in (table.header, *table.rows)]
    padded = _padded(grid, table)
    rule = "  ".join("-" * len(cell) for cell in padded[0])
    lines = ["  ".join(row).rstrip() for row in padded]
    return [lines[0], rule, *lines[1:]]


def markdown_lines(table: Table) -> list[str]:
    """Lines of a Markdown table, aligned in the source as well; bars and line breaks in names are escaped."""
    grid = [
        tuple(" ".join(cell.split()).replace("\\", "\\\\").replace("|", "\\|") for cell in row)
        for row in (table.header, *table.rows)
    ]
    padded = _padded(grid, table)
    rule = ["-" * len(cell) if i in _WORD_COLUMNS else "-" * (len(cell) - 1) + ":" for i, cell in enumerate(padded[0])]
    return [f"| {' | '.join(row)} |" for row in (padded[0], rule, *padded[1:])]


def as_dict(reports: Mapping[str, SpanReport]) -> dict[str, Json]:
    """{system: {"k", "max_chars", "groups": {group: {measure: mean, "n": count}}}}, ready for `json.dumps`."""
    return {
        name: {
            "k": report.k,
            "max_chars": report.max_chars,
            "groups": {group: dict(scores) for group, scores in report.to_dict().items()},
        }
        for name, report in reports.items()
    }


def _common_shape(reports: Mapping[str, SpanReport]) -> SpanReport:
    if not reports:
        raise BadInput("no reports to compare; expected at least one system")
    shapes = {
        name: (report.k, report.max_chars, {group: score.n for group, score in report.groups.items()})
        for name, report in reports.items()
    }
    first, *others = shapes
    for other in others:
        if shapes[other] != shapes[first]:
            raise BadInput(f"{other!r} was not scored on the queries and the depth of {first!r}; score both anew")
    return reports[first]


def _label(group: str) -> str:
    return f"style: {group[1:]}" if group.startswith("~") else group


def _depth_label(measure: str, k: int) -> str:
    return f"{measure}@{k}" if measure in ("nDCG", "RR", "R") else measure


def _padded(grid: Sequence[Sequence[str]], table: Table) -> list[list[str]]:
    # Three wide at least: Markdown wants three dashes under every column's name.
    widths = [max(3, *(len(row[i]) for row in grid)) for i in range(len(table.header))]
    return [
        [cell.ljust(widths[i]) if i in _WORD_COLUMNS else cell.rjust(widths[i]) for i, cell in enumerate(row)]
        for row in grid
    ]
