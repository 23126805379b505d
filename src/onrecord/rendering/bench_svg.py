"""SVG as strings: elements with escaped attributes and texts, marks in eight shapes, a figure with title and text.

Colours come from the page's style sheet by class, so that one drawing serves light, dark and print.
"""

from __future__ import annotations

import html
from collections.abc import Iterable

from onrecord.rendering.bench_palette import LIGHT
from onrecord.rendering.display_width import cut
from onrecord.rendering.row_words import one_line

# Units of a figure: it is drawn for the width of a telephone and stands in columns where there is more room.
WIDTH = 360
SLOTS = len(LIGHT)
_RADIUS = 4.0


def element(name: str, attributes: dict[str, str | float], *inside: str) -> str:
    """One element; attribute values are escaped, `inside` is SVG already. Underscores in names become hyphens."""
    written = "".join(f' {key.replace("_", "-")}="{_value(value)}"' for key, value in attributes.items())
    return f"<{name}{written}>{''.join(inside)}</{name}>" if inside else f"<{name}{written}/>"


def words(x: float, y: float, text: str, kind: str = "", *, anchor: str = "start", longest: int = 60) -> str:
    """One line of untrusted text with its baseline at y, cut to `longest` cells; `kind` is a class."""
    attributes: dict[str, str | float] = {"x": x, "y": y}
    if anchor != "start":
        attributes["text-anchor"] = anchor
    if kind:
        attributes["class"] = kind
    return element("text", attributes, escaped(cut(one_line(text), longest)))


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    """A straight line of a class."""
    return element("line", {"x1": x1, "y1": y1, "x2": x2, "y2": y2, "class": kind})


def tip(text: str) -> str:
    """What a browser shows under the pointer and a screen reader reads."""
    return f"<title>{escaped(one_line(text))}</title>"


def group(kind: str, inside: Iterable[str], told: str = "") -> str:
    """Elements that share a class and a tooltip."""
    return element("g", {"class": kind}, *([tip(told)] if told else []), *inside)


def mark(slot: int, x: float, y: float) -> str:
    """The mark of a system: eight shapes, so that colour is never alone in telling systems apart."""
    r = _RADIUS
    shape = slot % SLOTS
    if shape == 0:
        return element("circle", {"cx": x, "cy": y, "r": r})
    if shape == 1:
        return element("rect", {"x": x - r + 0.5, "y": y - r + 0.5, "width": 2 * r - 1, "height": 2 * r - 1})
    corners = {
        2: ((0, -r - 1), (r + 1, 0), (0, r + 1), (-r - 1, 0)),
        3: ((0, -r - 0.5), (r + 0.5, r - 0.5), (-r - 0.5, r - 0.5)),
        4: ((0, r + 0.5), (r + 0.5, -r + 0.5), (-r - 0.5, -r + 0.5)),
        5: ((-r, -1.3), (r, -1.3), (r, 1.3), (-r, 1.3)),
        6: ((-1.3, -r), (1.3, -r), (1.3, r), (-1.3, r)),
        7: ((-r - 0.5, 0), (r - 0.5, -r - 0.5), (r - 0.5, r + 0.5)),
    }[shape]
    return element("polygon", {"points": " ".join(f"{_number(x + dx)},{_number(y + dy)}" for dx, dy in corners)})


def colour(slot: int) -> str:
    """The class of a system's colour."""
    return f"s{slot % SLOTS}"


def figure_svg(name: str, title: str, about: str, height: float, inside: Iterable[str]) -> str:
    """A whole drawing, `WIDTH` units wide, with an accessible title and description; `name` is unique on the page."""
    return element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {WIDTH} {_number(height)}",
            "role": "img",
            "aria-labelledby": f"{name}-title {name}-desc",
        },
        f'<title id="{name}-title">{escaped(one_line(title))}</title>',
        f'<desc id="{name}-desc">{escaped(one_line(about))}</desc>',
        *inside,
    )


def path_of(points: Iterable[tuple[float, float]]) -> str:
    """`M x y L x y …` through the points."""
    return "M" + "L".join(f"{_number(x)} {_number(y)}" for x, y in points)


def escaped(text: str) -> str:
    """Printable text for between the tags of HTML and XML, and for attributes."""
    return html.escape(text)


def _value(value: str | float) -> str:
    return html.escape(one_line(value)) if isinstance(value, str) else _number(value)


def _number(value: float) -> str:
    """Two decimals, trailing zeros left out: no drawing needs more, and the bytes stay the same everywhere."""
    shown = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if shown == "-0" else shown
