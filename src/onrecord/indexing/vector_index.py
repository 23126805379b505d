"""The nearest vectors by cosine, from FAISS segments: exact while small, by codes of known recall when large."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.atomic import Stamp, stamp_of
from onrecord.indexing import segments as files
from onrecord.indexing.approximate import LEAST_NAMED, OVERSAMPLING, approximate_index, one_thread
from onrecord.indexing.segments import Segment, SegmentList

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# rows -> (rows that still have a vector, their vectors (C, D)); from the store, the truth.
Fetch = Callable[[Sequence[int]], "tuple[Sequence[int], NDArray[np.float32]]"]

# From this many vectors on, a segment holds codes: an eighth of the size, and a sixth of the time of a query.
APPROXIMATE_FROM = 10_000

# No segment grows beyond this: building one takes some three times the memory of its vectors, which are 0.2 GB at 384
# numbers each, so that a long run stays below 1 GB.
MOST_TOGETHER = 131_072

# Under a filter narrower than this share every list of a segment is probed that has several, as earlier releases made
# them: few vectors pass, so it costs little.
_NARROW = 0.2


@dataclass(frozen=True, slots=True)
class Neighbours:
    """(row, score) pairs in falling order; no vector of an exact segment that was left out scores above `rest`.

    Scores are rough where segments are approximate, so there are more pairs than were asked for.
    """

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
        # The rows barred from the whole index, as they were last given, and what FAISS is told of them.
        self._barred: tuple[tuple[int, int, int], Any] | None = None
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
                self._barred = None
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
        """The k nearest to `query` (D,), unit length, among the allowed rows (None: all) that are not dead.

        `dead` ascends and only ever grows while the index stands.
        """
        found: list[tuple[int, float]] = []
        rest = -2.0
        selector = self._selector(allowed, dead)
        total = sum(segment.count for segment in self._list.segments)
        share = 1.0 if allowed is None else min(1.0, len(allowed) / max(1, total))
        rough = any(segment.probes for segment in self._list.segments)
        most = max(OVERSAMPLING * k, LEAST_NAMED) if rough else k
        for segment in self._list.segments:
            wanted = most if segment.probes else k
            scores, rows = self._search_segment(segment, query, wanted, selector, share)
            pairs = [(row, score) for row, score in zip(rows, scores, strict=True) if row >= 0]
            if len(pairs) == k and not segment.probes:
                rest = max(rest, pairs[-1][1])
            found += pairs
        found.sort(key=lambda pair: (-pair[1], pair[0]))
        if len(found) > most and not rough:
            rest = max(rest, found[most][1])
        return Neighbours(found[:most], rest)

    def _search_segment(
        self, segment: Segment, query: NDArray[np.float32], k: int, selector: Any, share: float
    ) -> tuple[list[float], list[int]]:
        import faiss

        index = self._index(segment)
        if segment.probes:
            # What passes a filter lies scattered: the fewer pass, the more lists hold the nearest of them.
            probes = index.nlist if share < _NARROW else min(index.nlist, int(segment.probes / share))
            parameters = faiss.SearchParametersIVF(nprobe=probes, sel=selector)
        else:
            parameters = faiss.SearchParameters(sel=selector)
        with one_thread():
            scores, rows = index.search(query[None, :], min(k, segment.count), params=parameters)
        return scores[0].tolist(), rows[0].tolist()

    def _selector(self, allowed: array[int] | None, dead: array[int]) -> Any:
        """What tells FAISS which rows may be found; None when all may."""
        if allowed is not None or not dead:
            return None if allowed is None else _bitmap(allowed, dead, self._list.row)
        key = (self._list.row, len(dead), dead[-1])
        if self._barred is None or self._barred[0] != key:
            self._barred = key, _bitmap(None, dead, self._list.row)
        return self._barred[1]

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

    def _write(self, rows: Sequence[int], vectors: NDArray[np.float32]) -> Segment:
        import numpy as np

        vectors = np.ascontiguousarray(vectors, dtype=np.float32)
        if len(rows) >= APPROXIMATE_FROM:
            (index, recall), probes = approximate_index(rows, vectors), 1
        else:
            index, probes, recall = files.exact_index(rows, vectors), 0, 1.0
        name = f"{rows[0]}-{rows[-1]}"
        if self._folder is None:
            segment = Segment(name, len(rows), 0, name, probes, recall)
        else:
            segment = files.save(self._folder, name, index, probes, recall)
        self._loaded[segment.sha256] = index
        return segment


def _bitmap(allowed: array[int] | None, dead: array[int], last: int) -> Any:
    """A FAISS selector of the allowed rows (None: all) that are not dead."""
    import faiss
    import numpy as np

    size = max(last, dead[-1] if dead else 0, allowed[-1] if allowed else 0) + 1
    mask = np.zeros(size, dtype=bool)
    if allowed is None:
        mask[:] = True
    else:
        mask[np.frombuffer(allowed, dtype=np.int64)] = True
    if dead:
        mask[np.frombuffer(dead, dtype=np.int64)] = False
    return faiss.IDSelectorBitmap(np.packbits(mask, bitorder="little"))
