"""The nearest vectors by cosine, from FAISS segments: exact while small, approximate by measured recall."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.atomic import Stamp, stamp_of
from onrecord.indexing import segments as files
from onrecord.indexing.segments import Segment, SegmentList

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# rows -> (rows that still have a vector, their float16 vectors (C, D)); from the store, the truth.
Fetch = Callable[[Sequence[int]], "tuple[Sequence[int], NDArray[np.float16]]"]

# From this many vectors on, a segment is approximate: an exact scan of more takes longer than a query should.
APPROXIMATE_FROM = 100_000

# No segment grows beyond this: building one takes three times the memory of its vectors (0.5 GB at 384 numbers each).
MOST_TOGETHER = 200_000

# Under a filter narrower than this share every list is probed: few vectors pass, so it costs little.
_NARROW = 0.1


@dataclass(frozen=True, slots=True)
class Neighbours:
    """(row, score) pairs in falling order; no vector left out scores above `rest` (approximate segments aside)."""

    scored: list[tuple[int, float]] = field(default_factory=list)
    rest: float = -2.0


class VectorIndex:
    """Segments of one lane. `folder` None keeps them in memory; `fresh` does not look at what the folder holds.

    `origin` tells the number of the archive they belong to, once it has one.
    """

    def __init__(
        self, folder: Path | None, width: int, *, fresh: bool = False, origin: Callable[[], int | None] = lambda: None
    ) -> None:
        self._folder = folder
        self._origin = origin
        self._loaded: dict[str, Any] = {}
        # The stamp of the list as it was last read: nothing is read again while it stays the same file.
        self._stamp: Stamp | None = None
        self._list = SegmentList(width)
        if folder and not fresh:
            self.refresh()

    @property
    def row(self) -> int:
        """The last unit row covered."""
        return self._list.row

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The files, oldest rows first."""
        return self._list.segments

    def rows(self) -> array[int]:
        """All rows in the files, deleted ones too, ascending."""
        return array("q", sorted(row for segment in self.segments for row in self._rows_of(segment)))

    def refresh(self) -> int:
        """Reads the list again, as another process may have written it; returns the last row covered."""
        if self._folder:
            try:
                stamp = stamp_of(self._folder / files.LIST)
            except OSError:
                stamp = None
            if stamp is None or stamp != self._stamp:
                self._list = files.read_list(self._folder, self._list.width, self._origin())
                self._stamp = stamp
                named = {segment.sha256 for segment in self._list.segments}
                self._loaded = {key: index for key, index in self._loaded.items() if key in named}
        return self._list.row

    def apply(self, rows: Sequence[int], row: int, fetch: Fetch) -> None:
        """Covers `rows` (ascending, above the last one covered) and remembers `row` as the last.

        A new segment swallows earlier ones until the one before it is over twice its size, or both together would
        be too large: few segments, each vector is rewritten O(log n) times, and any number fits into memory.
        """
        kept = list(self._list.segments)
        merged: list[Sequence[int]] = [rows]
        count = len(rows)
        while count and kept and kept[-1].count <= min(2 * count, MOST_TOGETHER - count):
            earlier = kept.pop()
            merged.append(self._rows_of(earlier))
            count += earlier.count
        wanted = sorted(row for part in merged for row in part)
        for at in range(0, count, MOST_TOGETHER):
            live, vectors = fetch(wanted[at : at + MOST_TOGETHER])
            if len(live):
                kept.append(self._write(live, vectors))
        self._list = SegmentList(self._list.width, row, tuple(kept))
        if self._folder:
            files.write_list(self._folder, self._list, self._origin())

    def let_go(self) -> None:
        """Takes what was read of the files out of memory; the next use reads it again."""
        if self._folder:
            self._loaded.clear()

    def search(self, query: NDArray[np.float32], k: int, allowed: array[int] | None, dead: array[int]) -> Neighbours:
        """The k nearest to `query` (D,), unit length, among the allowed rows (None: all) that are not dead."""
        found: list[tuple[int, float]] = []
        rest = -2.0
        for segment in self._list.segments:
            scores, rows = self._search_segment(segment, query, k, allowed, dead)
            pairs = [(row, score) for row, score in zip(rows, scores, strict=True) if row >= 0]
            if len(pairs) == k:
                rest = max(rest, pairs[-1][1])
            found += pairs
        found.sort(key=lambda pair: (-pair[1], pair[0]))
        if len(found) > k:
            rest = max(rest, found[k][1])
        return Neighbours(found[:k], rest)

    def _search_segment(
        self, segment: Segment, query: NDArray[np.float32], k: int, allowed: array[int] | None, dead: array[int]
    ) -> tuple[list[float], list[int]]:
        import faiss

        index = self._index(segment)
        selector, share = _selector(allowed, dead, self._list.row)
        if segment.probes:
            probes = index.nlist if share < _NARROW else segment.probes
            parameters = faiss.SearchParametersIVF(nprobe=probes, sel=selector)
        else:
            parameters = faiss.SearchParameters(sel=selector)
        with _threads(1 if not segment.probes else 0):
            scores, rows = index.search(query[None, :], min(k, segment.count), params=parameters)
        return scores[0].tolist(), rows[0].tolist()

    def _index(self, segment: Segment) -> Any:
        if segment.sha256 not in self._loaded:
            assert self._folder is not None  # in memory every segment is loaded when it is written
            self._loaded[segment.sha256] = files.load(self._folder, segment)
        return self._loaded[segment.sha256]

    def _rows_of(self, segment: Segment) -> list[int]:
        import faiss

        index = self._index(segment)
        if segment.probes:
            lists = index.invlists
            parts = [
                faiss.rev_swig_ptr(lists.get_ids(number), lists.list_size(number)).copy()
                for number in range(index.nlist)
                if lists.list_size(number)
            ]
            return sorted(int(row) for part in parts for row in part)
        return [int(row) for row in faiss.vector_to_array(index.id_map)]

    def _write(self, rows: Sequence[int], vectors: NDArray[np.float16]) -> Segment:
        from onrecord.indexing.approximate import approximate_index

        if len(rows) >= APPROXIMATE_FROM:
            index, probes, recall = approximate_index(rows, vectors)
        else:
            index, probes, recall = files.exact_index(rows, vectors), 0, 1.0
        name = f"{rows[0]}-{rows[-1]}"
        if self._folder is None:
            segment = Segment(name, len(rows), 0, name, probes, recall)
        else:
            segment = files.save(self._folder, name, index, probes, recall)
        self._loaded[segment.sha256] = index
        return segment


@contextmanager
def _threads(wanted: int) -> Iterator[None]:
    """FAISS on so many threads inside; 0 leaves it as it is.

    A full scan for one query takes a millisecond; a second thread gains nothing, and on a busy machine the first one
    waits for it (median of a hybrid search among 1,053 passages beside two busy processes: 139 ms with, 36 ms without).
    """
    import faiss

    before = faiss.omp_get_max_threads()
    if not wanted or before == wanted:
        yield
        return
    faiss.omp_set_num_threads(wanted)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(before)


def _selector(allowed: array[int] | None, dead: array[int], last: int) -> tuple[Any, float]:
    """A FAISS selector and the share of rows it lets pass; (None, 1.0) when nothing is barred."""
    import faiss
    import numpy as np

    if allowed is None and not dead:
        return None, 1.0
    size = max(last, dead[-1] if dead else 0, allowed[-1] if allowed else 0) + 1
    mask = np.zeros(size, dtype=bool)
    if allowed is None:
        mask[:] = True
    else:
        mask[np.frombuffer(allowed, dtype=np.int64)] = True
    if dead:
        mask[np.frombuffer(dead, dtype=np.int64)] = False
    return faiss.IDSelectorBitmap(np.packbits(mask, bitorder="little")), float(mask.mean())
