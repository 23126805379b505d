"""A unit's terms in one blob: both layouts byte by byte, round trips, and the fast table beside its naive twin."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import ArchiveDamaged
from onrecord.storage.postings import frequencies_of, frequency_table, numbers_in, pack

small = st.dictionaries(st.integers(0, 2**24 - 1), st.integers(1, 255), max_size=30)
# Numbers of all sizes: most dictionaries of them need the large layout.
any_size = st.dictionaries(st.integers(0, 2**32 - 1), st.integers(1, 100_000), max_size=30)


def large(frequencies: dict[int, int]) -> bytes:
    """The layout of before format 5, whatever the numbers."""
    numbers = sorted(frequencies)
    counts = [min(frequencies[number], 65_535) for number in numbers]
    return np.array(numbers, dtype="<u4").tobytes() + np.array(counts, dtype="<u2").tobytes()


def test_the_small_layout_byte_by_byte() -> None:
    """One byte that says so, low halves, high bytes, frequencies: 13 bytes for three terms."""
    blob = pack({0x030201: 255, 7: 1, 0xFFFF: 2})
    assert blob == bytes.fromhex("01" + "0700" + "ffff" + "0102" + "000003" + "0102ff")
    assert list(numbers_in(blob)) == [7, 0xFFFF, 0x030201]
    assert frequencies_of(blob, [0x030201, 8, 7, 0x0201]) == [255, 0, 1, 0]


def test_the_large_layout_byte_by_byte() -> None:
    """A number of more than 24 bits, or a frequency of more than 8, and the unit has six bytes a term."""
    assert pack({7: 256}) == bytes.fromhex("07000000" + "0001")
    assert pack({1 << 24: 1, 7: 2}) == bytes.fromhex("07000000" + "00000001" + "0200" + "0100")
    assert pack({7: 70_000}) == bytes.fromhex("07000000" + "ffff")
    assert len(pack({(1 << 24) - 1: 255})) == 5
    assert pack({}) == b""


@given(small | any_size, st.lists(st.integers(0, 2**32 - 1), max_size=5))
def test_what_was_packed_is_read_back(frequencies: dict[int, int], others: list[int]) -> None:
    """Capped at 65,535; absent terms have frequency 0; the layout of before format 5 says the same."""
    asked = [*frequencies, *others]
    expected = [min(frequencies.get(term, 0), 65_535) for term in asked]
    for blob in (pack(frequencies), large(frequencies)):
        assert list(numbers_in(blob)) == sorted(frequencies)
        assert frequencies_of(blob, asked) == expected
        assert frequency_table([b"", blob, blob], asked).tolist() == [[0] * len(asked), expected, expected]


@given(st.lists(st.tuples(small | any_size, st.booleans()), max_size=12), st.data())
def test_many_at_once_are_each_by_itself(units: list[tuple[dict[int, int], bool]], data: st.DataObject) -> None:
    """Blobs of both layouts in any order, as in an archive that was upgraded and went on."""
    known = sorted({number for frequencies, _ in units for number in frequencies} | {3})
    asked = data.draw(st.lists(st.sampled_from(known), max_size=6))
    blobs = [large(frequencies) if earlier else pack(frequencies) for frequencies, earlier in units]
    expected = [[min(frequencies.get(term, 0), 65_535) for term in asked] for frequencies, _ in units]
    assert frequency_table(blobs, asked).tolist() == expected


@pytest.mark.parametrize(
    "blob", [b"\1" + bytes(1), b"\1" + bytes(6), b"\2" + bytes(4), b"\0", b"1234567", bytes(4), bytes(5), bytes(8)]
)
def test_broken_postings_are_damage(blob: bytes) -> None:
    """A blob of the wrong size, or that begins with another byte, is reported, never misread."""
    for read in (
        lambda: numbers_in(blob),
        lambda: frequencies_of(blob, [1]),
        lambda: frequency_table([b"", blob], [1]),
    ):
        with pytest.raises(ArchiveDamaged, match=r"postings of \d+ bytes.*onrecord check"):
            read()
