"""The plots of a benchmark as one PNG, for slides and papers: the charts of the HTML page, drawn by matplotlib.

matplotlib is an extra and only loaded here. The same record gives the same bytes with the same matplotlib: its own
default style and fonts, no user's settings, no date in the file, and no name is read as a formula.
"""

from __future__ import annotations

import io
import os
import warnings
from importlib import import_module
from pathlib import Path
from typing import Any

from onrecord.atomic import replace_file
from onrecord.benchmark import Benchmark
from onrecord.errors import ArchiveUnwritable, MissingExtra
from onrecord.rendering.bench_facts import systems_in_order
from onrecord.rendering.bench_png_panels import SOFT, draw_panel, inches_of
from onrecord.rendering.bench_sections import sections_of
from onrecord.rendering.bench_words import extent_words, name_words
from onrecord.rendering.wrapping import wrap

_COLUMN, _MARGIN, _GAP = 6.2, 0.45, 0.4
_HEAD, _LINE = 1.0, 0.24
_DPI = 150
# matplotlib's own bound on either side of an image.
_MOST_PIXELS = 2**16 - 1
# The first drawing in a process would otherwise follow the user's settings.
_STYLE = {"text.parse_math": False, "text.usetex": False, "font.family": ["DejaVu Sans"], "font.size": 9}


def write_png(benchmark: Benchmark, path: str | os.PathLike[str]) -> None:
    """Draws all charts that the record allows, in two columns, and says below them what it lacks.

    The file is the old one or the whole new one. Raises MissingExtra without matplotlib, ArchiveUnwritable when the
    file cannot be written.
    """
    content = png_bytes(benchmark)
    try:
        replace_file(Path(path), content)
    except OSError as error:
        raise ArchiveUnwritable(f"{path}: cannot be written ({error.strerror or error}); try elsewhere") from error


def png_bytes(benchmark: Benchmark) -> bytes:
    """The PNG itself; MissingExtra without matplotlib."""
    try:
        figures = import_module("matplotlib.figure")
        agg = import_module("matplotlib.backends.backend_agg")
        style = import_module("matplotlib.style")
    except ImportError as error:
        raise MissingExtra(
            "PNG plots need matplotlib, which is not installed; pip install 'onrecord[plots]', from a checkout "
            "pip install '.[plots]', or write HTML"
        ) from error
    with style.context(["default", _STYLE]), warnings.catch_warnings():
        # Letters that the font lacks show as boxes; a warning for each would drown what matters.
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        figure = figures.Figure(facecolor="white")
        agg.FigureCanvasAgg(figure)
        height = _fill(figure, benchmark)
        out = io.BytesIO()
        figure.savefig(out, format="png", dpi=min(_DPI, _MOST_PIXELS // max(height, 1)), metadata={"Software": None})
        return out.getvalue()


def _fill(figure: Any, benchmark: Benchmark) -> float:
    """Places every panel in the shorter of two columns, from the top; the figure's height in inches."""
    names = [name_words(system.name) for system in systems_in_order(benchmark)]
    sections = sections_of(benchmark)
    panels = [(section.heading, chart) for section in sections for chart in section.charts]
    columns = 2 if len(panels) > 1 else 1
    width = columns * _COLUMN + (columns - 1) * _GAP + 2 * _MARGIN
    lacking = [line for section in sections if not section.charts for line in _broken(section.about, int(width * 11))]
    ends = [_HEAD] * columns
    places = []
    for _, chart in panels:
        column = min(range(columns), key=lambda one: ends[one])
        places.append((column, ends[column]))
        ends[column] += inches_of(chart.figure) + _GAP
    bottom = max(ends)
    height = bottom + _LINE * len(lacking) + _MARGIN
    figure.set_size_inches(width, height)
    figure.text(_MARGIN / width, 1 - 0.45 / height, name_words(benchmark.suite), fontsize=17, fontweight="bold")
    figure.text(_MARGIN / width, 1 - 0.72 / height, extent_words(benchmark), fontsize=10, color=SOFT)
    for (heading, chart), (column, top) in zip(panels, places, strict=True):
        box = (_MARGIN + column * (_COLUMN + _GAP), height - top, _COLUMN, inches_of(chart.figure))
        draw_panel(figure, chart, heading, names, box)
    for number, words in enumerate(lacking):
        figure.text(_MARGIN / width, 1 - (bottom + _LINE * (number + 0.5)) / height, words, fontsize=9, color=SOFT)
    return height


def _broken(text: str, width: int) -> list[str]:
    return [line.of(text) for line in wrap(text, width)]
