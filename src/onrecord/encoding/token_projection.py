"""Token states made small enough to keep: 128 numbers of four bits each, from which likeness is told as before.

A state of the encoder's last layer (D numbers) is turned onto the directions in which states differ most (principal
components, made once from news, claims and abstracts by benchmarks/train_projection.py), scaled so that its largest
number is 7, and rounded: 64 bytes a word piece. On the judged news queries four bits rank no worse than eight or
sixteen, and 128 directions no worse than all 384; 64 directions lose more than a point of nDCG@10, 32 nearly four
(benchmarks/results/late-interaction.json).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.errors import ModelUnavailable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHIPPED = Path(__file__).parent / "weights" / "projection.safetensors"

# Codes run from -7 to 7 and are kept as 1 to 15; two share a byte.
_MOST = 7
_ZERO = 8
_KEY = "onrecord"
# OpenBLAS wakes the other cores for products of more multiplications: 5 ms for a question instead of 0.1.
_ON_ONE_CORE = 2**18


@dataclass(frozen=True, slots=True, eq=False)
class TokenProjection:
    """`mean` (D,) and `axes` (D, width) for the states of the encoder with this fingerprint; `sha256` of the file."""

    encoder: str
    sha256: str
    mean: NDArray[np.float32]
    axes: NDArray[np.float32]

    @property
    def width(self) -> int:
        """How many numbers a state is turned into; even."""
        return int(self.axes.shape[1])

    @property
    def piece_bytes(self) -> int:
        """How many bytes `pack` makes of a state."""
        return self.width // 2

    def project(self, states: NDArray[np.float32]) -> NDArray[np.float32]:
        """(T, width) rows of unit length from (T, D) states; a state at the mean gives zeros."""
        import numpy as np

        length = np.linalg.norm(states, axis=1, keepdims=True)
        centred = states / np.maximum(length, 1e-12) - self.mean
        step = max(1, _ON_ONE_CORE // self.axes.size)
        turned = np.concatenate([centred[at : at + step] @ self.axes for at in range(0, max(len(centred), 1), step)])
        projected: NDArray[np.float32] = turned / np.maximum(np.linalg.norm(turned, axis=1, keepdims=True), 1e-12)
        return projected.astype(np.float32)

    def pack(self, states: NDArray[np.float32]) -> bytes:
        """T rows of width / 2 bytes from (T, D) states; `unpack` gives them back up to rounding."""
        import numpy as np

        rows = self.project(states)
        largest = np.maximum(np.abs(rows).max(axis=1, keepdims=True, initial=0.0), 1e-12)
        codes = (np.rint(rows / largest * _MOST) + _ZERO).astype(np.uint8)
        return bytes((codes[:, 0::2] | (codes[:, 1::2] << 4)).tobytes())

    def unpack(self, blobs: bytes) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """The codes (T, width), whole numbers from -7 to 7, and the length of each row (T,), never 0.

        Divide products by the length to get cosines. ValueError when the bytes are no whole number of rows.
        """
        import numpy as np

        packed = np.frombuffer(blobs, dtype=np.uint8).reshape(-1, self.piece_bytes)
        rows: NDArray[np.float32] = _pairs()[packed].view(np.float32)
        # Sums of whole numbers: exact, in whatever order they are added.
        lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))
        return rows, np.maximum(lengths, 1e-6)


@lru_cache(maxsize=1)
def _pairs() -> NDArray[np.float64]:
    """Of each byte the two float32 numbers it stands for, as one item of eight bytes: looked up six times faster."""
    import numpy as np

    both = np.arange(256)
    return (np.stack([both & 15, both >> 4], axis=1).astype(np.float32) - _ZERO).view(np.float64).ravel()


def write_projection(path: Path, arrays: Mapping[str, NDArray[Any]], encoder: str) -> None:
    """Writes `mean` and `axes` as float16 and the fingerprint of their encoder; equal input gives equal bytes."""
    import numpy as np
    from safetensors.numpy import save

    from onrecord.atomic import replace_file

    small = {name: np.ascontiguousarray(arrays[name], dtype=np.float16) for name in ("axes", "mean")}
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, save(small, {_KEY: encoder}))


@lru_cache(maxsize=4)
def load_projection(path: Path = SHIPPED) -> TokenProjection:
    """The projection in the file; ModelUnavailable when it is missing or damaged."""
    import hashlib

    import numpy as np
    from safetensors import SafetensorError, safe_open

    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        with safe_open(str(path), framework="numpy") as file:
            mean, axes = file.get_tensor("mean"), file.get_tensor("axes")
            encoder = (file.metadata() or {})[_KEY]
    except (OSError, SafetensorError, KeyError) as error:
        raise ModelUnavailable(
            f"{path}: no readable projection of token states ({error}); reinstall onrecord"
        ) from error
    if mean.ndim != 1 or axes.ndim != 2 or axes.shape[0] != len(mean) or axes.shape[1] % 2:
        raise ModelUnavailable(f"{path}: mean {mean.shape}, axes {axes.shape}; expected (D,) and (D, even)")
    return TokenProjection(encoder, digest, mean.astype(np.float32), axes.astype(np.float32))
