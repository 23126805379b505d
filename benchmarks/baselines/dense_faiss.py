"""Plain sentence-transformers and FAISS: one unit vector a document, exact inner product (`IndexFlatIP`)."""

from __future__ import annotations

import sys
from pathlib import Path

from baselines.exchange import Ranking
from baselines.program import Baseline, Corpus, Encode, Search, Settings, Variant, main

# Vectors handed to FAISS at once, so that a memory-mapped million never lies in memory twice.
_BATCH = 50_000


def build(corpus: Corpus, folder: Path, _: Settings) -> None:
    import faiss
    import numpy as np

    vectors = corpus.dense
    index = faiss.IndexFlatIP(vectors.shape[1])
    for start in range(0, len(vectors), _BATCH):
        index.add(np.ascontiguousarray(vectors[start : start + _BATCH]))
    faiss.write_index(index, str(folder / "vectors.faiss"))


def open_index(folder: Path, _: Settings, encode: Encode) -> Search:
    import faiss

    index = faiss.read_index(str(folder / "vectors.faiss"))

    def search(query: str, k: int) -> Ranking:
        scores, positions = index.search(encode(query)[None, :], min(k, index.ntotal))
        return list(zip(positions[0].tolist(), scores[0].tolist(), strict=True))

    return search


BASELINE = Baseline(
    "sentence-transformers + FAISS",
    ("sentence-transformers", "torch", "faiss-cpu", "numpy"),
    ("faiss", "numpy"),
    (Variant("IndexFlatIP", {}, {}),),
    build,
    open_index,
)

if __name__ == "__main__":
    sys.exit(main(BASELINE))
