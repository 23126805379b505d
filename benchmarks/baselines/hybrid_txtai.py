"""txtai's hybrid index: its own BM25 over terms beside FAISS, fused by txtai.

`hybrid=True` is short for BM25 with normalised scores and their convex combination, half and half. Documented beside
it: other weights at search time, `normalize: bb25` (calibrated scores, fused as log odds) and no normalising, where
ranks are fused instead. FAISS is told to stay exact (`IDMap,Flat`): from 5,000 documents on, txtai would search
approximately. Texts are not stored in the index (`content` is off), as ids are all that is asked for.
Documents come with the shared vectors, queries are encoded by the shared encoder (method `external`).
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from baselines.exchange import Ranking
from baselines.program import Baseline, Corpus, Encode, Search, Settings, Variant, main

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def build(corpus: Corpus, folder: Path, settings: Settings) -> None:
    from txtai import Embeddings

    rows = {document.text: row for row, document in enumerate(corpus.documents)}

    def transform(texts: list[str]) -> NDArray[np.float32]:
        return corpus.dense[[rows[text] for text in texts]]

    scoring = {"method": "bm25", "terms": True, "normalize": settings["normalize"]}
    faiss = {"components": "IDMap,Flat"}
    index = Embeddings({"method": "external", "transform": transform, "scoring": scoring, "faiss": faiss})
    index.index((position, document.text, None) for position, document in enumerate(corpus.documents))
    index.save(str(folder))


def open_index(folder: Path, settings: Settings, encode: Encode) -> Search:
    import numpy as np
    from txtai import Embeddings

    def transform(texts: list[str]) -> NDArray[np.float32]:
        return np.stack([encode(text) for text in texts])

    index: Any = Embeddings()
    index.load(str(folder), config={"transform": transform})
    return lambda query, k: hits(index.search(query, k, weights=settings["weights"]))


def hits(found: list[tuple[int, float]]) -> Ranking:
    """txtai's pairs as they come; equal scores keep txtai's order."""
    return [(position, score) for position, score in found]


BASELINE = Baseline(
    "txtai hybrid",
    ("txtai", "sentence-transformers", "torch", "faiss-cpu", "numpy"),
    ("txtai", "numpy"),
    (
        Variant("convex, weight of vectors 0.5", {"normalize": True}, {"weights": 0.5}),
        Variant("convex, weight of vectors 0.3", {"normalize": True}, {"weights": 0.3}),
        Variant("convex, weight of vectors 0.7", {"normalize": True}, {"weights": 0.7}),
        Variant("bb25, weight of vectors 0.5", {"normalize": "bb25"}, {"weights": 0.5}),
        Variant("ranks, weight of vectors 0.5", {"normalize": False}, {"weights": 0.5}),
    ),
    build,
    open_index,
)

if __name__ == "__main__":
    sys.exit(main(BASELINE))
