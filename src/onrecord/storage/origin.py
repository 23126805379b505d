"""What tells one archive from another: a number made of the first article it held, kept for good.

The description and every derived index repeat it, so a file of another archive is not believed.
"""

from __future__ import annotations

import hashlib
import sqlite3

from onrecord.storage.connection import explained
from onrecord.storage.schema import holds_seals

# JSON readers that know only doubles keep so many bits exactly.
_HEX_DIGITS = 12


class Origin:
    """Reads and settles the number; shares the store's connection."""

    def __init__(self, connection: sqlite3.Connection, place: str) -> None:
        self._db, self._place = connection, place

    def __call__(self) -> int | None:
        """The archive's number; None before an article was indexed, or when an earlier version did that."""
        with explained(self._place):
            row = self._db.execute("SELECT value FROM facts WHERE name = 'origin'").fetchone()
        return int(row[0]) if row else None

    def proposed(self) -> int | None:
        """The number the archive has, or will have by what it holds now; None while it holds nothing."""
        if (known := self()) is not None:
            return known
        with explained(self._place):
            if not holds_seals(self._db):
                return None  # an archive of an earlier format is left as it is until it is changed
            row = self._db.execute("SELECT fingerprint FROM revisions ORDER BY row LIMIT 1").fetchone()
        return int(hashlib.sha256(str(row[0]).encode()).hexdigest()[:_HEX_DIGITS], 16) if row else None

    def settle(self, number: int) -> None:
        """Makes it the archive's number, unless it has one; needs the write lock."""
        with explained(self._place):
            self._db.execute("INSERT OR IGNORE INTO facts VALUES ('origin', ?)", (number,))
