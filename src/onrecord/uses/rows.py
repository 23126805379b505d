"""Stored quotes and claims as the rows that lists show, with speakers as the archive knows them across articles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from onrecord.records import Span, StoredUnit
from onrecord.rendering.spoken_rows import ClaimRow, QuoteRow
from onrecord.rendering.text_fragment import text_fragment
from onrecord.spoken import Quantity, When
from onrecord.uses.cite import Citer, citation, unit_id
from onrecord.uses.parts import Parts

# What stands between the parts of a discontinuous quotation.
_GAP = " … "


def quote_rows(parts: Parts, units: Sequence[StoredUnit]) -> list[QuoteRow]:
    """One row for each of the quotes, in the order given; call it inside the snapshot the units were read in."""
    reader = _Reader(parts, units)
    return [reader.quote(unit) for unit in units]


def claim_rows(parts: Parts, units: Sequence[StoredUnit]) -> list[ClaimRow]:
    """One row for each of the claims, in the order given."""
    reader = _Reader(parts, units)
    return [reader.claim(unit) for unit in units]


class _Reader:
    """Reads texts and speakers once for all rows."""

    def __init__(self, parts: Parts, units: Sequence[StoredUnit]) -> None:
        self._citer = Citer(parts, (), ())
        self._citer.look_up(units)

    def quote(self, unit: StoredUnit) -> QuoteRow:
        details: Any = unit.details
        text = self._citer.text(unit)
        content = _spans(details["content"])
        return QuoteRow(
            **_place(unit, text, content[0]),
            text=_said(text, content),
            content=content,
            source_text=_said(text, _spans(details["source"])),
            cue_text=_said(text, _spans(details["cue"])),
            speaker=self._citer.speaker(unit),
            style=details["style"],
            confidence=details["confidence"],
            finder=details["finder"],
            reason=details["reason"],
        )

    def claim(self, unit: StoredUnit) -> ClaimRow:
        details: Any = unit.details
        text = self._citer.text(unit)
        spans = _spans(details["spans"])
        return ClaimRow(
            **_place(unit, text, spans[0]),
            text=_said(text, spans),
            claimant=self._citer.speaker(unit),
            act=details["act"],
            attributed=details["attributed"],
            topics=tuple(details["topics"]),
            quantities=tuple(_quantity(q) for q in details["quantities"]),
            dates=tuple(When(Span(d["start"], d["end"]), d["first"], d["last"]) for d in details["dates"]),
            worthiness=details["worthiness"],
            reasons=tuple(details["reasons"]),
        )


def _place(unit: StoredUnit, text: str, linked: Span) -> dict[str, Any]:
    """The fields that say where a unit stands."""
    return {
        "unit_id": unit_id(unit),
        "article": unit.article,
        "start": unit.span.start,
        "end": unit.span.end,
        "title": unit.title,
        "date": unit.date,
        "source": unit.source,
        "url": unit.url,
        "text_sha256": unit.sha256,
        "citation": citation(unit),
        "link": text_fragment(unit.url, text, linked) if unit.url else "",
    }


def _said(text: str, spans: Sequence[Span]) -> str:
    return _GAP.join(span.of(text) for span in spans)


def _spans(pairs: Sequence[Sequence[int]]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in pairs)


def _quantity(row: dict[str, Any]) -> Quantity:
    return Quantity(Span(row["start"], row["end"]), row["value"], row["high"], row["unit"], row["approximate"])
