"""The best labels: against trying all sequences, and against the rules."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.extraction.attributions.labels import LABELS, allowed_edges, allowed_steps
from onrecord.extraction.attributions.viterbi import FORBIDDEN, best_labels


def _best_of_all(scores, starts, steps, first, last) -> list[int]:
    """The naive twin: every sequence of every paragraph."""
    found: list[int] = []
    for begin, end in zip(starts, [*starts[1:], len(scores)], strict=True):
        mine = scores[begin:end]

        def worth(labels, mine=mine):
            total = first[labels[0]] + last[labels[-1]] + sum(mine[row, label] for row, label in enumerate(labels))
            return total + sum(steps[a, b] for a, b in pairwise(labels))

        found += max(product(range(scores.shape[1]), repeat=len(mine)), key=worth)
    return found


@pytest.mark.parametrize("seed", range(25))
def test_agrees_with_trying_all_sequences(seed):
    """On paragraphs of one to six words and three labels, the sum found is the best there is."""
    random = np.random.default_rng(seed)
    lengths = random.integers(1, 7, random.integers(1, 5))
    starts = np.append(0, np.cumsum(lengths)[:-1])
    scores, steps = random.normal(size=(lengths.sum(), 3)), random.normal(size=(3, 3))
    first, last = random.normal(size=3), random.normal(size=3)
    steps[random.integers(0, 3), random.integers(0, 3)] = FORBIDDEN
    found = best_labels(
        *(a.astype(np.float64) if a.dtype != np.int64 else a for a in (scores, starts, steps, first, last))
    )
    assert found.tolist() == _best_of_all(scores, starts.tolist(), steps, first, last)


@settings(deadline=None)
@given(st.integers(1, 80), st.integers(0, 2**32 - 1))
def test_never_breaks_a_rule(words, seed):
    """Whatever the scores, every paragraph's labels are allowed."""
    random = np.random.default_rng(seed)
    starts = np.unique(np.append(0, random.integers(0, words, 4)))
    steps, (first, last) = allowed_steps(), allowed_edges()
    scores = (random.normal(size=(words, len(LABELS))) * 30).astype(np.float32)
    barriers = [np.where(allowed, 0, FORBIDDEN).astype(np.float32) for allowed in (steps, first, last)]
    labels = best_labels(scores, starts, *barriers)
    for begin, end in zip(starts, [*starts[1:], words], strict=True):
        mine = labels[begin:end]
        assert first[mine[0]]
        assert last[mine[-1]]
        assert steps[mine[:-1], mine[1:]].all()


def test_nothing_from_nothing():
    """No words, no labels."""
    none = np.zeros((0, len(LABELS)), dtype=np.float32)
    zero = np.zeros(len(LABELS), dtype=np.float32)
    assert len(best_labels(none, np.zeros(0, dtype=np.intp), np.zeros((13, 13), dtype=np.float32), zero, zero)) == 0
