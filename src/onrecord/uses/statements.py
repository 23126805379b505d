"""What extraction found, as units that are stored, searched and cited: quotes, claims and people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from onrecord.extraction.people.identity import block_key
from onrecord.records import Json, Span, Unit
from onrecord.spoken import Attribution, Claim, Extraction, Person, Speaker

# Sentences that state a person's role and are findable, for each person and article.
_MOST_EVIDENCE = 3
# A person's evidence is shown and pooled as the sentence it stands in.
_LONGEST_EVIDENCE = 600

Found = tuple[Unit, tuple[Span, ...]]


def units_of(text: str, extraction: Extraction, sentences: Sequence[Span]) -> Iterator[Found]:
    """Each unit with the spans its vector is pooled over: quotes, then claims, then people, in document order."""
    people = extraction.people
    for attribution, speaker in zip(extraction.attributions, extraction.speakers, strict=True):
        yield _quote(attribution, speaker, people)
    for claim in extraction.claims:
        yield _claim(claim, extraction)
    for person in people:
        yield from _person(text, person, sentences)


def _quote(attribution: Attribution, speaker: Speaker, people: Sequence[Person]) -> Found:
    content = attribution.content
    details: dict[str, Json] = {
        **_who(speaker, people),
        "source": _pairs(attribution.source),
        "cue": _pairs(attribution.cue),
        "content": _pairs(content),
        "style": attribution.style,
        "confidence": round(attribution.confidence, 3),
        "finder": attribution.finder,
        "reason": speaker.reason,
        "speaker_confidence": round(speaker.confidence, 3),
    }
    return Unit("quote", Span(content[0].start, content[-1].end), details), content


def _claim(claim: Claim, extraction: Extraction) -> Found:
    details: dict[str, Json] = {}
    if claim.attribution is not None:
        details |= _who(extraction.speakers[claim.attribution], extraction.people)
    details |= {
        "act": claim.act,
        "attributed": claim.attribution is not None,
        "spans": _pairs(claim.spans),
        "topics": list(claim.topics),
        "quantities": [_flat(asdict(quantity)) for quantity in claim.quantities],
        "dates": [_flat(asdict(when)) for when in claim.dates],
        "worthiness": round(claim.worthiness, 3),
        "reasons": list(claim.reasons),
    }
    return Unit("claim", Span(claim.spans[0].start, claim.spans[-1].end), details), claim.spans


def _person(text: str, person: Person, sentences: Sequence[Span]) -> Iterator[Found]:
    """One unit for each sentence that says who the person is; the first one carries the whole profile."""
    from bisect import bisect_right

    stated = [role.span for role in person.roles] or [mention.span for mention in person.mentions[:1]]
    shown: list[Span] = []
    for span in stated:
        at = max(0, bisect_right(sentences, span.start, key=lambda sentence: sentence.start) - 1)
        sentence = sentences[at] if sentences else span
        if not (sentence.start <= span.start and span.end <= sentence.end and len(sentence) <= _LONGEST_EVIDENCE):
            sentence = span
        if sentence not in shown:
            shown.append(sentence)
    for number, sentence in enumerate(shown[:_MOST_EVIDENCE]):
        details: dict[str, Json] = {"person": person.name, "aside": person.name}
        if number == 0:
            details |= _profile(text, person)
        yield Unit("person", sentence, details), (sentence,)


def _profile(text: str, person: Person) -> dict[str, Json]:
    roles: list[Json] = [
        {
            "start": role.span.start,
            "end": role.span.end,
            "text": role.span.of(text),
            "affiliation": [role.affiliation.start, role.affiliation.end] if role.affiliation else None,
            "body": role.affiliation.of(text) if role.affiliation else None,
        }
        for role in person.roles
    ]
    said = dict.fromkeys(role.span.of(text) for role in person.roles)
    return {
        "aliases": list(person.aliases),
        "roles": roles,
        "mentions": [[m.span.start, m.span.end, m.kind, m.reason] for m in person.mentions],
        "reasons": list(person.reasons),
        "aside": "; ".join([person.name, *said]),
        "block": block_key(person.name),
    }


def _who(speaker: Speaker, people: Sequence[Person]) -> dict[str, Json]:
    person = people[speaker.person].name if speaker.person is not None else None
    return {"speaker": speaker.name or None, "person": person, "aside": speaker.name}


def _pairs(spans: Sequence[Span]) -> list[Json]:
    return [[span.start, span.end] for span in spans]


def _flat(facts: dict[str, Json]) -> Json:
    """A record's fields with its span as `start` and `end`."""
    span = facts.pop("span")
    assert isinstance(span, dict)
    return {"start": span["start"], "end": span["end"], **facts}
