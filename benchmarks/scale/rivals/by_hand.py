"""bm25s and FAISS put together by hand, fused by ranks: what a tutorial builds. `flat` is exact, `hnsw` approximate.

Neither file can be added to: a hundred articles more are a new BM25 index. HNSW is FAISS's with 32 links.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from baselines.fused_rrf import fuse
from scale.rivals.contest import Batches

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_LINKS, _WIDTH_BUILDING, _WIDTH_SEARCHING = 32, 80, 64
_DEPTH = 100


class ByHand:
    def __init__(self, kind: str) -> None:
        self._kind = kind

    def build(self, batches: Batches, count: int, folder: Path) -> None:
        import faiss

        texts, sources = [], []
        if self._kind == "flat":
            index = faiss.IndexFlatIP(384)
        else:
            index = faiss.IndexHNSWFlat(384, _LINKS, faiss.METRIC_INNER_PRODUCT)
            index.hnsw.efConstruction = _WIDTH_BUILDING
        for _, passages, vectors in batches:
            texts += [one["text"] for one in passages]
            sources += [one["source"] for one in passages]
            index.add(vectors)
        faiss.write_index(index, str(folder / "vectors.faiss"))
        del index
        (folder / "texts.jsonl").write_text("\n".join(map(json.dumps, texts)), "utf-8")
        (folder / "sources.json").write_text(json.dumps(sources), "utf-8")
        _lexical(texts, folder)

    def open(self, folder: Path) -> _Opened:
        return _Opened(folder)


class _Opened:
    def __init__(self, folder: Path) -> None:
        import bm25s
        import faiss
        import numpy as np
        import Stemmer

        self._folder, self._faiss, self._np, self._bm25s = folder, faiss, np, bm25s
        self._index = faiss.read_index(str(folder / "vectors.faiss"))
        self._stemmer = Stemmer.Stemmer("english")
        self._open_lexical()

    def _open_lexical(self) -> None:
        self._words = self._bm25s.BM25.load(str(self._folder / "bm25"), mmap=True, show_progress=False, backend="numba")
        sources = json.loads((self._folder / "sources.json").read_text("utf-8"))
        self._masks = {name: self._np.array([one == name for one in sources]) for name in sorted(set(sources))}

    def bm25(self, text: str, k: int, source: str = "") -> Sequence[int]:
        return [position for position, _ in self._lexical(text, k, source)]

    def _lexical(self, text: str, k: int, source: str) -> list[tuple[int, float]]:
        terms = self._bm25s.tokenize(text, stopwords="en", stemmer=self._stemmer, return_ids=False, show_progress=False)
        mask = {"weight_mask": self._masks[source].astype(self._np.float32)} if source else {}
        positions, scores = self._words.retrieve(terms, k=k, show_progress=False, **mask)
        pairs = zip(positions[0].tolist(), scores[0].tolist(), strict=True)
        return [(position, score) for position, score in pairs if score > 0]

    def vector(self, vector: NDArray[np.float32], k: int, source: str = "") -> Sequence[int]:
        return [position for position, _ in self._dense(vector, k, source)]

    def _dense(self, vector: NDArray[np.float32], k: int, source: str) -> list[tuple[int, float]]:
        faiss = self._faiss
        options: dict[str, Any] = {}
        if source:
            options["sel"] = faiss.IDSelectorBitmap(self._np.packbits(self._masks[source], bitorder="little"))
        if hasattr(self._index, "hnsw"):
            given = faiss.SearchParametersHNSW(efSearch=max(_WIDTH_SEARCHING, k), **options)
        else:
            given = faiss.SearchParameters(**options) if options else None
        scores, positions = self._index.search(vector[None, :], k, params=given)
        return [(p, s) for p, s in zip(positions[0].tolist(), scores[0].tolist(), strict=True) if p >= 0]

    def hybrid(self, text: str, vector: NDArray[np.float32], k: int, source: str = "") -> Sequence[int]:
        fused = fuse([self._lexical(text, _DEPTH, source), self._dense(vector, _DEPTH, source)])
        return [position for position, _ in fused[:k]]

    def add(self, first: int, passages: Sequence[dict[str, Any]], vectors: NDArray[np.float32]) -> None:
        self._index.add(vectors)
        self._faiss.write_index(self._index, str(self._folder / "vectors.faiss"))
        lines = (self._folder / "texts.jsonl").read_text("utf-8").split("\n")
        texts = [*map(json.loads, lines), *(one["text"] for one in passages)]
        sources = json.loads((self._folder / "sources.json").read_text("utf-8"))
        (self._folder / "sources.json").write_text(
            json.dumps([*sources, *(one["source"] for one in passages)]), "utf-8"
        )
        _lexical(texts, self._folder)
        self._open_lexical()


def _lexical(texts: Sequence[str], folder: Path) -> None:
    import bm25s
    import Stemmer

    terms = bm25s.tokenize(list(texts), stopwords="en", stemmer=Stemmer.Stemmer("english"), show_progress=False)
    index = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
    index.index(terms, show_progress=False)
    index.save(str(folder / "bm25"), show_progress=False)
