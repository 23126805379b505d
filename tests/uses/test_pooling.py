"""Vectors of spans are the mean of the states of the pieces in them, whatever passages they stand in."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.records import Span, TokenStates
from onrecord.spoken import EncodedPassage
from onrecord.uses.pooling import SpanVectors


def passage(start: int, pieces: list[tuple[int, int]], states: list[list[float]]) -> EncodedPassage:
    end = start + max((last for _, last in pieces), default=0)
    offsets = np.array(pieces, dtype=np.int32).reshape(-1, 2)
    return EncodedPassage(Span(start, end), TokenStates(offsets, {3: np.array(states, dtype=np.float32)}))


def test_two_passages_and_two_spans() -> None:
    """The pieces of both spans are averaged together and brought to unit length."""
    passages = [passage(0, [(0, 4), (5, 9)], [[1, 0], [0, 1]]), passage(10, [(0, 3), (4, 8)], [[3, 0], [0, 5]])]
    found = SpanVectors(passages, 3).pool([Span(5, 9), Span(10, 13)])
    assert found is not None
    assert found.tolist() == pytest.approx([3 / 10**0.5, 1 / 10**0.5], abs=1e-3)


def test_nothing_encoded_there() -> None:
    """A span without any piece has no vector, nor has an article without passages."""
    passages = [passage(0, [(0, 4)], [[1, 0]])]
    assert SpanVectors(passages, 3).pool([Span(6, 9)]) is None
    assert SpanVectors([], 3).pool([Span(0, 9)]) is None
    assert SpanVectors(passages, 3).pool([]) is None


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_running_sums_equal_plain_means(data: st.DataObject) -> None:
    """Any span's vector equals the plain mean over the states of its pieces."""
    count = data.draw(st.integers(1, 30))
    rng = np.random.default_rng(data.draw(st.integers(0, 9)))
    states = rng.normal(size=(count, 6)).astype(np.float32)
    pieces = [(3 * n, 3 * n + 2) for n in range(count)]
    start = data.draw(st.integers(0, count - 1))
    end = data.draw(st.integers(start + 1, count))
    found = SpanVectors([passage(100, pieces, states.tolist())], 3).pool([Span(100 + 3 * start, 100 + 3 * end)])
    plain = states[start:end].mean(axis=0)
    assert found is not None
    assert np.allclose(found, plain / np.linalg.norm(plain), atol=2e-3)
