"""What a query takes: clocks, an encoder that is paid for once, and the loop that asks one question at a time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from baselines.exchange import Ranking

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Encode: TypeAlias = "Callable[[str], NDArray[np.float32]]"
# (query, k) -> ranking
Search: TypeAlias = Callable[[str, int], Ranking]


class Times(NamedTuple):
    """Seconds by the clock on the wall, and of computing in all threads of this process."""

    wall: float
    cpu: float

    @staticmethod
    def now() -> Times:
        return Times(time.perf_counter(), time.process_time())

    def __add__(self, other: tuple[float, ...]) -> Times:  # type: ignore[override]
        return Times(self.wall + other[0], self.cpu + other[1])

    def __sub__(self, other: tuple[float, ...]) -> Times:
        return Times(self.wall - other[0], self.cpu - other[1])


class QueryEncoder:
    """Encodes every query once, one at a time, for all variants of a rival; each variant is charged what that took.

    A text that was not learnt is encoded when asked for, on the caller's own clock.
    """

    def __init__(self, encode: Encode) -> None:
        self._encode = encode
        self._known: dict[str, tuple[NDArray[np.float32], Times]] = {}
        self.charged = Times(0.0, 0.0)

    def learn(self, texts: Iterable[str]) -> None:
        """Encodes the texts and remembers what each took."""
        for text in texts:
            began = Times.now()
            vector = self._encode(text)
            self._known[text] = (vector, Times.now() - began)

    def __call__(self, text: str) -> NDArray[np.float32]:
        if text not in self._known:
            return self._encode(text)
        vector, taken = self._known[text]
        self.charged += taken
        return vector


def time_queries(
    search: Search, queries: Mapping[str, str], k: int, encode: QueryEncoder
) -> tuple[dict[str, Ranking], list[Times], list[Times]]:
    """Rankings of at most k, what each query took with its encoding, and what its encoding alone took."""
    rankings: dict[str, Ranking] = {}
    taken, encoding = [], []
    for words in list(queries.values())[:1]:
        search(words, k)
    for qid, words in queries.items():
        charged, began = encode.charged, Times.now()
        ranking = search(words, k)
        seconds = Times.now() - began
        encoding.append(encode.charged - charged)
        taken.append(seconds + encoding[-1])
        rankings[qid] = [(int(position), float(score)) for position, score in ranking][:k]
    return rankings, taken, encoding
