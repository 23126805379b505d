"""Files come back line by line, and whatever is wrong with one is said with its file and line."""

from pathlib import Path

import pytest

from onrecord.errors import BadInput
from onrecord.evaluation.lines import read_lines, read_objects


def test_only_line_feeds_end_lines_and_blank_ones_are_left_out(tmp_path: Path) -> None:
    """Line numbers count blank lines; other Unicode line separators, carriage returns and the BOM do no harm."""
    path = tmp_path / "lines"
    path.write_bytes("\ufeffa\u2028b\r\n\n   \nc".encode())
    assert list(read_lines(path)) == [(1, "a\u2028b"), (4, "c")]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{"a": 1}\n{"a": ', r":2: not valid JSON"),
        (b"[1]", r":1: a JSON list"),
        (b'{"a": 1}\n\xff\n', r":2: not UTF-8"),
        (b"[" * 100_000, r":1: not valid JSON"),
        (b'{"a": ' + b"1" * 5000 + b"}", r":1: not valid JSON"),
    ],
)
def test_broken_lines_are_named(tmp_path: Path, content: bytes, message: str) -> None:
    """Bad JSON, other JSON than objects, wrong encodings, deep nesting and endless numbers are BadInput with a line."""
    path = tmp_path / "rows.jsonl"
    path.write_bytes(content)
    with pytest.raises(BadInput, match="rows.jsonl" + message):
        list(read_objects(path))


def test_lines_before_a_broken_one_are_handed_out(tmp_path: Path) -> None:
    """Reading is lazy: the error comes when its line is reached, not before."""
    path = tmp_path / "rows.jsonl"
    path.write_text('{"a": 1}\nbroken\n')
    assert next(read_objects(path)) == (1, {"a": 1})


@pytest.mark.parametrize("name", [".", "missing.jsonl"])
def test_unreadable_files_are_named(tmp_path: Path, name: str) -> None:
    """A folder and a missing file are BadInput, not operating-system errors."""
    with pytest.raises(BadInput, match="cannot be read"):
        list(read_lines(tmp_path / name))
