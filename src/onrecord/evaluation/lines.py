"""Lines and JSON objects of a text file with their line numbers, or one clear error that names file and line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from onrecord.errors import BadInput
from onrecord.limits import in_force
from onrecord.records import Json


def read_lines(path: Path) -> Iterator[tuple[int, str]]:
    """(line number from 1, text without its line end) of every line that is not blank, read lazily.

    Only a line feed ends a line: JSON strings may hold any other separator. A leading byte-order mark is dropped.
    Raises BadInput when the file cannot be read, a line is not UTF-8 or longer than a line may be.
    """
    limits = in_force()
    try:
        with path.open("rb") as file:
            for number, raw in enumerate(iter(lambda: file.readline(limits.line_bytes + 1), b""), 1):
                if len(raw) > limits.line_bytes:
                    told = limits.exceeded("line_bytes", len(raw), "bytes or more")
                    raise BadInput(f"{path}:{number}: a line of {told}")
                line = _decoded(path, number, raw)
                if line.strip():
                    yield number, line
    except OSError as error:
        raise BadInput(f"{path}: cannot be read ({error.strerror or error}); expected a text file") from error


def read_objects(path: Path) -> Iterator[tuple[int, dict[str, Json]]]:
    """(line number, object) of every line of a JSONL file, read lazily; BadInput for anything but one object a line."""
    for number, line in read_lines(path):
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise BadInput(f"{path}:{number}: not valid JSON ({error}); expected one object a line") from error
        if not isinstance(value, dict):
            raise BadInput(f"{path}:{number}: a JSON {type(value).__name__}; expected one object a line")
        yield number, value


def text_of(row: dict[str, Json], key: str, place: str) -> str:
    """The string under `key`; BadInput, beginning with `place`, when it is missing or no string."""
    if key not in row:
        raise BadInput(f"{place}: key {key!r} is missing; the object has {', '.join(sorted(row)) or 'no keys'}")
    value = row[key]
    if not isinstance(value, str):
        raise BadInput(f"{place}: {key!r} is {value!r}; expected a string")
    return value


def _decoded(path: Path, number: int, raw: bytes) -> str:
    try:
        line = raw.decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError as error:
        raise BadInput(f"{path}:{number}: not UTF-8 ({error.reason}); save the file as UTF-8") from error
    return line.rstrip("\r\n")
