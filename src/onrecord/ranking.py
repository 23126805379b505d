"""The one order rule: larger score first, then the smaller key; every top-k goes through here."""

from __future__ import annotations

import heapq
from collections.abc import Iterable
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


def _order(pair: tuple[float, K]) -> tuple[float, K]:
    return (-pair[0], pair[1])
