"""Drawings with two axes: gains of every question, recall by depth, calibration."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.rendering.bench_charts import Bar, Curves, Gains, Reliability
from onrecord.rendering.bench_scales import Scale, ticks_between
from onrecord.rendering.bench_svg import WIDTH, colour, element, group, line, mark, path_of, words
from onrecord.rendering.bench_words import (
    excerpt_words,
    interval_words,
    name_words,
    number_words,
    signed_words,
    tick_words,
)
from onrecord.rendering.counts import format_count, plural

_LEFT, _RIGHT, _TOP = 38, WIDTH - 12, 14
# More bars than this are thinner than a screen shows: the figure then draws every n-th, and says so.
MOST_BARS = 310
_LONGEST_TIP = 70


def gain_drawing(figure: Gains) -> tuple[float, list[str]]:
    """Height and elements: sorted bars above and below zero, and how many questions stand on each side."""
    bars = thinned(figure.bars)
    ticks = ticks_between(-figure.reach, figure.reach, 4)
    bottom = _TOP + 150
    down = Scale(ticks[0], ticks[-1], bottom, _TOP)
    step = (_RIGHT - _LEFT) / max(len(bars), 1)
    # Thin bars overlap a little, or the paper would shine through between them.
    gap = 1.0 if step >= 4 else -0.2
    drawn = _rules(down, ticks, [tick_words(tick, signed=True) for tick in ticks])
    for place, bar in enumerate(bars):
        if not bar.difference:
            continue
        ends = sorted((down.at(0), down.at(bar.difference)))
        box = element(
            "rect",
            {"x": _LEFT + place * step, "y": ends[0], "width": step - gap, "height": max(ends[1] - ends[0], 0.5)},
        )
        told = f"{name_words(bar.qid)} {signed_words(bar.difference)} {excerpt_words(bar.query, _LONGEST_TIP)}"
        drawn.append(group("gain" if bar.difference > 0 else "lack", [box], told))
    drawn.append(line(_LEFT, down.at(0), _RIGHT, down.at(0), "zero"))
    drawn.append(words(_RIGHT, _TOP + 10, f"▲ better on {format_count(figure.better)}", "gain-word", anchor="end"))
    drawn.append(words(_LEFT + 6, bottom - 6, f"▼ worse on {format_count(figure.worse)}", "lack-word"))
    drawn.append(words(_LEFT + 6, bottom + 16, f"equal on {format_count(figure.equal)}", "note"))
    every = f", {format_count(len(bars))} drawn" if len(bars) < len(figure.bars) else ""
    drawn.append(words(_RIGHT, bottom + 16, plural(len(figure.bars), "question") + every, "note", anchor="end"))
    return bottom + 24, drawn


def curve_drawing(figure: Curves) -> tuple[float, list[str]]:
    """Height and elements: one line a system with its mark at every point."""
    bottom = _TOP + 190
    across = Scale(figure.ticks[0], figure.ticks[-1], _LEFT + 8, _RIGHT - 8, log=True)
    lowest = min((y for curve in figure.curves for _, y in curve.points), default=0.0)
    ticks = ticks_between(lowest, 1.0, 5)
    down = Scale(ticks[0], ticks[-1], bottom, _TOP)
    drawn = _rules(down, ticks, [tick_words(tick) for tick in ticks])
    last = -100.0
    for tick in figure.ticks:
        x = across.at(tick)
        drawn.append(line(x, bottom, x, bottom + 4, "rule"))
        if x - last >= 22:
            drawn.append(words(x, bottom + 17, format_count(round(tick)), "tick", anchor="middle"))
            last = x
    drawn.append(words((_LEFT + _RIGHT) / 2, bottom + 33, figure.x_axis, "axis", anchor="middle"))
    # The leading system is drawn last, on top of the others.
    for curve in reversed(figure.curves):
        places = [(across.at(x), down.at(y)) for x, y in curve.points]
        inside = [element("path", {"d": path_of(places), "class": "curve"})]
        for (x, y), (depth, value) in zip(places, curve.points, strict=True):
            inside.append(group("dot", [mark(curve.slot, x, y)], f"{curve.name}: {number_words(value)} at {depth:g}"))
        drawn.append(group(colour(curve.slot), inside))
    return bottom + 40, drawn


def reliability_drawing(figure: Reliability) -> tuple[float, list[str]]:
    """Height and elements: share that answers over confidence, the honest diagonal dashed."""
    side = 240.0
    left, bottom = 58.0, _TOP + side
    across, down = Scale(0, 1, left, left + side), Scale(0, 1, bottom, _TOP)
    ticks = ticks_between(0.0, 1.0, 5)
    drawn = _rules(down, ticks, [tick_words(tick) for tick in ticks], left, left + side)
    drawn += [words(across.at(t), bottom + 15, tick_words(t), "tick", anchor="middle") for t in ticks]
    drawn.append(line(across.at(0), down.at(0), across.at(1), down.at(1), "diagonal"))
    largest = max((found.count for found in figure.bins), default=1)
    for found in figure.bins:
        x = across.at(found.confidence)
        told = (
            f"confidence {number_words(found.confidence)}: {number_words(found.share)} answer "
            f"{interval_words(found.low, found.high)}, {plural(found.count, 'question')}"
        )
        inside = [
            line(x, down.at(found.low), x, down.at(found.high), "whisker"),
            element("circle", {"cx": x, "cy": down.at(found.share), "r": 2.5 + 5 * (found.count / largest) ** 0.5}),
        ]
        drawn.append(group(colour(figure.slot), inside, told))
    drawn.append(words(left + side / 2, bottom + 31, "confidence of the first hit", "axis", anchor="middle"))
    turned: dict[str, str | float] = {"transform": f"translate(20 {(_TOP + bottom) / 2:g}) rotate(-90)"}
    drawn.append(element("g", turned, words(0, 0, "share that answers", "axis", anchor="middle")))
    return bottom + 40, drawn


def thinned(bars: Sequence[Bar], most: int = MOST_BARS) -> Sequence[Bar]:
    """At most `most` bars, evenly taken: each stands for the middle of its stretch."""
    if len(bars) <= most:
        return bars
    return [bars[(2 * place + 1) * len(bars) // (2 * most)] for place in range(most)]


def _rules(
    down: Scale, ticks: Sequence[float], labels: Sequence[str], left: float = _LEFT, right: float = _RIGHT
) -> list[str]:
    drawn = [line(left, down.at(tick), right, down.at(tick), "grid") for tick in ticks]
    marked = zip(ticks, labels, strict=True)
    return drawn + [words(left - 6, down.at(tick) + 4, label, "tick", anchor="end") for tick, label in marked]
