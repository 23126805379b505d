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
class PersonInArticle:
    """One person of one live article; `person` is None until it was settled who that is across articles."""

    article: str
    date: str
    name: str
    unit: int
    details: Mapping[str, Json]
    person: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class ArchivedPerson:
    """One person across articles: a key made of content, the name to show, and every form the name has."""

    person: str
    name: str
    aliases: tuple[str, ...]
    reasons: tuple[str, ...] = ()


_PERSON = "p.person, p.name, p.aliases, p.reasons"


def _person(row: Sequence[str]) -> ArchivedPerson:
    person, name, aliases, reasons = row
    return ArchivedPerson(person, name, tuple(json.loads(aliases)), tuple(json.loads(reasons)))


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

    def touched(self) -> list[str]:
        """The blocks of names in which somebody came or went since who is who was settled, sorted."""
        return [block for (block,) in self._rows("SELECT block FROM touched_blocks ORDER BY block")]

    def corrections(self) -> int | None:
        """The number that stands for the corrections of people in force; None when nothing can be settled yet."""
        with explained(self._place):
            if not holds_extractions(self._db):
                return None
            row = self._db.execute("SELECT value FROM facts WHERE name = 'corrections'").fetchone()
        return int(row[0]) if row else 0

    def locals(self, blocks: Sequence[str] | None = None) -> list[PersonInArticle]:
        """Everyone in every live article, or those of the blocks, by article and name."""
        query = """SELECT a.id, r.date, l.name, l.unit, u.details, l.person, l.reason
                   FROM local_people l JOIN units u ON u.row = l.unit JOIN articles a ON a.row = l.article
                   JOIN revisions r ON r.row = u.revision"""
        rows = self._rows(query) if blocks is None else self._select(f"{query} WHERE l.block IN", blocks)
        found = [
            PersonInArticle(id, date, name, unit, json.loads(details), person, reason)
            for id, date, name, unit, details, person, reason in rows
        ]
        return sorted(found, key=lambda person: (person.article, person.name))

    def quote_counts(self) -> dict[tuple[str, str], int]:
        """How many live quotes each (article id, name in the article) has."""
        query = """SELECT a.id, json_extract(u.details, '$.person') AS name, count(*)
                   FROM units u JOIN articles a ON a.row = u.article
                   WHERE u.kind = 'quote' AND name IS NOT NULL GROUP BY a.id, name"""
        return {(id, name): count for id, name, count in self._rows(query)}

    def people(self) -> list[ArchivedPerson]:
        """Everyone across articles, by name and key."""
        return [_person(row) for row in self._rows(f"SELECT {_PERSON} FROM people p ORDER BY p.name, p.person")]

    def known(self, places: Iterable[tuple[str, str]]) -> dict[tuple[str, str], ArchivedPerson]:
        """Who the people named by (article id, name in the article) are across articles, where that is settled."""
        query = f"""SELECT {_PERSON} FROM local_people l JOIN articles a ON a.row = l.article
                    JOIN people p ON p.person = l.person WHERE a.id = ? AND l.name = ?"""
        return {place: _person(row) for place in dict.fromkeys(places) for row in self._rows(query, place)}

    def settle(
        self,
        people: Sequence[ArchivedPerson],
        members: Iterable[tuple[str, str, str, str]],
        blocks: Sequence[str] | None = None,
        corrections: int = 0,
    ) -> None:
        """Replaces the people of the blocks (None: of all) in one commit.

        Members are (article id, name in it, person's key, reason); `corrections` is noted as what they rest on.
        """
        with explained(self._place):
            if not holds_extractions(self._db):
                return
            self._db.execute("BEGIN IMMEDIATE")
            try:
                self._forget(blocks)
                self._db.execute("INSERT OR REPLACE INTO facts VALUES ('corrections', ?)", (corrections,))
                self._db.executemany(
                    "INSERT OR REPLACE INTO people (person, name, aliases, reasons) VALUES (?, ?, ?, ?)",
                    ((p.person, p.name, json.dumps(p.aliases), json.dumps(p.reasons)) for p in people),
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

    def _forget(self, blocks: Sequence[str] | None) -> None:
        """Drops the people of the blocks, and whoever is in no article any more."""
        if blocks is None:
            self._db.execute("DELETE FROM people")
            self._db.execute("UPDATE local_people SET person = NULL, reason = ''")
            self._db.execute("DELETE FROM touched_blocks")
            return
        ended = [(block,) for block in blocks]
        self._db.executemany(
            "DELETE FROM people WHERE person IN (SELECT person FROM local_people WHERE block = ?)", ended
        )
        self._db.executemany("UPDATE local_people SET person = NULL, reason = '' WHERE block = ?", ended)
        self._db.execute(
            "DELETE FROM people WHERE person NOT IN (SELECT person FROM local_people WHERE person NOT NULL)"
        )
        self._db.executemany("DELETE FROM touched_blocks WHERE block = ?", ended)

    def _select(self, head: str, values: Sequence[int] | Sequence[str]) -> list[Any]:
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
