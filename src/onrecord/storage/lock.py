"""One writer at a time, across threads and processes; the lock dies with the process that holds it.

The lock is the system's own, on the file `lock`. `lock.holder` only says who holds it: nobody asks it whether the
lock is free, and it is not believed about a process that is dead. Whoever waits holds a second lock, `lock.next`:
a writer that lets go of the first one lets them go on before it writes again, however often it does.
"""

from __future__ import annotations

import math
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.errors import ArchiveLocked, ArchiveUnwritable, BadInput
from onrecord.storage.lock_holder import HOLDER, holder, own_facts

if TYPE_CHECKING:
    from filelock import BaseFileLock

FOR_EVER = -1.0
_POLL = 0.02
# Seconds in which somebody who waits takes a lock that is free, on a busy machine; more would only slow us down.
_COURTESY = 1.0
# Seconds in which a new holder has said who it is.
_SIGNING = 0.5

# The folders this process is writing to, and the thread that does.
_held: dict[str, int] = {}


@contextmanager
def write_lock(folder: Path, wait: float = 0.0, notify: Callable[[str], None] | None = None) -> Iterator[None]:
    """Holds the archive's lock; after `wait` seconds (below 0: for ever) raises ArchiveLocked naming the holder.

    `notify` is told once when there is something to wait for. Raises ArchiveUnwritable where no lock can be made.
    """
    if math.isnan(wait):
        raise BadInput(f"wait is {wait}; expected a number of seconds, or -1 to wait for ever")
    key, process = os.path.realpath(folder), os.getpid()
    if _held.get(key) == threading.get_ident():
        raise ArchiveLocked(f"{folder}: {_named(folder)} is writing, in this very thread; finish that first")
    lock = _acquired(folder, wait, notify)
    _held[key] = threading.get_ident()
    try:
        _sign(folder)
        yield
    finally:
        # A child forked meanwhile comes through here as well: the lock is its parent's.
        if os.getpid() == process:
            del _held[key]
            with suppress(OSError):  # on a disk that has failed meanwhile; it only says who holds the lock
                (folder / HOLDER).unlink(missing_ok=True)
            lock.release()
            _let_others_go_first(folder)


def writer_of(folder: Path) -> int | None:
    """The thread of this process that is writing to the folder, None when none is."""
    return _held.get(os.path.realpath(folder))


def forget_writers() -> None:
    """In a forked child: what the parent holds, the child does not."""
    _held.clear()


def _acquired(folder: Path, wait: float, notify: Callable[[str], None] | None) -> BaseFileLock:
    from filelock import FileLock, Timeout

    lock = FileLock(folder / "lock", poll_interval=_POLL)
    try:
        try:
            lock.acquire(timeout=0)
            return lock
        except Timeout:
            if not wait:
                raise
        until = math.inf if wait < 0 else time.monotonic() + wait
        if notify is not None:
            notify(f"{folder}: {_named(folder)} is writing; waiting until it is done")
        with FileLock(folder / "lock.next", poll_interval=_POLL).acquire(timeout=_left(until)):
            lock.acquire(timeout=_left(until))
        return lock
    except Timeout as error:
        waited = f", and was not done within {wait:g} seconds" if wait else "; wait until it is done, or use --wait"
        raise ArchiveLocked(f"{folder}: {_named(folder)} is writing{waited}") from error
    except (OSError, NotImplementedError) as error:
        raise ArchiveUnwritable(f"{folder}: {error}; the archive can be searched but not changed here") from error


def _left(until: float) -> float:
    """Seconds until then, in the lock's terms: below 0 for ever."""
    return FOR_EVER if until == math.inf else max(0.0, until - time.monotonic())


def _let_others_go_first(folder: Path) -> None:
    """Returns when nobody waits for the lock, or somebody has taken it, or had the time to."""
    from filelock import FileLock, Timeout

    queue, until = folder / "lock.next", time.monotonic() + _COURTESY
    while queue.exists() and not (folder / HOLDER).exists() and time.monotonic() < until:
        try:
            with FileLock(queue).acquire(timeout=0):
                return
        except Timeout:
            time.sleep(_POLL)
        except (OSError, NotImplementedError):  # a disk that has failed meanwhile
            return


def _sign(folder: Path) -> None:
    try:
        (folder / HOLDER).write_text(own_facts(), "utf-8")
    except OSError as error:
        raise ArchiveUnwritable(f"{folder}: {error}; nothing was changed; free space or fix the permissions") from error


def _named(folder: Path) -> str:
    """Who holds the lock; one who has just taken it has a moment to say so."""
    until = time.monotonic() + _SIGNING
    while (found := holder(folder)) is None and time.monotonic() < until:
        time.sleep(_POLL)
    return found or "another process"
