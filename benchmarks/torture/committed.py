"""Every state a store was ever in: a copy is kept at each commit of any process that records.

A copy is named BEGIN-DONE-PROCESS-FOUND: before BEGIN (nanoseconds, one clock for all processes) nobody can have seen
the state, from DONE on everybody sees it or a later one. A process that is killed right after a commit leaves no copy
of it; whoever commits next takes one of what it finds, and FOUND is 1.
"""

from __future__ import annotations

import os
import sqlite3
import time
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.storage.connection import Connection


def record(store: Path, copies: Path) -> None:
    """From now on this process copies `store` into the folder at each of its commits."""
    plain = Connection.execute
    begun: dict[int, tuple[int, int]] = {}
    known: dict[int, int] = {}

    def execute(self: Connection, sql: str, values: Any = (), /) -> sqlite3.Cursor:
        if sql not in ("BEGIN IMMEDIATE", "COMMIT") or self._path is None or self._path.resolve() != store:
            return plain(self, sql, values)
        if sql == "BEGIN IMMEDIATE":
            done = plain(self, sql, values)
            version = int(plain(self, "PRAGMA data_version").fetchone()[0])
            if known.get(id(self)) != version:
                _copy(store, copies, 0, found=True)
                known[id(self)] = version
            begun[id(self)] = time.monotonic_ns(), self.total_changes
            return done
        before = begun.pop(id(self), None)
        start = time.monotonic_ns()
        done = plain(self, sql, values)
        if before is not None and before[1] != self.total_changes:
            _copy(store, copies, start, found=False)
        return done

    Connection.execute = execute  # type: ignore[method-assign]


def _copy(store: Path, copies: Path, begin: int, *, found: bool) -> None:
    done = time.monotonic_ns()
    name = f"{begin}-{done}-{os.getpid()}-{int(found)}"
    # A connection of its own: what is committed, not what the one that writes has in hand.
    source = sqlite3.connect(f"{store.as_uri()}?mode=ro", uri=True)
    target = sqlite3.connect(copies / f"{name}.unfinished")
    source.backup(target)
    target.close()
    source.close()
    (copies / f"{name}.unfinished").rename(copies / f"{name}.sqlite")


@dataclass(frozen=True, slots=True)
class State:
    """What every question is answered in one committed state, and when it can have been seen first."""

    begin: int
    done: int
    answers: dict[str, str]


class Timeline:
    """All states in their order."""

    def __init__(self, named: Sequence[tuple[str, dict[str, str]]]) -> None:
        """`named` are the names of the copies, and what is answered in each."""
        rows = sorted((int(name.split("-")[1]), name, answers) for name, answers in named)
        self.states: list[State] = []
        for done, name, answers in rows:
            # What was found became true after what was recorded before it.
            begin = int(name.split("-")[0]) or (self.states[-1].done if self.states else 0)
            self.states.append(State(begin, done, answers))
        self._done = [state.done for state in self.states]

    def between(self, start: int, end: int) -> list[State]:
        """The states that somebody can have seen who asked at `start` and was answered at `end`."""
        # The last one that was there for everybody at the start, and all that began before the end.
        first = max(0, bisect_left(self._done, start) - 1)
        return [state for state in self.states[first:] if state.begin <= end]
