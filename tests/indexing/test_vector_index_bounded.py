"""However many vectors come, no file of them is larger than what fits into memory."""

from __future__ import annotations

from array import array
from pathlib import Path

import numpy as np
import pytest

from onrecord.indexing import vector_index
from onrecord.indexing.vector_index import VectorIndex

WIDTH = 8
MOST = 50


@pytest.fixture
def vectors(monkeypatch: pytest.MonkeyPatch) -> np.ndarray:
    monkeypatch.setattr(vector_index, "MOST_TOGETHER", MOST)
    made = np.random.default_rng(7).normal(size=(400, WIDTH))
    return (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float16)


@pytest.mark.parametrize("batches", [[399], [30] * 13, [50, 1, 50, 1], [120, 49, 1]])
def test_segments_stay_small_and_find_all(tmp_path: Path, vectors: np.ndarray, batches: list[int]) -> None:
    """In one batch or many: each segment holds at most so many, all rows are covered, neighbours are the true ones."""
    asked: list[int] = []

    def fetch(rows):  # type: ignore[no-untyped-def]
        asked.append(len(rows))
        return list(rows), vectors[list(rows)]

    index, row = VectorIndex(tmp_path, WIDTH), 0
    for count in batches:
        index.apply(range(row + 1, row + count + 1), row + count, fetch)
        row += count
        index.let_go()
    assert max(segment.count for segment in index.segments) <= MOST
    assert max(asked) <= MOST
    assert list(index.rows()) == list(range(1, row + 1))
    query = vectors[3].astype(np.float32)
    scores = vectors.astype(np.float32) @ query
    expected = sorted(range(1, row + 1), key=lambda number: (-scores[number], number))[:5]
    found = VectorIndex(tmp_path, WIDTH).search(query, 5, None, array("q")).scored
    assert [number for number, _ in found] == expected
