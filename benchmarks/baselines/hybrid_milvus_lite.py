"""Milvus Lite's hybrid search: a BM25 function on the text beside exact vectors, fused by a ranker.

Milvus Lite knows no English analyser (no stems), only words in lower case and a list of stop words to leave out; the
one documented with Lucene's words is used. Rankers as documented: reciprocal rank fusion with 60, the default, and
with 100; weighted sums of scores put into [0, 1], in the proportions of the documentation's examples and half and half.
Each arm gives as many candidates as hits are asked for. The server is the one that pymilvus starts for a local file.
"""

from __future__ import annotations

import sys
from pathlib import Path

from baselines.exchange import Ranking
from baselines.program import Baseline, Corpus, Encode, Search, Settings, Variant, main
from baselines.tokens import STOP_WORDS

_COLLECTION = "documents"
_BATCH = 1_000
# Of UTF-8: the most that a VARCHAR of Milvus may hold.
_MOST_BYTES = 65_535


def build(corpus: Corpus, folder: Path, settings: Settings) -> None:
    from pymilvus import DataType, Function, FunctionType, MilvusClient

    client = MilvusClient(str(folder / "milvus.db"))
    schema = MilvusClient.create_schema(auto_id=False)
    schema.add_field("position", DataType.INT64, is_primary=True)
    analyser = {"tokenizer": "standard", "filter": [{"type": "stop", "stop_words": sorted(STOP_WORDS)}]}
    text = {"max_length": _MOST_BYTES, "enable_analyzer": True, "analyzer_params": analyser}
    schema.add_field("text", DataType.VARCHAR, **text)
    schema.add_field("dense", DataType.FLOAT_VECTOR, dim=corpus.dense.shape[1])
    schema.add_field("sparse", DataType.SPARSE_FLOAT_VECTOR)
    names = {"name": "bm25", "input_field_names": ["text"], "output_field_names": ["sparse"]}
    schema.add_function(Function(function_type=FunctionType.BM25, **names))
    indexes = client.prepare_index_params()
    indexes.add_index("dense", index_type="FLAT", metric_type=settings["metric"])
    indexes.add_index("sparse", index_type="SPARSE_INVERTED_INDEX", metric_type="BM25")
    client.create_collection(_COLLECTION, schema=schema, index_params=indexes)
    for start in range(0, len(corpus.documents), _BATCH):
        part = enumerate(corpus.documents[start : start + _BATCH], start)
        rows = [{"position": at, "text": _cut(d.text), "dense": corpus.dense[at].tolist()} for at, d in part]
        client.insert(_COLLECTION, rows)
    client.flush(_COLLECTION)
    client.load_collection(_COLLECTION)
    client.close()


def open_index(folder: Path, settings: Settings, encode: Encode) -> Search:
    import pymilvus

    client = pymilvus.MilvusClient(str(folder / "milvus.db"))
    client.load_collection(_COLLECTION)
    ranker = getattr(pymilvus, settings["ranker"])(*settings["options"])

    def search(query: str, k: int) -> Ranking:
        dense = pymilvus.AnnSearchRequest([encode(query).tolist()], "dense", {}, limit=k)
        sparse = pymilvus.AnnSearchRequest([query], "sparse", {"metric_type": "BM25"}, limit=k)
        asked = {"ranker": ranker, "limit": k, "output_fields": ["position"]}
        found = client.hybrid_search(_COLLECTION, [dense, sparse], **asked)[0]
        return [(hit["position"], hit["distance"]) for hit in found]

    return search


def _cut(text: str) -> str:
    return text.encode("utf-8")[:_MOST_BYTES].decode("utf-8", "ignore")


BASELINE = Baseline(
    "Milvus Lite hybrid",
    ("milvus-lite", "pymilvus", "sentence-transformers", "torch", "faiss-cpu", "numpy"),
    ("pymilvus", "milvus_lite"),
    (
        Variant("RRF, 60", {"metric": "COSINE"}, {"ranker": "RRFRanker", "options": [60]}),
        Variant("RRF, 100", {"metric": "COSINE"}, {"ranker": "RRFRanker", "options": [100]}),
        Variant("weighted, 0.5 and 0.5", {"metric": "COSINE"}, {"ranker": "WeightedRanker", "options": [0.5, 0.5]}),
        Variant("weighted, 0.8 and 0.3", {"metric": "COSINE"}, {"ranker": "WeightedRanker", "options": [0.8, 0.3]}),
        Variant("weighted, 0.6 and 0.4", {"metric": "COSINE"}, {"ranker": "WeightedRanker", "options": [0.6, 0.4]}),
    ),
    build,
    open_index,
)

if __name__ == "__main__":
    sys.exit(main(BASELINE))
