"""How a unit's terms are kept in one blob: which terms, how often; read at query time to score exactly.

Layout, little endian: one byte, 1; then of n terms, ascending by number, the n low halves (uint16) of the numbers,
their n high bytes, and n weighted frequencies (uint8): four bytes a term, some 200 for an average passage. Where a
number needs more than 24 bits or a frequency more than 8, and everywhere before format 5: n numbers (uint32), then n
frequencies (uint16). The first has an odd length, the second an even one. Frequencies above 65,535 are kept as
65,535, where BM25 has long been flat. No terms are no bytes.
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from onrecord.errors import ArchiveDamaged

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SMALL = b"\1"
_SMALL_NUMBER, _SMALL_COUNT = 1 << 24, 1 << 8
_MOST = 65_535
_NEXT = "run `onrecord check`"


def pack(frequencies: Mapping[int, int]) -> bytes:
    """The blob for {term number: weighted frequency}."""
    numbers = sorted(frequencies)
    counts = [frequencies[number] for number in numbers]
    if not numbers or numbers[-1] >= _SMALL_NUMBER or max(counts) >= _SMALL_COUNT:
        return _bytes("I", numbers) + _bytes("H", [min(count, _MOST) for count in counts])
    low = _bytes("H", [number & 0xFFFF for number in numbers])
    return _SMALL + low + bytes([number >> 16 for number in numbers]) + bytes(counts)


def frequencies_of(blob: bytes, terms: Sequence[int]) -> list[int]:
    """For each term number its frequency in the blob, 0 when it is not there."""
    numbers, counts = _unpack(blob)
    found = []
    for term in terms:
        at = bisect_left(numbers, term)
        found.append(counts[at] if at < len(numbers) and numbers[at] == term else 0)
    return found


def frequency_table(blobs: Sequence[bytes], terms: Sequence[int]) -> NDArray[np.int64]:
    """`frequencies_of` for many blobs at once, of either layout: (blobs, terms)."""
    import numpy as np

    table = np.zeros((len(blobs), len(terms)), dtype=np.int64)
    small: list[tuple[int, bytes, int]] = []
    large: list[tuple[int, bytes, int]] = []
    for row, blob in enumerate(blobs):
        (small if len(blob) % 2 else large).append((row, blob, _held(blob)))
    if small:
        low = np.frombuffer(b"".join([blob[1 : 1 + 2 * held] for _, blob, held in small]), dtype="<u2")
        high = np.frombuffer(b"".join([blob[1 + 2 * held : 1 + 3 * held] for _, blob, held in small]), dtype=np.uint8)
        counts = np.frombuffer(b"".join([blob[1 + 3 * held :] for _, blob, held in small]), dtype=np.uint8)
        _fill(table, small, low | high.astype(np.uint32) << 16, counts, terms)
    if large:
        numbers = np.frombuffer(b"".join([blob[: 4 * held] for _, blob, held in large]), dtype="<u4")
        more = np.frombuffer(b"".join([blob[4 * held :] for _, blob, held in large]), dtype="<u2")
        _fill(table, large, numbers, more, terms)
    return table


def numbers_in(blob: bytes) -> Sequence[int]:
    """The term numbers in the blob, ascending."""
    return _unpack(blob)[0]


def _fill(
    table: NDArray[np.int64],
    blobs: Sequence[tuple[int, bytes, int]],
    numbers: NDArray[np.uint32],
    counts: NDArray[np.uint8] | NDArray[np.uint16],
    terms: Sequence[int],
) -> None:
    """Puts the counts of these blobs' numbers, one after the other, into the rows of the table."""
    import numpy as np

    rows = np.array([row for row, _, _ in blobs])
    ends = np.cumsum([held for _, _, held in blobs])
    for column, term in enumerate(terms):
        found = np.flatnonzero(numbers == term)
        table[rows[np.searchsorted(ends, found, side="right")], column] = counts[found]


def _held(blob: bytes) -> int:
    """How many terms the blob is of; ArchiveDamaged when it cannot be one."""
    size = len(blob)
    if size % 2 == 0 and size % 6 == 0:
        return size // 6
    if size % 4 == 1 and blob[:1] == _SMALL:
        return size // 4
    begun = f" that begin with {blob[:1].hex()}" if size % 2 else ""
    expected = "expected 01 and a multiple of 4, or a multiple of 6"
    raise ArchiveDamaged(f"postings of {size} bytes{begun}; {expected}; {_NEXT}")


def _unpack(blob: bytes) -> tuple[Sequence[int], Sequence[int]]:
    """The numbers, ascending, and the frequency of each."""
    held = _held(blob)
    if len(blob) % 2 == 0:
        numbers, counts = array("I", blob[: 4 * held]), array("H", blob[4 * held :])
        _swap(numbers, counts)
        return numbers, counts
    low, high, few = array("H", blob[1 : 1 + 2 * held]), blob[1 + 2 * held : 1 + 3 * held], blob[1 + 3 * held :]
    _swap(low)
    if high.count(0) == held:
        return low, few
    return [h << 16 | n for n, h in zip(low, high, strict=True)], few


def _bytes(code: str, values: Sequence[int]) -> bytes:
    packed = array(code, values)
    _swap(packed)
    return packed.tobytes()


def _swap(*arrays: array[int]) -> None:
    if sys.byteorder == "big":
        for one in arrays:
            one.byteswap()
