"""Checksums of what the store keeps of each unit, so that a bit that changed on the disk is noticed.

SQLite has none: it sees when a page cannot be a page, not when a letter, a vector or a count has changed in place.
What is CRC-32 here guards against worn disks and cut copies, not against somebody who wants to deceive.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from zlib import crc32

from onrecord.errors import ArchiveDamaged, ArchiveProblem
from onrecord.records import Article
from onrecord.storage.schema import holds_seals


def of_place(facts: Iterable[object]) -> int:
    """Which article a unit belongs to, where it stands in which revision, and what is shown of that beside it.

    Details count as their cell stands there, packed or not (see unit_details.py).
    """
    told = (fact.decode("latin-1") if isinstance(fact, bytes) else str(fact) for fact in facts)
    return crc32("\0".join(told).encode("utf-8", "surrogatepass"))


def of_links(host: int | None, terms: Iterable[str]) -> int:
    """The passage a unit stands in, and the words its postings name, in the order of their numbers."""
    return crc32("\0".join([str(host), *terms]).encode("utf-8", "surrogatepass"))


def of_postings(length: int, blob: bytes) -> int:
    """What BM25 reads of a unit."""
    return crc32(blob, length & 0xFFFFFFFF)


def of_blob(blob: bytes | None) -> int | None:
    """A vector or token states; None when there is none."""
    return None if blob is None else crc32(blob)


def add(db: sqlite3.Connection, seals: Sequence[tuple[int, int, int, int, int | None, int | None]]) -> None:
    """Keeps (unit, place, links, postings, vector, states) for new units."""
    query = "INSERT INTO seals (unit, place, links, postings, vector, states) VALUES (?, ?, ?, ?, ?, ?)"
    db.executemany(query, seals)


def verified(db: sqlite3.Connection, place: str, column: str, found: Mapping[int, int | None]) -> None:
    """ArchiveDamaged unless the checksums just made, by unit, are those kept in this column.

    Units that were stored before there were checksums pass.
    """
    if not found or not holds_seals(db):
        return
    rows = list(found)
    for at in range(0, len(rows), 900):
        batch = rows[at : at + 900]
        query = f"SELECT unit, {column} FROM seals WHERE unit IN ({','.join('?' * len(batch))})"
        for unit, seal in db.execute(query, batch):
            if seal != found[unit]:
                raise broken(place, column, unit)


def broken(place: str, column: str, unit: int) -> ArchiveDamaged:
    """What is raised for a unit whose checksum is not the one it was stored with."""
    return ArchiveDamaged(
        f"{place}: the {_NAMES[column]} of unit {unit} changed since it was stored; "
        "`onrecord check` says of which article, `--repair` looks at it again"
    )


def verified_article(place: str, article: Article, sha256: str, fingerprint: str) -> Article:
    """The article; ArchiveProblem when its text or what is known about it is not what was stored."""
    if article.sha256 != sha256 or article.fingerprint != fingerprint:
        what = "text" if article.sha256 != sha256 else "title, date or other facts"
        raise ArchiveProblem(
            f"{place}: the {what} of {article.id}, revision {sha256[:12]}, changed since it was stored: restore "
            "store.sqlite from a copy, or index the article again"
        )
    return article


def verified_text(place: str, text: str, expected: str) -> str:
    """The text; ArchiveProblem when it has not the SHA-256 it was stored with."""
    if hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() != expected:
        # Not ArchiveDamaged: nothing can make a text anew.
        raise ArchiveProblem(
            f"{place}: the text of revision {expected[:12]} changed since it was stored; `onrecord check` says of "
            "which article: restore store.sqlite from a copy, or index the article again"
        )
    return text


_NAMES = {"place": "place", "postings": "postings", "vector": "vector", "states": "token states"}
