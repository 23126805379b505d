"""Quotes or claims by what they are, not by rank alone: filters, an optional subject, and one stated order."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

from onrecord.errors import BadInput
from onrecord.querying.fuse import Fusion
from onrecord.records import Filter, Json, Query, StoredUnit
from onrecord.uses.constrain import resolved
from onrecord.uses.encoded import EncodedQuery
from onrecord.uses.lane_arms import Asked, Marks
from onrecord.uses.parts import STATEMENTS, Parts
from onrecord.uses.search import STATEMENT_FUSION, looking_again
from onrecord.uses.search_units import Look

# Whether a unit's details are what was asked for, beyond what the store can tell.
Test = Callable[[Mapping[str, Json]], bool]
Shown = TypeVar("Shown")


def check_k(k: int | None) -> None:
    """Raises BadInput for a number of rows that is none."""
    if k is not None and (not isinstance(k, int) or isinstance(k, bool) or k < 1):
        raise BadInput(f"k is {k!r}; expected a whole number from 1, or None for all")


def pick(
    parts: Parts,
    wanted: Filter,
    show: Callable[[list[StoredUnit]], Shown],
    *,
    about: str = "",
    test: Test | None = None,
    article: str | None = None,
    k: int | None = None,
    fusion: Fusion = STATEMENT_FUSION,
) -> Shown:
    """What `show` makes of the units that pass `wanted` and `test`, inside the snapshot they were picked in.

    Best first when `about` names a subject, else the latest article first: articles of one date stand by id, undated
    ones last, and units by their place. `k` None means all of them; with a subject, those that overlap a better one
    are left out.
    """
    check_k(k)
    with parts.guard:
        parts.refresh_manifest()
        vector = parts.encoder.encode([about])[0] if about.strip() and parts.manifest.width else None

        def look() -> Shown:
            # Before the snapshot is taken: see `Marks`.
            marks = Marks.read(parts, vector is not None) if about.strip() else None
            with parts.store.snapshot():
                asked = None
                if marks is not None:
                    asked = Asked(parts, Query(about), EncodedQuery(vector), "hybrid", marks, fusion)
                return show(_ordered(parts, resolved(parts, wanted), asked, test, article, k))

        return looking_again(parts, look)


def _ordered(
    parts: Parts, wanted: Filter, asked: Asked | None, test: Test | None, article: str | None, k: int | None
) -> list[StoredUnit]:
    rows = parts.store.rows.allowed(wanted, STATEMENTS)
    units = parts.store.units(rows or ())
    if article is not None:
        units = {row: unit for row, unit in units.items() if unit.article == article}
    if test is not None:
        units = {row: unit for row, unit in units.items() if test(unit.details)}
    if asked is None:
        ordered = sorted(units.values(), key=lambda unit: unit.key)
        ordered.sort(key=lambda unit: unit.date, reverse=True)
        return ordered[:k]
    asked = replace(asked, query=replace(asked.query, filter=wanted))
    look = Look(asked, STATEMENTS, array("q", sorted(units)))
    return [ranked.unit for ranked in look.best(min(k or len(units), max(1, len(units))))]
