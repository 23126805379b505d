"""Token states are kept in two bits a number: what that loses is bounded, and nothing else is lost."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from onrecord.encoding.choosing import load_encoder
from onrecord.encoding.token_projection import SHIPPED, TokenProjection, load_projection, write_projection
from onrecord.errors import ModelUnavailable

EVEN = np.full(8, 8**-0.5, np.float32)
PLAIN = TokenProjection("e", "s", np.zeros(8, np.float32), np.eye(8, dtype=np.float32), EVEN)


def drawn(seed: int, pieces: int, width: int = 8, depth: int = 12) -> tuple[TokenProjection, NDArray[np.float32]]:
    """A projection onto random orthogonal directions, and states of lengths from a hundredth to a hundred."""
    rng = np.random.default_rng(seed)
    axes = np.linalg.qr(rng.normal(size=(depth, depth)))[0][:, :width].astype(np.float32)
    mean = (rng.normal(size=depth) / 10).astype(np.float32)
    states = rng.normal(size=(pieces, depth)) * 10.0 ** rng.uniform(-2, 2, size=(pieces, 1))
    sizes = rng.uniform(0.1, 1, size=width)
    sizes = (sizes / np.linalg.norm(sizes)).astype(np.float32)
    return TokenProjection("e", "s", mean, axes, sizes), states.astype(np.float32)


def test_packed_by_hand() -> None:
    """All sizes are .354, so a step is .352; the row is of length 1.01 and is made one of length 1 first."""
    states = np.array([[0.1, 0.5, -0.1, -0.5, 0.4, -0.4, 0.3, 0.3]], np.float32)
    blob = PLAIN.pack(states)
    assert blob == bytes([2 | 3 << 2 | 1 << 4 | 0 << 6, 3 | 0 << 2 | 2 << 4 | 2 << 6])
    rows, lengths = PLAIN.unpack(blob)
    assert rows.tolist() == [[1, 3, -1, -3, 3, -3, 1, 1]]
    assert lengths.tolist() == pytest.approx([40**0.5])


def test_no_pieces() -> None:
    """A text without word pieces is no bytes, and those are a text without word pieces."""
    assert PLAIN.pack(np.zeros((0, 8), np.float32)) == b""
    rows, lengths = PLAIN.unpack(b"")
    assert rows.shape == (0, 8)
    assert lengths.shape == (0,)


@settings(deadline=None, max_examples=50)
@given(st.integers(0, 10_000), st.integers(1, 6), st.sampled_from([4, 8, 12]))
def test_rounding_is_all_that_is_lost(seed: int, pieces: int, width: int) -> None:
    """Every number comes back on its side of each step, and rows are apart: each packs as if alone."""
    projection, states = drawn(seed, pieces, width)
    blob = projection.pack(states)
    assert len(blob) == pieces * projection.piece_bytes
    rows, lengths = projection.unpack(blob)
    exact = projection.project(states) / projection.sizes
    assert (np.sign(rows) == np.where(exact >= 0, 1, -1)).all()
    assert ((np.abs(rows) == 3) == (np.floor(np.abs(exact) / 0.9957) >= 1)).mean() > 0.99
    expected = np.linalg.norm(rows * projection.sizes * width**0.5, axis=1)
    assert lengths.tolist() == pytest.approx(expected.tolist(), rel=1e-3)
    assert b"".join(projection.pack(state[None, :]) for state in states) == blob
    # The length of a state means nothing.
    assert projection.pack(states * np.float32(4)) == blob


def test_products_over_lengths_are_likeness() -> None:
    """Two rows that are alike meet in what is kept of one of them, those that are not do not."""
    projection, states = drawn(7, 40, width=12)
    rows, lengths = projection.unpack(projection.pack(states))
    likeness = projection.asked(states) @ rows.T / lengths
    exact = projection.project(states) @ projection.project(states).T
    assert likeness.diagonal().min() > 0.75
    assert np.corrcoef(likeness.ravel(), exact.ravel())[0, 1] > 0.9


@given(st.binary(max_size=64))
def test_unpacking_as_slowly_as_can_be(blob: bytes) -> None:
    """The table gives what four shifts a byte give, for every byte."""
    even = np.full(8, 8**-0.5, np.float32)
    projection = TokenProjection("e", "s", np.zeros(8, np.float32), np.eye(8, dtype=np.float32), even)
    whole = blob[: len(blob) // 2 * 2]
    expected = [(byte >> shift & 3) * 2 - 3 for byte in whole for shift in (0, 2, 4, 6)]
    assert projection.unpack(whole)[0].ravel().tolist() == expected
    if len(blob) % 2:
        with pytest.raises(ValueError, match="reshape"):
            projection.unpack(blob)


def test_written_and_read(tmp_path: Path) -> None:
    """What is written is read; the same numbers are the same bytes, and the sum names them."""
    projection, _ = drawn(1, 1)
    arrays = {"mean": projection.mean, "axes": projection.axes, "sizes": projection.sizes}
    for name in ("one", "two"):
        write_projection(tmp_path / name, arrays, "the encoder")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    found = load_projection(tmp_path / "one")
    assert (found.encoder, found.width, found.piece_bytes) == ("the encoder", 8, 2)
    assert np.abs(found.axes - projection.axes).max() < 1e-3
    assert found.sha256 == load_projection(tmp_path / "two").sha256


def test_unreadable_files(tmp_path: Path) -> None:
    """A missing, cut or misshapen file is said to be one, with what to do."""
    with pytest.raises(ModelUnavailable, match="reinstall"):
        load_projection(tmp_path / "missing")
    cut = tmp_path / "cut"
    cut.write_bytes(SHIPPED.read_bytes()[:5_000])
    with pytest.raises(ModelUnavailable, match="reinstall"):
        load_projection(cut)
    projection, _ = drawn(1, 1)
    odd = tmp_path / "odd"
    arrays = {"mean": projection.mean, "axes": projection.axes[:, :3], "sizes": projection.sizes}
    write_projection(odd, arrays, "e")
    with pytest.raises(ModelUnavailable, match="multiple of 4"):
        load_projection(odd)
    write_projection(odd, arrays | {"axes": projection.axes, "sizes": projection.sizes[:3]}, "e")
    load_projection.cache_clear()
    with pytest.raises(ModelUnavailable, match="one size an axis"):
        load_projection(odd)


def test_the_shipped_projection_is_for_the_default_encoder(tmp_path: Path) -> None:
    """Its fingerprint is that of the model in the package, and likeness survives it."""
    shutil.copy(SHIPPED, tmp_path / "copy")
    projection, encoder = load_projection(tmp_path / "copy"), load_encoder()
    assert projection.encoder == encoder.fingerprint
    assert (projection.width, projection.piece_bytes) == (96, 24)
    layer = encoder.layers - 1
    _, (one, two) = encoder.encode_with_states(["The harbour is closed.", "The port has shut."], [layer])
    before = unit(one.states[layer]) @ unit(two.states[layer]).T
    rows, lengths = projection.unpack(projection.pack(two.states[layer]))
    after = projection.asked(one.states[layer]) @ rows.T / lengths
    # Which piece is most like harbour, is, closed: the same before and after.
    assert after.argmax(axis=1)[[1, 2, 3]].tolist() == before.argmax(axis=1)[[1, 2, 3]].tolist()


def unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    scaled: NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return scaled
