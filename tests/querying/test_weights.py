"""How evidence is added up: by hand, within its bounds, and refused when it makes no sense."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import BadInput
from onrecord.querying.evidence import Evidence
from onrecord.querying.fuse import ArmScores
from onrecord.querying.weights import ARTICLE_WEIGHTS, UNIT_WEIGHTS, Weights

parts = st.floats(0, 1)


def test_by_hand() -> None:
    """(1 x .6 + .5 x .4 + .5 x 3/6) / 2, and with a statement of 1 that weighs 2, half of it."""
    weights = Weights(late=1.0, vector=0.5, lexical=0.5, statement=2.0)
    plain = (0.6 + 0.2 + 0.25) / 2
    assert weights.score(0.6, 0.4, 3.0, 6.0, None) == pytest.approx(plain)
    assert weights.score(0.6, 0.4, 3.0, 6.0, 1.0) == pytest.approx((plain + 1.0) / 2)
    # A cosine below 0 counts as 0; a query of unknown words has no words found.
    assert weights.score(0.6, -0.4, 3.0, 0.0, None) == pytest.approx(0.3)


def test_words_count_for_queries_full_of_rare_ones() -> None:
    """BM25's share grows with the ideal document's score above `start`, and never falls below `lexical`."""
    weights = Weights(lexical=0.15, gain=0.01, start=24.0)
    assert [weights.lexical_share(ideal) for ideal in (0.0, 24.0, 39.0, 44.0)] == pytest.approx([0.15, 0.15, 0.15, 0.2])


@given(parts, parts, parts, st.floats(0.1, 80), st.none() | parts)
def test_the_mean_lies_within_its_evidence(
    late: float, vector: float, found: float, ideal: float, said: object
) -> None:
    """Evidence in [0, 1] gives a score in [0, 1], between the least and the most of it."""
    assert said is None or isinstance(said, float)
    for weights in (UNIT_WEIGHTS, ARTICLE_WEIGHTS, Weights(), Weights(1, 1, 1, 1, 1, 1)):
        score = weights.score(late, vector, found * ideal, ideal, said)
        evidence = [late, vector, found, *([said] if said is not None else [])]
        assert min(evidence) - 1e-9 <= score <= max(evidence) + 1e-9


@given(parts, parts, parts, st.floats(0.1, 80), parts)
def test_more_evidence_never_hurts(late: float, vector: float, found: float, ideal: float, said: float) -> None:
    """Raising any one part to 1 does not lower the score."""
    for weights in (UNIT_WEIGHTS, ARTICLE_WEIGHTS):
        score = weights.score(late, vector, found * ideal, ideal, said)
        for raised in ((1.0, vector, found, said), (late, 1.0, found, said), (late, vector, 1.0, said)):
            assert weights.score(raised[0], raised[1], raised[2] * ideal, ideal, raised[3]) >= score - 1e-9


@pytest.mark.parametrize(
    "facts",
    [{"late": -0.1}, {"vector": math.nan}, {"gain": math.inf}, {"neighbours": 1.5}, {"article": 2}, {"late": True},
     {"late": "1"}, {"late": 0.0}, {"statement": None}],
)  # fmt: skip
def test_weights_that_make_no_sense(facts: dict[str, object]) -> None:
    """Negative, no numbers, shares above 1, or nothing that counts: BadInput."""
    with pytest.raises(BadInput):
        Weights(**facts)  # type: ignore[arg-type]


def test_printed_and_made_again() -> None:
    """The weights are small enough to print, and what is printed makes them again."""
    assert Weights(**UNIT_WEIGHTS.to_dict()) == UNIT_WEIGHTS  # type: ignore[arg-type]
    assert Weights(**ARTICLE_WEIGHTS.to_dict()) == ARTICLE_WEIGHTS  # type: ignore[arg-type]


def test_those_not_read_keep_their_order_behind() -> None:
    """Candidates that late interaction did not read stand behind the read ones, as far apart as the fusion put them."""
    arms = {1: ArmScores(0, 0, late=0.2), 2: ArmScores(0, 0, late=0.5)}
    evidence = Evidence(0.0, arms, {1: 0.9, 2: 0.8, 3: 0.7, 4: 0.4}, rest=[3, 4])
    scores = evidence.scores(Weights())
    assert sorted(scores, key=lambda row: -scores[row]) == [2, 1, 3, 4]
    assert scores[3] - scores[4] == pytest.approx(0.3)
    assert scores[3] < scores[1]
