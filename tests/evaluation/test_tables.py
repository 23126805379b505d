"""Tables say the same in text, Markdown and JSON, and refuse columns that cannot be compared."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import BadInput
from onrecord.evaluation.spans import GroupScore, SpanReport
from onrecord.evaluation.tables import as_dict, compare, markdown_lines, text_lines


def report(ndcg: float, auroc: float = 0.5, k: int = 10, n: int = 75) -> SpanReport:
    return SpanReport(k, 1200, {
        "all": GroupScore(n, {"nDCG": ndcg, "hit@1": 0.25}),
        "quote": GroupScore(25, {"nDCG": ndcg / 2, "hit@1": 0.5, "who@1": 1.0}),
        "none": GroupScore(15, {"silence": 0.0, "AUROC": auroc}),
        "~keyword": GroupScore(5, {"nDCG": 1.0, "hit@1": 1.0}),
    })  # fmt: skip


def test_text_is_aligned() -> None:
    """Words stand left, numbers right; unanswerable queries show their own two measures."""
    assert text_lines(compare({"bm25": report(0.5), "hybrid": report(0.66666, 0.75)})) == [
        "queries           n  measure   bm25  hybrid",
        "--------------  ---  -------  -----  ------",
        "all              75  nDCG@10  0.500   0.667",
        "quote            25  nDCG@10  0.250   0.333",
        "none             15  silence  0.000   0.000",
        "none             15  AUROC    0.500   0.750",
        "style: keyword    5  nDCG@10  1.000   1.000",
    ]


def test_markdown_is_a_table() -> None:
    """Several measures make several rows a group, a measure nobody defines is a dash, bars are escaped."""
    lines = markdown_lines(compare({"a|b": report(0.5)}, ("hit@1", "who@1")))
    assert lines[:5] == [
        "| queries        |   n | measure |  a\\|b |",
        "| -------------- | --: | ------- | ----: |",
        "| all            |  75 | hit@1   | 0.250 |",
        "| all            |  75 | who@1   |     - |",
        "| quote          |  25 | hit@1   | 0.500 |",
    ]
    assert len(lines) == 10


def test_json_keeps_systems_and_groups() -> None:
    """The dictionary survives JSON and carries the depth beside the numbers."""
    loaded = json.loads(json.dumps(as_dict({"x": report(1 / 3)})))
    assert list(loaded) == ["x"]
    assert (loaded["x"]["k"], loaded["x"]["max_chars"]) == (10, 1200)
    assert loaded["x"]["groups"]["all"] == {"nDCG": 0.3333, "hit@1": 0.25, "n": 75}


@pytest.mark.parametrize("other", [report(0.5, k=5), report(0.5, n=74)])
def test_different_suites_do_not_stand_side_by_side(other: SpanReport) -> None:
    """Another depth or another number of queries is BadInput, and so is nothing at all."""
    with pytest.raises(BadInput, match="'new' was not scored on the queries"):
        compare({"old": report(0.5), "new": other})
    with pytest.raises(BadInput, match="no reports"):
        compare({})


@given(st.dictionaries(st.text(max_size=8), st.floats(0, 1), min_size=1, max_size=4))
def test_lines_are_equally_wide(systems: dict[str, float]) -> None:
    """Whatever a system is called, every Markdown line is as long as the first and a text line no longer."""
    table = compare({name: report(value) for name, value in systems.items()})
    assert len({len(line) for line in markdown_lines(table)}) == 1
    lines = text_lines(table)
    assert len(lines) == 2 + len(table.rows)
    assert max(map(len, lines)) == len(lines[1])
    assert all("\n" not in line and "\r" not in line for line in lines)
