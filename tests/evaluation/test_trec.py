"""TREC files are read as trec_eval reads them and written so that it reads what was meant."""

from pathlib import Path

import ir_measures
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import ArchiveUnwritable, BadInput
from onrecord.evaluation.trec import read_trec_qrels, read_trec_run, write_trec_qrels, write_trec_run


def test_a_run_is_written_line_by_line(tmp_path: Path) -> None:
    """Six columns, ranks from 1, queries and articles in the given order, scores with all their digits."""
    path = tmp_path / "run"
    write_trec_run(path, {"q2": [("b", 0.1), ("a", 0.1)], "q1": [("c", -2)], "q0": []}, tag="ours")
    assert path.read_bytes() == b"q2 Q0 b 1 0.1 ours\nq2 Q0 a 2 0.1 ours\nq1 Q0 c 1 -2.0 ours\n"


def test_a_run_is_read_in_trec_order(tmp_path: Path) -> None:
    """The rank column does not count: larger scores first, ties by descending id; columns may be tabs."""
    path = tmp_path / "run"
    path.write_text("q Q0 a 1 0.5 t\nq Q0 b 2 0.5 t\n\nq\tQ0\tc\t3\t7e-1\tt\n")
    assert read_trec_run(path) == {"q": [("c", 0.7), ("b", 0.5), ("a", 0.5)]}


words = st.text(st.characters(exclude_categories=("Z", "C")), min_size=1, max_size=5)
rankings = st.dictionaries(words, st.floats(allow_nan=False, allow_infinity=False), min_size=1)


@given(st.dictionaries(words, rankings))
def test_a_run_comes_back(tmp_path_factory: pytest.TempPathFactory, run: dict[str, dict[str, float]]) -> None:
    """Written and read again, every score is the same float."""
    path = tmp_path_factory.mktemp("run") / "run"
    write_trec_run(path, {q: sorted(scored.items(), key=lambda pair: -pair[1]) for q, scored in run.items()})
    assert {qid: dict(pairs) for qid, pairs in read_trec_run(path).items()} == run


@given(st.dictionaries(words, st.dictionaries(words, st.integers(-3, 5), min_size=1)))
def test_judgments_come_back(tmp_path_factory: pytest.TempPathFactory, qrels: dict[str, dict[str, int]]) -> None:
    """Written and read again, order and negative grades included."""
    path = tmp_path_factory.mktemp("qrels") / "qrels"
    write_trec_qrels(path, qrels)
    assert repr(read_trec_qrels(path)) == repr(qrels)


def test_ir_measures_reads_what_is_written(tmp_path: Path) -> None:
    """The usual tool sees the same queries, articles, grades and scores."""
    write_trec_run(tmp_path / "run", {"q": [("b", 2.5), ("a", 1.0)]})
    write_trec_qrels(tmp_path / "qrels", {"q": {"a": 1, "z": -1}})
    run = list(ir_measures.read_trec_run(str(tmp_path / "run")))
    qrels = list(ir_measures.read_trec_qrels(str(tmp_path / "qrels")))
    assert [(hit.query_id, hit.doc_id, hit.score) for hit in run] == [("q", "b", 2.5), ("q", "a", 1.0)]
    assert [(judgment.query_id, judgment.doc_id, judgment.relevance) for judgment in qrels] == [
        ("q", "a", 1),
        ("q", "z", -1),
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("q Q0 a 1 0.5 t\nq Q0 b 2 0.5", "run:2: 5 columns"),
        ("q Q0 a 1 high t", "run:1: score 'high'"),
        ("q Q0 a 1 nan t", "run:1: score 'nan'"),
        ("q Q0 a 1 1e999 t", "run:1: score '1e999'"),
        ("q Q0 a 1 2 t\nq Q0 a 2 1 t", "run:2: article 'a' stands twice"),
    ],
)
def test_broken_runs_are_named(tmp_path: Path, content: str, message: str) -> None:
    """Columns, scores and articles that cannot be are BadInput with the line."""
    (tmp_path / "run").write_text(content)
    with pytest.raises(BadInput, match=message):
        read_trec_run(tmp_path / "run")


@pytest.mark.parametrize(
    ("content", "message"),
    [("q 0 a", "qrels:1: 3 columns"), ("q 0 a yes", "grade 'yes'"), ("q 0 a 1\nq 0 a 2", "qrels:2: .* grade 2, but 1")],
)
def test_broken_judgments_are_named(tmp_path: Path, content: str, message: str) -> None:
    """Columns and grades that cannot be, and grades that contradict each other, are BadInput with the line."""
    (tmp_path / "qrels").write_text(content)
    with pytest.raises(BadInput, match=message):
        read_trec_qrels(tmp_path / "qrels")


@pytest.mark.parametrize(
    ("run", "message"),
    [
        ({"q 1": [("a", 1.0)]}, "'q 1'"),
        ({"q": [("", 1.0)]}, "id ''"),
        ({"q": [("a", 1.0), ("b", 2.0)]}, "rank 2: score 2.0 after 1.0"),
        ({"q": [("a", float("nan"))]}, "rank 1: score nan"),
        ({"q": [("\ud800", 1.0)]}, "UTF-8"),
    ],
)
def test_runs_that_would_be_misread_are_not_written(
    tmp_path: Path, run: dict[str, list[tuple[str, float]]], message: str
) -> None:
    """Ids with white space, rising or impossible scores: BadInput, and no file is left behind."""
    with pytest.raises(BadInput, match=message):
        write_trec_run(tmp_path / "run", run)
    assert not (tmp_path / "run").exists()


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """A folder in the way is one clear error."""
    with pytest.raises(ArchiveUnwritable, match="cannot be written"):
        write_trec_run(tmp_path, {})
