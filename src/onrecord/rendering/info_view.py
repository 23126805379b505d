"""The facts about an archive as aligned lines, or as JSON."""

from __future__ import annotations

from collections.abc import Mapping

from onrecord.errors import BadInput
from onrecord.records import Json
from onrecord.rendering.colours import Palette
from onrecord.rendering.counts import format_bytes, format_count, format_score
from onrecord.rendering.display_width import padded, text_width
from onrecord.rendering.json_text import json_text
from onrecord.rendering.safe_text import printable

_PLAIN = Palette(False)
_INDENT = "  "
# A key that ends so holds a size.
_SIZE = "bytes"


def format_info(
    facts: Mapping[str, Json], fmt: str = "table", *, palette: Palette = _PLAIN, terminal: bool = False
) -> str:
    """The facts in the order given, as `table` or `json`; ends in a newline. Raises BadInput for another format."""
    if fmt == "json":
        return json_text(dict(facts), indent=2 if terminal else None) + "\n"
    if fmt == "table":
        return "".join(line + "\n" for line in info_lines(facts, palette=palette))
    raise BadInput(f"format {printable(fmt)!r}: expected table or json")


def info_lines(facts: Mapping[str, Json], *, palette: Palette = _PLAIN) -> list[str]:
    """One line a fact, values aligned within their group; a nested group is indented below its name.

    `_` in a name is shown as a space. Counts have commas; integers under a name that ends in `bytes` are sizes; true
    and false read yes and no, null and nothing a dash.
    """
    labels = {name: printable(name).replace("_", " ") for name in facts}
    width = max((text_width(labels[name]) for name in facts if not _is_group(facts[name])), default=0) + 2
    lines = []
    for name, value in facts.items():
        if _is_group(value):
            lines.append(palette.paint(labels[name], "title"))
            lines += [_INDENT + line for group in _groups(value) for line in info_lines(group, palette=palette)]
        else:
            lines.append(palette.paint(padded(labels[name], width), "dim") + _shown(name, value))
    return lines


def _is_group(value: Json) -> bool:
    return bool(value) and (isinstance(value, dict) or (isinstance(value, list) and isinstance(value[0], dict)))


def _groups(value: Json) -> list[Mapping[str, Json]]:
    """The groups below a name; in a mixed list, what is no group stands under its number."""
    if isinstance(value, dict):
        return [value]
    rows = value if isinstance(value, list) else []
    return [row if isinstance(row, dict) else {str(number): row} for number, row in enumerate(rows, start=1)]


def _shown(name: str, value: Json) -> str:
    if value is None or value == "" or value == [] or value == {}:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return format_bytes(value) if name.endswith(_SIZE) else format_count(value)
    if isinstance(value, float):
        return format_bytes(value) if name.endswith(_SIZE) else format_score(value)
    if isinstance(value, list):
        return ", ".join(_shown(name, inner) for inner in value)
    return printable(value) if isinstance(value, str) else printable(json_text(value))
