"""Files of queries: what is read, and how errors name their place."""

from pathlib import Path

import pytest

from onrecord.cli.query_file import read_queries
from onrecord.errors import BadInput


def written(folder: Path, content: str | bytes) -> str:
    path = folder / "q.jsonl"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(path)


def test_both_key_pairs_are_read_in_order(tmp_path: Path) -> None:
    """Our keys and BEIR's, a byte-order mark, blank lines, numbers as ids; other keys are never used."""
    lines = '\ufeff{"qid": "b", "query": "red line", "speaker": "Putin"}\n\n{"_id": 7, "text": "war", "metadata": {}}\n'
    assert read_queries(written(tmp_path, lines)) == [("b", "red line"), ("7", "war")]


@pytest.mark.parametrize(
    ("content", "place", "reason"),
    [
        ('{"qid": "a", "query": "x"}\n{"qid": "a", "query": "y"}', ":2:", "was used on line 1"),
        ('{"qid": "a", "query": "x"}\n{broken', ":2:", "not valid JSON"),
        ("[1]", ":1:", "a JSON list"),
        ('{"query": "x"}', ":1:", "neither 'qid' nor '_id'"),
        ('{"qid": "a"}', ":1:", "neither 'query' nor 'text'"),
        ('{"qid": "a", "query": 5}', ":1:", "is a JSON int, expected text"),
        ('{"qid": "a", "query": null}', ":1:", "is a JSON NoneType"),
        ('{"qid": true, "query": "x"}', ":1:", "is a JSON bool"),
        ('{"qid": " ", "query": "x"}', ":1:", "an empty id"),
        (b'{"qid": "a", "query": "\xff"}', ":1:", "not UTF-8"),
        ("[" * 100_000, ":1:", "not valid JSON"),
        ("", ": ", "no queries in it"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, content: str | bytes, place: str, reason: str) -> None:
    """The message holds the file, the line and what was seen."""
    path = written(tmp_path, content)
    with pytest.raises(BadInput) as caught:
        read_queries(path)
    assert str(caught.value).startswith(path + place)
    assert reason in str(caught.value)


@pytest.mark.parametrize("name", ["missing.jsonl", ".", "a\0b"])
def test_a_file_that_cannot_be_read_is_bad_input(tmp_path: Path, name: str) -> None:
    """A missing file, a folder and an impossible name give one clear error."""
    with pytest.raises(BadInput, match="cannot be read"):
        read_queries(str(tmp_path / name))
