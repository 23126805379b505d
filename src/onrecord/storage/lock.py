"""One writer at a time, across processes; the lock dies with the process that holds it."""

from __future__ import annotations

import json
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from onrecord.errors import ArchiveLocked, ArchiveUnwritable


@contextmanager
def write_lock(folder: Path, wait: float = 0.0) -> Iterator[None]:
    """Holds the archive's lock; after `wait` seconds (-1: for ever) raises ArchiveLocked naming the holder."""
    from filelock import FileLock, Timeout

    lock = FileLock(folder / "lock")
    try:
        lock.acquire(timeout=wait)
    except Timeout as error:
        raise ArchiveLocked(f"{folder}: {_holder(folder)} is writing; wait until it is done, or use --wait") from error
    except OSError as error:
        raise ArchiveUnwritable(f"{folder}: {error}; the archive can be searched but not changed here") from error
    try:
        _sign(folder)
        yield
    finally:
        with suppress(OSError):  # on a disk that has failed meanwhile; it only says who holds the lock
            (folder / "lock.holder").unlink(missing_ok=True)
        lock.release()


def _sign(folder: Path) -> None:
    # The system frees the lock of a dead process; this file only says who holds a live one.
    facts = {"pid": os.getpid(), "host": socket.gethostname(), "program": Path(sys.argv[0]).name}
    try:
        (folder / "lock.holder").write_text(json.dumps(facts), "utf-8")
    except OSError as error:
        raise ArchiveUnwritable(f"{folder}: {error}; nothing was changed; free space or fix the permissions") from error


def _holder(folder: Path) -> str:
    try:
        facts = json.loads((folder / "lock.holder").read_text("utf-8"))
        return f"process {int(facts['pid'])} ({facts['program']}) on {facts['host']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"
