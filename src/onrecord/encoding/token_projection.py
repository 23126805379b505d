"""Token states made small enough to keep: 96 numbers of two bits each, from which likeness is told nearly as before.

A state of the encoder's last layer (D numbers) is turned onto the directions in which states differ most (principal
components, made once from news, claims and abstracts by benchmarks/train_projection.py). Each number is rounded to one
of four steps of the size that numbers have in that direction (Max 1960: the even quantiser with the least error for
a normal distribution): 24 bytes a word piece. What each way of keeping them costs in ranking is in
benchmarks/results/late-interaction.json.
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

# A step of the four, in sizes of the direction.
_STEP = 0.9957
# Squares of sizes are rounded to so many parts of their mean.
_FINE = 1024
_KEY = "onrecord"
# OpenBLAS wakes the other cores for products of more multiplications: 5 ms for a question instead of 0.1.
_ON_ONE_CORE = 2**18


@dataclass(frozen=True, slots=True, eq=False)
class TokenProjection:
    """`mean` (D,) and `axes` (D, width) for the states of the encoder with this fingerprint; `sha256` of the file.

    `sizes` (width,), of length 1, says how far the rows of states go in each direction (root of the mean square).
    """

    encoder: str
    sha256: str
    mean: NDArray[np.float32]
    axes: NDArray[np.float32]
    sizes: NDArray[np.float32]

    @property
    def width(self) -> int:
        """How many numbers a state is turned into; a multiple of 4."""
        return int(self.axes.shape[1])

    @property
    def piece_bytes(self) -> int:
        """How many bytes `pack` makes of a state."""
        return self.width // 4

    def project(self, states: NDArray[np.float32]) -> NDArray[np.float32]:
        """(T, width) rows of unit length from (T, D) states; a state at the mean gives zeros."""
        import numpy as np

        length = np.linalg.norm(states, axis=1, keepdims=True)
        centred = states / np.maximum(length, 1e-12) - self.mean
        step = max(1, _ON_ONE_CORE // self.axes.size)
        turned = np.concatenate([centred[at : at + step] @ self.axes for at in range(0, max(len(centred), 1), step)])
        projected: NDArray[np.float32] = turned / np.maximum(np.linalg.norm(turned, axis=1, keepdims=True), 1e-12)
        return projected.astype(np.float32)

    def asked(self, states: NDArray[np.float32]) -> NDArray[np.float32]:
        """(T, width) rows for the states of a query, to be met by `unpack`'s codes: product over length is likeness."""
        import numpy as np

        return np.asarray(self.project(states) * (self.sizes * self.width**0.5), dtype=np.float32)

    def pack(self, states: NDArray[np.float32]) -> bytes:
        """T rows of width / 4 bytes from (T, D) states; the first number in the lowest bits."""
        import numpy as np

        steps = np.floor(self.project(states) / (self.sizes * np.float32(_STEP)))
        codes = (np.clip(steps, -2, 1) + 2).astype(np.uint8).reshape(-1, self.piece_bytes, 4)
        return bytes((codes[..., 0] | codes[..., 1] << 2 | codes[..., 2] << 4 | codes[..., 3] << 6).tobytes())

    def unpack(self, blobs: bytes) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """The codes (T, width), -3, -1, 1 or 3, and the length of each row in its directions' sizes (T,), never 0.

        Divide products by the length to get likeness. ValueError when the bytes are no whole number of rows.
        """
        import numpy as np

        packed = np.frombuffer(blobs, dtype=np.uint8).reshape(-1, self.piece_bytes)
        rows: NDArray[np.float32] = (
            _fours().take(packed).view(np.int8).reshape(len(packed), self.width).astype(np.float32)
        )
        # Sums of whole numbers: exact, in whatever order they are added.
        weights = np.rint(np.square(self.sizes) * np.float32(self.width * _FINE))
        step = max(1, _ON_ONE_CORE // self.width)
        squares = [np.square(rows[at : at + step]) @ weights for at in range(0, max(len(rows), 1), step)]
        lengths = np.sqrt(np.concatenate(squares) / np.float32(_FINE))
        return rows, np.asarray(np.maximum(lengths, 1e-6), dtype=np.float32)


@lru_cache(maxsize=1)
def _fours() -> NDArray[np.uint32]:
    """The four signed bytes that each byte stands for, as one number: (256,)."""
    import numpy as np

    codes = np.arange(256)[:, None] >> np.array([0, 2, 4, 6]) & 3
    return np.ascontiguousarray(codes * 2 - 3, dtype=np.int8).view(np.uint32).ravel()


def write_projection(path: Path, arrays: Mapping[str, NDArray[Any]], encoder: str) -> None:
    """Writes `mean`, `axes`, `sizes` as float16 and their encoder's fingerprint; equal input gives equal bytes."""
    import numpy as np
    from safetensors.numpy import save

    from onrecord.atomic import replace_file

    small = {name: np.ascontiguousarray(arrays[name], dtype=np.float16) for name in ("axes", "mean", "sizes")}
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
            mean, axes, sizes = (file.get_tensor(name).astype(np.float32) for name in ("mean", "axes", "sizes"))
            encoder = (file.metadata() or {})[_KEY]
    except (OSError, SafetensorError, KeyError) as error:
        raise ModelUnavailable(
            f"{path}: no readable projection of token states ({error}); reinstall onrecord"
        ) from error
    if mean.ndim != 1 or axes.ndim != 2 or axes.shape[0] != len(mean) or axes.shape[1] % 4:
        raise ModelUnavailable(f"{path}: mean {mean.shape}, axes {axes.shape}; expected (D,) and (D, multiple of 4)")
    if sizes.shape != axes.shape[1:]:
        raise ModelUnavailable(f"{path}: sizes {sizes.shape}, axes {axes.shape}; expected one size an axis")
    return TokenProjection(encoder, digest, mean, axes, sizes)
