"""An approximate index whose width of search is chosen by measuring its recall on a sample, with a margin.

Chosen: IVF over product-quantised codes of half a byte for two numbers (Jégou et al. 2011; scanned in registers, André
et al. 2015): an eighth of float16's size and a third of its time, for the same recall, because what it names is scored
again from the store. Of 128,590 vectors with 128 of 1,434 lists probed, the ten nearest among 120 named: .985 with
float16 (0.58 ms), .985 with these (0.28 ms), .984 with RaBitQ (0.37 ms), .981 with 48 bytes a vector (0.52 ms).
Dropped: HNSW (slower to build, and its recall falls under narrow filters). To reopen: archives beyond a few
million vectors, or a measured recall that no affordable number of probes reaches.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# What the search must find of the true ten nearest, averaged over a sample.
TARGET_RECALL = 0.985
# Codes tell nearness roughly: so many times as many are named as are asked for.
OVERSAMPLING = 2
# And so many at least: what recall is measured with.
LEAST_NAMED = 120
# Questions lie further from what is stored than anything that is mixed of it: of 100,006 passages they found .884 of
# their ten nearest with the probes that suffice for the sample, .950 with six times as many, in the same time.
_MARGIN = 6
_SAMPLE = 256
_SEED = 20220114
_AT_ONCE = 16_384
# Rounds of each clustering, and vectors that codes are learned from; more of either finds nothing more.
_ROUNDS, _CODED = 10, 4_096


def approximate_index(rows: Sequence[int], vectors: NDArray[np.float32]) -> tuple[Any, int, float]:
    """(index, probes, recall@10 measured with them) over (C, D) unit vectors."""
    import faiss
    import numpy as np

    count, width = vectors.shape
    lists = max(16, int(4 * count**0.5))
    coarse = faiss.IndexFlatIP(width)
    parts = width // 2 if width % 2 == 0 else width
    index = faiss.IndexIVFPQFastScan(coarse, width, lists, parts, 4, faiss.METRIC_INNER_PRODUCT)
    chosen = np.random.default_rng(_SEED).permutation(count)
    clustering = faiss.Clustering(width, lists)
    clustering.niter, clustering.spherical, clustering.min_points_per_centroid = _ROUNDS, True, 1
    index.cp.min_points_per_centroid = 1
    clustering.train(vectors[np.sort(chosen[: min(count, 40 * lists)])], coarse)
    index.pq.cp.niter = _ROUNDS
    # A hundred tiny clusterings: threads would spend ten times as long waiting for each other.
    with one_thread():
        index.train(vectors[np.sort(chosen[:_CODED])])
    numbers = np.asarray(rows, dtype=np.int64)
    for at in range(0, count, _AT_ONCE):
        index.add_with_ids(vectors[at : at + _AT_ONCE], numbers[at : at + _AT_ONCE])
    queries = _between(vectors[np.sort(chosen[:_SAMPLE])])
    probes, recall = _enough_probes(index, numbers, vectors, queries, lists)
    return index, probes, recall


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

    A stored vector finds itself in the first list probed, so measuring with it would flatter the index.
    """
    import numpy as np

    mixed = sample + 0.5 * np.roll(sample, 1, axis=0)
    return np.asarray(mixed / np.linalg.norm(mixed, axis=1, keepdims=True), dtype=np.float32)


def _enough_probes(
    index: Any, rows: NDArray[np.int64], vectors: NDArray[np.float32], queries: NDArray[np.float32], lists: int
) -> tuple[int, float]:
    import faiss

    truth = _true_neighbours(rows, vectors, queries)
    probes, recall = 4, 0.0
    while True:
        parameters = faiss.SearchParametersIVF(nprobe=probes)
        _, found = index.search(queries, LEAST_NAMED, params=parameters)
        same = sum(
            len(set(_nearest(query, named, rows, vectors)) & set(true))
            for query, named, true in zip(queries, found, truth, strict=True)
        )
        recall = same / (10 * len(truth))
        if recall >= TARGET_RECALL or probes >= lists:
            return min(_MARGIN * probes, lists), round(recall, 4)
        probes = min(probes + probes // 2, lists)


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
