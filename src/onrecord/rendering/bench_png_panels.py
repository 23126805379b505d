"""The panels of the PNG: each kind of figure on matplotlib axes, in the colours and shapes of the HTML page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from onrecord.rendering.bench_charts import Chart, Curves, Figure, Gains, Intervals, Reliability, Steps, Strips
from onrecord.rendering.bench_facts import milliseconds, tick_time
from onrecord.rendering.bench_palette import LIGHT
from onrecord.rendering.bench_scales import log_ticks, ticks_between
from onrecord.rendering.bench_words import tick_words
from onrecord.rendering.counts import format_count, plural
from onrecord.rendering.display_width import cut
from onrecord.rendering.row_words import one_line

INK, SOFT, FAINT = "#1b1e23", "#5a6270", "#e3e7ec"
_SHAPES = ("o", "s", "D", "^", "v", "_", "|", "<")
_LONGEST_LABEL, _LONGEST_TITLE = 24, 70
_TITLE, _AXIS, _SIDE = 0.42, 0.5, 0.55
_LABELS = 1.75
_ROW, _MARK = 0.2, 0.17


def inches_of(figure: Figure) -> float:
    """How high a panel is, with its title and its axis."""
    return _TITLE + _AXIS + _plot_height(figure)


def draw_panel(
    figure: Any, chart: Chart, heading: str, names: Sequence[str], box: tuple[float, float, float, float]
) -> None:
    """Draws a chart into a box (left, top, width, height in inches from the lower left corner); `names` by slot."""
    left, top, width, height = box
    whole_width, whole_height = figure.get_size_inches()
    indent = _LABELS if isinstance(chart.figure, (Intervals, Strips, Steps)) else _SIDE
    axes = figure.add_axes(
        (
            (left + indent) / whole_width,
            (top - height + _AXIS) / whole_height,
            (width - indent - 0.1) / whole_width,
            (height - _TITLE - _AXIS) / whole_height,
        )
    )
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(FAINT)
    axes.tick_params(colors=SOFT, length=0)
    title = heading if chart.title == heading else f"{heading}: {chart.title}"
    figure.text(
        left / whole_width, (top - 0.2) / whole_height, cut(one_line(title), _LONGEST_TITLE), fontsize=10.5,
        fontweight="bold", color=INK,
    )  # fmt: skip
    _draw(axes, chart.figure, names)


def _plot_height(figure: Figure) -> float:
    if isinstance(figure, Intervals):
        return sum(max(len(row.marks) * _MARK, 0.3) + _ROW for row in figure.rows)
    if isinstance(figure, Strips):
        return 0.42 * len(figure.strips)
    if isinstance(figure, Steps):
        return 0.3 * (len(figure.steps) + 2)
    return 4.2 if isinstance(figure, Reliability) else 2.6


def _draw(axes: Any, figure: Figure, names: Sequence[str]) -> None:
    if isinstance(figure, Intervals):
        _intervals(axes, figure, names)
    elif isinstance(figure, Gains):
        _gains(axes, figure)
    elif isinstance(figure, Curves):
        _curves(axes, figure)
    elif isinstance(figure, Strips):
        _strips(axes, figure)
    elif isinstance(figure, Reliability):
        _reliability(axes, figure)
    else:
        _steps(axes, figure)


def _intervals(axes: Any, figure: Intervals, names: Sequence[str]) -> None:
    ticks = ticks_between(figure.low, figure.high, 5)
    y, centres, seen = 0.0, [], set()
    for row in figure.rows:
        height = max(len(row.marks) * _MARK, 0.3)
        y += _ROW / 2
        first = y + (height - len(row.marks) * _MARK) / 2 + _MARK / 2
        for place, one in enumerate(row.marks):
            at, colour = first + place * _MARK, LIGHT[one.slot % len(LIGHT)]
            if one.low is not None and one.high is not None:
                axes.plot((one.low, one.high), (at, at), color=colour, linewidth=1.4)
            label = names[one.slot] if one.slot < len(names) and one.slot not in seen and not figure.zero else None
            seen.add(one.slot)
            axes.plot((one.value,), (at,), _SHAPES[one.slot % len(_SHAPES)], color=colour, markersize=5, label=label)
        centres.append(y + height / 2)
        y += height + _ROW / 2
        axes.axhline(y, color=FAINT, linewidth=0.8, zorder=0)
    if figure.zero:
        axes.axvline(0, color=INK, linewidth=1)
    axes.set_ylim(y, 0)
    _across(axes, ticks, [tick_words(tick, signed=figure.zero) for tick in ticks], figure.axis)
    axes.set_yticks(centres, [f"{cut(one_line(r.label), _LONGEST_LABEL)}\n{r.note}" for r in figure.rows], color=INK)
    if any(label for label in axes.get_legend_handles_labels()[1]):
        _legend(axes)


def _gains(axes: Any, figure: Gains) -> None:
    ticks = ticks_between(-figure.reach, figure.reach, 4)
    differences = [bar.difference for bar in figure.bars]
    for colour, heights in (
        (LIGHT[0], [max(value, 0.0) for value in differences]),
        (LIGHT[1], [min(value, 0.0) for value in differences]),
    ):
        axes.stairs(heights, fill=True, color=colour, linewidth=0)
    axes.axhline(0, color=INK, linewidth=1)
    _upward(axes, ticks, [tick_words(tick, signed=True) for tick in ticks], "")
    axes.set_xlim(0, len(differences))
    axes.set_xticks([])
    axes.set_xlabel(f"{plural(len(differences), 'question')}, equal on {format_count(figure.equal)}", color=SOFT)
    inside = {"transform": axes.transAxes, "fontweight": "bold"}
    axes.text(0.99, 0.93, f"▲ better on {format_count(figure.better)}", color=LIGHT[0], ha="right", **inside)
    axes.text(0.01, 0.03, f"▼ worse on {format_count(figure.worse)}", color=LIGHT[1], **inside)


def _curves(axes: Any, figure: Curves) -> None:
    lowest = min((y for curve in figure.curves for _, y in curve.points), default=0.0)
    ticks = ticks_between(lowest, 1.0, 5)
    for curve in figure.curves:
        axes.plot(
            *zip(*curve.points, strict=True), marker=_SHAPES[curve.slot % len(_SHAPES)], markersize=5,
            color=LIGHT[curve.slot % len(LIGHT)], label=curve.name, zorder=100 - curve.slot, clip_on=False,
        )  # fmt: skip
    axes.set_xscale("log")
    axes.minorticks_off()
    axes.set_xticks(figure.ticks, [format_count(round(tick)) for tick in figure.ticks])
    axes.set_xlabel(figure.x_axis, color=SOFT)
    _upward(axes, ticks, [tick_words(tick) for tick in ticks], figure.y_axis)
    _legend(axes)


def _strips(axes: Any, figure: Strips) -> None:
    ends = [bound for strip in figure.strips for bound in (strip.percentiles[0], strip.percentiles[-1])]
    ticks = log_ticks(min(ends), max(ends))
    axes.set_xscale("log")
    axes.minorticks_off()
    for place, strip in enumerate(figure.strips):
        low, lower, median, upper, high = strip.percentiles
        colour = LIGHT[strip.slot % len(LIGHT)]
        axes.plot((low, high), (place, place), color=colour, linewidth=1.4)
        axes.plot((lower, upper), (place, place), color=colour, linewidth=9, alpha=0.45, solid_capstyle="butt")
        axes.plot((median,), (place,), "|", color=colour, markersize=13, markeredgewidth=2.2)
    axes.set_ylim(len(figure.strips) - 0.5, -0.5)
    labels = [f"{cut(one_line(s.name), _LONGEST_LABEL)}\n{milliseconds(s.percentiles[2])}" for s in figure.strips]
    axes.set_yticks(range(len(figure.strips)), labels, color=INK)
    _across(axes, ticks, [tick_time(tick) for tick in ticks], "")


def _reliability(axes: Any, figure: Reliability) -> None:
    ticks = ticks_between(0.0, 1.0, 5)
    colour = LIGHT[figure.slot % len(LIGHT)]
    largest = max((found.count for found in figure.bins), default=1)
    axes.plot((0, 1), (0, 1), "--", color=SOFT, linewidth=1)
    for found in figure.bins:
        axes.plot((found.confidence, found.confidence), (found.low, found.high), color=colour, linewidth=1.4)
        size = 4 + 7 * (found.count / largest) ** 0.5
        axes.plot((found.confidence,), (found.share,), "o", color=colour, markersize=size)
    _across(axes, ticks, [tick_words(tick) for tick in ticks], "confidence of the first hit")
    _upward(axes, ticks, [tick_words(tick) for tick in ticks], "share that answers")


def _steps(axes: Any, figure: Steps) -> None:
    labels, remaining = ["with an answer"], figure.total
    axes.barh(0, figure.total, color=SOFT, alpha=0.55, height=0.66)
    axes.text(figure.total, 0, f" {format_count(figure.total)}", va="center", color=INK)
    for place, (name, count) in enumerate(figure.steps, 1):
        axes.barh(place, count, left=remaining - count, color=LIGHT[1], height=0.66)
        axes.text(remaining, place, f" −{format_count(count)}", va="center", color=INK)
        remaining -= count
        labels.append(cut(one_line(name), _LONGEST_LABEL))
    last = len(figure.steps) + 1
    axes.barh(last, figure.found, color=LIGHT[0], height=0.66)
    axes.text(figure.found, last, f" {format_count(figure.found)}", va="center", color=INK)
    axes.set_yticks(range(last + 1), [*labels, "answered"], color=INK)
    axes.set_ylim(last + 0.5, -0.5)
    axes.set_xlim(0, max(figure.total, 1) * 1.12)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)


def _across(axes: Any, ticks: Sequence[float], labels: Sequence[str], name: str) -> None:
    axes.set_xticks(ticks, labels)
    axes.set_xlim(ticks[0], ticks[-1])
    axes.set_xlabel(name, color=SOFT)
    axes.grid(axis="x", color=FAINT, linewidth=0.8)
    axes.set_axisbelow(True)


def _upward(axes: Any, ticks: Sequence[float], labels: Sequence[str], name: str) -> None:
    axes.set_yticks(ticks, labels)
    axes.set_ylim(ticks[0], ticks[-1])
    axes.set_ylabel(name, color=SOFT)
    axes.grid(axis="y", color=FAINT, linewidth=0.8)
    axes.set_axisbelow(True)


def _legend(axes: Any) -> None:
    axes.legend(fontsize=8, frameon=True, framealpha=0.9, edgecolor=FAINT, loc="best")
