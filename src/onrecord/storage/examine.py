"""A full look at the store: is every row what was written? SQLite itself only sees when a page cannot be one."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.errors import ArchiveDamaged
from onrecord.records import Article
from onrecord.storage import postings, seals, unit_details
from onrecord.storage.connection import explained
from onrecord.storage.schema import holds_extractions, holds_seals, holds_states


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, and the live article that has to be looked at again.

    Empty: counting anew is enough; None: nothing can make it anew, and where only a copy of the store can `restore`
    it, indexing the article again does not either. `states_only` when all else of the unit is whole.
    """

    what: str
    article: str | None = None
    states_only: bool = False
    restore: bool = False


class Examiner:
    """Looks at every row of the store, and puts right what follows from others; shares the store's connection."""

    def __init__(self, connection: sqlite3.Connection, place: str) -> None:
        self._db, self._place = connection, place

    def examine(self) -> list[Finding]:
        """Everything that is not what it was when it was stored, in the order of tables and rows."""
        db = self._db
        with explained(self._place):
            found = [*_revisions(db), *_units(db), *_counts(db), *_strays(db)]
            return found + (list(_people(db)) if holds_extractions(db) else [])

    def recount(self) -> None:
        """Makes the statistics of BM25 anew from the postings, and drops rows of no unit; needs the write lock."""
        with explained(self._place):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                _recount(self._db)
                self._db.execute("COMMIT")
            finally:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")


def _recount(db: sqlite3.Connection) -> None:
    for table, columns, rows in (
        ("frequencies", "lane, term, documents", _frequencies(db)),
        ("lanes", "lane, documents, length", _lanes(db)),
    ):
        db.execute(f"DELETE FROM {table}")
        db.executemany(f"INSERT INTO {table} ({columns}) VALUES (?, ?, ?)", rows)
    for table in _unit_tables(db):
        db.execute(f"DELETE FROM {table} WHERE unit NOT IN (SELECT row FROM units)")
    db.execute("DELETE FROM deletions WHERE unit IN (SELECT row FROM units)")
    # No commit is later than what it stored or ended.
    db.execute(
        """INSERT OR IGNORE INTO facts VALUES
           ('generation', (SELECT ifnull(max(max(born, ifnull(died, 0))), 0) FROM revisions))"""
    )


def _revisions(db: sqlite3.Connection) -> Iterator[Finding]:
    query = """SELECT a.id, r.text, r.title, r.date, r.source, r.author, r.url, r.metadata, r.sha256, r.fingerprint
               FROM revisions r JOIN articles a ON a.row = r.article ORDER BY r.row"""
    for id, text, title, date, source, author, url, metadata, sha256, fingerprint in db.execute(query):
        try:
            article = Article(id, text, title, date, source, author, url, json.loads(metadata))
            whole = (article.sha256, article.fingerprint) == (sha256, fingerprint)
        except (ValueError, TypeError, RecursionError):
            whole = False
        if not whole:
            yield Finding(f"article {id}: text or facts of revision {str(sha256)[:12]} are not those that were stored")
    if db.execute("SELECT 1 FROM facts WHERE name = 'generation'").fetchone() is None:
        yield Finding("how many commits made it is lost", "")
    # Rows are numbered in the order of commits, and a revision ends when the article's next one begins, or before.
    query = """SELECT DISTINCT a.row, a.id
               FROM (SELECT article, born, died, lag(born, 1, 0) OVER (ORDER BY row) AS before,
                            lead(born) OVER (PARTITION BY article ORDER BY row) AS next FROM revisions) r
               JOIN articles a ON a.row = r.article
               WHERE r.born < before OR r.died < r.born OR ifnull(r.died, next + 1) > next
                  OR r.born > (SELECT value FROM facts WHERE name = 'generation') ORDER BY a.row"""
    for _, id in db.execute(query):
        yield Finding(
            f"article {id}: when its revisions began and ended does not fit those beside them, or theirs does not fit",
            restore=True,
        )
    query = """SELECT a.id FROM articles a LEFT JOIN revisions r ON r.row = a.current AND r.article = a.row
               WHERE a.current IS NOT NULL AND (r.row IS NULL OR r.died IS NOT NULL)"""
    for (id,) in db.execute(query):
        yield Finding(f"article {id}: its live revision is none of its own")


def _units(db: sqlite3.Connection) -> Iterator[Finding]:
    if not holds_seals(db):
        return
    terms = dict(db.execute("SELECT row, term FROM terms"))
    query = """SELECT u.row, u.kind, u.first, u.last, u.details, a.id, r.title, r.date, r.source, r.url, r.sha256,
                      r.fingerprint, u.lane, u.length, u.postings,
                      h.host, v.vector, t.states, s.place, s.links, s.postings, s.vector, s.states
               FROM units u JOIN seals s ON s.unit = u.row JOIN articles a ON a.row = u.article
               JOIN revisions r ON r.row = u.revision LEFT JOIN hosts h ON h.unit = u.row
               LEFT JOIN vectors v ON v.unit = u.row LEFT JOIN token_states t ON t.unit = u.row ORDER BY u.row"""
    for row, *place, length, blob, host, vector, states, s1, s2, s3, s4, s5 in db.execute(query):
        kind, id, kept = place[0], place[4], (s1, s2, s3, s4, s5)
        try:
            words = [str(terms.get(number)) for number in postings.numbers_in(blob)]
            seen = [
                seals.of_place(place),
                seals.of_links(host, words),
                seals.of_postings(length, blob),
                seals.of_blob(vector),
                seals.of_blob(states),
            ]
        except (ArchiveDamaged, TypeError, ValueError):
            seen = [None] * len(_SEALED)
        changed = [name for name, now, then in zip(_SEALED, seen, kept, strict=True) if now != then]
        if changed:
            what = f"article {id}: {', '.join(changed)} of {kind} {row} changed since it was stored"
            yield Finding(what, id, changed == _SEALED[-1:])


def _counts(db: sqlite3.Connection) -> Iterator[Finding]:
    try:
        counted = _frequencies(db)
    except (ArchiveDamaged, TypeError, ValueError) as error:
        yield Finding(f"postings: {error}", "")
        return
    query = "SELECT lane, term, documents FROM frequencies WHERE documents <> 0 ORDER BY lane, term"
    if counted != db.execute(query).fetchall():
        yield Finding("how many units hold a word is not what their postings say", "")
    if [row for row in _lanes(db) if row[1]] != db.execute(_KEPT_LANES).fetchall():
        yield Finding("how many units a lane has, and of what length, is not what it holds", "")


def _frequencies(db: sqlite3.Connection) -> list[tuple[int, int, int]]:
    seen: Counter[tuple[int, int]] = Counter()
    for lane, blob in db.execute("SELECT lane, postings FROM units"):
        seen.update((lane, number) for number in postings.numbers_in(blob))
    return [(lane, number, count) for (lane, number), count in sorted(seen.items())]


def _lanes(db: sqlite3.Connection) -> list[tuple[int, int, int]]:
    query = """SELECT l.lane, count(u.row), ifnull(sum(u.length), 0)
               FROM (SELECT 0 AS lane UNION SELECT 1 UNION SELECT 2) l LEFT JOIN units u ON u.lane = l.lane
               GROUP BY l.lane ORDER BY l.lane"""
    return db.execute(query).fetchall()


_KEPT_LANES = "SELECT lane, documents, length FROM lanes WHERE documents <> 0 OR length <> 0 ORDER BY lane"
_SEALED = ["place", "words or host", "postings", "vector", "token states"]


def _strays(db: sqlite3.Connection) -> Iterator[Finding]:
    """Rows that belong to no unit, units nobody would find, and numbers that would be given out twice."""
    for table in _unit_tables(db):
        count = db.execute(f"SELECT count(*) FROM {table} WHERE unit NOT IN (SELECT row FROM units)").fetchone()[0]
        if count:
            yield Finding(f"{count} rows of {table} belong to no unit", "")
    if holds_seals(db):
        query = """SELECT a.id, u.row FROM units u JOIN articles a ON a.row = u.article
                   WHERE u.row NOT IN (SELECT unit FROM seals)
                   AND u.article IN (SELECT o.article FROM units o JOIN seals s ON s.unit = o.row) ORDER BY u.row"""
        for id, row in db.execute(query):
            yield Finding(f"article {id}: the checksums of unit {row} are gone", id)
    query = """SELECT a.id, u.row FROM units u LEFT JOIN articles a ON a.row = u.article
               WHERE u.revision IS NOT a.current ORDER BY u.row"""
    for id, row in db.execute(query):
        yield Finding(f"unit {row} is of an earlier revision or of another article", id)
    for (row,) in db.execute("SELECT unit FROM deletions WHERE unit IN (SELECT row FROM units)"):
        yield Finding(f"unit {row} is live and stands in the list of deletions", "")
    for table in ("articles", "revisions", "units", "terms"):
        last = db.execute(f"SELECT ifnull(max(row), 0) FROM {table}").fetchone()[0]
        given = db.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
        if last > (given[0] if given else 0):
            yield Finding(f"{table}: numbers up to {last} are given out, and the count stands lower")


def _unit_tables(db: sqlite3.Connection) -> list[str]:
    tables = {
        "vectors": True, "hosts": holds_extractions(db), "token_states": holds_states(db), "seals": holds_seals(db),
    }  # fmt: skip
    return [name for name, there in tables.items() if there]


# One of the details; NULL where they are damaged, which is found unit by unit.
_VALID = f"CASE WHEN json_valid({unit_details.JSON_TEXT}) THEN json_extract({unit_details.JSON_TEXT}, '$.%s') END"
_PERSON, _BLOCK = _VALID % "person", _VALID % "block"


def _people(db: sqlite3.Connection) -> Iterator[Finding]:
    """Whoever is listed for an article is who its profiles name, and everyone they name is listed."""
    query = """SELECT a.id FROM articles a WHERE a.current NOT IN (SELECT revision FROM extracted)
               AND EXISTS (SELECT 1 FROM units u WHERE u.article = a.row AND u.lane = 2) ORDER BY a.row"""
    for (id,) in db.execute(query):
        yield Finding(f"article {id}: it is not noted what looked through it", id)
    query = f"""SELECT a.id, {_PERSON} FROM units u JOIN articles a ON a.row = u.article
               WHERE u.kind = 'person' AND {_BLOCK} IS NOT NULL
               AND u.row NOT IN (SELECT unit FROM local_people) ORDER BY u.row"""
    for id, name in db.execute(query):
        yield Finding(f"article {id}: {name!r} has a profile and is not listed", id)
    query = f"""SELECT a.id, l.name FROM local_people l JOIN articles a ON a.row = l.article
               LEFT JOIN units u ON u.row = l.unit
               WHERE u.row IS NULL OR u.article <> l.article OR {_PERSON} IS NOT l.name
                  OR {_BLOCK} IS NOT l.block
                  OR (l.person IS NOT NULL AND l.person NOT IN (SELECT person FROM people))"""
    for id, name in db.execute(query):
        yield Finding(f"article {id}: {name!r} is not the person its profile names", id)
