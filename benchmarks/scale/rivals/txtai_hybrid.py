"""txtai: hybrid index with contents in SQLite (which its filters need), vectors by FAISS as txtai sets it up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scale.rivals.contest import Batches, main

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class _InOrder:
    """Hands txtai the vector of each text it asks for: those given, in the order in which it was given the texts."""

    def __init__(self) -> None:
        self.waiting: list[NDArray[np.float32]] = []

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        import numpy as np

        taken, self.waiting = self.waiting[: len(texts)], self.waiting[len(texts) :]
        return np.stack(taken)


class Txtai:
    def build(self, batches: Batches, count: int, folder: Path) -> None:
        from txtai import Embeddings

        give = _InOrder()
        settings = {"method": "external", "transform": lambda texts: give(texts), "hybrid": True, "content": True}
        index = Embeddings(settings)

        def documents() -> Iterator[Any]:
            for first, passages, vectors in batches:
                for number, passage in enumerate(passages):
                    give.waiting.append(vectors[number])
                    yield first + number, {"text": passage["text"], "source": passage["source"]}, None

        index.index(documents())
        index.save(str(folder))

    def open(self, folder: Path) -> _Opened:
        return _Opened(folder)


class _Opened:
    def __init__(self, folder: Path) -> None:
        from txtai import Embeddings

        self._give = _InOrder()
        self._index: Any = Embeddings()
        self._index.load(str(folder), config={"transform": lambda texts: self._give(texts)})
        self._folder = folder

    def bm25(self, text: str, k: int) -> Sequence[int]:
        import numpy as np

        # It asks for a vector whatever the weights say.
        self._give.waiting = [np.full(384, 384**-0.5, np.float32)]
        return self._found(self._index.search(_ALL, k, weights=0.0, parameters={"x": text}))

    def vector(self, vector: NDArray[np.float32], k: int, source: str = "") -> Sequence[int]:
        self._give.waiting = [vector]
        query = _FILTERED if source else _ALL
        return self._found(self._index.search(query, k, weights=1.0, parameters={"x": "any", "source": source}))

    def hybrid(self, text: str, vector: NDArray[np.float32], k: int, source: str = "") -> Sequence[int]:
        self._give.waiting = [vector]
        query = _FILTERED if source else _ALL
        return self._found(self._index.search(query, k, parameters={"x": text, "source": source}))

    def add(self, first: int, passages: Sequence[dict[str, Any]], vectors: NDArray[np.float32]) -> None:
        self._give.waiting = list(vectors)
        self._index.upsert(
            (first + n, {"text": one["text"], "source": one["source"]}, None) for n, one in enumerate(passages)
        )
        self._index.save(str(self._folder))

    def _found(self, rows: list[dict[str, Any]]) -> list[int]:
        self._give.waiting = []
        return [int(row["id"]) for row in rows]


_ALL = "SELECT id, score FROM txtai WHERE similar(:x)"
_FILTERED = "SELECT id, score FROM txtai WHERE similar(:x) AND source = :source"

if __name__ == "__main__":
    main(Txtai())
