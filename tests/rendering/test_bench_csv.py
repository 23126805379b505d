"""The CSV: rows by hand, hostile cells, numbers in full."""

import csv
import io
import math
from dataclasses import replace

import pytest
from bench_samples import HOSTILE, bare, named, small

from onrecord.benchmark import Answered
from onrecord.rendering.bench_csv import COLUMNS, csv_text


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_row_for_each_question_system_and_measure() -> None:
    """Questions, then systems, then measures; what has no measure keeps its score and time in one row."""
    text = csv_text(small())
    rows = rows_of(text)
    assert text.splitlines()[0] == ",".join(f'"{name}"' for name in COLUMNS)
    assert len(rows) == 3 * 2 * 4 + 2
    assert list(rows[0].values()) == [
        "harbour", "q1", "harbour dues", "quote", "keyword", "a", "yes", "bm25", "nDCG@10", "0.5", "5.0", "0.001", "",
    ]  # fmt: skip
    assert list(rows[-1].values()) == [
        "harbour", "q4", "a mayor on Mars", "none", "question", "d", "no", "hybrid", "", "", "1.0", "0.03", "0.1",
    ]  # fmt: skip


def test_numbers_are_written_in_full_and_never_nan() -> None:
    """Seventeen digits come back as they were; NaN and infinity are empty."""
    record = small()
    answers = {"q1": Answered({"nDCG@10": 0.1 + 0.2, "hit@1": math.nan}, -math.inf, 1e-9)}
    rows = rows_of(csv_text(replace(record, systems=(replace(record.systems[0], answers=answers),))))
    assert [(row["qid"], row["measure"], row["value"], row["score"], row["seconds"]) for row in rows] == [
        ("q1", "nDCG@10", "0.30000000000000004", "", "1e-09"),
        ("q2", "", "", "", ""), ("q3", "", "", "", ""), ("q4", "", "", "", ""),
    ]  # fmt: skip


def test_an_empty_record_is_a_header() -> None:
    """Columns stand even without rows."""
    assert rows_of(csv_text(bare())) == []


@pytest.mark.parametrize("word", HOSTILE)
def test_no_cell_is_a_formula(word: str) -> None:
    """A spreadsheet runs nothing, every row has all columns, and the file can be written."""
    text = csv_text(named(word))
    text.encode("utf-8")
    for row in csv.reader(io.StringIO(text, newline="")):
        assert len(row) == len(COLUMNS)
        assert not any(cell.startswith(("=", "+", "@", "\t", "\r", "\n")) for cell in row)
