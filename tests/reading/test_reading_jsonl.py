"""JSON lines and JSON documents."""

import dataclasses
import gzip
import io
import json
from pathlib import Path

import pytest

from onrecord.limits import Limits
from onrecord.reading.jsonl import renamed
from onrecord.reading.sources import Reading, read
from onrecord.records import Problem


def write(path: Path, *lines: bytes) -> Path:
    path.write_bytes(b"\n".join(lines))
    return path


def reasons(reading: Reading) -> list[tuple[int | None, bool]]:
    return [(problem.line, problem.skipped) for problem in reading.problems]


def test_rows_of_both_styles(tmp_path: Path) -> None:
    """Own keys and BEIR keys are read, blank lines passed, with or without a mark at the start."""
    path = write(
        tmp_path / "a.jsonl",
        b'\xef\xbb\xbf{"id": "1", "text": " one\\r\\n", "title": "T"}',
        b"",
        '{"_id": "2", "title": "", "text": "é", "metadata": {"url": "u"}}'.encode(),
    )
    reading = read(path)
    articles = list(reading)
    assert [(a.id, a.text, a.title, a.url, a.path) for a in articles] == [
        ("1", " one\r\n", "T", "", None),
        ("2", "é", "", "u", None),
    ]
    assert reading.problems == []


BROKEN = [
    (b"{", "broken JSON"),
    (b'{"id": "x", "text": NaN}', "NaN"),
    (b'{"id": "x", "text": "t", "n": 1e999}', "inf"),
    (b'{"id": "x", "text": "t", "n": ' + b"9" * 5000 + b"}", "too long"),
    (b"[" * 100_000, "broken JSON"),
    (b'{"a":' * 100_000, "broken JSON"),
    (b'["id"]', "list"),
    (b'"words"', "str"),
    (b'{"text": "t"}', "no id"),
    (b'{"id": "x", "text": "\\ud800"}', "surrogate"),
    (b'{"id": "x", "text": 5}', '"text"'),
    (b'{"id": "x", "text": ""}', '"text" is empty'),
    (b'{"id": "x\0"}', "broken JSON"),
]


@pytest.mark.parametrize(("line", "said"), BROKEN)
def test_a_broken_row_costs_only_itself(tmp_path: Path, line: bytes, said: str) -> None:
    """A row that cannot be used is reported with its line number; the rows around it are read."""
    good = b'{"id": "1", "text": "t"}'
    reading = read(write(tmp_path / "a.jsonl", good, line, good.replace(b"1", b"2")))
    assert [article.id for article in reading] == ["1", "2"]
    (problem,) = reading.problems
    assert (problem.line, problem.skipped) == (2, True)
    assert said in problem.reason
    assert "\n" not in str(problem)


def test_a_line_of_noise_costs_only_itself(tmp_path: Path) -> None:
    """A line in no sensible encoding is left out; all that is said of it names its line."""
    good = b'{"id": "1", "text": "t"}'
    reading = read(write(tmp_path / "a.jsonl", good, b"\xff\xfe\xfa\x81\x81", good.replace(b"1", b"2")))
    assert [article.id for article in reading] == ["1", "2"]
    assert {problem.line for problem in reading.problems} == {2}
    assert any(problem.skipped for problem in reading.problems)


def test_a_duplicate_key_is_no_error(tmp_path: Path) -> None:
    """The last of two equal keys counts, as in Python's json."""
    assert [a.text for a in read(write(tmp_path / "a.jsonl", b'{"id": "1", "text": "t", "text": "u"}'))] == ["u"]


def test_a_foreign_date_is_a_reservation(tmp_path: Path) -> None:
    """The row is read, the date kept as it was, and the note names the line."""
    reading = read(write(tmp_path / "a.jsonl", b'{"id": "1", "text": "t", "date": "14.1.2022"}'))
    assert [article.metadata for article in reading] == [{"date_text": "14.1.2022"}]
    assert reasons(reading) == [(1, False)]


def test_a_long_line_is_left_out_with_its_size(tmp_path: Path) -> None:
    """A line over the limit is dropped without being held; a line at the limit is read."""
    fits = b'{"id": "1", "text": "' + b"x" * 77 + b'"}\n'
    assert len(fits) == 101
    path = tmp_path / "a.jsonl"
    path.write_bytes(fits + b"y" * 3_000_000 + b"\n" + fits)
    reading = read(path, limits=dataclasses.replace(Limits(), line_bytes=100))
    assert len(list(reading)) == 2
    raised = '(ONRECORD_LIMITS="line_bytes=3000001" raises it)'
    assert reading.problems == [Problem(str(path), f"a line of 3,000,001 bytes, the limit is 100 {raised}", 2)]


def test_a_legacy_encoding_is_noted_once(tmp_path: Path) -> None:
    """Rows in cp1252 are read; one note says so, at the first such line."""
    row = '{{"id": "{}", "text": "Das war müßig, sagte er später in Zürich."}}'
    path = write(
        tmp_path / "a.jsonl", b'{"id": "0", "text": "t"}', *(row.format(n).encode("cp1252") for n in range(1, 50))
    )
    reading = read(path)
    assert [article.text[8:13] for article in reading][1:] == ["müßig"] * 49
    assert reasons(reading) == [(2, False)]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_wide_encodings_are_read_as_a_stream(tmp_path: Path, encoding: str) -> None:
    """JSON lines in UTF-16 with a mark are read, with one note for the file."""
    path = tmp_path / "a.jsonl"
    path.write_bytes("".join(f'{{"id": "{n}", "text": "“é😀”"}}\n' for n in range(20_000)).encode(encoding))
    reading = read(path)
    assert {article.text for article in reading} == {"“é😀”"}
    assert [problem.skipped for problem in reading.problems] == [False]


def test_rows_are_read_as_they_are_asked_for(tmp_path: Path) -> None:
    """Of a large file, the first row needs only the first bytes, from disk and from a stream alike."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"".join(b'{"id": "%d", "text": "some words"}\n' % n for n in range(40_000)))
    reading = read(path)
    articles = iter(reading)
    assert next(articles).id == "0"
    assert reading.total_bytes == path.stat().st_size
    assert 0 < reading.bytes_read < 200_000
    assert sum(1 for _ in articles) == 39_999
    assert reading.bytes_read == reading.total_bytes


def test_an_endless_stream_can_be_read(tmp_path: Path) -> None:
    """Standard input is taken row by row: nobody waits for its end."""

    class Endless(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
            row = b'{"id": "1", "text": "words"}\n'
            buffer[: len(row)] = row
            return len(row)

    reading = read("-", stdin=io.BufferedReader(Endless()))
    articles = iter(reading)
    assert [next(articles).text for _ in range(1000)] == ["words"] * 1000
    assert reading.total_bytes is None


def test_a_binary_file_of_rows_is_reported_in_few_lines(tmp_path: Path) -> None:
    """Problems of one file are capped; the last line says how many more there were."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\xff\x00\x9d{\n" * 5000)
    reading = read(path)
    assert list(reading) == []
    assert len(reading.problems) == 101
    assert reading.problems[-1].reason == "and 4900 more rows were left out"


def test_gzip_is_unpacked(tmp_path: Path) -> None:
    """Rows of a .gz are read; progress counts packed bytes."""
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"id": "1", "text": "t"}\n' * 1000))
    reading = read(path)
    assert len(list(reading)) == 1000
    assert reading.bytes_read == reading.total_bytes == path.stat().st_size


def test_rows_before_a_break_are_kept(tmp_path: Path) -> None:
    """A truncated .gz gives the rows before the break and one problem."""
    rows = b"".join(b'{"id": "%d", "text": "%s"}\n' % (n, str(n * 7919).encode() * 9) for n in range(20_000))
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(rows)[:-2000])
    reading = read(path)
    assert 1000 < len(list(reading)) < 20_000
    (problem,) = reading.problems
    assert "broken gzip" in problem.reason


def test_json_documents(tmp_path: Path) -> None:
    """A .json file may hold one row, a list of rows, or JSON lines."""
    rows = [{"id": "1", "text": "one"}, {"id": "2", "text": "two"}]
    (tmp_path / "a.json").write_text(json.dumps(rows[0], indent=2))
    (tmp_path / "b.json").write_text(json.dumps(rows, indent=2))
    (tmp_path / "c.json").write_text("\n".join(map(json.dumps, rows)))
    reading = read(tmp_path)
    assert [article.id for article in reading] == ["1", "1", "2", "1", "2"]
    assert reading.problems == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "empty"),
        ("[]", "no rows"),
        ("{", "broken JSON"),
        ("7", "int"),
        ('[{"id": "1"}]', "item 1: no text"),
        ('{"id": "1", "text": "t"', "broken JSON"),
        ("[" * 100_000, "broken JSON"),
    ],
)
def test_broken_documents(tmp_path: Path, content: str, said: str) -> None:
    """One problem says what is wrong with the document."""
    (tmp_path / "a.json").write_text(content)
    reading = read(tmp_path / "a.json")
    assert list(reading) == []
    (problem,) = reading.problems
    assert said in problem.reason


def test_columns_rename_keys() -> None:
    """`columns` maps our names to theirs; their key of our name gives way."""
    row = {"body": "b", "text": "other", "nr": 1, "x": 2}
    assert renamed(row, {"text": "body", "id": "nr"}) == {"text": "b", "id": 1, "x": 2}
    assert renamed(row, {}) is row
