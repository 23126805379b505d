"""Milvus Lite: its BM25 function on the text beside vectors as it indexes them by itself, fused by ranks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from baselines.tokens import STOP_WORDS
from scale.rivals.contest import Batches, main

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_COLLECTION = "passages"
_INSERTED = 1_000


class MilvusLite:
    def build(self, batches: Batches, count: int, folder: Path) -> None:
        from pymilvus import DataType, Function, FunctionType, MilvusClient

        client = MilvusClient(str(folder / "milvus.db"))
        schema = MilvusClient.create_schema(auto_id=False)
        schema.add_field("position", DataType.INT64, is_primary=True)
        analyser = {"tokenizer": "standard", "filter": [{"type": "stop", "stop_words": sorted(STOP_WORDS)}]}
        schema.add_field("text", DataType.VARCHAR, max_length=65_535, enable_analyzer=True, analyzer_params=analyser)
        schema.add_field("source", DataType.VARCHAR, max_length=200)
        schema.add_field("dense", DataType.FLOAT_VECTOR, dim=384)
        schema.add_field("sparse", DataType.SPARSE_FLOAT_VECTOR)
        schema.add_function(
            Function("bm25", FunctionType.BM25, input_field_names=["text"], output_field_names=["sparse"])
        )
        indexes = client.prepare_index_params()
        indexes.add_index("dense", index_type="AUTOINDEX", metric_type="COSINE")
        indexes.add_index("sparse", index_type="SPARSE_INVERTED_INDEX", metric_type="BM25")
        client.create_collection(_COLLECTION, schema=schema, index_params=indexes)
        for first, passages, vectors in batches:
            for at in range(0, len(passages), _INSERTED):
                part = passages[at : at + _INSERTED]
                client.insert(_COLLECTION, _rows(first + at, part, vectors[at : at + _INSERTED]))
        client.flush(_COLLECTION)
        client.load_collection(_COLLECTION)
        client.close()

    def open(self, folder: Path) -> _Opened:
        from pymilvus import MilvusClient

        client = MilvusClient(str(folder / "milvus.db"))
        client.load_collection(_COLLECTION)
        return _Opened(client)


class _Opened:
    def __init__(self, client: Any) -> None:
        self._client = client

    def bm25(self, text: str, k: int) -> Sequence[int]:
        options = {"anns_field": "sparse", "limit": k, "search_params": {"metric_type": "BM25"}}
        return _found(self._client.search(_COLLECTION, [text], output_fields=["position"], **options))

    def vector(self, vector: NDArray[np.float32], k: int, source: str = "") -> Sequence[int]:
        options = {"anns_field": "dense", "limit": k, "filter": _where(source)}
        return _found(self._client.search(_COLLECTION, [vector.tolist()], output_fields=["position"], **options))

    def hybrid(self, text: str, vector: NDArray[np.float32], k: int, source: str = "") -> Sequence[int]:
        from pymilvus import AnnSearchRequest, RRFRanker

        condition = _where(source) or None
        dense = AnnSearchRequest([vector.tolist()], "dense", {}, limit=k, expr=condition)
        sparse = AnnSearchRequest([text], "sparse", {"metric_type": "BM25"}, limit=k, expr=condition)
        asked = {"ranker": RRFRanker(60), "limit": k, "output_fields": ["position"]}
        return _found(self._client.hybrid_search(_COLLECTION, [dense, sparse], **asked))

    def add(self, first: int, passages: Sequence[dict[str, Any]], vectors: NDArray[np.float32]) -> None:
        self._client.insert(_COLLECTION, _rows(first, passages, vectors))
        self._client.flush(_COLLECTION)


def _rows(first: int, passages: Sequence[dict[str, Any]], vectors: NDArray[np.float32]) -> list[dict[str, Any]]:
    return [
        {"position": first + n, "text": one["text"], "source": one["source"], "dense": vectors[n].tolist()}
        for n, one in enumerate(passages)
    ]


def _where(source: str) -> str:
    return f'source == "{source}"' if source else ""


def _found(answers: Any) -> list[int]:
    return [int(hit["position"]) for hit in answers[0]]


if __name__ == "__main__":
    main(MilvusLite())
