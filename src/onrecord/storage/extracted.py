"""What extraction left in the store: where quotes and claims stand, and who the people are.

An archive of format 1 has none of these tables; every question is then answered as if nothing had been extracted.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.records import Json
from onrecord.storage.connection import explained
from onrecord.storage.schema import holds_extractions
from onrecord.storage.stored_json import stored_texts
from onrecord.storage.unit_details import JSON_TEXT, MAY_NAME, details_of
from onrecord.storage.writing import next_generation

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
    return ArchivedPerson(person, name, stored_texts(aliases), stored_texts(reasons))


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
        return [(id, note) for id, notes in self._rows(query) for note in stored_texts(notes)]

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
        head = f"""SELECT u.row FROM units u WHERE u.kind IN ('quote', 'claim')
                   AND {MAY_NAME} AND json_extract({JSON_TEXT}, '$.speaker') IS NOT NULL AND u.row IN"""
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

    def blocks(self) -> list[str]:
        """All blocks of names, those of the living and those touched, sorted."""
        return [
            block for (block,) in self._rows("SELECT block FROM local_people UNION SELECT block FROM touched_blocks")
        ]

    def sizes(self, blocks: Sequence[str]) -> dict[str, int]:
        """How many people of articles each of the blocks has; those without any are left out."""
        found: dict[str, int] = {}
        for at in range(0, len(blocks), _BATCH):
            batch = blocks[at : at + _BATCH]
            head = "SELECT block, count(*) FROM local_people WHERE block IN"
            found |= dict(self._rows(f"{head} ({','.join('?' * len(batch))}) GROUP BY block", batch))
        return found

    def locals(self, blocks: Sequence[str] | None = None) -> list[PersonInArticle]:
        """Everyone in every live article, or those of the blocks, by article and name."""
        return sorted(self.each_local(blocks), key=lambda person: (person.article, person.name))

    def each_local(self, blocks: Sequence[str] | None = None) -> Iterator[PersonInArticle]:
        """Those of `locals` one at a time, in no order."""
        query = """SELECT a.id, r.date, l.name, l.unit, u.details, l.person, l.reason
                   FROM local_people l JOIN units u ON u.row = l.unit JOIN articles a ON a.row = l.article
                   JOIN revisions r ON r.row = u.revision"""
        if blocks is None:
            yield from self._each(query)
            return
        for at in range(0, len(blocks), _BATCH):
            batch = blocks[at : at + _BATCH]
            yield from self._each(f"{query} WHERE l.block IN ({','.join('?' * len(batch))})", batch)

    def _each(self, query: str, values: Sequence[str] = ()) -> Iterator[PersonInArticle]:
        with explained(self._place):
            if not holds_extractions(self._db):
                return
            for id, date, name, unit, details, person, reason in self._db.execute(query, values):
                yield PersonInArticle(id, date, name, unit, details_of(details), person, reason)

    def quote_counts(self, articles: Iterable[str] | None = None) -> dict[tuple[str, str], int]:
        """How many live quotes each (article id, name in the article) has, in these articles or in all."""
        query = f"""SELECT a.id, json_extract({JSON_TEXT}, '$.person') AS name, count(*)
                    FROM units u JOIN articles a ON a.row = u.article
                    WHERE u.kind = 'quote' AND {MAY_NAME} AND name IS NOT NULL"""
        grouped = "GROUP BY a.id, name"
        if articles is None:
            rows = self._rows(f"{query} {grouped}")
        else:
            # CROSS JOIN fixes the order: from the articles to their units, not through all units.
            query = query.replace("units u JOIN articles a ON", "articles a CROSS JOIN units u ON")
            rows = self._select(f"{query} AND a.id IN", sorted(set(articles)), grouped)
        return {(id, name): count for id, name, count in rows}

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
        corrections: int | None = 0,
    ) -> None:
        """Replaces the people of the blocks (None: of all) in one commit; what stays as it was is not written again.

        Members are (article id, name in it, person's key, reason). `corrections` is noted as what all people rest
        on, and whoever is in no article any more is dropped; None while there are blocks left to settle.
        """
        with explained(self._place):
            if not holds_extractions(self._db):
                return
            self._db.execute("BEGIN IMMEDIATE")
            try:
                next_generation(self._db)  # who keeps what he has read of a state must read the names anew
                self._replace(people, blocks)
                self._db.executemany(
                    "UPDATE local_people SET person = ?1, reason = ?2 "
                    "WHERE article = (SELECT row FROM articles WHERE id = ?3) AND name = ?4 "
                    "AND (person IS NOT ?1 OR reason <> ?2)",
                    ((person, reason, id, name) for id, name, person, reason in members),
                )
                if corrections is not None:
                    self._db.execute("INSERT OR REPLACE INTO facts VALUES ('corrections', ?)", (corrections,))
                    self._db.execute(
                        "DELETE FROM people WHERE NOT EXISTS "
                        "(SELECT 1 FROM local_people l WHERE l.person = people.person)"
                    )
                self._db.execute("COMMIT")
            finally:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")

    def _replace(self, people: Sequence[ArchivedPerson], blocks: Sequence[str] | None) -> None:
        """Puts the people in place of those of the blocks."""
        if blocks is None:
            before = {row[0]: row for row in self._rows(f"SELECT {_PERSON} FROM people p")}
            self._db.execute("UPDATE local_people SET person = NULL, reason = ''")
            self._db.execute("DELETE FROM touched_blocks")
        else:
            head = (
                f"SELECT DISTINCT {_PERSON} FROM local_people l JOIN people p ON p.person = l.person WHERE l.block IN"
            )
            before = {row[0]: row for row in self._select(head, blocks)}
            self._db.executemany("DELETE FROM touched_blocks WHERE block = ?", ((block,) for block in blocks))
        after = {p.person: (p.person, p.name, json.dumps(p.aliases), json.dumps(p.reasons)) for p in people}
        self._db.executemany("DELETE FROM people WHERE person = ?", ((key,) for key in before if key not in after))
        self._db.executemany(
            "INSERT OR REPLACE INTO people (person, name, aliases, reasons) VALUES (?, ?, ?, ?)",
            [row for key, row in after.items() if before.get(key) != row],
        )

    def _select(self, head: str, values: Sequence[int] | Sequence[str], tail: str = "") -> list[Any]:
        rows: list[Any] = []
        for at in range(0, len(values), _BATCH):
            batch = list(values[at : at + _BATCH])
            rows += self._rows(f"{head} ({','.join('?' * len(batch))}) {tail}", batch)
        return rows

    def _rows(self, query: str, values: Sequence[Any] = ()) -> list[Any]:
        with explained(self._place):
            if not holds_extractions(self._db):
                return []
            return self._db.execute(query, values).fetchall()
