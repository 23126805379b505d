"""Weights are moved for what pays and for nothing else; held-out questions never choose."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.evaluation.given_hits import GivenSpan
from onrecord.querying.evidence import Evidence
from onrecord.querying.fuse import ArmScores
from onrecord.querying.weights import Weights
from onrecord.records import Span, StoredUnit
from onrecord.uses.tune_cases import Case, Gathered
from onrecord.uses.tune_learn import GRIDS, Trials, cross_validate, learn

NEUTRAL = Weights(late=1.0)


def unit(row: int, span: Span | None = None) -> StoredUnit:
    return StoredUnit(row, "passage", span or Span(20 * row, 20 * row + 10), {}, 1, "article", "", "", "", "", "")


def case(name: str, right: ArmScores, wrong: ArmScores, cluster: str = "") -> Case:
    """A question with a right and a wrong candidate, worth 1 when the right one stands first."""

    def score(hits: Sequence[GivenSpan]) -> float:
        return float(hits[0].start == 20)

    evidence = Evidence(10.0, {1: right, 2: wrong}, {1: 0.0, 2: 0.0})
    return Case(name, cluster or name, Gathered(evidence, {1: unit(1), 2: unit(2)}), 10, score)


def by_vector(name: str, cluster: str = "") -> Case:
    """Only the vectors know what is right."""
    return case(name, ArmScores(5.0, 0.9, late=0.5), ArmScores(5.0, 0.1, late=0.6), cluster)


def by_late(name: str) -> Case:
    """Only late interaction knows, and the vectors are wrong."""
    return case(name, ArmScores(5.0, 0.5, late=0.9), ArmScores(5.0, 0.55, late=0.2))


def learned(cases: list[Case], start: Weights = NEUTRAL) -> Weights:
    return learn(Trials(cases), range(len(cases)), start, GRIDS["unit"])


def test_what_obviously_matters_is_found() -> None:
    """Ten questions that only the vectors answer: they get a weight, the rest stays as it was."""
    cases = [by_vector(f"v{n}") for n in range(10)]
    assert sum(Trials(cases).values(NEUTRAL)) == 0
    found = learned(cases)
    assert sum(Trials(cases).values(found)) == 10
    assert found != NEUTRAL
    assert (found.statement, found.neighbours, found.article) == (0, 0, 0)


def test_nothing_to_gain_changes_nothing() -> None:
    """Where all is right already, the start is what was learned."""
    assert learned([by_late(f"l{n}") for n in range(10)]) == NEUTRAL


def test_two_lucky_questions_are_noise() -> None:
    """Two of forty that gain by vectors move nothing, three do."""
    plain = [by_late(f"l{n}") for n in range(37)]
    assert learned([*plain, by_vector("v1"), by_vector("v2"), by_late("l37")]) == NEUTRAL
    assert learned([*plain, by_vector("v1"), by_vector("v2"), by_vector("v3")]) != NEUTRAL


def test_questions_on_one_article_are_one_piece_of_evidence() -> None:
    """Six that gain on one article are as little proof as one that gains."""
    plain = [by_late(f"l{n}") for n in range(30)]
    assert learned([*plain, *(by_vector(f"v{n}", cluster="one") for n in range(6))]) == NEUTRAL
    assert learned([*plain, *(by_vector(f"v{n}") for n in range(6))]) != NEUTRAL


def test_a_held_out_cluster_cannot_choose_its_own_weights() -> None:
    """What only one cluster wants is not learned for it: its fold is scored with what the others want."""
    cases = [by_late(f"l{n}") for n in range(12)] + [by_vector(f"v{n}", cluster="one") for n in range(4)]
    found = cross_validate(Trials(cases), 5, NEUTRAL, GRIDS["unit"])
    assert found.after == found.before == (1.0,) * 12 + (0.0,) * 4
    assert found.weights == (NEUTRAL,) * 5


def test_cross_validation_scores_each_question_by_weights_of_the_others() -> None:
    """Twenty questions want the same thing, so each gains by what the others taught."""
    cases = [by_vector(f"v{n}") for n in range(20)]
    found = cross_validate(Trials(cases), 5, NEUTRAL, GRIDS["unit"])
    assert (found.before, found.after) == ((0.0,) * 20, (1.0,) * 20)
    assert len(found.weights) == 5


def test_learning_comes_home_when_that_costs_nothing() -> None:
    """From a start that is right already, all grids tie and the start stays, whatever it is."""
    start = Weights(late=0.3, vector=0.07, neighbours=0.33)
    assert learned([by_late(f"l{n}") for n in range(10)], start) == start


def test_a_candidate_over_a_better_one_is_shown_once() -> None:
    """Overlapping candidates collapse as in a search."""
    evidence = Evidence(1.0, {n: ArmScores(0.0, 0.0, late=late) for n, late in ((1, 0.9), (2, 0.8), (3, 0.7))}, {})
    units = {1: unit(1, Span(0, 10)), 2: unit(2, Span(2, 12)), 3: unit(3, Span(30, 40))}
    assert Case("q", "q", Gathered(evidence, units), 10, len).order(NEUTRAL) == [1, 3]


def test_without_evidence_the_hits_are_what_they_are() -> None:
    """No weights have a say in a search that late interaction takes no part in."""
    shown = [GivenSpan("a", 0, 5, 1.0)] * 3
    fixed = Case("q", "q", Gathered(None, {}, shown), 10, lambda hits: len(hits) / 4)
    assert fixed.value(NEUTRAL) == fixed.value(Weights(vector=1.0)) == 0.75
