"""How `store.sqlite` is opened, and how SQLite's errors become ours."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from onrecord.errors import ArchiveDamaged, ArchiveLocked, ArchiveProblem, ArchiveUnwritable, OnrecordError
from onrecord.storage.filters import comparable
from onrecord.storage.unit_details import in_sql

# Seconds that a commit waits for another connection's commit.
_PATIENCE = 30.0


# Files of which this process holds a copy of its parent's connection, and why that is not its own.
_carried: dict[tuple[int, int], str] = {}


class Connection(sqlite3.Connection):
    """An open database at a path, or one in memory; transactions are begun by hand, and no fork carries it along.

    SQLite takes the locks of a connection it finds in memory for the process's own. A child that has its parent's,
    and opens the file anew, therefore holds none: the parent's next close removes the log from under it, and what
    the child commits is lost. So the file is closed before a fork (`let_go`), and opened again by the next use.
    """

    def __init__(self, path: Path | None) -> None:
        self._path, self._earlier = path, 0
        # Why it cannot be used; None when it can, empty when it has to be opened again first.
        self._hindrance: str | None = None
        if path is not None and path.exists() and (reason := _carried.get(_number(path))):
            raise ArchiveProblem(reason)
        self._open(create=True)

    def _open(self, *, create: bool) -> None:
        path = self._path
        if path is None:
            self._reach(":memory:")
        elif os.access(path.parent, os.W_OK) and (not path.exists() or os.access(path, os.W_OK)):
            self._reach(f"{path.absolute().as_uri()}?mode={'rwc' if create else 'rw'}")
            _keep_log(self)
            # FULL: a commit that was reported survives a power cut.
            super().execute("PRAGMA synchronous = FULL")
        else:
            self._read_only(path)
        super().execute("PRAGMA foreign_keys = ON")
        super().execute("PRAGMA cache_size = -65536")
        self.create_function("folded", 1, comparable, deterministic=True)
        self.create_function("inflated", 1, in_sql, deterministic=True)

    def _read_only(self, path: Path) -> None:
        """With the log when the system lets us share it, else as the file stands."""
        try:
            self._reach(f"{path.absolute().as_uri()}?mode=ro")
            super().execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
        except sqlite3.OperationalError as error:
            log = path.with_name(f"{path.name}-wal")
            if log.exists() and log.stat().st_size:
                # Reading the file alone would silently leave out what was committed last.
                raise ArchiveUnwritable(
                    f"{path}: its write-ahead log holds commits that can only be read where files can be written; "
                    "copy the archive to a folder you can write to"
                ) from error
            self._reach(f"{path.absolute().as_uri()}?mode=ro&immutable=1")

    def _reach(self, place: str) -> None:
        path, earlier = self._path, self._earlier
        super().__init__(place, uri=path is not None, isolation_level=None, check_same_thread=False, timeout=_PATIENCE)
        # Python empties a connection that is opened a second time, attributes and all.
        self._path, self._earlier, self._hindrance = path, earlier, None

    def execute(self, sql: str, values: Any = (), /) -> sqlite3.Cursor:
        if self._hindrance is not None:
            self._come_back()
        return super().execute(sql, values)

    def executemany(self, sql: str, rows: Iterable[Any], /) -> sqlite3.Cursor:
        if self._hindrance is not None:
            self._come_back()
        return super().executemany(sql, rows)

    @property
    def in_transaction(self) -> bool:
        return self._hindrance is None and super().in_transaction

    @property
    def total_changes(self) -> int:
        """Grows with every change made here, and when the file is opened again: others may have changed it."""
        return self._earlier if self._hindrance is not None else self._earlier + super().total_changes

    def close(self) -> None:
        if self._hindrance in (None, ""):
            super().close()
            self._hindrance = "is closed; open the archive again"

    def _come_back(self) -> None:
        if self._hindrance:
            raise ArchiveProblem(f"{self._path or 'archive in memory'}: {self._hindrance}")
        self._open(create=False)

    def let_go(self) -> bool:
        """Before a fork: closes the file until the next use; False in the middle of a transaction."""
        if self.in_transaction:
            return False
        if self._path is not None and self._hindrance is None:
            self._earlier = self.total_changes + 1
            super().close()
            self._hindrance = ""
        return True

    def disown(self, reason: str) -> None:
        """In a child: this is a copy of the parent's, never to be used, nor closed, nor the file opened beside it."""
        self._hindrance = reason
        if self._path is not None:
            with suppress(OSError):
                _carried[_number(self._path)] = f"{self._path}: {reason}"
        keep_for_ever(self)


def keep_for_ever(thing: object) -> None:
    """Never destroys it, not even at the end of the process."""
    import ctypes

    ctypes.pythonapi.Py_IncRef(ctypes.py_object(thing))


def connect(path: Path | None) -> Connection:
    """An open database at `path`, or one in memory for None."""
    return Connection(path)


def _number(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_dev, status.st_ino


def _keep_log(connection: Connection) -> None:
    """Write-ahead logging, which lets readers read while a writer writes."""
    patience = time.monotonic() + _PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            # SQLite does not wait by itself when two connections turn it on at the same moment.
            if error.sqlite_errorname != "SQLITE_BUSY" or time.monotonic() > patience:
                raise
            time.sleep(0.01)


@contextmanager
def explained(place: str) -> Iterator[None]:
    """Turns SQLite's errors into the archive's, with the place and the next step."""
    try:
        yield
    except OnrecordError:
        raise
    except sqlite3.OperationalError as error:
        name = getattr(error, "sqlite_errorname", "") or ""
        if name.startswith(("SQLITE_FULL", "SQLITE_READONLY", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_PERM")):
            raise ArchiveUnwritable(
                f"{place}: {error}; nothing of this step was stored; free space or fix the permissions, then repeat it"
            ) from error
        if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise ArchiveLocked(
                f"{place}: {error}; another program uses the store; try again when it is done"
            ) from error
        raise ArchiveDamaged(f"{place}: {error}; run `onrecord check`") from error
    except sqlite3.DatabaseError as error:
        raise ArchiveDamaged(
            f"{place}: {error}; the store cannot be read: restore it from a copy, or index the articles again"
        ) from error
