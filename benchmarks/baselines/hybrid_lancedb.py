"""LanceDB's hybrid search: its full-text index (BM25, English stems, stop words) beside exact vectors, reranked.

Rerankers as documented: reciprocal rank fusion (the default, 60), linear combination of normalised scores (0.7 for the
vectors by default; the documentation calls it deprecated) and mean reciprocal rank. Vectors are not indexed, so that
their search is exact; the distance is cosine. Each arm gives as many candidates as hits are asked for.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from baselines.exchange import Ranking
from baselines.program import Baseline, Corpus, Encode, Search, Settings, Variant, main

_TABLE = "documents"
_BATCH = 10_000


def build(corpus: Corpus, folder: Path, _: Settings) -> None:
    import lancedb
    import pyarrow as pa
    from lancedb.index import FTS

    width = corpus.dense.shape[1]
    schema = pa.schema([("position", pa.int64()), ("text", pa.string()), ("vector", pa.list_(pa.float32(), width))])

    def batches() -> Iterator[Any]:
        for start in range(0, len(corpus.documents), _BATCH):
            part = corpus.documents[start : start + _BATCH]
            vectors = pa.FixedSizeListArray.from_arrays(corpus.dense[start : start + _BATCH].reshape(-1), width)
            positions = pa.array(range(start, start + len(part)), pa.int64())
            texts = pa.array([document.text for document in part])
            yield pa.RecordBatch.from_arrays([positions, texts, vectors], schema=schema)

    table = lancedb.connect(str(folder)).create_table(_TABLE, batches(), schema=schema)
    table.create_index("text", config=FTS(language="English", stem=True, remove_stop_words=True))


def open_index(folder: Path, settings: Settings, encode: Encode) -> Search:
    import lancedb
    from lancedb import rerankers

    table = lancedb.connect(str(folder)).open_table(_TABLE)
    reranker = getattr(rerankers, settings["reranker"])(**settings["options"])

    def search(query: str, k: int) -> Ranking:
        asked = table.search(query_type="hybrid").vector(encode(query)).text(query).distance_type("cosine")
        found = asked.rerank(reranker).select(["position"]).limit(k).to_arrow()
        return list(zip(found["position"].to_pylist(), found["_relevance_score"].to_pylist(), strict=True))

    return search


BASELINE = Baseline(
    "LanceDB hybrid",
    ("lancedb", "pyarrow", "sentence-transformers", "torch", "numpy"),
    ("lancedb", "lancedb.rerankers", "pyarrow"),
    (
        Variant("RRF, 60", {}, {"reranker": "RRFReranker", "options": {"K": 60}}),
        Variant("linear, 0.7 vectors", {}, {"reranker": "LinearCombinationReranker", "options": {"weight": 0.7}}),
        Variant("linear, 0.5 vectors", {}, {"reranker": "LinearCombinationReranker", "options": {"weight": 0.5}}),
        Variant("mean reciprocal rank", {}, {"reranker": "MRRReranker", "options": {}}),
    ),
    build,
    open_index,
)

if __name__ == "__main__":
    # Its warnings about columns to come, one a query, would drown everything else.
    os.environ.setdefault("LANCE_LOG", "error")
    sys.exit(main(BASELINE))
