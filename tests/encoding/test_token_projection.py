"""Token states are kept in four bits a number: what that loses is bounded, and nothing else is lost."""

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

PLAIN = TokenProjection("e", "s", np.zeros(2, np.float32), np.eye(2, dtype=np.float32))


def drawn(seed: int, pieces: int, width: int = 8, depth: int = 12) -> tuple[TokenProjection, NDArray[np.float32]]:
    """A projection onto random orthogonal directions, and states of lengths from a hundredth to a hundred."""
    rng = np.random.default_rng(seed)
    axes = np.linalg.qr(rng.normal(size=(depth, depth)))[0][:, :width].astype(np.float32)
    mean = (rng.normal(size=depth) / 10).astype(np.float32)
    states = rng.normal(size=(pieces, depth)) * 10.0 ** rng.uniform(-2, 2, size=(pieces, 1))
    return TokenProjection("e", "s", mean, axes), states.astype(np.float32)


def test_packed_by_hand() -> None:
    """(3, 4) has the direction (.6, .8), whose largest number becomes 7 and the other 5.25, that is 5."""
    blob = PLAIN.pack(np.array([[3.0, 4.0], [-2.0, 0.0]], np.float32))
    assert blob == bytes([(5 + 8) | (7 + 8) << 4, (-7 + 8) | (0 + 8) << 4])
    rows, lengths = PLAIN.unpack(blob)
    assert rows.tolist() == [[5, 7], [-7, 0]]
    assert lengths.tolist() == pytest.approx([74**0.5, 7])


def test_a_state_at_the_mean_is_like_nothing() -> None:
    """It has no direction: zeros, and a length by which one may divide."""
    blob = PLAIN.pack(np.zeros((1, 2), np.float32))
    rows, lengths = PLAIN.unpack(blob)
    assert rows.tolist() == [[0, 0]]
    assert (rows / lengths[:, None]).tolist() == [[0, 0]]


def test_no_pieces() -> None:
    """A text without word pieces is no bytes, and those are a text without word pieces."""
    assert PLAIN.pack(np.zeros((0, 2), np.float32)) == b""
    rows, lengths = PLAIN.unpack(b"")
    assert rows.shape == (0, 2)
    assert lengths.shape == (0,)


@settings(deadline=None, max_examples=50)
@given(st.integers(0, 10_000), st.integers(1, 6), st.sampled_from([2, 4, 8, 12]))
def test_rounding_is_all_that_is_lost(seed: int, pieces: int, width: int) -> None:
    """Every number comes back within a fourteenth of its row's largest, and rows are apart: each packs as if alone."""
    projection, states = drawn(seed, pieces, width)
    blob = projection.pack(states)
    assert len(blob) == pieces * projection.piece_bytes
    rows, lengths = projection.unpack(blob)
    exact = projection.project(states)
    largest = np.abs(exact).max(axis=1, keepdims=True)
    assert np.abs(rows / 7 * largest - exact).max() <= largest.max() / 14 + 1e-5
    assert np.abs(rows).max(axis=1).tolist() == [7] * pieces
    assert lengths.tolist() == pytest.approx(np.linalg.norm(rows, axis=1).tolist())
    assert np.linalg.norm(exact, axis=1).tolist() == pytest.approx([1.0] * pieces, abs=1e-5)
    # The length of a state means nothing.
    assert projection.pack(states * np.float32(4)) == blob


@given(st.binary(max_size=64))
def test_unpacking_as_slowly_as_can_be(blob: bytes) -> None:
    """The table gives what two shifts a byte give, for every byte."""
    width = 4
    projection = TokenProjection("e", "s", np.zeros(4, np.float32), np.eye(4, dtype=np.float32))
    whole = blob[: len(blob) // 2 * 2]
    expected = [[(byte >> shift & 15) - 8 for byte in whole[at : at + 2] for shift in (0, 4)]
                for at in range(0, len(whole), 2)]  # fmt: skip
    rows, _ = projection.unpack(whole)
    assert rows.reshape(-1, width).tolist() == expected
    if len(blob) % 2:
        with pytest.raises(ValueError, match="reshape"):
            projection.unpack(blob)


def test_written_and_read(tmp_path: Path) -> None:
    """What is written is read; the same numbers are the same bytes, and the sum names them."""
    projection, _ = drawn(1, 1)
    arrays = {"mean": projection.mean, "axes": projection.axes}
    for name in ("one", "two"):
        write_projection(tmp_path / name, arrays, "the encoder")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    found = load_projection(tmp_path / "one")
    assert (found.encoder, found.width, found.piece_bytes) == ("the encoder", 8, 4)
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
    write_projection(odd, {"mean": projection.mean, "axes": projection.axes[:, :3]}, "e")
    with pytest.raises(ModelUnavailable, match="even"):
        load_projection(odd)


def test_the_shipped_projection_is_for_the_default_encoder(tmp_path: Path) -> None:
    """Its fingerprint is that of the model in the package, and likeness survives it."""
    shutil.copy(SHIPPED, tmp_path / "copy")
    projection, encoder = load_projection(tmp_path / "copy"), load_encoder()
    assert projection.encoder == encoder.fingerprint
    assert (projection.width, projection.piece_bytes) == (128, 64)
    layer = encoder.layers - 1
    _, (one, two) = encoder.encode_with_states(["The harbour is closed.", "The port has shut."], [layer])
    before = unit(one.states[layer]) @ unit(two.states[layer]).T
    (rows, lengths), (others, sizes) = (projection.unpack(projection.pack(s.states[layer])) for s in (one, two))
    after = (rows / lengths[:, None]) @ (others / sizes[:, None]).T
    # Which piece is most like harbour, is, closed: the same before and after.
    assert after.argmax(axis=1)[[1, 2, 3]].tolist() == before.argmax(axis=1)[[1, 2, 3]].tolist()


def unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    scaled: NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return scaled
