"""Threads that share an archive: one writes at a time, and lets the others read in between."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from onrecord.errors import ArchiveProblem

Item = TypeVar("Item")

# Seconds in which a thread that waits for the guard wakes up and takes it; Python's locks keep no queue.
_MOMENT = 0.0001


class Turn:
    """Whose turn it is to write among the threads that share an archive; those that read need not wait for it."""

    def __init__(self) -> None:
        self._lock, self._refusal = threading.RLock(), ""

    def __enter__(self) -> None:
        if self._refusal:
            raise ArchiveProblem(self._refusal)
        self._lock.acquire()

    def __exit__(self, *_: object) -> None:
        self._lock.release()

    def begin_anew(self, refusal: str) -> None:
        """In a forked child: nobody has the turn, or nobody ever will."""
        self._lock, self._refusal = threading.RLock(), refusal


class LettingIn(Iterable[Item]):
    """The same items; while each is fetched, other threads may have the guard, which this one holds otherwise."""

    def __init__(self, items: Iterable[Item], guard: Any) -> None:
        self._items, self._guard = items, guard

    @property
    def problems(self) -> Iterable[Any]:
        """What could not be read, where the items themselves know."""
        found: Iterable[Any] = getattr(self._items, "problems", ())
        return found

    def __iter__(self) -> Iterator[Item]:
        items = iter(self._items)
        while True:
            self._guard.release()
            try:
                time.sleep(_MOMENT)
                try:
                    item = next(items)
                except StopIteration:
                    return
            finally:
                self._guard.acquire()
            yield item


class Guarded(Iterator[Item]):
    """The same items, each fetched while this thread has the guard: nobody's change is seen before it is committed."""

    def __init__(self, items: Iterator[Item], guard: Any) -> None:
        self._items, self._guard = items, guard

    def __next__(self) -> Item:
        with self._guard:
            return next(self._items)
