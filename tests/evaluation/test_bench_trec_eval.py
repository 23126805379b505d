"""What is defined for bad input, held against trec_eval itself (through ir_measures and pytrec_eval)."""

import builtins
import math
import shutil
import sys
from pathlib import Path
from typing import Any

import ir_measures
import pytest
import pytrec_eval
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import BadInput, MissingExtra
from onrecord.evaluation.article_suite import ArticleSuite
from onrecord.evaluation.measures import canonical, score_articles
from onrecord.evaluation.runs import Run, read_run
from onrecord.evaluation.trec import read_trec_qrels, trec_order

NAMES = ("nDCG@10", "AP@5", "AP", "R@100", "P@5", "Success@3", "AP(rel=2)", "Judged@3", "Rprec")


def ours(qrels: str, run: str, folder: Path, measures: tuple[str, ...] = NAMES) -> dict[str, dict[str, float]]:
    """Both files through our readers, scored as `onrecord evaluate` does."""
    (folder / "qrels").write_text(qrels)
    (folder / "run").write_text(run)
    suite = ArticleSuite("s", {}, read_trec_qrels(folder / "qrels"), k=None, measures=measures)
    return {qid: dict(values) for qid, values in suite.score(read_run(folder / "run")).values.items()}


def theirs(folder: Path, measures: tuple[str, ...] = NAMES) -> dict[str, dict[str, float]]:
    """The same files through ir_measures."""
    found: dict[str, dict[str, float]] = {}
    parsed = [ir_measures.parse_measure(name) for name in measures]
    qrels = list(ir_measures.read_trec_qrels(str(folder / "qrels")))
    run = list(ir_measures.read_trec_run(str(folder / "run")))
    for metric in ir_measures.iter_calc(parsed, qrels, run):
        found.setdefault(metric.query_id, {})[str(metric.measure)] = metric.value
    return found


@pytest.mark.parametrize(
    ("qrels", "run"),
    [
        ("q1 0 a 1\nq1 0 b 2\n", "q1 Q0 x 1 3 t\nq1 Q0 b 2 2 t\nq1 Q0 a 3 1 t\n"),
        ("q1 0 a 1\nq2 0 b 2\n", "q1 Q0 a 1 3 t\n"),
        ("q1 0 a 1\nq1 0 b -1\nq1 0 c -2\n", "q1 Q0 b 1 3 t\nq1 Q0 a 2 2 t\nq1 Q0 c 3 1 t\n"),
        ("q1 0 a 1\n", "q1 Q0 a 1 0.5 t\nq1 Q0 b 2 0.5 t\nq1 Q0 c 3 0.5 t\n"),
        ("q1 0 a 1\n", "q1 Q0 a 9 0.1 t\nq1 Q0 b 1 0.05 t\n"),
        ("q1 0 nowhere 1\nq1 0 a 1\n", "q1 Q0 a 1 1 t\n"),
        ("q1 0 a 1\n", "q1 Q0 a 1 1 t\nunknown Q0 a 1 1 t\n"),
        ("q1 0 a 0\nq2 0 b 1\n", "q1 Q0 a 1 1 t\nq2 Q0 b 1 1 t\n"),
    ],
    ids=[
        "plain",
        "missing query",
        "negative grades",
        "ties",
        "wrong ranks",
        "unknown id",
        "unjudged query",
        "no answer",
    ],
)
def test_defined_cases_are_trec_evals(tmp_path: Path, qrels: str, run: str) -> None:
    """Every value of every judged query, measures of ours and of ir_measures alike."""
    assert ours(qrels, run, tmp_path) == {
        qid: pytest.approx(values, abs=1e-9) for qid, values in theirs(tmp_path).items()
    }


def test_duplicates_are_refused_where_trec_eval_aborts_or_guesses(tmp_path: Path) -> None:
    """The program aborts on an article that stands twice; its Python readers keep one of the two without a word.
    We name file and line."""
    with pytest.raises(BadInput, match="run:2: article 'a' stands twice under query 'q1'"):
        ours("q1 0 a 1\n", "q1 Q0 a 1 2 t\nq1 Q0 a 2 1 t\n", tmp_path)
    assert theirs(tmp_path)["q1"]["AP"] == 1.0


@pytest.mark.parametrize("score", ["nan", "inf", "-inf", "1e999"])
def test_scores_that_are_no_numbers_are_refused(tmp_path: Path, score: str) -> None:
    """trec_eval sorts them anywhere; we name file and line."""
    with pytest.raises(BadInput, match="run:1: score "):
        ours("q1 0 a 1\n", f"q1 Q0 a 1 {score} t\nq1 Q0 b 2 1 t\n", tmp_path)


def test_all_negative_grades_score_zero(tmp_path: Path) -> None:
    """trec_eval reads memory that it never wrote here; ours is 0, whoever computes the measure."""
    values = ours("q1 0 a -1\nq2 0 b 1\n", "q1 Q0 a 1 1 t\nq2 Q0 b 1 1 t\n", tmp_path)
    assert values["q1"] == {name: float(name == "Judged@3") for name in NAMES}


@pytest.mark.parametrize(
    ("qrels", "run", "message"),
    [
        ("", "q1 Q0 a 1 1 t", "no judgments"),
        ("q1 0 a 1", "", "run: empty"),
        ("q1 0 a 1\nq1 0 a 2", "q", "grade 2, but 1"),
    ],
)
def test_empty_and_contradictory_files(tmp_path: Path, qrels: str, run: str, message: str) -> None:
    """Nothing to score, nothing scored, two grades for one article."""
    with pytest.raises(BadInput, match=message):
        ours(qrels, run, tmp_path)


ids = st.sampled_from([f"d{n}" for n in range(9)])
TREC_NAMES = {"nDCG@10": "ndcg_cut_10", "AP": "map", "R@5": "recall_5", "P@5": "P_5", "Success@1": "success_1"}


@settings(max_examples=80, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["q1", "q2", "q3"]),
        st.dictionaries(ids, st.integers(-1, 3), min_size=1).filter(lambda grades: max(grades.values()) >= 0),
        min_size=1,
    ),
    st.dictionaries(
        st.sampled_from(["q1", "q2", "q4"]),
        st.dictionaries(ids, st.sampled_from([0.0, 0.5, 1.0, -2.0]), min_size=1),
        min_size=1,
    ),
)
def test_values_are_those_of_pytrec_eval(qrels: dict[str, dict[str, int]], run: dict[str, dict[str, float]]) -> None:
    """With ties, negative grades and unjudged queries; a query that pytrec_eval leaves out scores 0."""
    evaluator = pytrec_eval.RelevanceEvaluator(qrels, {"ndcg_cut.10", "map", "recall.5", "P.5", "success.1"})
    expected = evaluator.evaluate(run)
    ordered = {qid: trec_order(scored.items()) for qid, scored in run.items()}
    scored = ArticleSuite("s", {}, qrels, k=None, measures=list(TREC_NAMES)).score(Run(ordered))
    for qid, values in scored.values.items():
        for name, value in values.items():
            assert value == pytest.approx(expected.get(qid, {}).get(TREC_NAMES[name], 0.0), abs=1e-9), (qid, name)


def test_rankings_are_not_sorted_again_for_ir_measures() -> None:
    """Its measures see our order, whatever the scores were."""
    qrels = {"q": {"a": 1}}
    assert score_articles(qrels, {"q": ["z", "a"]}, ["Judged@1", "RR(rel=1)"]) == {
        "Judged@1": {"q": 0.0}, "RR(rel=1)": {"q": 0.5}
    }  # fmt: skip


@pytest.mark.skipif(shutil.which("perl") is None, reason="ir_measures computes this by a Perl script")
def test_programs_of_ir_measures_meet_ids_they_can_read() -> None:
    """The exponential gain is computed by a script that wants numbers for queries and words for articles: any id
    works. Grades 1 and 2 the wrong way round: (1 + 3 / log2 3) / (3 + 1 / log2 3)."""
    name = canonical("nDCG(dcg='exp-log2')@5")
    found = score_articles({"the first": {"an id": 1, "b": 2}, "q": {"x": 1}}, {"the first": ["an id", "b"]}, [name])
    expected = (1 + 3 / math.log2(3)) / (3 + 1 / math.log2(3))
    assert found[name] == {"the first": pytest.approx(expected, abs=1e-4), "q": 0.0}


def test_names() -> None:
    """ir_measures' names as they are, older names by those; what it writes back is the name of the record."""
    assert [canonical(name) for name in ("nDCG@10", "MAP@5", "MRR", "Recall@100", "AP(rel=2)@5", " P@5")] == [
        "nDCG@10", "AP@5", "RR", "R@100", "AP(rel=2)@5", "P@5"
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["nDCG@0", "P", "Success", "nothing@5", "AP@", "import os", "R@" + "9" * 5000, ""])
def test_names_that_are_none(name: str) -> None:
    """BadInput with the names there are, before anything is scored."""
    with pytest.raises(BadInput, match="expected"):
        canonical(name)


def test_a_measure_that_cannot_be_computed_here() -> None:
    """What one of ir_measures' own helpers lacks is told in its words."""
    with pytest.raises(BadInput, match="measure 'alpha_nDCG@5': ir_measures cannot compute it here"):
        score_articles({"q": {"a": 1}}, {"q": ["a"]}, ["alpha_nDCG@5"])


def test_without_ir_measures(monkeypatch: pytest.MonkeyPatch) -> None:
    """The common measures are ours; the rest say which extra is missing."""
    real = builtins.__import__

    def hidden(name: str, *arguments: Any) -> Any:
        if name == "ir_measures":
            raise ImportError(name)
        return real(name, *arguments)

    monkeypatch.delitem(sys.modules, "ir_measures")
    monkeypatch.setattr(builtins, "__import__", hidden)
    assert score_articles({"q": {"a": 1}}, {"q": ["a"]}, [canonical("MAP@5")]) == {"AP@5": {"q": 1.0}}
    with pytest.raises(MissingExtra, match="onrecord\\[evaluation\\]"):
        canonical("Judged@10")
