"""How a unit's terms are kept in one blob: which terms, how often; read at query time to score exactly.

Layout, little endian: n term numbers (uint32, ascending), then n weighted frequencies (uint16). Six bytes a
term; an average passage takes 300 bytes. Frequencies above 65,535 are kept as 65,535, where BM25 has long
been flat.
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

_MOST = 65_535
_NEXT = "run `onrecord check`"


def pack(frequencies: Mapping[int, int]) -> bytes:
    """The blob for {term number: weighted frequency}."""
    numbers = sorted(frequencies)
    return _bytes("I", numbers) + _bytes("H", [min(frequencies[n], _MOST) for n in numbers])


def frequencies_of(blob: bytes, terms: Sequence[int]) -> list[int]:
    """For each term number its frequency in the blob, 0 when it is not there."""
    numbers, counts = _unpack(blob)
    found = []
    for term in terms:
        at = bisect_left(numbers, term)
        found.append(counts[at] if at < len(numbers) and numbers[at] == term else 0)
    return found


def frequency_table(blobs: Sequence[bytes], terms: Sequence[int]) -> NDArray[np.int64]:
    """`frequencies_of` for many blobs at once: (blobs, terms)."""
    import numpy as np

    sizes = np.fromiter(map(len, blobs), dtype=np.int64, count=len(blobs))
    if np.any(sizes % 6):
        raise ArchiveDamaged(f"postings of {sizes[sizes % 6 > 0][0]} bytes, expected a multiple of 6; {_NEXT}")
    table = np.zeros((len(blobs), len(terms)), dtype=np.int64)
    halves = np.frombuffer(b"".join(blobs), dtype="<u2")
    held = sizes // 6
    # Of each number held: its blob, where that begins (in halves), and the number's place in it.
    blob = np.repeat(np.arange(len(blobs)), held)
    begin = np.repeat(np.cumsum(3 * held) - 3 * held, held)
    place = np.arange(len(blob)) - np.repeat(np.cumsum(held) - held, held)
    numbers = halves[begin + 2 * place] | halves[begin + 2 * place + 1].astype(np.uint32) << 16
    counts = halves[begin + 2 * held[blob] + place]
    for column, term in enumerate(terms):
        found = np.flatnonzero(numbers == term)
        table[blob[found], column] = counts[found]
    return table


def numbers_in(blob: bytes) -> array[int]:
    """The term numbers in the blob, ascending."""
    return _unpack(blob)[0]


def _unpack(blob: bytes) -> tuple[array[int], array[int]]:
    size, rest = divmod(len(blob), 6)
    if rest:
        raise ArchiveDamaged(f"postings of {len(blob)} bytes, expected a multiple of 6; {_NEXT}")
    numbers, counts = array("I"), array("H")
    numbers.frombytes(blob[: 4 * size])
    counts.frombytes(blob[4 * size :])
    if sys.byteorder == "big":
        numbers.byteswap()
        counts.byteswap()
    return numbers, counts


def _bytes(code: str, values: Sequence[int]) -> bytes:
    packed = array(code, values)
    if sys.byteorder == "big":
        packed.byteswap()
    return packed.tobytes()
