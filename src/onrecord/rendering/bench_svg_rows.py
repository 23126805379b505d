"""Drawings whose rows have names: intervals by group, latency strips, the failure waterfall."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.rendering.bench_charts import Intervals, Mark, Steps, Strips
from onrecord.rendering.bench_facts import milliseconds, tick_time
from onrecord.rendering.bench_scales import Scale, log_ticks, ticks_between
from onrecord.rendering.bench_svg import WIDTH, colour, element, group, line, mark, words
from onrecord.rendering.bench_words import tick_words
from onrecord.rendering.counts import format_count
from onrecord.rendering.display_width import text_width

_RIGHT = WIDTH - 20
_TOP = 8
_MARK_HEIGHT = 14
_BETWEEN = 10
_AXIS_HEIGHT = 34
# Cells that fit beside a plot; the label is whole in the data table.
_LONGEST_LABEL = 20
# Generous widths of a character in bold labels and small notes: a label that is cut says nothing.
_LABEL_CELL, _NOTE_CELL = 7.3, 6.0


def interval_drawing(figure: Intervals) -> tuple[float, list[str]]:
    """Height and elements: each row's marks one under the other, with their intervals as lines."""
    ticks = ticks_between(figure.low, figure.high, 5)
    left = _left([row.label for row in figure.rows], [row.note for row in figure.rows])
    scale = Scale(ticks[0], ticks[-1], left, _RIGHT)
    heights = [max(len(row.marks) * _MARK_HEIGHT, 26) + _BETWEEN for row in figure.rows]
    bottom = _TOP + sum(heights)
    drawn = _axis(scale, ticks, bottom, figure.axis, signed=figure.zero)
    if figure.zero:
        drawn.append(line(scale.at(0), _TOP, scale.at(0), bottom, "zero"))
    y = float(_TOP)
    for row, height in zip(figure.rows, heights, strict=True):
        middle = y + height / 2
        drawn.append(words(left - 10, middle - 1, row.label, "label", anchor="end", longest=_LONGEST_LABEL))
        drawn.append(words(left - 10, middle + 12, row.note, "note", anchor="end", longest=_LONGEST_LABEL))
        first = middle - (len(row.marks) - 1) * _MARK_HEIGHT / 2
        drawn += [_interval(one, scale, first + place * _MARK_HEIGHT) for place, one in enumerate(row.marks)]
        y += height
        drawn.append(line(0, y, WIDTH, y, "rule"))
    return bottom + _AXIS_HEIGHT, drawn


def strip_drawing(figure: Strips) -> tuple[float, list[str]]:
    """Height and elements: the 5th to 95th percentile as a line, the middle half as a bar, the median as a notch."""
    ends = [bound for strip in figure.strips for bound in (strip.percentiles[0], strip.percentiles[-1])]
    ticks = log_ticks(min(ends), max(ends))
    notes = [f"median {milliseconds(strip.percentiles[2])}" for strip in figure.strips]
    left = _left([strip.name for strip in figure.strips], notes)
    scale = Scale(ticks[0], ticks[-1], left, _RIGHT - 2, log=True)
    bottom = _TOP + 34 * len(figure.strips)
    drawn = [line(scale.at(tick), _TOP, scale.at(tick), bottom, "grid") for tick in ticks]
    drawn += _tick_words(scale, ticks, bottom, [tick_time(tick) for tick in ticks])
    drawn.append(words((left + _RIGHT) / 2, bottom + 30, "time of one answer", "axis", anchor="middle"))
    for place, strip in enumerate(figure.strips):
        y = _TOP + 34 * place + 17
        low, lower, median, upper, high = map(scale.at, strip.percentiles)
        told = ", ".join(milliseconds(value) for value in strip.percentiles)
        inside = [
            line(low, y, high, y, "whisker"),
            element("rect", {"x": lower, "y": y - 5, "width": max(upper - lower, 1.5), "height": 10, "class": "bar"}),
            line(median, y - 7, median, y + 7, "notch"),
        ]
        drawn.append(group(colour(strip.slot), inside, f"{strip.name}: p5, p25, p50, p75, p95 {told}"))
        drawn.append(words(left - 10, y - 1, strip.name, "label", anchor="end", longest=_LONGEST_LABEL))
        drawn.append(words(left - 10, y + 12, notes[place], "note", anchor="end", longest=_LONGEST_LABEL))
    return bottom + _AXIS_HEIGHT, drawn


def step_drawing(figure: Steps) -> tuple[float, list[str]]:
    """Height and elements: the whole as a bar, each loss hanging where the one before ended, what is left as a bar."""
    left = _left(["with an answer", *(name for name, _ in figure.steps)])
    scale = Scale(0, max(figure.total, 1), left, _RIGHT - 34)
    rows = [("with an answer", 0, figure.total, "whole")]
    remaining = figure.total
    for name, count in figure.steps:
        rows.append((name, remaining - count, remaining, "loss"))
        remaining -= count
    rows.append(("answered", 0, figure.found, "found"))
    drawn: list[str] = []
    for place, (name, low, high, kind) in enumerate(rows):
        y = _TOP + 24 * place
        x, width = scale.at(low), max(scale.at(high) - scale.at(low), 1.0)
        shown = format_count(high - low)
        told = f"{name}: {shown} of {format_count(figure.total)}"
        bar = element("rect", {"x": x, "y": y, "width": width, "height": 16, "class": kind})
        drawn.append(group("step", [bar], told))
        if place + 1 < len(rows):
            edge = scale.at(low if kind == "loss" else high)
            drawn.append(line(edge, y + 16, edge, y + 24, "joint"))
        drawn.append(words(left - 10, y + 12, name, "label", anchor="end", longest=_LONGEST_LABEL))
        sign = "−" if kind == "loss" else ""
        drawn.append(words(x + width + 5, y + 12, sign + shown, "value"))
    return _TOP + 24 * len(rows), drawn


def _interval(one: Mark, scale: Scale, y: float) -> str:
    inside = []
    if one.low is not None and one.high is not None:
        inside.append(line(scale.at(one.low), y, scale.at(one.high), y, "whisker"))
    inside.append(mark(one.slot, scale.at(one.value), y))
    return group(colour(one.slot), inside, one.label)


def _axis(scale: Scale, ticks: Sequence[float], bottom: float, name: str, *, signed: bool) -> list[str]:
    drawn = [line(scale.at(tick), _TOP, scale.at(tick), bottom, "grid") for tick in ticks]
    labels = [tick_words(tick, signed=signed) for tick in ticks]
    drawn += _tick_words(scale, ticks, bottom, labels)
    drawn.append(words((scale.start + scale.end) / 2, bottom + 30, name, "axis", anchor="middle"))
    return drawn


def _tick_words(scale: Scale, ticks: Sequence[float], bottom: float, labels: Sequence[str]) -> list[str]:
    """The labels along an axis; one that would touch the one before is left out."""
    drawn, free = [], 0.0
    for tick, label in zip(ticks, labels, strict=True):
        x, half = scale.at(tick), text_width(label) * _LABEL_CELL / 2
        if x - half >= free:
            drawn.append(words(x, bottom + 15, label, "tick", anchor="middle"))
            free = x + half + 4
    return drawn


def _left(labels: Sequence[str], notes: Sequence[str] = ()) -> float:
    """Where the plot begins: behind the longest label or note, at most 20 cells of it."""
    cells = [(text_width(label), _LABEL_CELL) for label in labels] + [(text_width(note), _NOTE_CELL) for note in notes]
    return max((min(count, _LONGEST_LABEL) * cell for count, cell in cells), default=0) + 16
