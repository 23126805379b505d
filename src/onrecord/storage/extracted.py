"""What extraction left in the store: where quotes and claims stand, and who the people are.

An archive of format 1 has none of these tables; every question is then answered as if nothing had been extracted.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.records import Json
from onrecord.storage.connection import explained
from onrecord.storage.schema import holds_extractions

_BATCH = 900


@dataclass(frozen=True, slots=True)
class LocalPerson:
    """One person of one live article; `person` is None until it was settled who that is across articles."""

    article: str
    date: str
    name: str
    unit: int
    details: Mapping[str, Json]
    person: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """One person across articles: a key made of content, the name to show, and every form the name has."""

    person: str
    name: str
    aliases: tuple[str, ...]


class Extracted:
    """Reads and writes the tables of what was extracted; shares the store's connection."""

    def __init__(self, connection: sqlite3.Connection, place: str) -> None:
        self._db, self._place = connection, place

    def extractor(self, id: str) -> str:
        """What looked for quotes in the live revision of the article; empty when nothing did."""
        query = "SELECT e.extractor FROM articles a JOIN extracted e ON e.revision = a.current WHERE a.id = ?"
        rows = self._rows(query, (id,))
        return str(rows[0][0]) if rows else ""

    def notes(self) -> list[tuple[str, str]]:
        """(article id, note) for everything that extraction was unsure of in the live articles."""
        query = """SELECT a.id, e.notes FROM articles a JOIN extracted e ON e.revision = a.current
                   WHERE e.notes <> '[]' ORDER BY a.id"""
        return [(id, note) for id, notes in self._rows(query) for note in json.loads(notes)]

    def hosted(self, hosts: Sequence[int]) -> dict[int, list[int]]:
        """The rows of the quotes and claims in each of the passages, ascending; passages without any are left out."""
        found: dict[int, list[int]] = {}
        for host, unit in sorted(self._select("SELECT host, unit FROM hosts WHERE host IN", hosts)):
            found.setdefault(host, []).append(unit)
        return found

    def hosts(self, units: Sequence[int]) -> dict[int, int]:
        """The passage that each of the quotes and claims stands in."""
        return dict(self._select("SELECT unit, host FROM hosts WHERE unit IN", units))

    def spoken(self, rows: Sequence[int]) -> list[int]:
        """Those of the rows that are quotes or claims with a known speaker, ascending."""
        head = """SELECT row FROM units WHERE kind IN ('quote', 'claim')
                  AND json_extract(details, '$.speaker') IS NOT NULL AND row IN"""
        return sorted(row for (row,) in self._select(head, rows))

    def unsettled(self) -> bool:
        """Whether there are people of whom it was not settled who they are, or known ones that nobody is any more."""
        query = """SELECT EXISTS (SELECT 1 FROM local_people WHERE person IS NULL)
                   OR EXISTS (SELECT 1 FROM people p
                              WHERE NOT EXISTS (SELECT 1 FROM local_people l WHERE l.person = p.person))"""
        rows = self._rows(query)
        return bool(rows and rows[0][0])

    def locals(self) -> list[LocalPerson]:
        """Everyone in every live article, by article and name."""
        query = """SELECT a.id, r.date, l.name, l.unit, u.details, l.person, l.reason
                   FROM local_people l JOIN units u ON u.row = l.unit JOIN articles a ON a.row = l.article
                   JOIN revisions r ON r.row = u.revision ORDER BY a.id, l.name"""
        return [
            LocalPerson(id, date, name, unit, json.loads(details), person, reason)
            for id, date, name, unit, details, person, reason in self._rows(query)
        ]

    def quote_counts(self) -> dict[tuple[str, str], int]:
        """How many live quotes each (article id, name in the article) has."""
        query = """SELECT a.id, json_extract(u.details, '$.person') AS name, count(*)
                   FROM units u JOIN articles a ON a.row = u.article
                   WHERE u.kind = 'quote' AND name IS NOT NULL GROUP BY a.id, name"""
        return {(id, name): count for id, name, count in self._rows(query)}

    def people(self) -> list[KnownPerson]:
        """Everyone across articles, by name and key."""
        rows = self._rows("SELECT person, name, aliases FROM people ORDER BY name, person")
        return [KnownPerson(person, name, tuple(json.loads(aliases))) for person, name, aliases in rows]

    def known(self, places: Iterable[tuple[str, str]]) -> dict[tuple[str, str], KnownPerson]:
        """Who the people named by (article id, name in the article) are across articles, where that is settled."""
        query = """SELECT p.person, p.name, p.aliases FROM local_people l JOIN articles a ON a.row = l.article
                   JOIN people p ON p.person = l.person WHERE a.id = ? AND l.name = ?"""
        found = {}
        for place in dict.fromkeys(places):
            for person, name, aliases in self._rows(query, place):
                found[place] = KnownPerson(person, name, tuple(json.loads(aliases)))
        return found

    def settle(self, people: Sequence[KnownPerson], members: Iterable[tuple[str, str, str, str]]) -> None:
        """Replaces all people in one commit; members are (article id, name in it, person's key, reason)."""
        with explained(self._place):
            if not holds_extractions(self._db):
                return
            self._db.execute("BEGIN IMMEDIATE")
            try:
                self._db.execute("DELETE FROM people")
                self._db.executemany(
                    "INSERT INTO people (person, name, aliases) VALUES (?, ?, ?)",
                    ((p.person, p.name, json.dumps(p.aliases)) for p in people),
                )
                self._db.executemany(
                    "UPDATE local_people SET person = ?, reason = ? "
                    "WHERE article = (SELECT row FROM articles WHERE id = ?) AND name = ?",
                    ((person, reason, id, name) for id, name, person, reason in members),
                )
                self._db.execute("COMMIT")
            finally:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")

    def _select(self, head: str, values: Sequence[int]) -> list[Any]:
        rows: list[Any] = []
        for at in range(0, len(values), _BATCH):
            batch = list(values[at : at + _BATCH])
            rows += self._rows(f"{head} ({','.join('?' * len(batch))})", batch)
        return rows

    def _rows(self, query: str, values: Sequence[Any] = ()) -> list[Any]:
        with explained(self._place):
            if not holds_extractions(self._db):
                return []
            return self._db.execute(query, values).fetchall()
