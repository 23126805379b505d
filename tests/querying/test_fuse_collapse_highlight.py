"""Fusion by hand, one answer for one place, and highlights of stems and phrases."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import BadInput
from onrecord.querying.collapse import Placed, collapse
from onrecord.querying.fuse import ArmScores, Fusion, fuse, reciprocal_rank
from onrecord.querying.highlight import highlights
from onrecord.records import Span
from onrecord.text.terms import Analyser


def test_reciprocal_rank() -> None:
    """By hand: first in one list, third in the other."""
    assert reciprocal_rank([1, 3]) == pytest.approx(1 / 61 + 1 / 63)
    assert fuse({"a": ArmScores(9.0, 0.1, 1, None)}, 20.0, Fusion("rrf")) == {"a": pytest.approx(1 / 61)}


def test_convex() -> None:
    """By hand: half of the ideal BM25 score and a cosine of .5, mixed 4 : 6; a negative cosine counts as none."""
    arms = {"a": ArmScores(5.0, 0.5), "b": ArmScores(10.0, -0.3)}
    assert fuse(arms, 10.0, Fusion(weight=0.6)) == {"a": pytest.approx(0.5), "b": pytest.approx(0.4)}


def test_nothing_to_fuse() -> None:
    """No candidates, and candidates that neither arm scored, are no error."""
    assert fuse({}, 1.0, Fusion()) == {}
    assert fuse({"a": ArmScores(0.0, 0.0)}, 0.0, Fusion()) == {"a": 0.0}


@given(st.dictionaries(st.integers(), st.tuples(st.floats(0, 50), st.floats(-1, 1)), min_size=1), st.floats(0, 1))
def test_fused_scores_are_between_0_and_1(scores: dict[int, tuple[float, float]], weight: float) -> None:
    """Convex scores stay in [0, 1], and whoever is best in both arms is best."""
    arms = {key: ArmScores(*pair) for key, pair in scores.items()}
    fused = fuse(arms, 50.0, Fusion(weight=weight))
    assert all(-1e-9 <= value <= 1 + 1e-9 for value in fused.values())
    best = max(arms, key=lambda key: (arms[key].bm25, arms[key].vector))
    if all(arms[best].vector >= other.vector for other in arms.values()):
        assert fused[best] >= max(fused.values()) - 1e-9


@pytest.mark.parametrize("wrong", [{"weight": 1.5}, {"method": "sum"}, {"constant": 0}])
def test_wrong_settings(wrong: dict) -> None:
    """Settings outside their range are refused when they are made."""
    with pytest.raises(BadInput, match="expected"):
        Fusion(**wrong)


def test_collapse() -> None:
    """The better of two overlapping hits stays; half of the shorter one decides; articles do not mix."""
    ranked = [
        (Placed("a", Span(0, 100)), 1),
        (Placed("a", Span(40, 60)), 2),  # inside the first
        (Placed("a", Span(60, 160)), 3),  # shares 40 of 100
        (Placed("a", Span(50, 150)), 4),  # shares 50 of 100
        (Placed("b", Span(0, 100)), 5),
    ]
    assert list(collapse(ranked)) == [1, 3, 5]


def test_highlights() -> None:
    """Stems match their forms, and a phrase is one span across its words."""
    text = "Sanctions were drawn. A “red line”, Sherman’s red lines, red."
    analyser = Analyser()
    tokens = list(analyser.tokens(text))
    phrase = analyser.terms("Red Line")
    found = highlights(tokens, {analyser.term("sanction")}, [phrase])
    assert [span.of(text) for span in found] == ["Sanctions", "red line", "red lines"]
    both = highlights(tokens, {"red", "sherman"}, [phrase])
    assert [span.of(text) for span in both] == ["red line", "Sherman’s", "red lines", "red"]
