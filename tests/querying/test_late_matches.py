"""Late interaction by hand, by three plain loops, and always the same for the same text."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from onrecord.querying.late import best_matches, weighted_sums

Rows = NDArray[np.float32]


def drawn(seed: int, pieces: int, counts: list[int], width: int = 128) -> tuple[Rows, Rows, Rows]:
    """Unit query rows, stored rows of whole numbers from -7 to 7, and their lengths."""
    rng = np.random.default_rng(seed)
    query = rng.normal(size=(pieces, width))
    query /= np.linalg.norm(query, axis=1, keepdims=True)
    rows = rng.integers(-7, 8, size=(sum(counts), width)).astype(np.float32)
    return query.astype(np.float32), rows, np.maximum(np.linalg.norm(rows, axis=1), 1e-6).astype(np.float32)


def by_loops(query: Rows, rows: Rows, counts: list[int]) -> list[list[float]]:
    """For each query piece and text the largest cosine, one multiplication at a time."""
    out, ends = [], np.cumsum(counts).tolist()
    for piece in query.astype(float).tolist():
        best = []
        for count, end in zip(counts, ends, strict=True):
            found = -1.0
            for row in rows[end - count : end].astype(float).tolist():
                product = sum(a * b for a, b in zip(piece, row, strict=True))
                found = max(found, product / max(sum(b * b for b in row) ** 0.5, 1e-6))
            best.append(found)
        out.append(best)
    return out


def test_by_hand() -> None:
    """Two query pieces against a text of two pieces, one without any, and one of one piece."""
    query = np.array([[1, 0], [0.6, 0.8]], np.float32)
    rows = np.array([[7, 0], [0, 7], [3, -4]], np.float32)
    lengths = np.array([7, 7, 5], np.float32)
    matches = best_matches(query, rows, lengths, [2, 0, 1])
    assert matches.tolist() == [
        pytest.approx([1, -1, 0.6], abs=1e-4),
        pytest.approx([0.8, -1, 0.36 / 2 - 0.46], abs=1e-4),
    ]
    assert weighted_sums(matches, [0.25, 0.75]) == pytest.approx([0.85, -1, 0.15 - 0.21], abs=1e-4)


@pytest.mark.parametrize("counts", [[], [0], [0, 0, 3, 0], [3, 0]])
def test_nothing_to_match(counts: list[int]) -> None:
    """Texts without pieces score -1 wherever they stand; no texts, no scores; no query pieces, all 0."""
    query, rows, lengths = drawn(5, 2, counts)
    scores = weighted_sums(best_matches(query, rows, lengths, counts), [0.5, 0.5])
    assert [score == -1 for score in scores] == [count == 0 for count in counts]
    assert weighted_sums(best_matches(query[:0], rows, lengths, counts), []) == [0.0] * len(counts)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10_000), st.integers(1, 4), st.lists(st.integers(0, 4), min_size=1, max_size=5))
def test_as_three_loops_say(seed: int, pieces: int, counts: list[int]) -> None:
    """The best cosine of every query piece in every text, to the rounding of the query."""
    query, rows, lengths = drawn(seed, pieces, counts, width=8)
    found = best_matches(query, rows, lengths, counts)
    assert found.shape == (pieces, len(counts))
    assert np.abs(found - np.array(by_loops(query, rows, counts))).max() < 1e-3


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10_000), st.integers(1, 24), st.lists(st.integers(0, 40), min_size=1, max_size=12))
def test_a_text_scores_the_same_whoever_stands_beside_it(seed: int, pieces: int, counts: list[int]) -> None:
    """Bit for bit: alone, among all others, and in the opposite order."""
    query, rows, lengths = drawn(seed, pieces, counts)
    weights = np.random.default_rng(seed).dirichlet(np.ones(pieces)).tolist()
    together = weighted_sums(best_matches(query, rows, lengths, counts), weights)
    ends = np.cumsum(counts).tolist()
    parts = [slice(end - count, end) for count, end in zip(counts, ends, strict=True)]
    alone = [weighted_sums(best_matches(query, rows[p], lengths[p], [p.stop - p.start]), weights)[0] for p in parts]
    assert alone == together
    turned = np.concatenate([np.arange(p.start, p.stop) for p in parts[::-1]]).astype(int)
    backwards = weighted_sums(best_matches(query, rows[turned], lengths[turned], counts[::-1]), weights)
    assert backwards[::-1] == together


def test_the_largest_sums_are_exact() -> None:
    """At the widest and with all numbers at their largest no sum leaves what float32 holds exactly."""
    for width in (2, 96, 128, 384):
        query = np.full((1, width), width**-0.5, np.float32)
        for largest in (-8, 7):
            rows = np.full((3, width), largest, np.float32)
            lengths = np.linalg.norm(rows, axis=1).astype(np.float32)
            (match,) = set(best_matches(query, rows, lengths, [1, 1, 1])[0].tolist())
            assert match == pytest.approx(1.0 if largest > 0 else -1.0, abs=2e-3)
