"""Suites score any run: the shared tool's numbers for spans, trec_eval's for articles, stated rules for the rest."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import BadInput
from onrecord.evaluation.article_suite import ArticleSuite
from onrecord.evaluation.given_hits import GivenSpan
from onrecord.evaluation.judgments import GoldSpan, JudgedQuery
from onrecord.evaluation.runs import Run
from onrecord.evaluation.span_suite import SpanSuite
from onrecord.evaluation.spans import score_run


def judged(qid: str, *gold: GoldSpan, family: str = "quote", speaker: str | None = None) -> JudgedQuery:
    return JudgedQuery(qid, family if gold else "none", "keyword", f"words of {qid}", speaker, gold)


GOLD = GoldSpan("a", 100, 110, 2)
JUDGED = [judged("q1", GOLD, speaker="Ada Quay"), judged("q2", GoldSpan("b", 0, 10, 1)), judged("q3"), judged("q4")]
RIGHT, WRONG = GivenSpan("a", 95, 120, 0.9, "Mrs Quay"), GivenSpan("z", 0, 9, 0.8)


def test_span_values_by_hand() -> None:
    """q1 right on rank 1 by the right speaker, q2 on rank 2 of 2 looked at; of two questions without an answer one
    is met with silence, and the other's score lies between."""
    suite = SpanSuite("harbour", JUDGED, k=2)
    run = Run({"q1": [RIGHT], "q2": [WRONG, GivenSpan("b", 0, 9, 0.1)], "q3": [GivenSpan("z", 0, 5, 0.85)], "q4": []})
    scored = suite.score(run)
    assert scored.values["q1"] == {"nDCG@2": 1.0, "hit@1": 1.0, "RR@2": 1.0, "R@2": 1.0, "who@1": 1.0}
    assert scored.values["q2"] == {
        "nDCG@2": pytest.approx(1 / math.log2(3)), "hit@1": 0.0, "RR@2": 0.5, "R@2": 1.0
    }  # fmt: skip
    assert (scored.values["q3"], scored.values["q4"]) == ({}, {})
    # q1 is above both, q2 above the silent one only.
    assert scored.overall == {"silence": 0.5, "AUROC": 0.75}
    assert scored.remarks == ()
    assert [q.answerable for q in suite.questions] == [True, True, False, False]
    assert suite.settings == {"k": 2, "max_chars": 1200}
    assert suite.articles == ("a", "b")


spans = st.builds(
    GivenSpan,
    st.sampled_from("ab"),
    st.integers(90, 110),
    st.integers(110, 130),
    st.sampled_from([0.1, 0.5, 0.9]),
    st.sampled_from([None, "Ada Quay", "Bo Pier"]),
)
golds = st.builds(GoldSpan, st.sampled_from("ab"), st.integers(90, 109), st.integers(110, 130), st.integers(1, 2))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(golds, max_size=3), min_size=1, max_size=5),
    st.lists(st.lists(spans, max_size=5), min_size=5, max_size=5),
)
def test_span_means_are_those_of_the_shared_tool(gold: list[list[GoldSpan]], hits: list[list[GivenSpan]]) -> None:
    """Value by value they are what `score_run`, which is the tool's twin, reports as means."""
    queries = [judged(f"q{n}", *found, speaker="Ada Quay") for n, found in enumerate(gold)]
    run = {f"q{n}": found for n, found in enumerate(hits[: len(queries)])}
    scored = SpanSuite("s", queries, k=3).score(Run(run))
    report = score_run(queries, run, k=3)
    for ours, theirs in (("nDCG@3", "nDCG"), ("hit@1", "hit@1"), ("RR@3", "RR"), ("R@3", "R"), ("who@1", "who@1")):
        values = [row[ours] for row in scored.values.values() if ours in row]
        expected = report.value("all", theirs)
        assert (sum(values) / len(values) if values else None) == pytest.approx(expected)
    for name in ("silence", "AUROC"):
        assert scored.overall.get(name) == report.value("none", name)


def test_span_measures_are_chosen_by_name() -> None:
    """Any depth up to k; a bare name means k; the same measure twice is one."""
    suite = SpanSuite("s", JUDGED, k=5, measures=["hit@3", "nDCG", "NDCG@5", "who", "Recall@1"])
    assert suite.measures == ("hit@3", "nDCG@5", "who@1", "R@1")
    run = Run({"q1": [WRONG, WRONG, RIGHT]})
    assert suite.score(run).values["q1"] == {"hit@3": 1.0, "nDCG@5": 0.5, "R@1": 0.0}


@pytest.mark.parametrize("name", ["AP", "nDCG@11", "who@2", "R@0", "R@x", "", "nDCG@" + "9" * 5000])
def test_span_measures_that_are_not(name: str) -> None:
    """A measure of articles, more hits than are asked for, no depth."""
    with pytest.raises(BadInput, match="measure "):
        SpanSuite("s", JUDGED, measures=[name])


def test_runs_that_lack_or_add_questions() -> None:
    """What is missing scores 0 and what nobody judged does not count; both are told with their ids."""
    scored = SpanSuite("s", JUDGED).score(Run({"q1": [RIGHT], "x": [RIGHT]}))
    assert scored.values["q2"]["RR@10"] == 0.0
    assert scored.overall["silence"] == 1.0
    assert scored.remarks == (
        "3 of 4 questions missing, counted as without hits: 'q2', 'q3', 'q4'",
        "1 answered but not judged, not counted: 'x'",
    )


@pytest.mark.parametrize("hit", [("a", 1.0), {"article": "a", "start": 0, "end": 1, "score": math.nan}])
def test_a_hit_that_cannot_be_scored_is_named(hit: object) -> None:
    """The run, the question and the rank are in the message."""
    with pytest.raises(BadInput, match=r"r\.jsonl: query 'q2', hit 2: "):
        SpanSuite("s", JUDGED).score(Run({"q2": [RIGHT, hit]}, origin="r.jsonl"))


def test_empty_suites() -> None:
    """Nothing to ask is an error, and so is no depth."""
    with pytest.raises(BadInput, match="no questions"):
        SpanSuite("s", [])
    with pytest.raises(BadInput, match="no judgments"):
        ArticleSuite("s", {}, {})
    with pytest.raises(BadInput, match="k 0"):
        SpanSuite("s", JUDGED, k=0)
    with pytest.raises(BadInput, match="k is 0"):
        ArticleSuite("s", {}, {"q": {"a": 1}}, k=0)


QRELS = {"q1": {"a": 2, "b": 1, "c": 0, "d": -1}, "q2": {"e": 1}, "q3": {"f": 0}}


def test_article_values_by_hand() -> None:
    """Linear gains, negative grades gain nothing, a question without a relevant article scores 0."""
    suite = ArticleSuite("s", {"q1": "one"}, QRELS, measures=["nDCG@10", "AP", "P@2"])
    scored = suite.score(Run({"q1": ["d", "b", "a"], "q2": [("x", 3.0), ("e", 2.0)]}))
    ideal = 2 + 1 / math.log2(3)
    assert scored.values["q1"] == {
        "nDCG@10": pytest.approx((1 / math.log2(3) + 2 / 2) / ideal),
        "AP": pytest.approx((1 / 2 + 2 / 3) / 2),
        "P@2": 0.5,
    }
    assert scored.values["q2"]["AP"] == 0.5
    assert scored.values["q3"] == {"nDCG@10": 0.0, "AP": 0.0, "P@2": 0.0}
    assert [(q.query, q.family, q.answerable) for q in suite.questions] == [
        ("one", "all", True), ("", "all", True), ("", "all", False)
    ]  # fmt: skip
    assert scored.first["q2"].score == 3.0


def test_only_the_first_k_articles_count() -> None:
    """Runs of different depth are compared at one."""
    suite = ArticleSuite("s", {}, QRELS, k=1, measures=["R@100"])
    assert suite.score(Run({"q1": ["b", "a"], "q2": ["x", "e"]})).values == {
        "q1": {"R@100": 0.5}, "q2": {"R@100": 0.0}, "q3": {"R@100": 0.0}
    }  # fmt: skip


def test_hits_in_one_article_are_one_and_articles_come_once() -> None:
    """Spans of an article further down are passed over and told; an article listed twice is an error."""
    suite = ArticleSuite("s", {}, QRELS, measures=["AP"])
    found = [GivenSpan("a", 0, 5, 3.0), GivenSpan("a", 9, 12, 2.0), GivenSpan("b", 0, 5, 1.0)]
    scored = suite.score(Run({"q1": found, "q2": [], "q3": []}))
    assert scored.values["q1"] == {"AP": 1.0}
    assert scored.remarks == ("1 passed over, because a hit in the same article stood further up",)
    with pytest.raises(BadInput, match="the run: query 'q1', hit 3: article 'a' stands there twice"):
        suite.score(Run({"q1": ["a", "b", "a"]}))


def test_recall_by_depth_stands_beside_the_measures() -> None:
    """Depths of one round digit up to k, those among the measures left out; values of answerable questions."""
    suite = SpanSuite("s", JUDGED, k=5, measures=["R@3"])
    assert suite.curve == ("R@1", "R@2", "R@5")
    scored = suite.score(Run({"q1": [WRONG, RIGHT], "q2": [], "q3": [], "q4": []}))
    assert scored.curve == {
        "q1": {"R@1": 0.0, "R@2": 1.0, "R@5": 1.0}, "q2": {"R@1": 0.0, "R@2": 0.0, "R@5": 0.0}, "q3": {}, "q4": {}
    }  # fmt: skip
    articles = ArticleSuite("s", {}, QRELS)
    assert articles.curve == ("R@1", "R@2", "R@3", "R@5", "R@10", "R@20", "R@30", "R@50")
    assert articles.score(Run({"q1": ["x", "b"]})).curve["q1"]["R@2"] == 0.5
