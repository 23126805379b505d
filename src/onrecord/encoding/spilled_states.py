"""Token states of more texts than fit into memory: in a file without a name, mapped where they are read.

Half a megabyte a passage: an article of a megabyte has 1.4 GB of them. Where no file of that size can be made
they stay in memory.
"""

from __future__ import annotations

import mmap
import os
import tempfile
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Bytes mapped at a time; the system allows some 65,000 maps a process.
_CHUNK = 64 * 1024 * 1024


class SpilledStates:
    """Takes arrays and gives back the same ones, which no longer count as this process's own memory.

    The file goes with the last array.
    """

    def __init__(self, chunk: int = _CHUNK) -> None:
        self._chunk_bytes = chunk
        self._chunk: mmap.mmap | None = None
        self._used = 0
        self._full = False

    def put(self, array: NDArray[np.float32]) -> NDArray[np.float32]:
        """An equal array in the file; the array itself where the disk has no room."""
        import numpy as np

        if self._full or not 0 < array.nbytes <= self._chunk_bytes:
            return array
        if self._chunk is None or self._used + array.nbytes > self._chunk_bytes:
            self._next_chunk()
            if self._chunk is None:
                return array
        kept = np.frombuffer(self._chunk, np.float32, array.size, self._used).reshape(array.shape)
        kept[...] = array
        self._used += array.nbytes
        return kept

    def _next_chunk(self) -> None:
        if self._chunk is not None and hasattr(mmap, "MADV_DONTNEED"):
            # Only the mapping is let go: what was written stays in the file.
            self._chunk.madvise(mmap.MADV_DONTNEED)
        self._chunk, self._used = None, 0
        try:
            with tempfile.TemporaryFile(prefix="onrecord-states-") as file:
                if not hasattr(os, "posix_fallocate"):
                    self._full = True  # writing to a mapped file on a full disk would kill the process
                    return
                os.posix_fallocate(file.fileno(), 0, self._chunk_bytes)
                self._chunk = mmap.mmap(file.fileno(), self._chunk_bytes)
        except OSError:
            self._full = True

    def close(self) -> None:
        """Lets go of the last mapping; the arrays stay readable."""
        if self._chunk is not None:
            with suppress(OSError, AttributeError):
                self._chunk.madvise(mmap.MADV_DONTNEED)
        self._chunk = None
