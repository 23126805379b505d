"""How `store.sqlite` is opened, and how SQLite's errors become ours."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from onrecord.errors import ArchiveDamaged, ArchiveLocked, ArchiveUnwritable, OnrecordError
from onrecord.storage.filters import comparable

# Seconds that a commit waits for another connection's commit.
_PATIENCE = 30.0


def connect(path: Path | None) -> sqlite3.Connection:
    """An open database at `path`, or one in memory for None; transactions are begun by hand."""
    if path is None:
        connection = _opened(":memory:")
    elif os.access(path.parent, os.W_OK) and (not path.exists() or os.access(path, os.W_OK)):
        connection = _opened(f"{path.absolute().as_uri()}?mode=rwc")
        _keep_log(connection)
        # FULL: a commit that was reported survives a power cut.
        connection.execute("PRAGMA synchronous = FULL")
    else:
        connection = _read_only(path)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA cache_size = -65536")
    connection.create_function("folded", 1, comparable, deterministic=True)
    return connection


def _read_only(path: Path) -> sqlite3.Connection:
    """A database that may not be written: with its log when the system lets us share it, else as the file stands."""
    try:
        connection = _opened(f"{path.absolute().as_uri()}?mode=ro")
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
        return connection
    except sqlite3.OperationalError as error:
        log = path.with_name(f"{path.name}-wal")
        if log.exists() and log.stat().st_size:
            # Reading the file alone would silently leave out what was committed last.
            raise ArchiveUnwritable(
                f"{path}: its write-ahead log holds commits that can only be read where files can be written; "
                "copy the archive to a folder you can write to"
            ) from error
    return _opened(f"{path.absolute().as_uri()}?mode=ro&immutable=1")


def _keep_log(connection: sqlite3.Connection) -> None:
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


def _opened(place: str) -> sqlite3.Connection:
    return sqlite3.connect(
        place, uri=place != ":memory:", isolation_level=None, check_same_thread=False, timeout=_PATIENCE
    )


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
