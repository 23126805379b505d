"""A ranked unit as a Hit that can be cited: its text, its highlights, its place in a named revision."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from onrecord.querying.highlight import highlights
from onrecord.records import Hit, Kind, Part, Span, StoredUnit, TermScore
from onrecord.uses.parts import Parts


class Citer:
    """Makes the hits of one query; keeps the texts it has read."""

    def __init__(self, parts: Parts, terms: Collection[str], phrases: Sequence[Sequence[str]]) -> None:
        self._parts, self._terms, self._phrases = parts, terms, phrases
        self._texts: dict[int, str] = {}
        self._known: dict[tuple[str, str], str] = {}

    def look_up(self, units: Iterable[StoredUnit]) -> None:
        """Reads at once who the speakers of these units are across articles."""
        places = [place for unit in units if (place := _person_of(unit))]
        self._known |= {place: known.name for place, known in self._parts.store.extracted.known(places).items()}

    def hit(
        self,
        rank: int,
        score: float,
        unit: StoredUnit,
        arms: Mapping[str, Part],
        *,
        kind: Kind | None = None,
        said: StoredUnit | None = None,
        confidence: float | None = None,
        explanation: tuple[TermScore, ...] = (),
    ) -> Hit:
        """The unit as rank `rank`'s answer; `kind` overrides the unit's own (an article shown by its best passage).

        `said` is the quote or claim in a passage that names its speaker.
        """
        text = unit.span.of(self.text(unit))
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
            speaker=self.speaker(said or unit),
            title=unit.title,
            date=unit.date,
            source=unit.source,
            url=unit.url,
            text_sha256=unit.sha256,
            parts=arms,
            citation=citation(unit),
            highlights=self._highlights(text, unit.span.start),
            explanation=explanation,
            confidence=confidence,
        )

    def text(self, unit: StoredUnit) -> str:
        """The text of the unit's article, read once."""
        if unit.revision not in self._texts:
            self._texts[unit.revision] = self._parts.store.text(unit.revision)
        return self._texts[unit.revision]

    def speaker(self, unit: StoredUnit) -> str | None:
        """Who said it: by the name the archive knows the person under, else in the article's own words."""
        place = _person_of(unit)
        if place in self._known:
            return self._known[place]
        speaker = unit.details.get("speaker") or unit.details.get("person")
        return speaker if isinstance(speaker, str) else None

    def _highlights(self, text: str, start: int) -> tuple[Span, ...]:
        analyser = self._parts.analyser
        if self._phrases:
            found: Sequence[Span] = highlights(list(analyser.tokens(text)), self._terms, self._phrases)
        else:
            found = analyser.places(text, self._terms)
        return tuple(Span(span.start + start, span.end + start) for span in found)


def _person_of(unit: StoredUnit) -> tuple[str, str] | None:
    person = unit.details.get("person")
    return (unit.article, person) if isinstance(person, str) else None


def unit_id(unit: StoredUnit) -> str:
    """A name made of content and place: the same unit has it in every archive."""
    person = f":{unit.details['person']}" if unit.kind == "person" else ""
    return f"{unit.kind}:{unit.article}:{unit.span.start}-{unit.span.end}{person}"


def citation(unit: StoredUnit) -> str:
    """What to print under a quotation; the part in brackets is what `onrecord show` takes.

    Twelve digits of the text's SHA-256 name the revision, so the citation outlives an update.
    """
    said = ", ".join(part for part in (unit.title, unit.source, unit.date) if part)
    place = f"[{unit.article}@{unit.sha256[:12]}:{unit.span.start}-{unit.span.end}]"
    return f"{said} {place}" if said else place
