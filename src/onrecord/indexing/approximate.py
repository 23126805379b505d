"""Codes of half a byte for two numbers, all of them looked at: what they name is scored again by the store's vectors.

Chosen: product quantisation scanned in registers (Jégou et al. 2011; André et al. 2015), one list. Of 100,006 passages
every one of the ten nearest to 100 real questions is among the 120 named, in 0.5 ms; exact search over bytes takes
6.2 ms. Dropped: inverted lists, of which a question, being far from everything stored, needs a quarter to find .977
and half to find .995, which takes as long as all of them do in one piece (.91 with the probes that suffice for mixtures
of stored vectors); codes of two thirds (.99) and half (.957) the size, 0.1 ms faster; HNSW (slower to build, and its
recall falls under narrow filters). To reopen: archives beyond a few million passages, where all codes are too many.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Codes tell nearness roughly: so many times as many are named as are asked for.
OVERSAMPLING = 2
# And so many at least: what recall is measured with.
LEAST_NAMED = 120
_SAMPLE = 256
_SEED = 20220114
_AT_ONCE = 16_384
# Rounds of each clustering, and vectors that codes are learned from; more of either finds nothing more.
_ROUNDS, _CODED = 10, 4_096


def approximate_index(rows: Sequence[int], vectors: NDArray[np.float32]) -> tuple[Any, float]:
    """(index, recall@10 measured) over (C, D) unit vectors; the index is searched with one probe."""
    import faiss
    import numpy as np

    count, width = vectors.shape
    parts = width // 2 if width % 2 == 0 else width
    index = faiss.IndexIVFPQFastScan(faiss.IndexFlatIP(width), width, 1, parts, 4, faiss.METRIC_INNER_PRODUCT)
    index.cp.min_points_per_centroid = 1
    index.pq.cp.niter = _ROUNDS
    chosen = np.random.default_rng(_SEED).permutation(count)
    # A hundred tiny clusterings: threads would spend ten times as long waiting for each other.
    with one_thread():
        index.train(vectors[np.sort(chosen[:_CODED])])
    numbers = np.asarray(rows, dtype=np.int64)
    for at in range(0, count, _AT_ONCE):
        index.add_with_ids(vectors[at : at + _AT_ONCE], numbers[at : at + _AT_ONCE])
    return index, _recall(index, numbers, vectors, _between(vectors[np.sort(chosen[:_SAMPLE])]))


@contextmanager
def one_thread() -> Iterator[None]:
    """FAISS on one thread inside.

    A search takes a millisecond; a second thread gains nothing, and on a busy machine the first one
    waits for it (median of a hybrid search among 1,053 passages beside two busy processes: 139 ms with, 36 ms without).
    """
    import faiss

    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(before)


def _between(sample: NDArray[np.float32]) -> NDArray[np.float32]:
    """Queries that are no stored vector: each sample drawn a third of the way to its neighbour in the sample.

    They are nearer to what is stored than questions are, so the recall they give is a little too good.
    """
    import numpy as np

    mixed = sample + 0.5 * np.roll(sample, 1, axis=0)
    return np.asarray(mixed / np.linalg.norm(mixed, axis=1, keepdims=True), dtype=np.float32)


def _recall(index: Any, rows: NDArray[np.int64], vectors: NDArray[np.float32], queries: NDArray[np.float32]) -> float:
    """The share of the true ten nearest that a search finds."""
    truth = _true_neighbours(rows, vectors, queries)
    _, found = index.search(queries, min(LEAST_NAMED, len(rows)))
    same = sum(
        len(set(_nearest(query, named, rows, vectors)) & set(true))
        for query, named, true in zip(queries, found, truth, strict=True)
    )
    return round(float(same / (10 * len(truth))), 4)


def _nearest(
    query: NDArray[np.float32], named: NDArray[np.int64], rows: NDArray[np.int64], vectors: NDArray[np.float32]
) -> list[int]:
    """The ten nearest of the rows that were named, scored by their vectors, as a search does."""
    import numpy as np

    known = named[named >= 0]
    scores = vectors[np.searchsorted(rows, known)] @ query
    return [int(row) for row in known[np.argsort(-scores, kind="stable")[:10]]]


def _true_neighbours(
    rows: NDArray[np.int64], vectors: NDArray[np.float32], queries: NDArray[np.float32]
) -> list[list[int]]:
    import faiss
    import numpy as np

    heap = faiss.ResultHeap(len(queries), 10, keep_max=True)
    for at in range(0, len(rows), _AT_ONCE):
        scores = queries @ vectors[at : at + _AT_ONCE].T
        top = np.argpartition(-scores, min(10, scores.shape[1] - 1), axis=1)[:, :10]
        heap.add_result(np.take_along_axis(scores, top, axis=1), rows[at : at + _AT_ONCE][top])
    heap.finalize()
    return [list(map(int, line)) for line in heap.I]
