"""A ranked unit as a Hit that can be cited: its text, its highlights, its place in a named revision."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from onrecord.querying.highlight import highlights
from onrecord.records import Hit, Kind, Part, Span, StoredUnit, TermScore, Token
from onrecord.uses.parts import Parts


class Citer:
    """Makes the hits of one query; keeps the texts it has read."""

    def __init__(self, parts: Parts, terms: Collection[str], phrases: Sequence[Sequence[str]]) -> None:
        self._parts, self._terms, self._phrases = parts, terms, phrases
        self._texts: dict[int, str] = {}

    def hit(
        self,
        rank: int,
        score: float,
        unit: StoredUnit,
        arms: Mapping[str, Part],
        *,
        kind: Kind | None = None,
        explanation: tuple[TermScore, ...] = (),
    ) -> Hit:
        """The unit as rank `rank`'s answer; `kind` overrides the unit's own (an article shown by its best passage)."""
        if unit.revision not in self._texts:
            self._texts[unit.revision] = self._parts.store.text(unit.revision)
        text = unit.span.of(self._texts[unit.revision])
        speaker = unit.details.get("speaker")
        kind = kind or unit.kind
        return Hit(
            rank=rank,
            score=score,
            kind=kind,
            unit_id=f"{kind}:{unit.article}" if kind == "article" else unit_id(unit),
            article=unit.article,
            start=unit.span.start,
            end=unit.span.end,
            text=text,
            speaker=speaker if isinstance(speaker, str) else None,
            title=unit.title,
            date=unit.date,
            source=unit.source,
            url=unit.url,
            text_sha256=unit.sha256,
            parts=arms,
            citation=citation(unit),
            highlights=self._highlights(text, unit.span.start),
            explanation=explanation,
        )

    def _highlights(self, text: str, start: int) -> tuple[Span, ...]:
        tokens: list[Token] = list(self._parts.analyser.tokens(text))
        found = highlights(tokens, self._terms, self._phrases)
        return tuple(Span(span.start + start, span.end + start) for span in found)


def unit_id(unit: StoredUnit) -> str:
    """A name made of content and place: the same unit has it in every archive."""
    return f"{unit.kind}:{unit.article}:{unit.span.start}-{unit.span.end}"


def citation(unit: StoredUnit) -> str:
    """What to print under a quotation; the part in brackets is what `onrecord show` takes.

    Twelve digits of the text's SHA-256 name the revision, so the citation outlives an update.
    """
    said = ", ".join(part for part in (unit.title, unit.source, unit.date) if part)
    place = f"[{unit.article}@{unit.sha256[:12]}:{unit.span.start}-{unit.span.end}]"
    return f"{said} {place}" if said else place
