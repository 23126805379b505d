"""Linking: hand-made weights that want the nearest cue, and laws that hold for any weights."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.extraction.attributions.features import FEATURES
from onrecord.extraction.attributions.labels import ROLES, Fragment
from onrecord.extraction.attributions.linking import Group, likelihoods, link_fragments, link_shapes
from onrecord.extraction.attributions.links import LINK_FEATURES, build_pairs


def _near_is_good() -> dict[str, np.ndarray]:
    """Weights that are worth 6 for a cue beside the fragment and lose 10 over the full distance."""
    arrays = {name: np.zeros(shape, dtype=np.float32) for name, shape in link_shapes(2).items()}
    for role in ("source", "content"):
        arrays[f"link.{role}.pair"][LINK_FEATURES.index("words between"), 0] = 1
        arrays[f"link.{role}.worth"][0] = -10
        arrays[f"link.{role}.worth.bias"][0] = 6
    return arrays


def _link(fragments: list[Fragment], arrays=None, starts=(0,)) -> list[Group]:
    features = np.zeros((100, len(FEATURES)), dtype=np.float32)
    certainty = np.zeros(len(fragments), dtype=np.float32)
    pairs = build_pairs(fragments, certainty, features, np.array(starts))
    return link_fragments(fragments, pairs, arrays or _near_is_good())


def _fragments(*parts: tuple[str, int, int]) -> list[Fragment]:
    return [Fragment(first, last, role) for role, first, last in parts]


def _parts(groups: list[Group]) -> list[tuple[int | None, int | None, tuple[int, ...]]]:
    return [(group.source, group.cue, group.content) for group in groups]


def test_contents_around_a_cue_are_joined():
    """`content, source cue, content` is one attribution with two contents."""
    fragments = _fragments(("content", 0, 4), ("source", 5, 5), ("cue", 6, 6), ("content", 7, 12))
    assert _parts(_link(fragments)) == [(1, 2, (0, 3))]


def test_each_cue_takes_what_is_near():
    """Two attributions in a row keep apart."""
    fragments = _fragments(
        ("source", 0, 1), ("cue", 2, 2), ("content", 3, 9), ("source", 30, 30), ("cue", 31, 31), ("content", 32, 40)
    )
    assert _parts(_link(fragments)) == [(0, 1, (2,)), (3, 4, (5,))]


def test_no_link_over_the_end_of_a_paragraph():
    """A content in the next paragraph is no content of the cue, and neither is found."""
    fragments = _fragments(("source", 0, 0), ("cue", 1, 1), ("content", 2, 6))
    assert _parts(_link(fragments, starts=(0, 2))) == []


def test_a_cue_without_content_takes_one_that_another_can_spare():
    """The first cue is nearest to both contents, but the second would be left with none."""
    fragments = _fragments(("content", 0, 2), ("cue", 3, 3), ("content", 4, 6), ("cue", 12, 12))
    assert _parts(_link(fragments)) == [(None, 1, (0,)), (None, 3, (2,))]


def test_of_two_sources_the_nearer_speaks():
    """One cue has one source."""
    fragments = _fragments(("source", 0, 0), ("source", 5, 5), ("cue", 6, 6), ("content", 7, 9))
    assert _parts(_link(fragments)) == [(1, 2, (3,))]


def test_one_source_may_speak_at_two_cues():
    """`she said that … and denied that …`: both attributions have the one source."""
    fragments = _fragments(("source", 0, 0), ("cue", 1, 1), ("content", 2, 4), ("cue", 6, 6), ("content", 7, 9))
    assert _parts(_link(fragments)) == [(0, 1, (2,)), (0, 3, (4,))]


def test_likelihoods_by_hand():
    """Two candidates worth log 2 and 0 beside "no cue" worth 0: a half, a quarter, and a quarter left."""
    worth = np.log(np.array([2, 1, 1], dtype=np.float32))
    assert likelihoods(worth, np.array([4, 4, 7])).tolist() == pytest.approx([0.5, 0.25, 0.5])


@st.composite
def _any_fragments(draw: st.DrawFn) -> list[Fragment]:
    found, word = [], 0
    for _ in range(draw(st.integers(0, 14))):
        first = word + draw(st.integers(0, 2))
        last = first + draw(st.integers(0, 3))
        found.append(Fragment(first, last, draw(st.sampled_from(ROLES))))
        word = last + 1
    return found


@settings(deadline=None)
@given(_any_fragments(), st.integers(0, 2**32 - 1))
def test_laws_of_linking(fragments, seed):
    """Whatever the weights: a cue and a content are used once at most, all in their roles, and in order."""
    random = np.random.default_rng(seed)
    arrays = {name: random.normal(0, 2, shape).astype(np.float32) for name, shape in link_shapes(3).items()}
    groups = _link(fragments, arrays, starts=(0, 9, 20))
    for role, used in (
        ("source", [group.source for group in groups if group.source is not None]),
        ("cue", [group.cue for group in groups]),
        ("content", [number for group in groups for number in group.content]),
    ):
        assert role == "source" or len(used) == len(set(used))
        assert all(fragments[number].role == role for number in used)
    assert all(group.content and list(group.content) == sorted(group.content) for group in groups)
    assert all(0 <= group.link <= 1 for group in groups)
    firsts = [(min(group.cue, *group.sources, *group.content), group.cue) for group in groups]
    assert all(before < after for before, after in pairwise(firsts))
