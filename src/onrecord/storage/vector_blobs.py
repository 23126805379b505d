"""How a vector is kept: one signed byte a number.

The numbers of a unit vector are scaled so that the largest is 127 and rounded; read back they are a unit vector again,
so the scale need not be kept. Against the vectors as they were made, the ten nearest of 128,590 stay the same for
.996 of the places. Archives up to format 4 kept float16, twice as long: those are read as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from onrecord.errors import ArchiveDamaged

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MOST = 127


def pack(vectors: NDArray[np.float32]) -> list[bytes]:
    """A blob of D bytes for each row of (N, D); a row of zeros stays one."""
    import numpy as np

    rows = np.asarray(vectors, dtype=np.float32)
    largest = np.maximum(np.abs(rows).max(axis=1, keepdims=True, initial=0.0), 1e-12)
    codes = np.rint(rows / largest * _MOST).astype(np.int8)
    return [code.tobytes() for code in codes]


def unpack(blobs: Sequence[bytes], width: int) -> NDArray[np.float32]:
    """(N, width) rows of unit length, or zeros, the same for a blob whatever blobs stand beside it.

    ArchiveDamaged for a blob of no length that a vector has.
    """
    import numpy as np

    if all(len(blob) == width for blob in blobs):
        return _lengthened(np.frombuffer(b"".join(blobs), dtype=np.int8).reshape(len(blobs), width))
    rows = np.empty((len(blobs), width), dtype=np.float32)
    for row, blob in zip(rows, blobs, strict=True):
        if len(blob) == width:
            row[:] = _lengthened(np.frombuffer(blob, dtype=np.int8)[None, :])[0]
        elif len(blob) == 2 * width:
            row[:] = np.frombuffer(blob, dtype="<f2")
        else:
            raise ArchiveDamaged(
                f"a vector of {len(blob)} bytes, expected {width} or {2 * width}; run `onrecord check --repair`"
            )
    return rows


def _lengthened(codes: NDArray[np.int8]) -> NDArray[np.float32]:
    import numpy as np

    # Sums of whole numbers: exact, in whatever order they are added.
    rows = codes.astype(np.float32)
    lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    return np.asarray(rows / np.maximum(lengths, 1.0)[:, None], dtype=np.float32)
