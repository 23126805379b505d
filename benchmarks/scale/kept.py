"""Recombined articles kept on disk ready to be stored, so that an archive of a million passages is built in minutes.

One file a batch, of Python's `marshal` (plain values only, for the same Python). Vectors are kept as float16 and token
states as rows of the pool; both are packed when they are read, as the archive's own code does it by then.
"""

from __future__ import annotations

import marshal
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.records import Article, PreparedArticle, PreparedUnit, Span, Unit
from onrecord.storage.vector_blobs import pack

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


def kept(path: Path, extractor: str, states: Callable[[Rows], bytes | None]) -> list[Ready]:
    """The articles in the file; `states` gives the packed states of rows of the pool."""
    return [_ready(*facts, extractor, states) for facts in marshal.loads(path.read_bytes())]


@dataclass(frozen=True, slots=True)
class Ready:
    """An article ready to be stored, and the exact vectors (C, D) of its passages, float16."""

    article: PreparedArticle
    vectors: bytes


def _ready(
    told: tuple[str, ...],
    metadata: dict[str, Any],
    units: list[Any],
    extractor: str,
    states: Callable[[Rows], bytes | None],
) -> Ready:
    import numpy as np

    id, text, title, date, source, url = told
    article = Article(id, text, title, date, source, url=url, metadata=metadata)
    exact = np.frombuffer(b"".join(unit[7] for unit in units), "<f2").reshape(len(units), -1)
    made = tuple(
        PreparedUnit(Unit(kind, Span(start, end), details), lane, length, terms, vector, host, rows and states(rows))
        for (kind, start, end, details, lane, length, terms, _, host, rows), vector in zip(
            units, pack(exact.astype(np.float32)), strict=True
        )
    )
    passages = sum(unit[0] == "passage" for unit in units)
    return Ready(PreparedArticle(article, made, extractor), exact[:passages].tobytes())
