"""Who is recorded to have said what stands at a place, and whether that can be the person somebody names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onrecord.records import Json, Span, StoredUnit
from onrecord.text.folding import fold
from onrecord.uses.parts import STATEMENTS, Parts
from onrecord.verdicts import SpeakerCheck

# A quote must cover this share of a place to say who is quoted there.
_COVERS = 0.5
# Below this a speaker is a guess, and a guess accuses nobody.
_SURE = 0.5


@dataclass(frozen=True, slots=True)
class Said:
    """One stored quote: where its content stands and who says it, under every name the archive knows.

    `person` is False for bodies, groups and descriptions; they can be confirmed, never contradicted.
    """

    content: tuple[Span, ...]
    speaker: str | None
    names: tuple[str, ...]
    person: bool
    sure: bool

    def covers(self, spans: Sequence[Span]) -> int:
        """How many of the spans' code points its content covers."""
        return sum(span.overlap(part) for span in spans for part in self.content)


class Record:
    """The stored quotes of articles; read once for each article and state of the store."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._said: dict[str, list[Said]] = {}
        self._generation = -1

    def said_in(self, article: str) -> list[Said]:
        """All quotes of the live article, in document order."""
        generation = self._parts.store.generation()
        if generation != self._generation:
            self._said, self._generation = {}, generation
        if article not in self._said:
            rows = self._parts.store.rows_of([article], STATEMENTS).get(article, [])
            quotes = [unit for unit in self._parts.store.units(rows).values() if unit.kind == "quote"]
            self._said[article] = self._read(sorted(quotes, key=lambda unit: unit.key))
        return self._said[article]

    def _read(self, quotes: Sequence[StoredUnit]) -> list[Said]:
        places = [(unit.article, person) for unit in quotes if (person := _text(unit.details, "person"))]
        known = self._parts.store.extracted.known(places)
        out = []
        for unit in quotes:
            person, speaker = _text(unit.details, "person"), _text(unit.details, "speaker")
            settled = known.get((unit.article, person)) if person else None
            names = [name for name in (speaker, person) if name]
            if settled:
                names = [settled.name, *names, *settled.aliases]
            out.append(
                Said(
                    content=_spans(unit.details.get("content")) or (unit.span,),
                    speaker=names[0] if names else None,
                    names=tuple(dict.fromkeys(names)),
                    person=person is not None,
                    sure=_number(unit.details.get("speaker_confidence"), 1.0) >= _SURE,
                )
            )
        return out

    def at(self, article: str, spans: Sequence[Span]) -> list[Said]:
        """The quotes that cover most of the spans, the closest first: most covered, then the shortest content."""
        wanted = sum(map(len, spans))
        found = [(said.covers(spans), said) for said in self.said_in(article)]
        covering = [(covered, said) for covered, said in found if covered >= _COVERS * max(1, wanted)]
        covering.sort(key=lambda pair: (-pair[0], sum(map(len, pair[1].content)), pair[1].content))
        return [said for _, said in covering]


def compare(speaker: str | None, said: Sequence[Said]) -> tuple[SpeakerCheck, Said | None]:
    """Whether one of the quotes at a place is by `speaker`, and which; a nested quotation has several speakers.

    Contradicted only when the closest quote is surely another person's.
    """
    named = [one for one in said if one.speaker]
    closest = named[0] if named else None
    if not speaker or not speaker.strip():
        return "not asked", closest
    for one in named:
        if is_one_of(speaker, one.names):
            return "confirmed", one
    if closest and closest.person and closest.sure:
        return "contradicted", closest
    return "unknown", closest


def is_one_of(asked: str, names: Sequence[str]) -> bool:
    """Whether the asked name can be that of the person whose names these are, the fullest first.

    The fullest name decides: a family name alone, which others bear too, never makes John Smith of Anna Smith.
    """
    from onrecord.extraction.people.names import same_person

    if same_person(asked, names[0]).verdict != "different":
        return True
    return any(
        fold(name) == fold(asked) or (" " in name.strip() and same_person(asked, name).verdict == "same")
        for name in names[1:]
    )


def _text(details: Mapping[str, Json], name: str) -> str | None:
    value = details.get(name)
    return value if isinstance(value, str) and value else None


def _number(value: Json, default: float) -> float:
    return float(value) if isinstance(value, int | float) else default


def _spans(value: Json) -> tuple[Span, ...]:
    if not isinstance(value, list):
        return ()
    pairs = [pair for pair in value if isinstance(pair, list) and len(pair) == 2]
    return tuple(Span(int(str(start)), int(str(end))) for start, end in pairs)
