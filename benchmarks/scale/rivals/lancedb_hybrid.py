"""LanceDB: a table with its full-text index, its default vector index and a bitmap over the sources, fused by ranks."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scale.rivals.contest import Batches, main

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_TABLE = "passages"
_REFINED = 10


class LanceDb:
    def build(self, batches: Batches, count: int, folder: Path) -> None:
        import lancedb
        import pyarrow as pa
        from lancedb.index import FTS

        width = 384
        fields = [("position", pa.int64()), ("text", pa.string()), ("source", pa.string())]
        schema = pa.schema([*fields, ("vector", pa.list_(pa.float32(), width))])

        def parts() -> Iterator[Any]:
            for first, passages, vectors in batches:
                yield _batch(schema, first, passages, vectors)

        table = lancedb.connect(str(folder)).create_table(_TABLE, parts(), schema=schema)
        table.create_index("text", config=FTS(language="English", stem=True, remove_stop_words=True))
        table.create_scalar_index("source", index_type="BITMAP")
        table.create_index(metric="cosine", vector_column_name="vector")

    def open(self, folder: Path) -> _Opened:
        import lancedb

        return _Opened(lancedb.connect(str(folder)).open_table(_TABLE))


class _Opened:
    def __init__(self, table: Any) -> None:
        from lancedb.rerankers import RRFReranker

        self._table, self._fuse = table, RRFReranker()

    def bm25(self, text: str, k: int) -> Sequence[int]:
        found = self._table.search(_words(text), query_type="fts").select(["position"]).limit(k).to_arrow()
        return found["position"].to_pylist()

    def vector(self, vector: NDArray[np.float32], k: int, source: str = "") -> Sequence[int]:
        asked = self._table.search(vector).distance_type("cosine").refine_factor(_REFINED).select(["position"])
        return _where(asked, source).limit(k).to_arrow()["position"].to_pylist()

    def hybrid(self, text: str, vector: NDArray[np.float32], k: int, source: str = "") -> Sequence[int]:
        asked = self._table.search(query_type="hybrid").vector(vector).text(_words(text)).distance_type("cosine")
        asked = _where(asked.refine_factor(_REFINED), source).rerank(self._fuse)
        return asked.select(["position"]).limit(k).to_arrow()["position"].to_pylist()

    def add(self, first: int, passages: Sequence[dict[str, Any]], vectors: NDArray[np.float32]) -> None:
        self._table.add(_batch(self._table.schema, first, passages, vectors))
        # Until then new rows are found by scanning them.
        self._table.optimize()


def _batch(schema: Any, first: int, passages: Sequence[dict[str, Any]], vectors: NDArray[np.float32]) -> Any:
    import pyarrow as pa

    return pa.RecordBatch.from_arrays(
        [
            pa.array(range(first, first + len(passages)), pa.int64()),
            pa.array([one["text"] for one in passages]),
            pa.array([one["source"] for one in passages]),
            pa.FixedSizeListArray.from_arrays(vectors.reshape(-1), vectors.shape[1]),
        ],
        schema=schema,
    )


def _where(asked: Any, source: str) -> Any:
    return asked.where(f"source = '{source}'", prefilter=True) if source else asked


def _words(text: str) -> str:
    return " ".join(text.split())


if __name__ == "__main__":
    # Its warnings, one a query, would drown everything else.
    os.environ.setdefault("LANCE_LOG", "error")
    main(LanceDb())
