"""Recombined articles kept on disk ready to be stored, so that an archive of a million passages is built in minutes.

One file a batch, of Python's `marshal` (plain values only, for the same Python). Token states are kept as rows of the
pool, packed anew when they are read: what the archive makes of them may have changed since.
"""

from __future__ import annotations

import marshal
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from onrecord.records import Article, PreparedArticle, PreparedUnit, Span, Unit

# Rows of the pool, first to last; a unit has several.
Rows = tuple[tuple[int, int], ...]


def keep(path: Path, batch: Sequence[tuple[PreparedArticle, Sequence[Rows | None]]]) -> None:
    """Writes the articles with, for each of their units, the rows that its states are; whole or not at all."""
    facts = [
        (
            (a.article.id, a.article.text, a.article.title, a.article.date, a.article.source, a.article.url),
            dict(a.article.metadata),
            [
                (u.unit.kind, u.unit.span.start, u.unit.span.end, dict(u.unit.details), u.lane, u.length,
                 dict(u.frequencies), u.vector, u.host, own)
                for u, own in zip(a.units, rows, strict=True)
            ],
        )
        for a, rows in batch
    ]  # fmt: skip
    unfinished = path.with_suffix(".part")
    unfinished.write_bytes(marshal.dumps(facts))
    os.replace(unfinished, path)


def kept(path: Path, extractor: str, packed: bytes | None, piece_bytes: int) -> list[PreparedArticle]:
    """The articles in the file; `packed` are the states of all rows of the pool, None where none are wanted."""
    return [_article(*facts, extractor, packed, piece_bytes) for facts in marshal.loads(path.read_bytes())]


def states_of(rows: Rows | None, packed: bytes | None, piece_bytes: int) -> bytes | None:
    """The packed states of these rows, one after the other."""
    if rows is None or packed is None:
        return None
    return b"".join(packed[first * piece_bytes : last * piece_bytes] for first, last in rows)


def _article(
    told: tuple[str, ...], metadata: dict[str, Any], units: list[Any], extractor: str, packed: bytes | None, size: int
) -> PreparedArticle:
    id, text, title, date, source, url = told
    article = Article(id, text, title, date, source, url=url, metadata=metadata)
    made = tuple(
        PreparedUnit(
            Unit(kind, Span(start, end), details), lane, length, terms, vector, host, states_of(rows, packed, size)
        )
        for kind, start, end, details, lane, length, terms, vector, host, rows in units
    )
    return PreparedArticle(article, made, extractor)
