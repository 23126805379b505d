"""CSV and TSV files."""

import csv
import dataclasses
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.limits import Limits
from onrecord.reading.sources import Reading, read


def reading_of(tmp_path: Path, content: str | bytes, name: str = "a.csv", **options: object) -> Reading:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read(path, **options)  # type: ignore[arg-type]


def test_named_columns(tmp_path: Path) -> None:
    """The header says which cell is which; unnamed columns are metadata, quoted cells keep their line breaks."""
    row = '1,"Talks, again","He said ""no"".\r\n\r\nShe left.",2022-01-14,world'
    content = f"ID,Headline,Body,date,desk\r\n{row}\r\n2,,t,,\r\n"
    reading = reading_of(tmp_path, content)
    first, second = reading
    assert (first.id, first.title, first.text) == ("1", "Talks, again", 'He said "no".\r\n\r\nShe left.')
    assert (first.date, first.metadata, first.path) == ("2022-01-14", {"desk": "world"}, None)
    assert (second.id, second.text, second.title, second.metadata) == ("2", "t", "", {})
    assert reading.problems == []


def test_columns_can_be_given(tmp_path: Path) -> None:
    """`columns` wins over the names we know."""
    reading = reading_of(tmp_path, "nr,id,text,words\n1,x,short,long\n", columns={"id": "nr", "text": "Words"})
    assert [(a.id, a.text, a.metadata) for a in reading] == [("1", "long", {})]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_seen_in_the_header(tmp_path: Path, delimiter: str) -> None:
    """European and other delimiters are understood."""
    reading = reading_of(tmp_path, f"id{delimiter}text\n1{delimiter}t\n")
    assert [(a.id, a.text) for a in reading] == [("1", "t")]


def test_quote_marks_in_tsv_are_text(tmp_path: Path) -> None:
    """Only a cell that a spreadsheet quoted is unquoted."""
    content = 'id\ttext\n1\t"No," he said.\n2\t"He said ""no""."\n3\t"No."\n4\t"A" and ""B"\n'
    reading = reading_of(tmp_path, content, "a.tsv")
    assert [a.text for a in reading] == ['"No," he said.', 'He said "no".', '"No."', '"A" and ""B"']
    assert reading.problems == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "empty"),
        ("\n\n", "empty"),
        ("id,text\n", "no rows"),
        ("nr,words\n1,t\n", "no column for id; the header has nr, words"),
        ("id,words\n1,t\n", "no column for text"),
        ("\0\0\n", "no column"),
    ],
)
def test_unusable_headers(tmp_path: Path, content: str, said: str) -> None:
    """A table without the needed columns is left out with one problem."""
    reading = reading_of(tmp_path, content)
    assert list(reading) == []
    (problem,) = reading.problems
    assert said in problem.reason


def test_a_column_that_is_not_there_is_named(tmp_path: Path) -> None:
    """A wrong name in `columns` is reported with the header."""
    reading = reading_of(tmp_path, "id,text\n1,t\n", columns={"text": "body"})
    assert list(reading) == []
    assert 'no column "body" for text; the header has id, text' in reading.problems[0].reason


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("x,a,b,c", "4 cells, the header 2"),
        ("x", "no text"),
        (",t", "no id"),
        ("x,a\0b", "NUL"),
        ('x,"He" said', "not CSV"),
        ("x," + "y" * 500, "the limit is 300"),
    ],
)
def test_a_broken_row_costs_only_itself(tmp_path: Path, row: str, said: str) -> None:
    """The row is reported with its line; rows around it are read."""
    limits = dataclasses.replace(Limits(), line_bytes=300)
    reading = reading_of(tmp_path, f"id,text\n1,one\n{row}\n2,two\n", limits=limits)
    assert [a.id for a in reading] == ["1", "2"]
    (problem,) = reading.problems
    assert problem.line == 3
    assert said in problem.reason


def test_a_quote_that_is_never_closed_is_named(tmp_path: Path) -> None:
    """The problem names the lines that are lost."""
    reading = reading_of(tmp_path, 'id,text\n1,one\n2,"two\n3,three\n')
    assert [a.id for a in reading] == ["1"]
    (problem,) = reading.problems
    assert (problem.line, "lines 3 to 4 are lost" in problem.reason) == (3, True)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    """Tables as spreadsheets save them are read."""
    content = "id,text\n1,Später sagte er in Zürich: “Genug”.\n"
    reading = reading_of(tmp_path, content.encode(encoding))
    assert [a.text for a in reading] == ["Später sagte er in Zürich: “Genug”."]
    assert len(reading.problems) == (encoding != "utf-8-sig")


def test_a_long_cell_is_read(tmp_path: Path) -> None:
    """An article longer than Python's default cell limit is no problem."""
    reading = reading_of(tmp_path, f"id,text\n1,{'word ' * 50_000}\n")
    assert [len(a.text) for a in reading] == [250_000]


CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1).filter(
    lambda t: t.strip()
)


@settings(deadline=None)
@given(st.lists(CELL, min_size=1, max_size=5))
def test_what_csv_writes_is_read_back(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    """Whatever Python's writer quotes comes back as it was."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL)
    writer.writerow(["id", "text"])
    writer.writerows([[str(n), text] for n, text in enumerate(texts)])
    reading = reading_of(tmp_path_factory.mktemp("csv"), buffer.getvalue())
    assert [a.text for a in reading] == texts
