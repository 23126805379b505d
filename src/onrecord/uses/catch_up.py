"""Derived indexes follow the store: what lags is caught up, what is damaged is made anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from onrecord.indexing.lexical import LexicalDocument
from onrecord.steps import reached
from onrecord.storage.vector_blobs import unpack
from onrecord.uses.parts import LANES, Parts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Texts held at a time while a lexical index is filled.
_BATCH = 2_000
# Vectors read at a time, so that they are not held twice.
_VECTORS = 8_192


def catch_up(parts: Parts) -> None:
    """Brings every derived index to the store's state; needs the write lock. Cheap when nothing lags."""
    parts.refresh_manifest()
    parts.settle_origin()
    if _ahead(parts):
        rebuild(parts)
        return
    with parts.store.snapshot():
        now = parts.store.watermark()
        for lane in LANES:
            engine = parts.engine(lane)
            mark = engine.watermark()
            if mark != now:
                rows = parts.store.rows_above(lane, mark.row)
                gone = parts.store.deleted_above(mark.deletion)
                engine.apply(_documents(parts, rows), gone, now)
                reached("catch up: lexical index written")
        if parts.manifest.width:
            for lane in LANES:
                index = parts.vectors(lane)
                seen = index.refresh()
                if seen != now.row:
                    index.apply(parts.store.rows_above(lane, seen), now.row, lambda rows: fetch_vectors(parts, rows))
                    reached("catch up: vector index written")


def catch_up_between(parts: Parts) -> None:
    """`catch_up` in the middle of a long run, which will not search: nothing of the indexes stays in memory."""
    catch_up(parts)
    if parts.manifest.width:
        for lane in LANES:
            parts.vectors(lane).let_go()


def _ahead(parts: Parts) -> bool:
    """Whether an index knows more than the store: an earlier copy of the store was put back.

    Its row numbers will be given out again, so what such an index holds must not be believed.
    """
    with parts.store.snapshot():
        now = parts.store.watermark()
        marks = [parts.engine(lane).watermark() for lane in LANES]
        rows = [parts.vectors(lane).refresh() for lane in LANES] if parts.manifest.width else []
    return any(mark.row > now.row or mark.deletion > now.deletion for mark in marks) or any(r > now.row for r in rows)


def lags(parts: Parts) -> bool:
    """Whether any derived index is behind the store."""
    with parts.store.snapshot():
        now = parts.store.watermark()
        behind = any(parts.engine(lane).watermark() != now for lane in LANES)
        if not behind and parts.manifest.width:
            behind = any(parts.vectors(lane).refresh() != now.row for lane in LANES)
    return behind


def rebuild(parts: Parts) -> None:
    """Makes all derived indexes anew from the store; needs the write lock. Readers keep the old ones meanwhile."""
    parts.forget_derived()
    with parts.store.snapshot():
        now = parts.store.watermark()
        for lane in LANES:
            rows = parts.store.rows_above(lane, 0)
            parts.engine(lane).rebuild(_documents(parts, rows), now)
            reached("rebuild: lexical index written")
            if parts.manifest.width:
                index = parts.vectors(lane, fresh=True)
                index.apply(rows, now.row, lambda rows: fetch_vectors(parts, rows))
                reached("rebuild: vector index written")


def fetch_vectors(parts: Parts, rows: Sequence[int]) -> tuple[list[int], NDArray[np.float32]]:
    """Those of the rows that have a vector, and the vectors (C, D)."""
    import numpy as np

    live: list[int] = []
    vectors = np.empty((len(rows), parts.manifest.width), dtype=np.float32)
    for at in range(0, len(rows), _VECTORS):
        blobs = parts.store.blobs.vectors(rows[at : at + _VECTORS])
        found = [row for row in rows[at : at + _VECTORS] if row in blobs]
        vectors[len(live) : len(live) + len(found)] = unpack([blobs[row] for row in found], parts.manifest.width)
        live += found
    return live, vectors[: len(live)]


def _documents(parts: Parts, rows: Sequence[int]) -> Iterator[LexicalDocument]:
    analyse = parts.analyser.terms
    for at in range(0, len(rows), _BATCH):
        for row, title, text in parts.store.unit_texts(rows[at : at + _BATCH]):
            yield LexicalDocument(row, analyse(title), analyse(text))
