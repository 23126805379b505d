"""The changes a transaction is made of; each keeps the live BM25 statistics true."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from onrecord.records import Article, PreparedArticle, PreparedUnit
from onrecord.storage import postings, seals, unit_details
from onrecord.storage.schema import generation_of, holds_extractions, holds_seals, holds_states


def next_generation(db: sqlite3.Connection) -> int:
    """Counts this commit."""
    db.execute("UPDATE facts SET value = value + 1 WHERE name = 'generation'")
    return generation_of(db, "store.sqlite")


def put_all(db: sqlite3.Connection, prepared: Iterable[PreparedArticle], generation: int) -> None:
    """Makes each prepared article the live revision; an earlier one is kept, its units are not.

    An article that did not change and was only looked through again stays the revision it is. Term numbers looked up
    for one article serve the others, and what the statistics gain is added once: most words stand in many articles.
    """
    numbers: dict[str, int] = {}
    gained = _Gained()
    for article in prepared:
        _put(db, article, generation, numbers, gained)
    gained.write(db)


def _put(
    db: sqlite3.Connection, prepared: PreparedArticle, generation: int, numbers: dict[str, int], gained: _Gained
) -> None:
    article = prepared.article
    row, revision = _same_revision(db, article) or (0, 0)
    if revision:
        _drop_units(db, row, revision)
    else:
        end(db, article.id, generation)
        row = db.execute(
            "INSERT INTO articles (id, path) VALUES (?, ?) "
            "ON CONFLICT (id) DO UPDATE SET path = excluded.path RETURNING row",
            (article.id, article.path),
        ).fetchone()[0]
        revision = _add_revision(db, row, article, generation)
        db.execute("UPDATE articles SET current = ? WHERE row = ?", (revision, row))
    _number_terms(db, {term for item in prepared.units for term in item.frequencies}, numbers)
    packed = [_Packed.of(item, numbers) for item in prepared.units]
    rows = _add_units(db, row, revision, packed)
    seals.add(db, [_seal(article, unit, number, rows, numbers) for number, unit in zip(rows, packed, strict=True)])
    gained.count(prepared.units, numbers)
    hosts = [(unit, rows[item.host]) for unit, item in zip(rows, prepared.units, strict=True) if item.host is not None]
    db.executemany("INSERT INTO hosts (unit, host) VALUES (?, ?)", hosts)
    people = [
        (row, str(item.unit.details["person"]), unit, str(item.unit.details["block"]))
        for unit, item in zip(rows, prepared.units, strict=True)
        if "block" in item.unit.details
    ]
    db.executemany("INSERT OR IGNORE INTO local_people (article, name, unit, block) VALUES (?, ?, ?, ?)", people)
    db.executemany("INSERT OR IGNORE INTO touched_blocks (block) VALUES (?)", [(block,) for *_, block in people])
    if prepared.extractor:
        facts = (revision, prepared.extractor, json.dumps(prepared.notes))
        db.execute("INSERT INTO extracted (revision, extractor, notes) VALUES (?, ?, ?)", facts)


def end(db: sqlite3.Connection, id: str, generation: int) -> int:
    """Ends the live revision of an article; returns 1, or 0 when there is none."""
    found = db.execute("SELECT row, current FROM articles WHERE id = ? AND current IS NOT NULL", (id,)).fetchone()
    if not found:
        return 0
    row, revision = found
    _drop_units(db, row, revision)
    db.execute("UPDATE revisions SET died = ? WHERE row = ?", (generation, revision))
    db.execute("UPDATE articles SET current = NULL WHERE row = ?", (row,))
    return 1


def _same_revision(db: sqlite3.Connection, article: Article) -> tuple[int, int] | None:
    """Row and live revision of the article if that is the very same, else None."""
    query = """SELECT a.row, a.current FROM articles a JOIN revisions r ON r.row = a.current
               WHERE a.id = ? AND r.fingerprint = ? AND a.path IS ?"""
    found: tuple[int, int] | None = db.execute(query, (article.id, article.fingerprint, article.path)).fetchone()
    return found


def _drop_units(db: sqlite3.Connection, row: int, revision: int) -> None:
    """Takes all units of an article out of the store and its statistics."""
    units = db.execute(
        "SELECT row, lane, length, postings FROM units WHERE article = ? ORDER BY row", (row,)
    ).fetchall()
    gone: Counter[tuple[int, int]] = Counter()
    for _, lane, _, blob in units:
        gone.update((lane, number) for number in postings.numbers_in(blob))
    db.executemany(
        "UPDATE frequencies SET documents = documents - ? WHERE lane = ? AND term = ?",
        ((count, lane, number) for (lane, number), count in sorted(gone.items())),
    )
    db.executemany(
        "UPDATE lanes SET documents = documents - 1, length = length - ? WHERE lane = ?",
        ((length, lane) for _, lane, length, _ in units),
    )
    rows = [(unit[0],) for unit in units]
    db.executemany("INSERT INTO deletions (unit) VALUES (?)", rows)
    db.executemany("DELETE FROM vectors WHERE unit = ?", rows)
    if holds_states(db):
        db.executemany("DELETE FROM token_states WHERE unit = ?", rows)
    if holds_seals(db):
        db.executemany("DELETE FROM seals WHERE unit = ?", rows)
    if holds_extractions(db):
        db.executemany("DELETE FROM hosts WHERE unit = ?", rows)
        query = "INSERT OR IGNORE INTO touched_blocks (block) SELECT block FROM local_people WHERE article = ?"
        db.execute(query, (row,))
        db.execute("DELETE FROM local_people WHERE article = ?", (row,))
        db.execute("DELETE FROM extracted WHERE revision = ?", (revision,))
    db.execute("DELETE FROM units WHERE article = ?", (row,))


def forget(db: sqlite3.Connection) -> int:
    """Drops ended revisions, articles without a live one, and terms nobody uses; returns how many revisions."""
    dropped = db.execute("DELETE FROM revisions WHERE died IS NOT NULL").rowcount
    db.execute("DELETE FROM articles WHERE current IS NULL")
    db.execute("DELETE FROM frequencies WHERE documents = 0")
    db.execute("DELETE FROM terms WHERE row NOT IN (SELECT term FROM frequencies)")
    return int(dropped)


def _add_revision(db: sqlite3.Connection, row: int, article: Article, generation: int) -> int:
    metadata = json.dumps(dict(article.metadata), sort_keys=True)
    facts = (article.sha256, article.fingerprint, article.text, article.title, article.date, article.source)
    cursor = db.execute(
        "INSERT INTO revisions (article, sha256, fingerprint, text, title, date, source, author, url, metadata, born) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (row, *facts, article.author, article.url, metadata, generation),
    )
    return int(cursor.lastrowid or 0)


@dataclass(frozen=True, slots=True)
class _Packed:
    """A unit and its columns as they are stored."""

    item: PreparedUnit
    details: str | bytes
    postings: bytes

    @staticmethod
    def of(item: PreparedUnit, numbers: Mapping[str, int]) -> _Packed:
        frequencies = {numbers[term]: count for term, count in item.frequencies.items()}
        return _Packed(item, unit_details.pack(item.unit.details), postings.pack(frequencies))


def _add_units(db: sqlite3.Connection, row: int, revision: int, units: Sequence[_Packed]) -> list[int]:
    """Stores the units; returns their rows."""
    query = (
        "INSERT INTO units (article, revision, lane, kind, first, last, details, length, postings) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
    )
    rows = []
    for packed in units:
        item, span = packed.item, packed.item.unit.span
        facts = (row, revision, item.lane, item.unit.kind, span.start, span.end)
        cursor = db.execute(query, (*facts, packed.details, item.length, packed.postings))
        rows.append(int(cursor.lastrowid or 0))
    stored = list(zip(rows, (packed.item for packed in units), strict=True))
    vectors = [(unit, item.vector) for unit, item in stored if item.vector]
    db.executemany("INSERT INTO vectors (unit, vector) VALUES (?, ?)", vectors)
    states = [(unit, item.states) for unit, item in stored if item.states is not None]
    db.executemany("INSERT INTO token_states (unit, states) VALUES (?, ?)", states)
    return rows


def _seal(
    article: Article, packed: _Packed, row: int, rows: Sequence[int], numbers: Mapping[str, int]
) -> tuple[int, int, int, int, int | None, int | None]:
    """The checksums of one unit just stored as `row`; `rows` are those of all the article's units."""
    item, span = packed.item, packed.item.unit.span
    facts = (article.id, article.title, article.date, article.source, article.url, article.sha256, article.fingerprint)
    place = (item.unit.kind, span.start, span.end, packed.details, *facts, item.lane)
    terms = sorted(item.frequencies, key=numbers.__getitem__)
    return (
        row,
        seals.of_place(place),
        seals.of_links(None if item.host is None else rows[item.host], terms),
        seals.of_postings(item.length, packed.postings),
        seals.of_blob(item.vector or None),
        seals.of_blob(item.states),
    )


def _number_terms(db: sqlite3.Connection, terms: Iterable[str], numbers: dict[str, int]) -> None:
    """Adds the numbers of these terms to those known; terms that are new to the archive get one."""
    # Sorted: the same articles get the same numbers in every run, however they are shared out among commits.
    for term in sorted(terms):
        if term not in numbers:
            found = db.execute("SELECT row FROM terms WHERE term = ?", (term,)).fetchone()
            if found is None:
                # Not ON CONFLICT: each term met again would use up a number.
                found = db.execute("INSERT INTO terms (term) VALUES (?) RETURNING row", (term,)).fetchone()
            numbers[term] = int(found[0])


class _Gained:
    """What the live statistics gain by the units of one commit."""

    def __init__(self) -> None:
        self._holding: Counter[tuple[int, int]] = Counter()
        self._documents: Counter[int] = Counter()
        self._lengths: Counter[int] = Counter()

    def count(self, units: Iterable[PreparedUnit], numbers: Mapping[str, int]) -> None:
        for item in units:
            lane = item.lane
            self._holding.update([(lane, numbers[term]) for term in item.frequencies])
            self._documents[lane] += 1
            self._lengths[lane] += item.length

    def write(self, db: sqlite3.Connection) -> None:
        db.executemany(
            "UPDATE lanes SET documents = documents + ?, length = length + ? WHERE lane = ?",
            [(count, self._lengths[lane], lane) for lane, count in sorted(self._documents.items())],
        )
        db.executemany(
            "INSERT INTO frequencies (lane, term, documents) VALUES (?, ?, ?) "
            "ON CONFLICT DO UPDATE SET documents = documents + excluded.documents",
            ((lane, number, count) for (lane, number), count in sorted(self._holding.items())),
        )
