"""A file of queries: one JSON object a line, ours (`qid`, `query`) or BEIR's (`_id`, `text`)."""

from __future__ import annotations

import json
import sys
from typing import Any, BinaryIO

from onrecord.errors import BadInput
from onrecord.limits import in_force

STANDARD_INPUT = "-"
_EXPECTED = 'expected {"qid": "q1", "query": "words"} or {"_id": "q1", "text": "words"}'


def read_queries(file: str) -> list[tuple[str, str]]:
    """(id, words) in the order of the lines; `-` is standard input, blank lines are passed, other keys never used.

    Raises BadInput, naming file and line, for the first line that is no query or whose id was there before.
    """
    if file == STANDARD_INPUT:
        if sys.stdin is None:
            raise BadInput("standard input is closed; expected queries there, or --queries FILE")
        return _queries("standard input", sys.stdin.buffer)
    try:
        with open(file, "rb") as lines:
            return _queries(file, lines)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise BadInput(f"{file}: cannot be read ({reason}); expected a file of queries") from error


def _queries(name: str, lines: BinaryIO) -> list[tuple[str, str]]:
    found: dict[str, str] = {}
    first_seen: dict[str, int] = {}
    limits = in_force()
    for number, raw in enumerate(iter(lambda: lines.readline(limits.line_bytes + 1), b""), 1):
        place = f"{name}:{number}"
        if len(raw) > limits.line_bytes:
            raise BadInput(f"{place}: a line of {limits.exceeded('line_bytes', len(raw), 'bytes or more')}")
        row = _row(raw, place, first=number == 1)
        if row is None:
            continue
        qid, words = _value(row, ("qid", "_id"), place), _value(row, ("query", "text"), place)
        if not qid.strip():
            raise BadInput(f"{place}: an empty id; {_EXPECTED}")
        if qid in found:
            raise BadInput(f"{place}: id {qid!r} was used on line {first_seen[qid]}; give each query its own")
        found[qid], first_seen[qid] = words, number
    if not found:
        raise BadInput(f"{name}: no queries in it; {_EXPECTED} on each line")
    return list(found.items())


def _row(raw: bytes, place: str, *, first: bool) -> dict[str, Any] | None:
    try:
        line = raw.decode("utf-8-sig" if first else "utf-8")
        row = json.loads(line) if line.strip() else None
    except UnicodeDecodeError as error:
        raise BadInput(f"{place}: not UTF-8 ({error.reason}); save the file as UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{place}: not valid JSON ({error}); {_EXPECTED}") from error
    if row is not None and not isinstance(row, dict):
        raise BadInput(f"{place}: a JSON {type(row).__name__}; {_EXPECTED}")
    return row


def _value(row: dict[str, Any], keys: tuple[str, str], place: str) -> str:
    key = keys[0] if keys[0] in row else keys[1]
    if key not in row:
        seen = ", ".join(sorted(map(repr, row))[:8]) or "no keys"
        raise BadInput(f"{place}: neither {keys[0]!r} nor {keys[1]!r} among {seen}; {_EXPECTED}")
    value = row[key]
    if isinstance(value, int) and not isinstance(value, bool) and keys[1] == "_id":
        value = str(value)
    if not isinstance(value, str):
        raise BadInput(f"{place}: {key!r} is a JSON {type(value).__name__}, expected text; {_EXPECTED}")
    return value
