"""Sections of plots as HTML: legend, figures of inline SVG with captions, and their data folded below."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.rendering.bench_charts import (
    Chart,
    Curves,
    Figure,
    Gains,
    Intervals,
    Reliability,
    Section,
    Strips,
)
from onrecord.rendering.bench_html_tables import chart_table, escaped
from onrecord.rendering.bench_svg import colour, element, figure_svg, mark
from onrecord.rendering.bench_svg_planes import curve_drawing, gain_drawing, reliability_drawing
from onrecord.rendering.bench_svg_rows import interval_drawing, step_drawing, strip_drawing


def section_html(section: Section, name: str, systems: Sequence[str]) -> str:
    """What stands under the section's heading; `name` begins the ids, `systems` are the names by slot."""
    about = f'<p class="about">{escaped(section.about)}</p>'
    if not section.charts:
        return about
    figures = "".join(chart_html(chart, f"{name}-{number}") for number, chart in enumerate(section.charts, 1))
    return f'{about}{_legend(section, systems)}<div class="plots">{figures}</div>'


def chart_html(chart: Chart, name: str) -> str:
    """One figure: title, drawing, what is to be seen, data."""
    height, drawn = drawing_of(chart.figure)
    svg = figure_svg(name, chart.title, chart.about, height, drawn)
    return (
        f'<figure><h3 dir="auto">{escaped(chart.title)}</h3>{svg}'
        f'<figcaption dir="auto">{escaped(chart.about)}</figcaption>{chart_table(chart)}</figure>'
    )


def drawing_of(figure: Figure) -> tuple[float, list[str]]:
    """Height and elements of any figure."""
    if isinstance(figure, Intervals):
        return interval_drawing(figure)
    if isinstance(figure, Gains):
        return gain_drawing(figure)
    if isinstance(figure, Curves):
        return curve_drawing(figure)
    if isinstance(figure, Strips):
        return strip_drawing(figure)
    if isinstance(figure, Reliability):
        return reliability_drawing(figure)
    return step_drawing(figure)


def _legend(section: Section, systems: Sequence[str]) -> str:
    """Names, colours and shapes of the systems, where a figure does not write the names itself."""
    several = any(isinstance(chart.figure, Curves) for chart in section.charts) or any(
        isinstance(chart.figure, Intervals) and not chart.figure.zero for chart in section.charts
    )
    if not several:
        return ""
    items = []
    for slot, name in enumerate(systems):
        shape = element("g", {"class": colour(slot)}, mark(slot, 7, 7))
        icon = element("svg", {"viewBox": "0 0 14 14", "aria-hidden": "true"}, shape)
        items.append(f'<li dir="auto">{icon}{escaped(name)}</li>')
    return f'<ul class="legend">{"".join(items)}</ul>'
