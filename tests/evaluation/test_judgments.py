"""Judged queries are read as written, and every slip in the file is named with its line."""

import json
from pathlib import Path
from typing import Any

import pytest

from onrecord.errors import BadInput
from onrecord.evaluation.judgments import GoldSpan, JudgedQuery, read_judgments

SPAN: dict[str, Any] = {"doc": "a", "start": 3, "end": 9, "text": "answer", "grade": 2}
ROW: dict[str, Any] = {
    "qid": "q1", "family": "quote", "style": "keyword", "query": "red line", "speaker": "Ann Lee", "gold": [SPAN],
    "note": "n",
}  # fmt: skip


def write(path: Path, *rows: Any) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def test_a_line_becomes_a_query(tmp_path: Path) -> None:
    """All keys arrive; speaker, note and the span's text may be missing; unknown keys are ignored."""
    short = {"qid": "q2", "family": "none", "style": "question", "query": "who?", "gold": [], "extra": 1}
    bare = ROW | {"qid": "q3", "speaker": None, "gold": [{"doc": "*", "start": 0, "end": 1, "grade": 0}]}
    assert read_judgments(write(tmp_path / "q.jsonl", ROW, short, bare)) == [
        JudgedQuery("q1", "quote", "keyword", "red line", "Ann Lee", (GoldSpan("a", 3, 9, 2, "answer"),), "n"),
        JudgedQuery("q2", "none", "question", "who?", None, (), ""),
        JudgedQuery("q3", "quote", "keyword", "red line", None, (GoldSpan("*", 0, 1, 0, ""),), "n"),
    ]


@pytest.mark.parametrize("key", ["qid", "family", "style", "query", "gold"])
def test_missing_keys_are_named(tmp_path: Path, key: str) -> None:
    """Each key a query cannot do without is asked for by name and line."""
    row = {name: value for name, value in ROW.items() if name != key}
    with pytest.raises(BadInput, match=rf"q.jsonl:2: .*'{key}'"):
        read_judgments(write(tmp_path / "q.jsonl", ROW | {"qid": "q0"}, row))


@pytest.mark.parametrize("key", ["doc", "start", "end", "grade"])
def test_missing_keys_of_a_span_are_named(tmp_path: Path, key: str) -> None:
    """Each key a span cannot do without is asked for by name, line and position of the span."""
    span = {name: value for name, value in SPAN.items() if name != key}
    with pytest.raises(BadInput, match=rf"q.jsonl:1: gold 2: .*'{key}' is missing"):
        read_judgments(write(tmp_path / "q.jsonl", ROW | {"gold": [SPAN, span]}))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"start": 9, "end": 3}, "start 9, end 3"),
        ({"start": 3, "end": 3}, "start 3, end 3"),
        ({"start": -1}, "start -1"),
        ({"grade": -1}, "grade -1"),
        ({"grade": 31}, "grade 31"),
        ({"grade": True}, "'grade' is True"),
        ({"start": 0.5}, "'start' is 0.5"),
        ({"doc": 7}, "'doc' is 7"),
    ],
)
def test_impossible_spans_are_named(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    """Ranges that are none, grades below 0 or beyond reason and values of the wrong kind are BadInput."""
    with pytest.raises(BadInput, match=rf"q.jsonl:1: gold 1: {message}"):
        read_judgments(write(tmp_path / "q.jsonl", ROW | {"gold": [SPAN | change]}))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"gold": []}, "0 gold spans"),
        ({"family": "none"}, "1 gold spans"),
        ({"family": "all"}, "family 'all'"),
        ({"family": "~x"}, "family '~x'"),
        ({"query": "  "}, "query '  '"),
        ({"qid": ""}, "qid ''"),
        ({"speaker": 3}, "'speaker' is 3"),
        ({"gold": {}}, "'gold' is {}"),
        ({"gold": [4]}, "gold 1: 4"),
    ],
)
def test_contradictory_queries_are_named(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    """Family and gold must agree, group names are reserved, and a query says something."""
    with pytest.raises(BadInput, match=rf"q.jsonl:1: .*{message}"):
        read_judgments(write(tmp_path / "q.jsonl", ROW | change))


def test_a_qid_is_used_once(tmp_path: Path) -> None:
    """The second use is named together with the line of the first."""
    with pytest.raises(BadInput, match=r"q.jsonl:3: qid 'q1' was used on line 1"):
        read_judgments(write(tmp_path / "q.jsonl", ROW, ROW | {"qid": "q2"}, ROW))


def test_an_empty_file_is_an_error(tmp_path: Path) -> None:
    """Blank lines alone are no judgments: a mean over nothing must not come about."""
    (tmp_path / "q.jsonl").write_text("\n\n")
    with pytest.raises(BadInput, match=r"q.jsonl: no queries"):
        read_judgments(tmp_path / "q.jsonl")
