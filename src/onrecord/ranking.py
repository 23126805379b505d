"""The one order rule: larger score first, then the smaller key; every top-k goes through here."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeVar


class Sortable(Protocol):
    """Anything with a total order; keys come from content (article id, start, end), never from hashes."""

    def __lt__(self, other: Any, /) -> bool: ...


K = TypeVar("K", bound=Sortable)


def best(scored: Iterable[tuple[float, K]], k: int) -> list[tuple[float, K]]:
    """The k best (score, key) pairs, best first; equal scores stand in ascending key order.

    >>> best([(1.0, "b"), (2.0, "c"), (1.0, "a")], 2)
    [(2.0, 'c'), (1.0, 'a')]
    """
    return heapq.nsmallest(k, scored, key=_order)


def best_rows(
    scored: Mapping[int, float], keys: Callable[[Sequence[int]], Mapping[int, Sortable]], k: int
) -> list[tuple[float, int]]:
    """The k best (score, row) pairs by the same rule; `keys` is only asked about rows whose score is not theirs alone.

    >>> best_rows({1: 1.0, 2: 2.0, 3: 1.0}, lambda rows: {row: "cab"[row - 1] for row in rows}, 2)
    [(2.0, 2), (1.0, 3)]
    """
    order = sorted(((score, row) for row, score in scored.items()), key=_falling)
    if k < len(order):
        last = order[k - 1][0] if k > 0 else float("inf")
        order = order[: next((at for at in range(k, len(order)) if order[at][0] < last), len(order))]
    tied = [row for at, (score, row) in enumerate(order) if _stands_by(order, at, score)]
    if tied:
        names = keys(tied)
        # Only equal scores come to compare what stands behind them.
        order.sort(key=lambda pair: (-pair[0], names[pair[1]]) if pair[1] in names else (-pair[0],))
    return order[:k]


def _falling(pair: tuple[float, int]) -> tuple[float, int]:
    return -pair[0], pair[1]


def _stands_by(order: Sequence[tuple[float, int]], at: int, score: float) -> bool:
    return (at > 0 and order[at - 1][0] == score) or (at + 1 < len(order) and order[at + 1][0] == score)


def _order(pair: tuple[float, K]) -> tuple[float, K]:
    return (-pair[0], pair[1])
