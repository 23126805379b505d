"""A run against an earlier record: the same questions paired, other data refused, missing questions named."""

from dataclasses import replace
from pathlib import Path

import pytest

from onrecord.benchmark import Benchmark
from onrecord.errors import BadInput
from onrecord.evaluation.benchmarking import Plan, make_benchmark
from onrecord.evaluation.checksums import Watch, articles_sha256, file_sha256
from onrecord.evaluation.comparisons import Drawing
from onrecord.evaluation.earlier import Earlier
from onrecord.evaluation.given_hits import GivenSpan
from onrecord.evaluation.judgments import GoldSpan, JudgedQuery
from onrecord.evaluation.runs import Run
from onrecord.evaluation.span_suite import SpanSuite
from onrecord.records import Article

COUNT = 12
JUDGED = [JudgedQuery(f"q{n}", "quote", "", f"words {n}", None, (GoldSpan(f"a{n}", 0, 9, 1),)) for n in range(COUNT)]
DATA = {"s.jsonl": "1" * 64, "articles": "2" * 64, "run txtai": "3" * 64}


def run(right: int) -> Run:
    """The first `right` questions answered on rank 1, the others not."""
    return Run({f"q{n}": [GivenSpan(f"a{n}" if n < right else "z", 0, 9, 1.0)] for n in range(COUNT)})


def made(earlier: Earlier | None = None, judged: list[JudgedQuery] = JUDGED, **runs: Run) -> Benchmark:
    suite = SpanSuite("s", judged)
    return make_benchmark(suite, runs, Plan(drawing=Drawing(2000), earlier=earlier), DATA)


OLD = made(bm25=run(2), hybrid=run(2))


def test_each_system_is_compared_with_itself() -> None:
    """Two more of twelve for bm25, ten for hybrid: p 2/4 and 2/1024, times the four comparisons, or three."""
    record = made(Earlier(OLD, "old"), bm25=run(4), hybrid=run(12))
    ndcg = {c.system: c for c in record.earlier if c.measure == "nDCG@10"}
    assert {c.against for c in record.earlier} == {"bm25 (old)", "hybrid (old)"}
    assert (ndcg["hybrid"].difference, ndcg["hybrid"].p) == (pytest.approx(10 / 12), 2 / 1024)
    assert ndcg["hybrid"].verdict == "better"
    assert (ndcg["bm25"].difference, ndcg["bm25"].p, ndcg["bm25"].verdict) == (
        pytest.approx(2 / 12), 0.5, "no difference seen"
    )  # fmt: skip
    alone = made(bm25=run(4), hybrid=run(12))
    assert alone.comparisons[0].p == record.comparisons[0].p
    assert alone.comparisons[0].p_holm < record.comparisons[0].p_holm
    assert record.notes == ()


def test_missing_questions_are_named() -> None:
    """What is new, what is gone, what is worded otherwise; only what both have is paired."""
    judged = [*JUDGED[2:], JudgedQuery("new", "quote", "", "words", None, (GoldSpan("n", 0, 9, 1),))]
    judged[0] = replace(judged[0], query="other words")
    record = made(Earlier(OLD, "old"), judged, hybrid=run(12))
    assert {c.questions for c in record.earlier} == {10}
    assert record.notes[-3:] == (
        "1 new since old: new",
        "2 in old and no longer asked: q0, q1",
        "1 worded differently in old: q2",
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"data": {**DATA, "s.jsonl": "9" * 64}}, "old was made on other data: s.jsonl differ; .*--even-if-changed"),
        ({"data": {**DATA, "articles": "8" * 64}}, "articles differ"),
        ({"data": {"articles": "2" * 64}}, "s.jsonl differ"),
        ({"settings": {"k": 5, "max_chars": 1200}}, ": k differ"),
    ],
)
def test_other_data_is_refused_unless_wanted(change: dict[str, object], message: str) -> None:
    """The names of what differs are told either way; another rival's file is no other data, and
    what was ranked elsewhere may not know its articles."""
    earlier = replace(OLD, **change)  # type: ignore[arg-type]
    with pytest.raises(BadInput, match=message):
        made(Earlier(earlier, "old"), hybrid=run(3))
    record = made(Earlier(earlier, "old", even_if_changed=True), hybrid=run(3))
    assert record.earlier
    assert "old was made on other data" in record.notes[-1]
    for data in ({**DATA, "run txtai": "0"}, {"s.jsonl": "1" * 64}):
        assert made(Earlier(replace(OLD, data=data), "old"), hybrid=run(3)).notes == ()


def test_nothing_in_common() -> None:
    """Another kind of answers, no common system, measure or question: each says what the record has."""
    with pytest.raises(BadInput, match="old ranks articles, this run spans"):
        made(Earlier(replace(OLD, kind="articles"), "old"), hybrid=run(1))
    with pytest.raises(BadInput, match="none of this run's systems is there; it has bm25, hybrid"):
        made(Earlier(OLD, "old"), mine=run(1))
    with pytest.raises(BadInput, match="none of this run's measures"):
        made(Earlier(replace(OLD, measures=("AP",)), "old"), hybrid=run(1))
    with pytest.raises(BadInput, match="none of this run's questions"):
        made(Earlier(replace(OLD, questions=()), "old"), hybrid=run(1))


def test_the_focus_is_compared_with_all_others() -> None:
    """hybrid unless another is named, the first where there is none; alone it is compared with nobody."""
    assert {(c.system, c.against) for c in OLD.comparisons} == {("hybrid", "bm25")}
    record = make_benchmark(
        SpanSuite("s", JUDGED), {"a": run(1), "b": run(2), "c": run(3)}, Plan("b", drawing=Drawing(200))
    )
    assert {(c.system, c.against) for c in record.comparisons} == {("b", "a"), ("b", "c")}
    assert made(first=run(1), second=run(2)).settings["focus"] == "first"
    assert made(only=run(1)).comparisons == ()
    with pytest.raises(BadInput, match="focus 'x'; expected one of only"):
        make_benchmark(SpanSuite("s", JUDGED), {"only": run(1)}, Plan("x"))
    with pytest.raises(BadInput, match="no systems"):
        make_benchmark(SpanSuite("s", JUDGED), {})


def test_silence_has_an_interval() -> None:
    """Of four questions without an answer two are met with silence; AUROC is over all pairs."""
    judged = JUDGED + [JudgedQuery(f"n{n}", "none", "", "words", None, ()) for n in range(4)]
    hits = run(12).hits | {"n0": [GivenSpan("z", 0, 9, 2.0)], "n1": [GivenSpan("z", 0, 9, 1.0)]}
    record = make_benchmark(SpanSuite("s", judged), {"a": Run(hits)}, Plan(drawing=Drawing(500)))
    silence, area = record.mean_of("a", "silence", "none"), record.mean_of("a", "AUROC", "none")
    assert silence is not None
    assert area is not None
    assert (silence.mean, silence.low, silence.high, silence.questions) == (0.5, 0.0, 1.0, 4)
    assert area.mean == (2 + 0.5) / 4
    assert area.low is not None
    assert area.low < area.mean < (area.high or 0)


def test_edits_are_seen(tmp_path: Path) -> None:
    """A file that was changed or taken away after the watch began, and only such."""
    for name in "abc":
        (tmp_path / name).write_text(name)
    watch = Watch({name: tmp_path / name for name in "abc"})
    assert watch.changed() == []
    (tmp_path / "a").write_text("other")
    (tmp_path / "c").unlink()
    assert watch.changed() == ["a", "c"]
    assert watch.sums["b"] == file_sha256(tmp_path / "b")
    with pytest.raises(BadInput, match="cannot be read"):
        Watch({"gone": tmp_path / "gone"})


def test_articles_have_one_checksum_in_any_order() -> None:
    """Ids, titles and texts count; the order, dates and metadata do not."""
    one, two = Article("a", "text", title="T"), Article("b", "more")
    whole = articles_sha256([one, two])
    assert whole == articles_sha256([two, replace(one, date="2022")])
    assert whole != articles_sha256([one, replace(two, text="less")])
    assert whole != articles_sha256([replace(one, title=""), two])
    assert articles_sha256([]) != whole
