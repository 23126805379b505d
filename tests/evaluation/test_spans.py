"""Span measures: sums by hand, and a brute-force twin written from the definitions alone."""

import math
import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import BadInput
from onrecord.evaluation.judgments import GoldSpan, JudgedQuery
from onrecord.evaluation.spans import answers, area_under_roc, same_person, score_query, score_run


@dataclass(frozen=True)
class FakeHit:
    article: str
    start: int
    end: int
    score: float = 1.0
    speaker: str | None = None


def asked(
    *gold: GoldSpan, qid: str = "q", family: str = "quote", style: str = "keyword", speaker: str | None = None
) -> JudgedQuery:
    return JudgedQuery(qid, family, style, "words", speaker, gold)


GOLD = GoldSpan("a", 100, 110, 2)
SIDE = GoldSpan("a", 110, 120, 1)
FAR = GoldSpan("b", 0, 50, 1)
MISS = FakeHit("a", 0, 50)


@pytest.mark.parametrize(
    ("hit", "expected"),
    [
        (FakeHit("a", 100, 105), True),
        (FakeHit("a", 101, 105), False),
        (FakeHit("a", 105, 900), True),
        (FakeHit("b", 100, 110), False),
        (FakeHit("a", 0, 1200), True),
        (FakeHit("a", 0, 1201), False),
        (FakeHit("a", 200, 300), False),
    ],
)
def test_a_hit_answers_when_it_covers_half(hit: FakeHit, expected: bool) -> None:
    """Exactly half is enough, another article is not, and 1,200 characters are the limit."""
    assert answers(hit, GOLD, 1200) is expected


def test_a_gold_span_of_any_article_is_answered_by_any() -> None:
    """The document name `*` stands for every article."""
    assert answers(FakeHit("z", 0, 10), GoldSpan("*", 0, 10, 1))


def test_one_query_by_hand() -> None:
    """Answers of grade 2 and 1 on ranks 2 and 4, a third never found."""
    hits = [MISS, FakeHit("a", 100, 110), FakeHit("a", 100, 110), FakeHit("b", 0, 60)]
    score = score_query(asked(GOLD, FAR, GoldSpan("c", 0, 9, 1)), hits)
    expected = (3 / math.log2(3) + 1 / math.log2(5)) / (3 + 1 / math.log2(3) + 1 / 2)
    assert score.ndcg == pytest.approx(expected)
    assert [score.hit_at_1, score.reciprocal_rank, score.recall] == pytest.approx([0.0, 0.5, 2 / 3])
    assert score.who_at_1 is None


def test_a_hit_that_answers_several_counts_for_the_best() -> None:
    """One hit over two answers gains 3 of the ideal 3 + 1/log2(3) and closes both: the next hit gains nothing."""
    score = score_query(asked(SIDE, GOLD), [FakeHit("a", 90, 130), FakeHit("a", 110, 120)])
    assert score.ndcg == pytest.approx(3 / (3 + 1 / math.log2(3)))
    assert score.recall == 1.0


def test_only_the_first_k_hits_count() -> None:
    """An answer on rank 3 is nothing at k=2, and the ideal is cut at k as well."""
    hits = [MISS, MISS, FakeHit("a", 100, 110)]
    assert score_query(asked(GOLD), hits, k=2).values() == {"nDCG": 0.0, "hit@1": 0.0, "RR": 0.0, "R": 0.0}
    assert score_query(asked(GOLD, FAR), [FakeHit("a", 100, 110)], k=1).ndcg == 1.0


def test_the_speaker_is_asked_of_first_hits_that_answer() -> None:
    """A first hit that misses says nothing about speakers; no speaker in the judgments, nothing to name."""
    right, silent = FakeHit("a", 100, 110, speaker="W. SHERMAN"), FakeHit("a", 100, 110)
    named = asked(GOLD, speaker="Wendy Sherman")
    assert score_query(named, [right]).who_at_1 == 1.0
    assert score_query(named, [silent]).who_at_1 == 0.0
    assert score_query(named, [MISS, right]).who_at_1 is None
    assert score_query(asked(GOLD), [right]).who_at_1 is None


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("Sergei Ryabkov", "ryabkov", True),
        ("Carpenter.", "Michael CARPENTER", True),
        ("Wendy Sherman", "Wendy Shearman", False),
        (None, None, False),
        ("", "", False),
        ("...", "?", False),
    ],
)
def test_people_are_compared_by_their_last_word(a: str | None, b: str | None, expected: bool) -> None:
    """Case and punctuation do not matter; nobody is not the same as nobody."""
    assert same_person(a, b) is expected


def test_groups_of_a_run() -> None:
    """All, each family, none and each style stand in this order; the means are taken within each."""
    judged = [
        asked(GOLD, qid="1", family="quote", style="verbatim"),
        asked(FAR, qid="2", family="claim", style="keyword"),
        asked(qid="3", family="none", style="keyword"),
        asked(GOLD, qid="4", family="quote", style="keyword"),
    ]
    answer = FakeHit("a", 100, 110, score=5.0)
    report = score_run(
        judged, {"1": [answer], "4": [MISS, answer], "3": [FakeHit("a", 0, 1, score=1.0)], "9": [answer]}
    )
    assert list(report.groups) == ["all", "claim", "quote", "none", "~keyword", "~verbatim"]
    assert report.value("all", "RR") == pytest.approx(1.5 / 3)
    assert report.value("quote", "hit@1") == 0.5
    assert report.value("claim", "nDCG") == 0.0
    assert report.value("~keyword", "RR") == 0.25
    assert {name: group.n for name, group in report.groups.items()} == {
        "all": 3, "claim": 1, "quote": 2, "none": 1, "~keyword": 2, "~verbatim": 1,
    }  # fmt: skip
    # Best scores 5, nothing, 1 against 1: above, below, tie.
    assert report.groups["none"].measures == {"silence": 0.0, "AUROC": 0.5}
    assert report.value("none", "nDCG") is None
    assert report.value("person", "nDCG") is None
    assert report.to_dict()["all"]["RR"] == 0.5


def test_silence_counts_queries_without_hits() -> None:
    """Two silent of three; no answerable query leaves the AUROC undefined."""
    judged = [asked(qid=str(i), family="none") for i in range(3)]
    report = score_run(judged, {"1": [MISS], "2": []})
    assert report.groups["none"].measures == {"silence": pytest.approx(2 / 3)}
    assert list(report.groups) == ["none"]


def test_grades_of_nothing_but_zero_gain_nothing() -> None:
    """No division by an ideal of zero."""
    assert score_query(asked(GoldSpan("a", 0, 9, 0)), [FakeHit("a", 0, 9)]).ndcg == 0.0


def test_impossible_requests_are_refused() -> None:
    """k below 1, a query without gold and a score that is no number are BadInput."""
    with pytest.raises(BadInput, match="k is 0"):
        score_query(asked(GOLD), [], k=0)
    with pytest.raises(BadInput, match="k is 0"):
        score_run([], {}, k=0)
    with pytest.raises(BadInput, match="no gold spans"):
        score_query(asked(), [])
    with pytest.raises(BadInput, match="not a number"):
        score_run([asked(GOLD)], {"q": [FakeHit("a", 0, 1, score=math.nan)]})


numbers = st.floats(-3, 3) | st.sampled_from([0.0, 1.0, -math.inf])


@given(st.lists(numbers, min_size=1), st.lists(numbers, min_size=1))
def test_auroc_counts_pairs(positives: list[float], negatives: list[float]) -> None:
    """The sorted form equals the count over all pairs."""
    pairs = [1.0 if p > n else 0.5 if p == n else 0.0 for p in positives for n in negatives]
    assert area_under_roc(positives, negatives) == pytest.approx(sum(pairs) / len(pairs))


def twin(
    judged: Sequence[JudgedQuery], run: Mapping[str, Sequence[FakeHit]], k: int, limit: int
) -> dict[str, dict[str, float]]:
    """The measures from sets of characters and nested loops, group by group."""
    out: dict[str, dict[str, float]] = {}
    answerable = [q for q in judged if q.gold]
    groups = {"all": answerable}
    for q in answerable:
        groups.setdefault(q.family, [x for x in answerable if x.family == q.family])
        groups.setdefault("~" + q.style, [x for x in answerable if x.style == q.style])

    def right(hit: FakeHit, gold: GoldSpan) -> bool:
        common = set(range(hit.start, hit.end)) & set(range(gold.start, gold.end))
        place = gold.doc == "*" or gold.doc == hit.article
        return place and hit.end - hit.start <= limit and len(common) >= (gold.end - gold.start) / 2

    def measures(q: JudgedQuery) -> dict[str, float]:
        hits = list(run.get(q.qid, []))[:k]
        taken: dict[int, list[int]] = {}
        for g in q.gold:
            first = min((r for r, h in enumerate(hits) if right(h, g)), default=-1)
            taken.setdefault(first, []).append(2**g.grade - 1)
        missed = len(taken.pop(-1, []))
        gain = sum(max(gains) / math.log2(r + 2) for r, gains in taken.items())
        ideal = sum(
            g / math.log2(r + 2) for r, g in enumerate(sorted((2**g.grade - 1 for g in q.gold), reverse=True)[:k])
        )
        values = {
            "nDCG": gain / ideal,
            "hit@1": 1.0 if 0 in taken else 0.0,
            "RR": 1 / (min(taken) + 1) if taken else 0.0,
            "R": (len(q.gold) - missed) / len(q.gold),
        }
        if q.speaker and 0 in taken:
            said = (hits[0].speaker or "").strip(string.punctuation + " ").lower()
            values["who@1"] = float(bool(said) and said.split()[-1] == q.speaker.lower().split()[-1])
        return values

    for name, members in groups.items():
        rows = [measures(q) for q in members]
        if rows:
            out[name] = {"n": len(rows)}
        for measure in ("nDCG", "hit@1", "RR", "R", "who@1"):
            column = [row[measure] for row in rows if measure in row]
            if column:
                out[name][measure] = sum(column) / len(column)
    nothing = [q for q in judged if not q.gold]
    if nothing:
        tops = {q.qid: run[q.qid][0].score if run.get(q.qid) else -math.inf for q in judged}
        pairs = [(tops[a.qid] > tops[b.qid]) + (tops[a.qid] == tops[b.qid]) / 2 for a in answerable for b in nothing]
        out["none"] = {"n": len(nothing), "silence": sum(not run.get(q.qid) for q in nothing) / len(nothing)}
        if pairs:
            out["none"]["AUROC"] = sum(pairs) / len(pairs)
    return out


PEOPLE = [None, "", "Ann Lee", "Bo Lee", "Cy Poe"]
golds = st.builds(
    lambda doc, start, size, grade: GoldSpan(doc, start, start + size, grade),
    st.sampled_from(["a", "b", "*"]), st.integers(0, 30), st.integers(1, 12), st.integers(1, 3),
)  # fmt: skip
fake_hits = st.builds(
    lambda article, start, size, score, speaker: FakeHit(article, start, start + size, score, speaker),
    st.sampled_from("ab"), st.integers(0, 30), st.integers(0, 25), st.sampled_from([0.0, 0.5, 1.0]),
    st.sampled_from(PEOPLE),
)  # fmt: skip


@st.composite
def scored_sets(draw: st.DrawFn) -> tuple[list[JudgedQuery], dict[str, list[FakeHit]]]:
    judged, run = [], {}
    for number in range(draw(st.integers(1, 6))):
        gold = tuple(draw(st.lists(golds, max_size=4)))
        family = draw(st.sampled_from(["quote", "claim"])) if gold else "none"
        style = draw(st.sampled_from(["keyword", "verbatim"]))
        judged.append(JudgedQuery(f"q{number}", family, style, "words", draw(st.sampled_from(PEOPLE)), gold))
        if draw(st.booleans()):
            run[f"q{number}"] = draw(st.lists(fake_hits, max_size=5))
    return judged, run


@settings(max_examples=300, deadline=None)
@given(scored_sets(), st.integers(1, 5), st.integers(5, 25))
def test_the_report_equals_the_twin(
    case: tuple[list[JudgedQuery], dict[str, list[FakeHit]]], k: int, limit: int
) -> None:
    """Every group and measure agrees with the brute-force version, on whatever comes."""
    report = score_run(*case, k=k, max_chars=limit)
    ours = {name: dict(group.measures) | {"n": group.n} for name, group in report.groups.items()}
    theirs = twin(*case, k, limit)
    assert ours.keys() == theirs.keys()
    for name, measures in theirs.items():
        assert ours[name] == pytest.approx(measures), name
