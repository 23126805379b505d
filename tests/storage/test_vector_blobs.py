"""Vectors are kept in a byte a number: by hand, within bounds, and older ones are read as they are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import ArchiveDamaged
from onrecord.storage.vector_blobs import pack, unpack


def test_by_hand() -> None:
    """(3, -4) has its largest number at 127 and the other at 95.25, that is 95; read back it is a unit vector."""
    (blob,) = pack(np.array([[3.0, -4.0]], np.float32))
    assert blob == bytes([95, 256 - 127])
    length = (95**2 + 127**2) ** 0.5
    assert unpack([blob], 2).tolist() == [pytest.approx([95 / length, -127 / length])]
    assert unpack(pack(np.zeros((1, 2), np.float32)), 2).tolist() == [[0, 0]]
    assert pack(np.zeros((0, 2), np.float32)) == []
    assert unpack([], 2).shape == (0, 2)


@given(st.integers(0, 10_000), st.integers(1, 5))
def test_what_is_lost_is_bounded(seed: int, count: int) -> None:
    """Each unit vector comes back with a cosine above .999, the same whatever stands beside it."""
    rows = np.random.default_rng(seed).normal(size=(count, 384))
    rows = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    blobs = pack(rows)
    back = unpack(blobs, 384)
    assert ((rows * back).sum(axis=1) > 0.999).all()
    assert np.linalg.norm(back, axis=1).tolist() == pytest.approx([1.0] * count, abs=1e-5)
    assert all((unpack([blob], 384)[0] == row).all() for blob, row in zip(blobs, back, strict=True))


def test_older_vectors_are_read_beside_new_ones() -> None:
    """Two bytes a number are float16; any other length is damage, named as such."""
    old = np.array([0.6, 0.8], "<f2")
    new = pack(np.array([[0.0, 1.0]], np.float32))[0]
    assert unpack([old.tobytes(), new], 2).tolist() == [old.astype(float).tolist(), [0, 1]]
    with pytest.raises(ArchiveDamaged, match="vector of 3 bytes"):
        unpack([b"abc"], 2)
