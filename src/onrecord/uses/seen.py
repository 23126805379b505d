"""Which ids a run has met: on the disk once they are many, so that a run of any length stays in memory."""

from __future__ import annotations

import sqlite3

from onrecord.storage.connection import explained

_PLACE = "the ids of this run, in the folder for temporary files"
# 8 MB of the list are held in memory; the rest is in a file of the system's that goes with the process.
_CACHE = "PRAGMA cache_size = -8192"


class Seen:
    """A set of texts; `add` tells whether one was there before. Not for several threads.

    ArchiveUnwritable when there is no room for them.
    """

    def __init__(self) -> None:
        # The empty name: a database of this connection alone, in a file without a name when memory is not enough.
        self._db = sqlite3.connect("", isolation_level=None)
        for setting in (_CACHE, "PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF"):
            self._db.execute(setting)
        self._db.execute("CREATE TABLE seen (id TEXT PRIMARY KEY) WITHOUT ROWID")
        # Never committed: a commit for each id would write each to the file.
        self._db.execute("BEGIN")

    def __contains__(self, id: str) -> bool:
        return self._db.execute("SELECT 1 FROM seen WHERE id = ?", (id,)).fetchone() is not None

    def add(self, id: str) -> bool:
        """Whether the id was there before; it is now."""
        with explained(_PLACE):
            return self._db.execute("INSERT OR IGNORE INTO seen VALUES (?)", (id,)).rowcount == 0

    def close(self) -> None:
        """Lets go of memory and file."""
        self._db.close()
