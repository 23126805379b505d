"""Tables of words as HTML: scrolled sideways rather than squeezed, row names as headers, all escaped."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from onrecord.rendering.bench_charts import Chart
from onrecord.rendering.bench_tables import Grid
from onrecord.rendering.counts import format_count
from onrecord.rendering.row_words import one_line

# An interval behind its figure, as `with_interval` writes it.
_INTERVAL = re.compile(r"^(\S+) (\[[^\[\]]*\])$")


def grid_html(grid: Grid, name: str, *, lead: bool = False) -> str:
    """A table with its name for screen readers; with `lead` the first row is set off. '' without rows."""
    if not grid.rows:
        return ""
    return table_html(grid.head, grid.rows, name, lead=lead)


def table_html(head: Sequence[str], rows: Sequence[Sequence[str]], name: str, *, lead: bool = False) -> str:
    """Head and rows of untrusted words; the first cell of a row is its header."""
    heads = "".join(f'<th scope="col">{escaped(cell)}</th>' for cell in head)
    written = []
    for place, row in enumerate(rows):
        cells = "".join(map(_cell, row[1:]))
        kind = ' class="lead"' if lead and not place else ""
        written.append(f'<tr{kind}><th scope="row" dir="auto">{escaped(row[0])}</th>{cells}</tr>')
    # Reached by the keyboard, because it scrolls.
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escaped(name)}"><table>'
        f"<thead><tr>{heads}</tr></thead><tbody>{''.join(written)}</tbody></table></div>"
    )


def chart_table(chart: Chart) -> str:
    """The data behind a chart, folded away."""
    if not chart.rows:
        return ""
    left = f'<p class="note">… and {format_count(chart.left_out)} more between these</p>' if chart.left_out else ""
    table = table_html(chart.head, chart.rows, f"{chart.title}: data")
    return f"<details><summary>Data</summary>{table}{left}</details>"


def escaped(text: str) -> str:
    """Untrusted text on one line, for between tags and for attributes."""
    return html.escape(one_line(text))


def _cell(text: str) -> str:
    if found := _INTERVAL.match(text):
        return f'<td class="figure">{escaped(found[1])} <small>{escaped(found[2])}</small></td>'
    # Only queries and reasons are longer; they may break.
    kind = ' class="figure"' if len(text) <= 40 else ""
    return f'<td{kind} dir="auto">{escaped(text)}</td>'
