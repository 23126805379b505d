"""How `store.sqlite` is opened, and how SQLite's errors become ours."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from onrecord.errors import ArchiveDamaged, ArchiveLocked, ArchiveUnwritable, OnrecordError


def connect(path: Path | None) -> sqlite3.Connection:
    """An open database at `path`, or one in memory for None; transactions are begun by hand."""
    if path is None:
        connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    else:
        writable = os.access(path.parent, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))
        # On a read-only medium SQLite cannot make its shared-memory file; nobody writes there either.
        mode = "rwc" if writable else "ro&immutable=1"
        uri = f"{path.absolute().as_uri()}?mode={mode}"
        connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False, timeout=30.0)
        if writable:
            connection.execute("PRAGMA journal_mode = WAL")
            # FULL: a commit that was reported survives a power cut.
            connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA cache_size = -65536")
    connection.create_function("folded", 1, lambda value: str(value).casefold(), deterministic=True)
    return connection


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
