"""What the encoder left of chosen words of a text: the mean over each word's pieces."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias

from onrecord.spoken import EncodedPassage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Rows: TypeAlias = NDArray[np.float32]

# Pieces projected at a time: enough for one good matrix product, 10 MB with three layers of width 384.
_BLOCK = 2048


def word_states(
    passages: Sequence[EncodedPassage],
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    layers: Sequence[int],
    project: Callable[[Rows], Rows],
) -> Rows:
    """(W, H): for each word the mean of `project` over its pieces, whose rows are the layers side by side.

    Words are given ascending and do not overlap; a piece is of the word it begins in. A word without a piece (beyond
    what the encoder reads) gets what `project` makes of zeros. Where passages overlap, the first one counts.
    """
    import numpy as np

    passages = sorted(passages, key=lambda passage: passage.span)
    begins, places = _pieces(passages)
    first, last = np.searchsorted(begins, starts), np.searchsorted(begins, ends)
    counts = last - first
    width = sum(passages[0].states.states[layer].shape[1] for layer in layers) if passages else 0
    empty = project(np.zeros((1, width), dtype=np.float32))
    out = np.repeat(empty, len(starts), axis=0)
    kept = np.flatnonzero(counts)
    if not len(kept):
        return out
    ends_of = np.cumsum(counts[kept])
    begins_of = ends_of - counts[kept]
    wanted = np.arange(int(ends_of[-1])) - np.repeat(begins_of - first[kept], counts[kept])
    projected = _projected(passages, places[wanted], layers, project)
    out[kept] = np.add.reduceat(projected, begins_of, axis=0) / counts[kept][:, None]
    return out


def _pieces(passages: Sequence[EncodedPassage]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(P,) where each piece begins in the text, ascending, and (P, 2) its passage and its row there."""
    import numpy as np

    begins, places, covered = [np.zeros(0, dtype=np.int64)], [np.zeros((0, 2), dtype=np.int64)], -1
    for number, passage in enumerate(passages):
        offsets = passage.states.offsets
        begin = offsets[:, 0].astype(np.int64) + passage.span.start
        kept = np.flatnonzero((begin >= covered) & (offsets[:, 1] > offsets[:, 0]))
        if len(kept):
            begins.append(begin[kept])
            places.append(np.stack((np.full(len(kept), number), kept), axis=1))
            covered = passage.span.end
    return np.concatenate(begins), np.concatenate(places)


def _projected(
    passages: Sequence[EncodedPassage],
    places: NDArray[np.int64],
    layers: Sequence[int],
    project: Callable[[Rows], Rows],
) -> Rows:
    import numpy as np

    out: list[Rows] = []
    block: list[Rows] = []
    size = 0
    edges = [*np.flatnonzero(np.diff(places[:, 0])) + 1, len(places)]
    start = 0
    for edge in edges:
        states = passages[places[start, 0]].states.states
        rows = places[start:edge, 1]
        block.append(np.concatenate([states[layer][rows] for layer in layers], axis=1))
        size += len(rows)
        if size >= _BLOCK or edge == len(places):
            out.append(project(np.concatenate(block)))
            block, size = [], 0
        start = edge
    return np.concatenate(out)
