"""FAISS segments give the nearest vectors: exactly while small, with measured recall when large."""

from __future__ import annotations

import json
from array import array
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import ArchiveDamaged
from onrecord.indexing import vector_index
from onrecord.indexing.vector_index import VectorIndex

WIDTH = 16


def unit_vectors(count: int, seed: int = 0, width: int = WIDTH) -> np.ndarray:
    made = np.random.default_rng(seed).normal(size=(count, width))
    return (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float16)


def fetching(vectors: np.ndarray, dead: set[int] = frozenset()):  # type: ignore[assignment]
    def fetch(rows):
        live = [row for row in rows if row not in dead]
        return live, vectors[live]

    return fetch


def naive(vectors: np.ndarray, query: np.ndarray, rows: list[int], k: int) -> list[int]:
    scores = vectors.astype(np.float32) @ query
    return sorted(rows, key=lambda row: (-scores[row], row))[:k]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 40), min_size=1, max_size=6), st.integers(0, 10**6), st.integers(1, 15))
def test_exact_segments_find_the_true_neighbours(batches: list[int], seed: int, k: int) -> None:
    """However the vectors came, with rows barred and rows deleted, the list equals a full scan."""
    vectors = unit_vectors(sum(batches) + 1, seed)
    rng = np.random.default_rng(seed)
    index, row = VectorIndex(None, WIDTH), 0
    for count in batches:
        index.apply(range(row + 1, row + count + 1), row + count, fetching(vectors))
        row += count
    assert list(index.rows()) == list(range(1, row + 1))
    allowed = array("q", sorted(rng.choice(row, size=rng.integers(row + 1), replace=False) + 1))
    dead = array("q", sorted(rng.choice(row, size=rng.integers(row + 1), replace=False) + 1))
    query = unit_vectors(1, seed + 1)[0].astype(np.float32)
    for permitted in (None, allowed):
        left = [r for r in (range(1, row + 1) if permitted is None else permitted) if r not in set(dead)]
        found = index.search(query, k, permitted, dead)
        assert [r for r, _ in found.scored] == naive(vectors, query, left, k)
        scores = vectors.astype(np.float32) @ query
        unseen = set(left) - {r for r, _ in found.scored}
        assert all(scores[r] <= found.rest + 2e-4 for r in unseen)


def test_few_segments_whatever_the_number_of_batches(tmp_path: Path) -> None:
    """Each new segment swallows its smaller neighbours; no file is left over; another reader sees it all."""
    vectors = unit_vectors(641)
    index = VectorIndex(tmp_path, WIDTH)
    for batch in range(64):
        index.apply(range(10 * batch + 1, 10 * batch + 11), 10 * batch + 10, fetching(vectors))
    assert len(index.segments) <= 6
    assert sorted(path.name for path in tmp_path.glob("*.faiss")) == sorted(s.file for s in index.segments)
    reader = VectorIndex(tmp_path, WIDTH)
    assert reader.row == 640
    query = vectors[5].astype(np.float32)
    assert reader.search(query, 3, None, array("q")).scored[0][0] == 5
    index.apply(range(641, 642), 641, fetching(np.vstack([vectors, vectors[:1]])))
    assert reader.refresh() == 641


def test_deleted_vectors_leave_the_files_when_they_are_rewritten(tmp_path: Path) -> None:
    """A rebuild keeps only what the store still has."""
    vectors = unit_vectors(21)
    index = VectorIndex(tmp_path, WIDTH)
    index.apply(range(1, 21), 20, fetching(vectors))
    index = VectorIndex(tmp_path, WIDTH, fresh=True)
    index.apply(range(1, 21), 20, fetching(vectors, dead={3, 4}))
    assert set(index.rows()) == set(range(1, 21)) - {3, 4}


def test_large_segments_are_approximate_and_say_how_good(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Above the limit codes name candidates, nearly all of the nearest, with and without a filter."""
    monkeypatch.setattr(vector_index, "APPROXIMATE_FROM", 3000)
    rng = np.random.default_rng(5)
    centres = rng.normal(size=(60, 64))
    made = centres[rng.integers(0, 60, 4001)] + 0.7 * rng.normal(size=(4001, 64))
    vectors = (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float16)
    VectorIndex(tmp_path, 64).apply(range(1, 4001), 4000, fetching(vectors))
    index = VectorIndex(tmp_path, 64)
    (segment,) = index.segments
    assert segment.probes == 1
    assert segment.recall >= 0.985
    queries = made[rng.integers(0, 4001, 50)] + 0.5 * rng.normal(size=(50, 64))
    queries = (queries / np.linalg.norm(queries, axis=1, keepdims=True)).astype(np.float32)
    same = narrow = 0
    few = array("q", range(1, 4001, 40))
    for query in queries:
        named = [row for row, _ in index.search(query, 10, None, array("q")).scored]
        same += len(set(naive(vectors, query, named, 10)) & set(naive(vectors, query, list(range(1, 4001)), 10)))
        filtered = [row for row, _ in index.search(query, 10, few, array("q")).scored]
        assert set(filtered) <= set(few)
        narrow += len(set(naive(vectors, query, filtered, 10)) & set(naive(vectors, query, list(few), 10)))
    assert same >= 0.98 * 500
    assert narrow >= 0.98 * 500


def test_damage_is_said(tmp_path: Path) -> None:
    """A list of another width, a missing, cut or foreign file: one clear error each."""
    vectors = unit_vectors(11)
    VectorIndex(tmp_path, WIDTH).apply(range(1, 11), 10, fetching(vectors))
    with pytest.raises(ArchiveDamaged, match="width 16; expected 1 and 32"):
        VectorIndex(tmp_path, 32)
    (path,) = tmp_path.glob("*.faiss")
    whole = path.read_bytes()
    path.write_bytes(whole[:-7])
    with pytest.raises(ArchiveDamaged, match="bytes, expected"):
        VectorIndex(tmp_path, WIDTH)
    path.write_bytes(b"x" * len(whole))
    with pytest.raises(ArchiveDamaged, match="--repair"):
        VectorIndex(tmp_path, WIDTH).search(vectors[1].astype(np.float32), 3, None, array("q"))
    path.unlink()
    with pytest.raises(ArchiveDamaged, match="missing"):
        VectorIndex(tmp_path, WIDTH)
    listed = tmp_path / "segments.json"
    listed.write_text(json.dumps({"format": 1}))
    with pytest.raises(ArchiveDamaged, match="--repair"):
        VectorIndex(tmp_path, WIDTH)
    listed.unlink()
    assert VectorIndex(tmp_path, WIDTH).row == 0
