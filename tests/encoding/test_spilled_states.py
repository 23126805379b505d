"""States that do not fit into memory are the same ones, read from a file."""

from __future__ import annotations

import gc
import os
from typing import Any

import numpy as np
import pytest

from onrecord.encoding import onnx_encoder
from onrecord.encoding.onnx_encoder import OnnxEncoder
from onrecord.encoding.spilled_states import SpilledStates


def test_arrays_come_back_equal_and_outlive_the_file() -> None:
    """Any shapes, over many chunks; an array larger than a chunk and an empty one are handed back as they are."""
    chance = np.random.default_rng(3)
    spilled = SpilledStates(chunk=64 * 1024)
    given = [chance.normal(size=(count, 24)).astype(np.float32) for count in [5, 300, 0, 700, 1, 300, 681]]
    kept = [spilled.put(array) for array in given]
    spilled.close()
    del spilled
    gc.collect()
    for array, found in zip(given, kept, strict=True):
        np.testing.assert_array_equal(array, found)
    assert [array is found for array, found in zip(given, kept, strict=True)] == [
        *(False, False, True, True, False, False, False)
    ]


def test_a_full_disk_leaves_them_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the file cannot be made as large as it must be, nothing is lost and nothing breaks."""

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "posix_fallocate", full)
    array = np.ones((3, 4), np.float32)
    assert SpilledStates().put(array) is array


def test_an_encoder_spills_the_states_of_long_articles(int8: OnnxEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same vectors, offsets and states, bit for bit, whether they are held or spilled."""
    texts = [f"Ferry {number} left port {number % 3}." for number in range(9)] + [""]
    held = int8.encode_with_states(texts, [0, 6])
    monkeypatch.setattr(onnx_encoder, "MOST_HELD", 4)
    spilled = int8.encode_with_states(texts, [0, 6])
    assert held[0].tobytes() == spilled[0].tobytes()
    for one, other in zip(held[1], spilled[1], strict=True):
        np.testing.assert_array_equal(one.offsets, other.offsets)
        assert {layer: rows.tobytes() for layer, rows in one.states.items()} == {
            layer: rows.tobytes() for layer, rows in other.states.items()
        }
