"""Facts and problems as lines."""

import json

import pytest

from onrecord.errors import BadInput
from onrecord.records import Json, Problem
from onrecord.rendering.colours import Palette
from onrecord.rendering.info_view import format_info, info_lines
from onrecord.rendering.problem_lines import problem_line, problem_summary

FACTS: dict[str, Json] = {
    "path": "indexes/talks\x1b",
    "articles": 12345,
    "store_bytes": 123456,
    "empty": [],
    "encoder": {"name": "mini", "int8": True, "cosine": 0.991},
    "arms": ["bm25", "vector"],
    "indexes": [{"name": "lexical", "lag": 0}, {"name": "vectors", "lag": None}],
}


def test_golden() -> None:
    """Aligned within each group, groups indented, nothing unsafe."""
    assert info_lines(FACTS) == [
        "path         indexes/talks␛",
        "articles     12,345",
        "store bytes  123 kB",
        "empty        –",
        "encoder",
        "  name    mini",
        "  int8    yes",
        "  cosine  0.9910",
        "arms         bm25, vector",
        "indexes",
        "  name  lexical",
        "  lag   0",
        "  name  vectors",
        "  lag   –",
    ]


def test_formats() -> None:
    """A table ends in a newline, JSON reads back, colours paint names only."""
    assert format_info(FACTS) == "\n".join(info_lines(FACTS)) + "\n"
    assert json.loads(format_info(FACTS, "json")) == FACTS
    assert format_info({"a": 1}, "json", terminal=True) == '{\n  "a": 1\n}\n'
    assert info_lines({"a": 1}, palette=Palette(True)) == ["\x1b[2ma  \x1b[0m1"]
    assert format_info({}) == ""
    with pytest.raises(BadInput, match="expected table or json"):
        format_info(FACTS, "csv")


def test_mixed_lists() -> None:
    """What is no group in a list of groups stands under its number; lists of mixed facts are joined."""
    assert info_lines({"x": [{"a": "b"}, 7]}) == ["x", "  a  b", "  2  7"]
    assert info_lines({"x": [1, {"a": 2}]}) == ['x  1, {"a": 2}']


def test_problem_lines() -> None:
    """One safe line with file, line and reason."""
    assert problem_line(Problem("a\n.txt", "is empty")) == "left out: a .txt: is empty"
    assert problem_line(Problem("b.jsonl", "guessed \x1b", 3, skipped=False)) == "warning: b.jsonl:3: guessed ␛"
    assert problem_line(Problem("a", "b"), palette=Palette(True)) == "\x1b[33mleft out\x1b[0m: a: b"


def test_problem_summary() -> None:
    """Counts by what became of the input."""
    skipped, warned = Problem("a", "b"), Problem("a", "b", skipped=False)
    assert problem_summary([]) == ""
    assert problem_summary([skipped]) == "1 input left out"
    assert problem_summary([skipped, warned, skipped]) == "2 inputs left out, 1 input read with a warning"
    assert problem_summary([warned, warned]) == "2 inputs read with a warning"
