"""Means and differences over groups of questions, each with what chance may have done."""

import pytest

from onrecord.benchmark import Question
from onrecord.evaluation.comparisons import Drawing, find_differences, find_means, groups_of, settle

QUICK = Drawing(resamples=200)


def asked(number: int, family: str = "quote", style: str = "keyword", cluster: str = "") -> Question:
    return Question(f"q{number}", "words", family, style, cluster or f"q{number}", family != "none")


QUESTIONS = [asked(1), asked(2, "claim", "natural"), asked(3, "claim"), asked(4, "none"), asked(5, "claim", "")]


def test_groups_are_all_families_styles() -> None:
    """In that order, by name; unanswerable questions and empty names are in none; "all" is no family."""
    assert {name: [q.qid for q in members] for name, members in groups_of(QUESTIONS).items()} == {
        "all": ["q1", "q2", "q3", "q5"],
        "claim": ["q2", "q3", "q5"],
        "quote": ["q1"],
        "~keyword": ["q1", "q3"],
        "~natural": ["q2"],
    }
    assert list(groups_of([asked(1, "all", "")])) == ["all"]


SCORES = {
    "old": {"q1": {"RR": 0.5}, "q2": {"RR": 0.0, "who@1": 1.0}, "q3": {"RR": 1.0}, "q5": {"RR": 0.25}},
    "new": {"q1": {"RR": 1.0}, "q2": {"RR": 0.5}, "q3": {"RR": 1.0, "who@1": 0.0}, "q5": {"RR": 0.75}},
}


def test_means_by_hand() -> None:
    """(1 + .5 + 1 + .75) / 4; who@1 is over the questions that define it; no interval from one question."""
    means = {(m.system, m.measure, m.group): m for m in find_means(QUESTIONS, SCORES, ["RR", "who@1"], QUICK)}
    whole = means["new", "RR", "all"]
    assert (whole.mean, whole.questions) == (0.8125, 4)
    assert whole.low is not None
    assert whole.high is not None
    assert 0.5 <= whole.low <= 0.8125 <= whole.high <= 1.0
    assert means["old", "RR", "claim"].mean == pytest.approx(1.25 / 3, abs=1e-10)
    who = means["new", "who@1", "all"]
    assert (who.mean, who.questions, who.low, who.high) == (0.0, 1, None, None)
    assert ("old", "who@1", "quote") not in means


def test_differences_by_hand() -> None:
    """Gains of .5, .5, 0 and .5: mean .375, and p 2/8, because the question without a gain has no sign."""
    found = find_differences(QUESTIONS, SCORES, [("new", "old")], ["RR", "who@1"], QUICK)
    whole, claims = found
    assert (whole.group, whole.measure, whole.questions, whole.difference, whole.p) == ("all", "RR", 4, 0.375, 0.25)
    assert 0.0 <= whole.low <= 0.375 <= whole.high <= 0.5
    assert (claims.group, claims.questions, claims.p) == ("claim", 3, 0.5)


def test_what_cannot_be_compared_is_left_out() -> None:
    """A family of one cluster, a measure that the two define on different questions, a single family."""
    groups = {
        (d.group, d.measure) for d in find_differences(QUESTIONS, SCORES, [("new", "old")], ["RR", "who@1"], QUICK)
    }
    assert groups == {("all", "RR"), ("claim", "RR")}
    one_family = [asked(1), asked(2), asked(3)]
    assert [d.group for d in find_differences(one_family, SCORES, [("new", "old")], ["RR"], QUICK)] == ["all"]
    one_cluster = [asked(n, cluster="c") for n in (1, 2, 3)]
    assert find_differences(one_cluster, SCORES, [("new", "old")], ["RR"], QUICK) == []


def test_families_are_tested_in_the_first_measure_only() -> None:
    """Every further test would weaken the others."""
    scores = {name: {f"q{n}": {"RR": n / 9, "AP": n / 9} for n in range(9)} for name in ("a", "b")}
    questions = [asked(n, "quote" if n % 2 else "claim") for n in range(9)]
    found = find_differences(questions, scores, [("a", "b")], ["RR", "AP"], QUICK)
    assert [(d.group, d.measure) for d in found] == [("all", "RR"), ("all", "AP"), ("claim", "RR"), ("quote", "RR")]


def test_verdicts_are_settled_together() -> None:
    """Twenty questions, each gained: p is 1 in resamples and one; twice, because two comparisons were made."""
    questions = [asked(n) for n in range(20)]
    scores = {name: {f"q{n}": {"RR": value} for n in range(20)} for name, value in (("a", 1.0), ("b", 0.5), ("c", 1.0))}
    better, same = settle(find_differences(questions, scores, [("a", "b"), ("a", "c")], ["RR"], Drawing(999)))
    assert (better.p, better.p_holm, better.verdict) == (0.001, 0.002, "better")
    assert (better.difference, better.low, better.high) == (0.5, 0.5, 0.5)
    assert (same.p, same.p_holm, same.verdict) == (1.0, 1.0, "no difference seen")
    (worse,) = settle(find_differences(questions, scores, [("b", "a")], ["RR"], Drawing(999)))
    assert (worse.difference, worse.verdict) == (-0.5, "worse")
    assert settle([]) == ()
