"""The only truth: articles, their revisions, units, vectors and BM25 statistics in one SQLite file.

Chosen: one commit point (SQLite, WAL), everything else derived and rebuildable. Dropped: the search engine's
own store (two truths to keep together). To reopen: an engine that commits text, vectors and postings as one.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from onrecord.errors import ArchiveDamaged, ArchiveLocked
from onrecord.records import (
    Article,
    LaneStatistics,
    PreparedArticle,
    Revision,
    Span,
    StoredUnit,
    TermStatistics,
    Watermark,
)
from onrecord.steps import reached
from onrecord.storage import seals, writing
from onrecord.storage.connection import connect, explained
from onrecord.storage.examine import Examiner
from onrecord.storage.extracted import Extracted
from onrecord.storage.kept_states import KeptStates
from onrecord.storage.origin import Origin
from onrecord.storage.row_filter import RowFilter
from onrecord.storage.schema import generation_of, holds_lane_index, prepare, upgrade
from onrecord.storage.sealed_blobs import SealedBlobs
from onrecord.storage.stored_json import stored_object
from onrecord.storage.unit_details import JSON_TEXT, details_of

# SQLite's default limit of variables in a statement was 999 for most of its life.
_BATCH = 900


class Store:
    """Reads and writes `store.sqlite`; several readers and one writer may hold it open at once."""

    def __init__(self, path: Path | None) -> None:
        self.place = str(path) if path else "archive in memory"
        with explained(self.place):
            self._db = connect(path)
            try:
                prepare(self._db, self.place)
            except BaseException:
                self._db.close()
                raise
        self.extracted = Extracted(self._db, self.place)
        self.states = KeptStates(self._db, self.place)
        self.origin = Origin(self._db, self.place)
        self.examiner = Examiner(self._db, self.place)
        self.blobs = SealedBlobs(self._db, self.place)
        self.rows = RowFilter(self._db, self.place)

    def close(self) -> None:
        self._db.close()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """All reads inside see one committed state. May be nested."""
        with explained(self.place):
            if self._db.in_transaction:
                yield
                return
            self._db.execute("BEGIN")
            try:
                yield
            finally:
                if self._db.in_transaction:
                    self._db.execute("COMMIT")

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with explained(self.place):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("COMMIT")
            finally:
                # Also on Ctrl-C: what was not committed is not there.
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")

    # Writing

    def write(self, prepared: Sequence[PreparedArticle]) -> int:
        """Stores new revisions of the articles in one commit; returns the new generation."""
        with explained(self.place):
            upgrade(self._db)
        with self._transaction() as db:
            generation = writing.next_generation(db)
            writing.put_all(db, prepared, generation)
            reached("write: rows written")
        reached("write: committed")
        return generation

    def delete(self, ids: Sequence[str]) -> int:
        """Ends the live revisions of these articles in one commit; returns how many there were."""
        with self._transaction() as db:
            generation = writing.next_generation(db)
            count = sum(writing.end(db, id, generation) for id in ids)
            reached("delete: rows removed")
        reached("delete: committed")
        return count

    def compact(self) -> tuple[int, int]:
        """Forgets ended revisions and deleted articles; returns how many revisions and how many bytes went."""
        before = self.size()
        with self._transaction() as db:
            dropped = writing.forget(db)
        reached("compact: committed")
        with explained(self.place):
            self._db.execute("VACUUM")
            reached("compact: vacuumed")
            # Without this the forgotten text would live on in the write-ahead log.
            busy = self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if busy:
            raise ArchiveLocked(f"{self.place}: another program reads the state before; compact again when it is done")
        reached("compact: log emptied")
        return dropped, before - self.size()

    def forget_deletions(self) -> None:
        """Empties the list of deletions; only when every derived index has been made anew since."""
        with self._transaction() as db:
            db.execute("DELETE FROM deletions")
        reached("compact: deletions forgotten")

    def size(self) -> int:
        """Bytes of the database file's pages."""
        with explained(self.place):
            pages = self._db.execute("PRAGMA page_count").fetchone()[0]
            return int(pages * self._db.execute("PRAGMA page_size").fetchone()[0])

    def check(self) -> list[str]:
        """What SQLite's integrity check finds wrong; empty when all is well."""
        with explained(self.place):
            rows = [row[0] for row in self._db.execute("PRAGMA integrity_check(20)")]
            rows += [f"row without its parent in {row[0]}" for row in self._db.execute("PRAGMA foreign_key_check")]
        return [] if rows == ["ok"] else [row for row in rows if row != "ok"]

    # Articles

    def id_for(self, article: Article, taken: Mapping[str, str | None] | None = None) -> str:
        """The id an article is or will be stored under; `taken` are ids and paths about to be stored.

        The same path is the same article. A file whose name another article holds gets its folder's name in
        front, as often as needed, unless that article came without a path and has the very same text: then it
        is that article. Rows without a path are known by their own id alone.
        """
        taken = taken or {}
        if article.path is None:
            return article.id
        for id, path in taken.items():
            if path == article.path:
                return id
        with explained(self.place):
            if row := self._db.execute("SELECT id FROM articles WHERE path = ?", (article.path,)).fetchone():
                return str(row[0])
            name, folders = article.id, list(Path(article.path).parent.parts)
            while name in taken or not self._is_free(name, article):
                name = f"{folders.pop()}/{name}" if len(folders) > 1 else f"{name}+"
            return name

    def _is_free(self, id: str, article: Article) -> bool:
        query = """SELECT a.path IS NULL AND r.sha256 = ? FROM articles a
                   LEFT JOIN revisions r ON r.row = a.current WHERE a.id = ?"""
        row = self._db.execute(query, (article.sha256, id)).fetchone()
        return row is None or bool(row[0])

    def path_of(self, id: str) -> str | None:
        """The path of the live article with this id, None when it has none or there is no such article."""
        query = "SELECT path FROM articles WHERE id = ? AND current IS NOT NULL"
        with explained(self.place):
            row = self._db.execute(query, (id,)).fetchone()
        return row[0] if row else None

    def adopt(self, article: Article) -> None:
        """Remembers the path of an article that was stored without one."""
        if article.path is not None and self.path_of(article.id) is None:
            with self._transaction() as db:
                db.execute("UPDATE articles SET path = ? WHERE id = ?", (article.path, article.id))

    def fingerprint(self, id: str) -> str | None:
        """The live revision's fingerprint, None when there is no such live article."""
        query = "SELECT fingerprint FROM articles a JOIN revisions r ON r.row = a.current WHERE a.id = ?"
        with explained(self.place):
            row = self._db.execute(query, (id,)).fetchone()
        return str(row[0]) if row else None

    def revisions(self, id: str) -> list[Revision]:
        """All kept revisions of an article, oldest first; the live one, if any, is last."""
        query = f"""SELECT {_REVISION}, r.born, r.row = ifnull(a.current, -1) FROM revisions r
                    JOIN articles a ON a.row = r.article WHERE a.id = ? ORDER BY r.row"""
        with explained(self.place):
            return [
                Revision(self._article(row[:-2]), row[-2], bool(row[-1]))
                for row in self._db.execute(query, (id,)).fetchall()
            ]

    def article_ids(self) -> list[str]:
        """The ids of all live articles, sorted."""
        with explained(self.place):
            rows = self._db.execute("SELECT id FROM articles WHERE current IS NOT NULL ORDER BY id")
            return [row[0] for row in rows]

    def articles(self) -> Iterator[Article]:
        """The articles that are live when the first is asked for, in the order of their ids, one at a time.

        What replaces or deletes one meanwhile is not seen; only `compact` forgets a revision that is still to come.
        """
        with explained(self.place):
            live = self._db.execute("SELECT current FROM articles WHERE current IS NOT NULL ORDER BY id").fetchall()
        query = f"SELECT {_REVISION} FROM revisions r JOIN articles a ON a.row = r.article WHERE r.row = ?"
        for revision in live:
            with explained(self.place):
                row = self._db.execute(query, revision).fetchone()
            if row:
                yield self._article(row)

    def _article(self, row: tuple[Any, ...]) -> Article:
        id, text, title, date, source, author, url, metadata, path, expected, fingerprint, own = row
        article = Article(id, text, title, date, source, author, url, stored_object(metadata), path)
        return seals.verified_article(self.place, article, expected, fingerprint if own else "")

    def text(self, revision: int) -> str:
        """The text of one revision; ArchiveProblem when it is not the one that was stored."""
        with explained(self.place):
            query = "SELECT text, sha256 FROM revisions WHERE row = ?"
            text, expected = self._db.execute(query, (revision,)).fetchone()
        return seals.verified_text(self.place, text, expected)

    # Units

    def units(self, rows: Sequence[int]) -> dict[int, StoredUnit]:
        """Those of the units that are live, by row."""
        return {unit.row: unit for unit in self._units(self._select(f"{_UNIT} WHERE u.row IN", rows))}

    def keys(self, rows: Sequence[int]) -> dict[int, tuple[str, int, int, str, str]]:
        """What equal scores are ordered by (see `StoredUnit.key`), of those of the units that are live."""
        head = f"""SELECT u.row, a.id, u.first, u.last, u.kind,
                          CASE u.kind WHEN 'person' THEN json_extract({JSON_TEXT}, '$.person') ELSE '' END
                   FROM units u JOIN articles a ON a.row = u.article WHERE u.row IN"""
        return {row: (id, first, last, kind, person) for row, id, first, last, kind, person in self._select(head, rows)}

    def units_of(self, id: str) -> list[StoredUnit]:
        """The live units of one article, by kind and place."""
        with explained(self.place):
            found = self._db.execute(f"{_UNIT} WHERE a.id = ?", (id,)).fetchall()
        return sorted(self._units(found), key=lambda unit: (unit.kind, unit.key))

    def rows_of(self, ids: Sequence[str], lane: int) -> dict[str, list[int]]:
        """The live unit rows of each article in one lane, ascending, by article id."""
        # CROSS JOIN fixes the order: else SQLite reads the whole lane. By the revision an index alone answers, which
        # archives up to format 4 have not.
        by = "u.revision = a.current" if holds_lane_index(self._db) else "u.article = a.row"
        head = f"SELECT a.id, u.row FROM articles a CROSS JOIN units u ON {by} WHERE u.lane = {lane:d} AND a.id IN"
        found: dict[str, list[int]] = {}
        for id, row in sorted(self._select(head, ids)):
            found.setdefault(id, []).append(row)
        return found

    def articles_of(self, rows: Sequence[int]) -> dict[int, int]:
        """The article, by its own row, of each of those units that are live."""
        return dict(self._select("SELECT row, article FROM units WHERE row IN", rows))

    def ids_of(self, rows: Sequence[int]) -> dict[int, str]:
        """The id of the article of each of those units that are live."""
        return dict(
            self._select("SELECT u.row, a.id FROM units u JOIN articles a ON a.row = u.article WHERE u.row IN", rows)
        )

    def rows_above(self, lane: int, row: int, limit: int = 1_000_000_000) -> array[int]:
        """The lane's unit rows above `row`, ascending."""
        # The plus keeps SQLite from reading a whole lane to find the last few rows of all.
        query = f"SELECT row FROM units WHERE row > ? AND {'+' if row else ''}lane = ? ORDER BY row LIMIT ?"
        with explained(self.place):
            return array("q", (r[0] for r in self._db.execute(query, (row, lane, limit))))

    def deleted_above(self, number: int) -> array[int]:
        """The unit rows whose deletions came after deletion `number`, ascending."""
        with explained(self.place):
            query = "SELECT unit FROM deletions WHERE number > ? ORDER BY unit"
            return array("q", (row[0] for row in self._db.execute(query, (number,))))

    def unit_texts(self, rows: Sequence[int]) -> list[tuple[int, str, str]]:
        """(row, title, text) of live units in ascending order of rows: what the lexical index is built from."""
        aside = f"json_extract({JSON_TEXT}, '$.aside')"
        head = f"SELECT u.row, u.revision, u.first, u.last, {aside} FROM units u WHERE u.row IN"
        places = self._select(head, rows)
        # One copy of each text, however many units it has: an article of megabytes has thousands.
        revisions = sorted({revision for _, revision, _, _, _ in places})
        head = "SELECT row, title, text FROM revisions WHERE row IN"
        texts = {revision: (title, text) for revision, title, text in self._select(head, revisions)}
        return sorted(
            (row, texts[rev][0], with_aside(texts[rev][1][first:last], aside))
            for row, rev, first, last, aside in places
        )

    # Statistics and vectors

    def watermark(self) -> Watermark:
        """The last unit row and the last deletion the store has seen."""
        with explained(self.place):
            seen = dict(self._db.execute("SELECT name, seq FROM sqlite_sequence WHERE name IN ('units', 'deletions')"))
        return Watermark(seen.get("units", 0), seen.get("deletions", 0))

    def generation(self) -> int:
        """How many commits made this state."""
        with explained(self.place):
            return generation_of(self._db, self.place)

    def statistics(self, lane: int, terms: Sequence[str]) -> LaneStatistics:
        """Live counts for BM25; terms that no live document of the lane holds are left out."""
        with explained(self.place):
            counted = self._db.execute("SELECT documents, length FROM lanes WHERE lane = ?", (lane,)).fetchone()
        count, length = counted or (0, 0)  # format 1 knows no lane 2
        # CROSS JOIN fixes the order: else SQLite may read the lane's whole vocabulary (15 ms instead of 0.02).
        head = f"""SELECT t.term, t.row, f.documents FROM terms t CROSS JOIN frequencies f ON f.term = t.row
                   WHERE f.lane = {lane:d} AND f.documents > 0 AND t.term IN"""
        found = {term: TermStatistics(row, documents) for term, row, documents in self._select(head, terms)}
        if any(term.documents > count for term in found.values()) or (found and length <= 0):
            raise ArchiveDamaged(f"{self.place}: counts of words contradict each other; run `onrecord check --repair`")
        return LaneStatistics(count, length / count if count else 0.0, found)

    def _units(self, found: Sequence[tuple[Any, ...]]) -> list[StoredUnit]:
        """The units in rows of `_UNIT`, when each has the checksum of what it was stored with."""
        with explained(self.place):
            seals.verified(
                self._db, self.place, "place", {row[0]: seals.of_place((*row[1:5], *row[6:])) for row in found}
            )
        return [_unit(row[:12]) for row in found]

    def counts(self) -> Mapping[str, int]:
        """How many live articles, kept revisions, and live units of each kind there are."""
        with explained(self.place):
            out = {
                "articles": self._db.execute("SELECT count(current) FROM articles").fetchone()[0],
                "revisions": self._db.execute("SELECT count(*) FROM revisions").fetchone()[0],
            }
            kinds = self._db.execute("SELECT kind, count(*) FROM units WHERE lane <> 1 GROUP BY kind ORDER BY kind")
            return out | dict(kinds)

    def sources(self) -> list[tuple[str, int]]:
        """How many live articles each source has, the most first."""
        query = """SELECT r.source, count(*) FROM articles a JOIN revisions r ON r.row = a.current
                   GROUP BY r.source ORDER BY count(*) DESC, r.source"""
        with explained(self.place):
            return self._db.execute(query).fetchall()

    def dates(self) -> tuple[str, str]:
        """The first and the last date of the live articles, empty when none has one."""
        query = "SELECT min(date), max(date) FROM articles a JOIN revisions r ON r.row = a.current WHERE date <> ''"
        with explained(self.place):
            first, last = self._db.execute(query).fetchone()
        return first or "", last or ""

    def _select(self, head: str, values: Iterable[int] | Iterable[str]) -> list[Any]:
        asked: list[int | str] = list(values)
        rows: list[Any] = []
        with explained(self.place):
            for at in range(0, len(asked), _BATCH):
                batch = asked[at : at + _BATCH]
                rows += self._db.execute(f"{head} ({','.join('?' * len(batch))})", batch).fetchall()
        return rows


def with_aside(text: str, aside: object) -> str:
    """A unit's own words and those it is also found by (its speaker's name), which stand elsewhere in the article."""
    return f"{text}\n{aside}" if aside else text


_REVISION = """a.id, r.text, r.title, r.date, r.source, r.author, r.url, r.metadata, a.path,
               r.sha256, r.fingerprint, r.article = a.row"""
_UNIT = """SELECT u.row, u.kind, u.first, u.last, u.details, u.revision,
                  a.id, r.title, r.date, r.source, r.url, r.sha256, r.fingerprint, u.lane
           FROM units u JOIN revisions r ON r.row = u.revision JOIN articles a ON a.row = u.article"""


def _unit(row: tuple[Any, ...]) -> StoredUnit:
    number, kind, first, last, details, *rest = row
    return StoredUnit(number, kind, Span(first, last), details_of(details), *rest)
