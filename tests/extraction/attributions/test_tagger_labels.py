"""Labels: from fragments and back, and which may follow which."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.extraction.attributions.labels import (
    LABELS,
    ROLES,
    Fragment,
    allowed_edges,
    allowed_steps,
    fragments_of,
    labels_of,
)


@st.composite
def _fragments(draw: st.DrawFn) -> tuple[list[Fragment], int]:
    found, word = [], 0
    for _ in range(draw(st.integers(0, 6))):
        first = word + draw(st.integers(0, 3))
        last = first + draw(st.integers(0, 4))
        found.append(Fragment(first, last, draw(st.sampled_from(ROLES))))
        word = last + 1
    return found, word + draw(st.integers(0, 3))


@settings(deadline=None)
@given(_fragments())
def test_fragments_survive_being_labelled(case):
    """Fragments that do not overlap come back as they were, even side by side and of one role."""
    fragments, words = case
    assert fragments_of(labels_of(fragments, words)) == fragments


@settings(deadline=None)
@given(_fragments())
def test_labels_of_fragments_are_allowed(case):
    """What fragments are labelled with never breaks a rule."""
    fragments, words = case
    labels = labels_of(fragments, words)
    steps, (first, last) = allowed_steps(), allowed_edges()
    assert steps[labels[:-1], labels[1:]].all()
    assert not words or (first[labels[0]] and last[labels[-1]])


def test_rules_by_hand():
    """A content that began must go on or end as a content; what ended may be followed by any beginning."""
    steps = allowed_steps()
    after = {label: {LABELS[row] for row in np.flatnonzero(steps[LABELS.index(label)])} for label in LABELS}
    assert after["B-content"] == after["I-content"] == {"I-content", "E-content"}
    beginnings = {"O", *(f"{place}-{role}" for place in "BS" for role in ROLES)}
    assert after["O"] == after["E-cue"] == after["S-source"] == beginnings
