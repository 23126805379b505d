"""The tables of `store.sqlite`, format 5, and the one place that changes them.

Format 2 added what extraction finds, format 3 the token states that late interaction compares, format 4 checksums,
format 5 vectors, token states, postings and details of fewer bytes and the indexes that filters read.
An archive of an earlier format is read as it is, as one that holds none of these; the first change made to it adds
the tables, and its rows stay as they are written beside new ones: each cell tells which layout it has.

A unit's row number is never used twice (AUTOINCREMENT), so a derived index is caught up by adding the rows
above its watermark and dropping the rows named by the deletions above it.
"""

from __future__ import annotations

import sqlite3

from onrecord.errors import ArchiveDamaged, UnsupportedFormat

FORMAT = 5
OLDEST = 1
_WITH_EXTRACTIONS, _WITH_STATES, _WITH_SEALS, _WITH_FILTERS = 2, 3, 4, 5

# Lets `file` and a careful reader tell an archive from any other SQLite file: "onrc".
APPLICATION_ID = 0x6F6E7263

_TABLES = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO facts VALUES ('generation', 0);

CREATE TABLE articles (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    path TEXT UNIQUE,
    current INTEGER                      -- its live revision; NULL once deleted
);
CREATE TABLE revisions (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    article INTEGER NOT NULL REFERENCES articles (row),
    sha256 TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    text TEXT NOT NULL,
    title TEXT NOT NULL, date TEXT NOT NULL, source TEXT NOT NULL, author TEXT NOT NULL, url TEXT NOT NULL,
    metadata TEXT NOT NULL,
    born INTEGER NOT NULL,               -- generation that added it
    died INTEGER                         -- generation that replaced or deleted it
);
CREATE INDEX revisions_article ON revisions (article);

CREATE TABLE units (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    article INTEGER NOT NULL REFERENCES articles (row),
    revision INTEGER NOT NULL REFERENCES revisions (row),
    lane INTEGER NOT NULL,               -- 0: passages, 1: whole articles, 2: quotes, claims, people; own statistics
    kind TEXT NOT NULL,
    first INTEGER NOT NULL,              -- half-open code points
    last INTEGER NOT NULL,
    details BLOB NOT NULL,               -- see unit_details.py
    length INTEGER NOT NULL,             -- terms, the title counted as often as its weight
    postings BLOB NOT NULL               -- see postings.py
);
CREATE INDEX units_article ON units (article);
CREATE TABLE vectors (unit INTEGER PRIMARY KEY, vector BLOB NOT NULL);   -- see vector_blobs.py

CREATE TABLE terms (row INTEGER PRIMARY KEY AUTOINCREMENT, term TEXT NOT NULL UNIQUE);
CREATE TABLE frequencies (
    lane INTEGER NOT NULL, term INTEGER NOT NULL, documents INTEGER NOT NULL, PRIMARY KEY (lane, term)
) WITHOUT ROWID;
CREATE TABLE lanes (lane INTEGER PRIMARY KEY, documents INTEGER NOT NULL, length INTEGER NOT NULL);
INSERT INTO lanes VALUES (0, 0, 0), (1, 0, 0);

CREATE TABLE deletions (number INTEGER PRIMARY KEY AUTOINCREMENT, unit INTEGER NOT NULL);
"""

_EXTRACTED = """
INSERT INTO lanes VALUES (2, 0, 0);
CREATE TABLE hosts (unit INTEGER PRIMARY KEY, host INTEGER NOT NULL);    -- the passage a quote or claim stands in
CREATE INDEX hosts_host ON hosts (host);
CREATE TABLE extracted (revision INTEGER PRIMARY KEY, extractor TEXT NOT NULL, notes TEXT NOT NULL);

CREATE TABLE local_people (              -- one row for each person of each live article
    article INTEGER NOT NULL REFERENCES articles (row),
    name TEXT NOT NULL,                  -- as the article's fullest form
    unit INTEGER NOT NULL,               -- the profile's unit
    block TEXT NOT NULL,                 -- who is who is settled block by block
    person TEXT,                         -- who that is across articles; NULL until that is settled
    reason TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (article, name)
) WITHOUT ROWID;
CREATE INDEX local_people_person ON local_people (person);
CREATE INDEX local_people_block ON local_people (block);
CREATE TABLE people (
    person TEXT PRIMARY KEY, name TEXT NOT NULL, aliases TEXT NOT NULL, reasons TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE touched_blocks (block TEXT PRIMARY KEY) WITHOUT ROWID;      -- somebody of these came or went
"""

_STATES = """
CREATE TABLE token_states (unit INTEGER PRIMARY KEY, states BLOB NOT NULL);   -- see encoding/token_projection.py
"""

_SEALS = """
CREATE TABLE seals (                     -- CRC-32, see seals.py
    unit INTEGER PRIMARY KEY, place INTEGER NOT NULL, links INTEGER NOT NULL, postings INTEGER NOT NULL,
    vector INTEGER, states INTEGER
);
"""

_FILTERS = """
CREATE INDEX units_lane ON units (lane, revision);
CREATE INDEX revisions_facts ON revisions (died, date, source, author);   -- what filters ask of, without the text
"""


def prepare(connection: sqlite3.Connection, place: str) -> None:
    """Makes the tables in an empty database, or checks that this version can read what is there."""
    if _version(connection) == 0 and not connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
        try:
            connection.executescript(
                f"BEGIN IMMEDIATE; {_TABLES} {_EXTRACTED} {_STATES} {_SEALS} {_FILTERS} "
                f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {FORMAT}; COMMIT;"
            )
        except sqlite3.OperationalError:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            if _version(connection) != FORMAT:  # otherwise another process made the tables just now
                raise
    if not OLDEST <= (version := _version(connection)) <= FORMAT:
        raise UnsupportedFormat(
            f"{place}: format {version}, this version reads formats {OLDEST} to {FORMAT}; "
            "upgrade onrecord, or index the articles again into a new archive"
        )


def upgrade(connection: sqlite3.Connection) -> None:
    """Adds the tables of the newest format to an archive of an earlier one; needs the write lock."""
    if (version := _version(connection)) < FORMAT:
        added = [
            (_WITH_EXTRACTIONS, _EXTRACTED),
            (_WITH_STATES, _STATES),
            (_WITH_SEALS, _SEALS),
            (_WITH_FILTERS, _FILTERS),
        ]
        missing = " ".join(tables for since, tables in added if version < since)
        try:
            connection.executescript(f"BEGIN IMMEDIATE; {missing} PRAGMA user_version = {FORMAT}; COMMIT;")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")


def holds_extractions(connection: sqlite3.Connection) -> bool:
    """Whether the database has the tables of format 2; another process may have added them since it was opened."""
    return _version(connection) >= _WITH_EXTRACTIONS


def holds_states(connection: sqlite3.Connection) -> bool:
    """Whether the database has the table of format 3; another process may have added it since it was opened."""
    return _version(connection) >= _WITH_STATES


def holds_seals(connection: sqlite3.Connection) -> bool:
    """Whether the database has the table of format 4; another process may have added it since it was opened."""
    return _version(connection) >= _WITH_SEALS


def holds_lane_index(connection: sqlite3.Connection) -> bool:
    """Whether the database has the indexes of format 5; another process may have added them since it was opened."""
    return _version(connection) >= _WITH_FILTERS


def generation_of(connection: sqlite3.Connection, place: str) -> int:
    """How many commits made this state; ArchiveDamaged when that is lost."""
    found = connection.execute("SELECT value FROM facts WHERE name = 'generation'").fetchone()
    if found is None:
        raise ArchiveDamaged(f"{place}: how many commits made it is lost; run `onrecord check --repair`")
    return int(found[0])


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
