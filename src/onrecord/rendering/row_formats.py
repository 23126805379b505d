"""The formats in which lists of quotes, people and claims are written, and the ones that are the same for all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol, get_args

from onrecord.errors import BadInput
from onrecord.records import Json
from onrecord.rendering.json_text import json_text
from onrecord.rendering.safe_text import printable

RowFormat = Literal["table", "json", "jsonl", "csv", "markdown"]
ROW_FORMATS: tuple[str, ...] = get_args(RowFormat)


class JsonRow(Protocol):
    """A row that knows its JSON field names."""

    def to_dict(self) -> dict[str, Json]: ...


def check_format(fmt: str) -> None:
    """Raises BadInput, naming the formats there are, unless `fmt` is one."""
    if fmt not in ROW_FORMATS:
        raise BadInput(f"format {printable(fmt)!r}: expected one of {', '.join(ROW_FORMATS)}")


def rows_json(rows: Sequence[JsonRow], *, terminal: bool = False) -> str:
    """An array and a newline; indented when people look at it."""
    return json_text([row.to_dict() for row in rows], indent=2 if terminal else None) + "\n"


def rows_jsonl(rows: Sequence[JsonRow]) -> str:
    """One object a line."""
    return "".join(json_text(row.to_dict()) + "\n" for row in rows)
