"""Ranking measures: sums by hand, and the numbers of ir_measures (trec_eval) on random runs."""

import math
from collections.abc import Iterator

import ir_measures
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import BadInput
from onrecord.evaluation.ranked import (
    average_precision,
    ndcg,
    parse_measure,
    recall,
    reciprocal_rank,
    score_rankings,
    trec_order,
)

GRADES = {"a": 2, "b": 1, "c": 1, "x": 0, "y": -2}


def test_ndcg_by_hand() -> None:
    """Linear gains: 1 on rank 2 and 2 on rank 3 against 2, 1, 1; a negative grade takes nothing away."""
    ideal = 2 + 1 / math.log2(3) + 1 / 2
    assert ndcg(["y", "b", "a"], GRADES, 10) == pytest.approx((1 / math.log2(3) + 2 / 2) / ideal)
    assert ndcg(["y", "b", "a"], GRADES, 2) == pytest.approx((1 / math.log2(3)) / (2 + 1 / math.log2(3)))


def test_average_precision_by_hand() -> None:
    """Relevant on ranks 1 and 3 of three relevant: (1 + 2/3) / 3; within k=2 only the first counts."""
    assert average_precision(["a", "x", "b"], GRADES) == pytest.approx((1 + 2 / 3) / 3)
    assert average_precision(["a", "x", "b"], GRADES, 2) == pytest.approx(1 / 3)


def test_first_and_found_by_hand() -> None:
    """The first relevant article on rank 2; one of three relevant within 2, two within 3."""
    ranking = ["x", "b", "a"]
    assert reciprocal_rank(ranking, GRADES) == 0.5
    assert reciprocal_rank(ranking, GRADES, 1) == 0.0
    assert [recall(ranking, GRADES, 2), recall(ranking, GRADES, 3)] == pytest.approx([1 / 3, 2 / 3])


@pytest.mark.parametrize("measure", [ndcg, average_precision, reciprocal_rank, recall])
def test_nothing_relevant_is_zero(measure: object) -> None:
    """No relevant article, no judgments and no ranking give 0.0, as in trec_eval."""
    assert callable(measure)
    assert [measure(["x"], {"x": 0}, 5), measure(["x"], {}, 5), measure([], GRADES, 5)] == [0.0, 0.0, 0.0]
    assert measure(["x", "y"], {"x": -1, "y": -2}, 5) == 0.0


def test_missing_queries_score_zero() -> None:
    """Every judged query has a value, in the order of the judgments; unjudged queries have none."""
    scores = score_rankings({"q2": {"a": 1}, "q1": {"b": 1}}, {"q1": ["b"], "q9": ["a"]}, ["RR", "R@1"])
    assert scores == {"RR": {"q2": 0.0, "q1": 1.0}, "R@1": {"q2": 0.0, "q1": 1.0}}
    assert list(scores["RR"]) == ["q2", "q1"]


@pytest.mark.parametrize("name", ["nDCG@0", "nDCG@", "nDCG@x", "MAP", "", "R@-1", "R@²", "R@" + "9" * 5000])
def test_unknown_measures_are_refused(name: str) -> None:
    """A wrong name or depth is BadInput that lists the names there are."""
    with pytest.raises(BadInput, match="nDCG, AP, RR, R"):
        parse_measure(name)


def test_a_ranking_holds_an_article_once() -> None:
    """Found twice would count twice; a depth below 1 is no depth."""
    with pytest.raises(BadInput, match="'a' stands twice"):
        recall(["b", "a", "c", "a"], GRADES)
    with pytest.raises(BadInput, match="k is 0"):
        recall(["a"], GRADES, 0)


def test_trec_order_is_single_precision() -> None:
    """Scores that differ in the eleventh digit are equal to trec_eval, and the larger id comes first."""
    assert [article for article, _ in trec_order([("a", 1.00000000001), ("b", 1.0), ("c", 1.001)])] == ["c", "b", "a"]
    assert [article for article, _ in trec_order([("a", 1e300), ("b", 1e200), ("c", 1.0)])] == ["b", "a", "c"]


ids = st.sampled_from(["a", "b", "c", "d", "Z", "é", "\U0001f600"])
scores = st.sampled_from([0.0, 0.5, 1.0, 1.00000000001, 2.0, -3.0]) | st.floats(-5, 5)
# RR with a depth is none of trec_eval's: ir_measures asks another scorer for it, which breaks ties its own way.
DEPTHS = (1, 3, 5)
TREC_NAMES = [f"{name}@{k}" for name in ("nDCG", "AP", "R") for k in DEPTHS] + ["nDCG", "AP", "RR"]


def values(metrics: Iterator[ir_measures.Metric]) -> dict[tuple[str, str], float]:
    return {(str(metric.measure), metric.query_id): metric.value for metric in metrics}


def qrels_of(*qids: str) -> st.SearchStrategy[dict[str, dict[str, int]]]:
    # trec_eval's nDCG reads memory it never wrote, and may not come back, when all grades of a query are negative.
    grades = st.dictionaries(ids, st.integers(-1, 3), min_size=1).filter(lambda found: max(found.values()) >= 0)
    return st.dictionaries(st.sampled_from(qids), grades, min_size=1)


def agree(names: list[str], qrels: dict[str, dict[str, int]], run: dict[str, dict[str, float]]) -> None:
    theirs = values(ir_measures.iter_calc([ir_measures.parse_measure(name) for name in names], qrels, run))
    rankings = {qid: [article for article, _ in trec_order(scored.items())] for qid, scored in run.items()}
    ours = score_rankings(qrels, rankings, names)
    assert {(name, qid) for name in names for qid in ours[name]} == set(theirs)
    for (name, qid), value in theirs.items():
        assert ours[name][qid] == pytest.approx(value, abs=1e-9), (name, qid)


@settings(max_examples=150, deadline=None)
@given(
    qrels_of("q1", "q2", "q3"),
    st.dictionaries(st.sampled_from(["q1", "q2", "q4"]), st.dictionaries(ids, scores, min_size=1), min_size=1),
)
def test_numbers_are_those_of_trec_eval(qrels: dict[str, dict[str, int]], run: dict[str, dict[str, float]]) -> None:
    """Every query and measure equals ir_measures, with ties, negative grades, missing and unjudged queries."""
    agree(TREC_NAMES, qrels, run)


@settings(max_examples=50, deadline=None)
@given(qrels_of("q1", "q2"), st.lists(ids, unique=True, min_size=1))
def test_cut_reciprocal_ranks_are_those_of_ir_measures(qrels: dict[str, dict[str, int]], ranking: list[str]) -> None:
    """RR@k agrees too, on rankings without ties."""
    run = {"q1": {article: float(-rank) for rank, article in enumerate(ranking)}}
    agree([f"RR@{k}" for k in DEPTHS], qrels, run)
