"""Silence and AUROC with uncertainty, and the areas of two systems on the same draws."""

import pytest

from onrecord.benchmark import Question
from onrecord.evaluation.comparisons import Drawing
from onrecord.evaluation.given_hits import GivenSpan
from onrecord.evaluation.suites import Scored
from onrecord.evaluation.unanswered import Unanswered

COUNT = 20
QUESTIONS = [Question(f"q{n}", "w", "quote", "", f"q{n}", True) for n in range(COUNT)] + [
    Question(f"n{n}", "w", "none", "", f"n{n}", False) for n in range(COUNT)
]


def scored(area: float, answered: float, unanswered: float) -> Scored:
    """One first score for all questions that have an answer and one for all others."""
    first = {q.qid: GivenSpan("a", 0, 1, answered if q.answerable else unanswered) for q in QUESTIONS}
    return Scored({}, first, {"silence": 0.0, "AUROC": area})


def test_a_clear_gain_and_none() -> None:
    """Perfect against useless: .5 in every resample, p two in resamples and one; against itself p is 1."""
    both = {"sure": scored(1.0, 0.9, 0.1), "useless": scored(0.5, 0.5, 0.5), "same": scored(1.0, 9.0, 8.0)}
    better, same = Unanswered(QUESTIONS, Drawing(999)).differences(both, [("sure", "useless"), ("sure", "same")])
    assert (better.measure, better.group, better.questions) == ("AUROC", "none", COUNT)
    assert (better.difference, better.low, better.high, better.p) == (0.5, 0.5, 0.5, 2 / 1000)
    assert (same.difference, same.p) == (0.0, 1.0)


def test_means_have_intervals() -> None:
    """Half of the questions without an answer are met with silence, which is below every score."""
    result = scored(0.5, 0.5, 0.5)
    first = {qid: hit for qid, hit in result.first.items() if qid[0] == "q" or int(qid[1:]) % 2}
    means = Unanswered(QUESTIONS, Drawing(500)).means({"s": Scored({}, first, {"silence": 0.5, "AUROC": 0.75})})
    silence, area = means
    assert (silence.measure, silence.mean, area.measure, area.mean) == ("silence", 0.5, "AUROC", 0.75)
    for mean in means:
        assert mean.low is not None
        assert mean.high is not None
        assert mean.low < mean.mean < mean.high
        assert mean.high - mean.low == pytest.approx(0.44 if mean is silence else 0.22, abs=0.06)


def test_nothing_to_say_without_such_questions() -> None:
    """Suites of articles, and a single question that nothing answers."""
    known = QUESTIONS[:COUNT]
    assert Unanswered(known, Drawing(100)).means({"s": Scored({}, {})}) == []
    assert Unanswered(known, Drawing(100)).differences({"s": Scored({}, {}), "t": Scored({}, {})}, [("s", "t")]) == []
    one = Unanswered(QUESTIONS[: COUNT + 1], Drawing(100))
    assert one.differences({"s": scored(1.0, 2, 1), "t": scored(1.0, 2, 1)}, [("s", "t")]) == []
    assert [(mean.low, mean.high) for mean in one.means({"s": scored(1.0, 2, 1)})] == [(None, None)] * 2
