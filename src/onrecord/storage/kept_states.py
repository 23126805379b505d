"""The token states of passages and titles, and whether they are what they should be.

An archive of format 1 or 2 has no such table; every question is then answered as if none had been kept.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

from onrecord.errors import ArchiveDamaged
from onrecord.storage import seals
from onrecord.storage.connection import explained
from onrecord.storage.schema import holds_states

_BATCH = 900

# States are read only where the article was looked through by what keeps them today: those of another projection
# look alike and mean something else.
_LOOKED_THROUGH = "JOIN extracted e ON e.revision = u.revision AND instr(e.extractor, ?)"
_WHOLE = "typeof(t.states) = 'blob' AND length(t.states) % ? = 0"
_DAMAGED = f"""SELECT a.id, total(t.unit IS NULL), total(t.unit IS NOT NULL AND NOT ({_WHOLE}))
               FROM articles a JOIN units u ON u.revision = a.current AND u.lane IN (0, 1) {_LOOKED_THROUGH}
               LEFT JOIN token_states t ON t.unit = u.row GROUP BY a.id
               HAVING total(t.unit IS NULL OR NOT ({_WHOLE})) > 0 ORDER BY a.id"""


@dataclass(frozen=True, slots=True)
class DamagedStates:
    """An article of which `missing` passages (its title counted as one) have no states and `broken` ones no whole."""

    article: str
    missing: int
    broken: int


class KeptStates:
    """Reads the table of token states; shares the store's connection.

    `keeper` names what made them, as the articles' extractor does; `piece_bytes` is the size of one word piece.
    """

    def __init__(self, connection: sqlite3.Connection, place: str) -> None:
        self._db, self._place = connection, place

    def of(self, rows: Sequence[int], keeper: str, piece_bytes: int) -> dict[int, bytes]:
        """The packed states of those units that have some, by row; ArchiveDamaged for what is no whole number."""
        query = f"""SELECT t.unit, t.states FROM token_states t JOIN units u ON u.row = t.unit {_LOOKED_THROUGH}
                    WHERE t.unit IN"""
        found: dict[int, bytes] = {}
        for at in range(0, len(rows), _BATCH):
            batch = rows[at : at + _BATCH]
            found.update(self._rows(f"{query} ({','.join('?' * len(batch))})", (keeper, *batch)))
        for row, states in found.items():
            if not isinstance(states, bytes) or len(states) % piece_bytes:
                raise ArchiveDamaged(
                    f"{self._place}: the token states of unit {row} are no whole number of word pieces; "
                    "`onrecord check --repair` makes them anew"
                )
        with explained(self._place):
            seals.verified(self._db, self._place, "states", {row: crc32(kept) for row, kept in found.items()})
        return found

    def size(self) -> int:
        """Bytes of all states together."""
        rows = self._rows("SELECT total(length(states)) FROM token_states")
        return int(rows[0][0]) if rows else 0

    def damaged(self, keeper: str, piece_bytes: int) -> list[DamagedStates]:
        """The live articles that should have states and lack some, by id."""
        rows = self._rows(_DAMAGED, (piece_bytes, keeper, piece_bytes))
        return [DamagedStates(id, int(missing), int(broken)) for id, missing, broken in rows]

    def forget(self, articles: Sequence[str]) -> None:
        """Takes it back that the articles were looked through: they are when they are next indexed."""
        query = "DELETE FROM extracted WHERE revision = (SELECT current FROM articles WHERE id = ?)"
        with explained(self._place):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                self._db.executemany(query, [(id,) for id in articles])
                self._db.execute("COMMIT")
            finally:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")

    def _rows(self, query: str, values: Sequence[Any] = ()) -> list[Any]:
        with explained(self._place):
            if not holds_states(self._db):
                return []
            return self._db.execute(query, values).fetchall()
