"""How many of the true ten nearest passages a vector search finds; the truth is a scan over all exact vectors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scale.beside import read_passages, read_vectors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_AT_ONCE = 20_000
# Scores this close are equal: float16 vectors cannot tell them apart.
_EQUAL = 1e-4

Place = tuple[str, int, int]


class Truth:
    """True neighbours of queries (Q, D) of unit length among the passages in the folder beside an archive."""

    def __init__(self, folder: Path, queries: NDArray[np.float32]) -> None:
        self._queries, self._vectors = queries, read_vectors(folder)
        self._rows = list(read_passages(folder))
        self._number = {(row["article"], row["start"], row["end"]): n for n, row in enumerate(self._rows)}

    def tenth(self, passes: Callable[[dict[str, Any]], bool] | None = None) -> tuple[NDArray[np.float32], int]:
        """The tenth best score of each query (Q,) among the passages that pass, and how many those are."""
        import numpy as np

        numbers = range(len(self._rows)) if passes is None else [n for n, row in enumerate(self._rows) if passes(row)]
        best = np.full((len(self._queries), 0), -2.0, np.float32)
        for at in range(0, len(numbers), _AT_ONCE):
            some = numbers[at : at + _AT_ONCE]
            vectors = self._vectors[some.start : some.stop] if isinstance(some, range) else self._vectors[some]
            best = np.concatenate([best, self._queries @ vectors.astype(np.float32).T], axis=1)
            best = -np.partition(-best, min(9, best.shape[1] - 1), axis=1)[:, :10]
        return best.min(axis=1), len(numbers)

    def recall(self, tenth: NDArray[np.float32], found: Sequence[Sequence[Place]]) -> float:
        """The share of the ten nearest that were found: places that truly score no lower than the tenth."""
        import numpy as np

        right = 0
        for query, least, places in zip(self._queries, tenth, found, strict=True):
            numbers = sorted({self._number[place] for place in places[:10]})
            if numbers:
                right += int(np.sum(self._vectors[numbers].astype(np.float32) @ query >= least - _EQUAL))
        return round(right / (10 * len(found)), 4)
