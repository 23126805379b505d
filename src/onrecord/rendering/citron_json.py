"""Attributions in the JSON of Citron, the quotation extractor of BBC R&D, as its annotation format defines it.

Source: github.com/bbc/citron, docs/data_format.md. Fields that Citron does not have (`id`s are its own) are `speaker`
and `style` of a quote and, where Citron's single cue cannot hold them, the `cues`; its reader passes over them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from onrecord.records import Json, Span
from onrecord.spoken import Attribution, Person, Speaker


def citron_json(
    text: str,
    attributions: Sequence[Attribution],
    speakers: Sequence[Speaker] = (),
    people: Sequence[Person] = (),
) -> dict[str, Json]:
    """`{"text", "quotes", "coreference_groups"}`; spans are `{"start", "end", "text"}` in code points of `text`.

    A quote has `cue`, `sources`, `contents`, `coreferences`, `confidence` (a number in [0, 1]) and an `id`. Citron
    knows exactly one cue: of several it is the first, and `cues` holds all; without any it is an empty span behind
    the source, or before the content. `coreferences` holds the nearest mention that gives a person's fullest name,
    and is empty when the source has that name itself. A coreference group are all mentions of one person.
    """
    quotes: list[Json] = []
    for index, found in enumerate(attributions):
        speaker = speakers[index] if index < len(speakers) else None
        coreferences = [_span(text, span) for span in _fullest(text, found, speaker, people)]
        quote: dict[str, Json] = {
            "id": str(index + 1),
            "cue": _span(text, found.cue[0] if found.cue else _no_cue(found)),
            "sources": [_span(text, span) for span in found.source],
            "contents": [_span(text, span) for span in found.content],
            "coreferences": list(coreferences),
            "confidence": round(found.confidence, 4),
            "style": found.style,
            "speaker": (speaker.name or None) if speaker else None,
        }
        if len(found.cue) > 1:
            quote["cues"] = [_span(text, span) for span in found.cue]
        quotes.append(quote)
    groups: list[Json] = [[_span(text, mention.span) for mention in person.mentions] for person in people]
    return {"text": text, "quotes": quotes, "coreference_groups": groups}


def _span(text: str, span: Span) -> dict[str, Json]:
    return {"start": span.start, "end": span.end, "text": span.of(text)}


def _no_cue(found: Attribution) -> Span:
    place = found.source[-1].end if found.source else found.content[0].start
    return Span(place, place)


def _fullest(text: str, found: Attribution, speaker: Speaker | None, people: Sequence[Person]) -> list[Span]:
    """The mention with the person's name in full that is nearest to the source, unless the source holds one."""
    if speaker is None or speaker.person is None or not found.source:
        return []
    names = [m for m in people[speaker.person].mentions if m.kind == "name"]
    longest = max((len(m.span) for m in names), default=0)
    full = [m.span for m in names if len(m.span) == longest]
    if not full or any(span.overlap(source) for span in full for source in found.source):
        return []
    place = bisect_left(full, found.source[0])
    nearest = min(full[max(0, place - 1) : place + 1], key=lambda span: abs(span.start - found.source[0].start))
    return [nearest]
