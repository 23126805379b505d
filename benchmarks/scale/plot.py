"""The growth of an archive's figures as one SVG of four panels, in the colours and with the marks of the other plots.

    python benchmarks/scale/plot.py

Reads benchmarks/results/scale.json and writes benchmarks/results/scale.svg; both axes are logarithmic.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from onrecord.rendering.bench_palette import DARK, LIGHT
from onrecord.rendering.bench_scales import Scale, log_ticks
from onrecord.rendering.bench_svg import element, line, mark, path_of, words
from record import RESULTS

PANELS = {
    "One search (ms)": ("BM25, median", "vector, median", "hybrid, median", "hybrid, 99th", "hybrid, 1% filter"),
    "Seconds": ("first BM25 answer", "first hybrid answer", "adding 100 articles", "deleting 10%", "build"),
    "Memory while searching (MiB)": ("memory searching",),
    "Disk (MB)": ("disk",),
}
_WIDTH, _HEIGHT, _LEFT, _TOP, _KEY = 340, 190, 52, 40, 16
_STYLE = (
    "text{font:11px system-ui,sans-serif;fill:#3c4350}.head{font-size:13px;font-weight:600;fill:#1f242d}"
    ".grid{stroke:#d7dbe2;stroke-width:1}path{fill:none;stroke-width:1.8}"
    + "".join(f".s{n} *{{stroke:{c}}}.s{n} .mark *{{fill:{c}}}.s{n} text{{stroke:none}}" for n, c in enumerate(LIGHT))
    + "@media(prefers-color-scheme:dark){text{fill:#c3c9d4}.head{fill:#eef1f6}.grid{stroke:#3a404b}"
    + "".join(f".s{n} *{{stroke:{c}}}.s{n} .mark *{{fill:{c}}}" for n, c in enumerate(DARK))
    + "}"
)


def drawing(growth: Mapping[str, Any]) -> str:
    """The SVG; the exponent of each curve's fitted power stands in the key."""
    parts, tops = [], [10, 10]
    for number, (title, names) in enumerate(PANELS.items()):
        column = number % 2
        inside = _panel({name: growth[name] for name in names}, title)
        parts.append(element("g", {"transform": f"translate({column * (_WIDTH + 30) + 10} {tops[column]})"}, *inside))
        tops[column] += _TOP + _HEIGHT + 34 + _KEY * len(names)
    size = {"viewBox": f"0 0 {2 * _WIDTH + 50} {max(tops)}", "width": 2 * _WIDTH + 50, "height": max(tops)}
    told = element("title", {}, "Growth of an archive's figures with its passages, both axes logarithmic")
    attributes = {"xmlns": "http://www.w3.org/2000/svg", "role": "img", **size}
    return element("svg", attributes, told, element("style", {}, _STYLE), *parts) + "\n"


def _panel(curves: Mapping[str, Any], title: str) -> list[str]:
    sizes = sorted({float(size) for curve in curves.values() for size in curve["values"]})
    values = [value for curve in curves.values() for value in curve["values"].values()]
    ticks = log_ticks(min(values), max(values))
    x = Scale(sizes[0] / 1.25, sizes[-1] * 1.25, _LEFT, _WIDTH, log=True)
    y = Scale(ticks[0], ticks[-1], _TOP + _HEIGHT, _TOP, log=True)
    parts = [words(0, 16, title, "head")]
    for tick in ticks:
        parts += [line(_LEFT, y.at(tick), _WIDTH, y.at(tick), "grid")]
        parts.append(words(_LEFT - 8, y.at(tick) + 4, f"{tick:,g}", anchor="end"))
    for size in sizes:
        parts.append(words(x.at(size), _TOP + _HEIGHT + 18, f"{round(size, -3):,.0f}", anchor="middle"))
    for slot, (name, curve) in enumerate(curves.items()):
        points = [(x.at(float(size)), y.at(value)) for size, value in curve["values"].items()]
        low = _TOP + _HEIGHT + 38 + _KEY * slot
        drawn = [element("path", {"d": path_of(points)}), line(_LEFT, low - 4, _LEFT + 24, low - 4, "")]
        marks = [mark(slot, *point) for point in [*points, (_LEFT + 12, low - 4)]]
        key = words(_LEFT + 32, low, f"{name}: size^{curve['exponent']:.2f}")
        parts.append(element("g", {"class": f"s{slot}"}, *drawn, element("g", {"class": "mark"}, *marks), key))
    return parts


def main() -> None:
    measured = json.loads((RESULTS / "scale.json").read_text("utf-8"))["measured"]
    path = RESULTS / "scale.svg"
    path.write_text(drawing(measured["growth"]), "utf-8")
    print(path)


if __name__ == "__main__":
    main()
