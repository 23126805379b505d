"""What is compared when a query is answered, a blob a unit: its postings and its vector, read with their checksums."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from onrecord.storage import seals
from onrecord.storage.connection import explained
from onrecord.storage.schema import holds_seals

_BATCH = 900


class SealedBlobs:
    """Reads postings and vectors; shares the store's connection.

    ArchiveDamaged when one has not the checksum it was stored with; what was stored before there were any passes.
    """

    def __init__(self, connection: sqlite3.Connection, place: str) -> None:
        self._db, self._place = connection, place

    def postings(self, rows: Sequence[int]) -> dict[int, tuple[int, bytes]]:
        """(length, postings blob) of those units that are live, by row."""
        found: dict[int, tuple[int, bytes]] = {}
        for row, length, blob, seal in self._select(
            "u.row, u.length, u.postings", "units u", "postings", "u.row", rows
        ):
            if seal is not None and seal != seals.of_postings(length, blob):
                raise seals.broken(self._place, "postings", row)
            found[row] = (length, blob)
        return found

    def vectors(self, rows: Sequence[int]) -> dict[int, bytes]:
        """The packed vectors of those units that have one, by row."""
        found: dict[int, bytes] = {}
        for row, blob, seal in self._select("v.unit, v.vector", "vectors v", "vector", "v.unit", rows):
            if seal is not None and seal != seals.of_blob(blob):
                raise seals.broken(self._place, "vector", row)
            found[row] = blob
        return found

    def _select(self, columns: str, table: str, seal: str, unit: str, rows: Sequence[int]) -> list[Any]:
        """The columns of these units and, last, their checksum: NULL where there is none."""
        found: list[Any] = []
        with explained(self._place):
            # One query with the checksum beside what it is of: half the time of two.
            if holds_seals(self._db):
                columns, table = f"{columns}, s.{seal}", f"{table} LEFT JOIN seals s ON s.unit = {unit}"
            else:
                columns = f"{columns}, NULL"
            for at in range(0, len(rows), _BATCH):
                batch = rows[at : at + _BATCH]
                query = f"SELECT {columns} FROM {table} WHERE {unit} IN ({','.join('?' * len(batch))})"
                found += self._db.execute(query, batch).fetchall()
        return found
