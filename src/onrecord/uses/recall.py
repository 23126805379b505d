"""The attributions of a stored article, as extraction made them, read back from its units."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from onrecord.records import Span, StoredUnit
from onrecord.spoken import Attribution, Speaker


def attributions_of(units: Iterable[StoredUnit]) -> tuple[list[Attribution], list[Speaker]]:
    """The attributions in document order and, in the same order, who speaks; units of other kinds are passed over.

    `Speaker.person` is None: the people of the article are units of their own.
    """
    quotes = sorted((unit for unit in units if unit.kind == "quote"), key=lambda unit: unit.key)
    attributions, speakers = [], []
    for unit in quotes:
        details: Any = unit.details
        attributions.append(
            Attribution(
                _spans(details["source"]),
                _spans(details["cue"]),
                _spans(details["content"]),
                details["style"],
                details["confidence"],
                details["finder"],
            )
        )
        speakers.append(
            Speaker(details["speaker"] or "", None, details.get("speaker_confidence", 0.0), details["reason"])
        )
    return attributions, speakers


def _spans(pairs: list[list[int]]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in pairs)
