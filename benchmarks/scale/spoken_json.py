"""What extraction found, as JSON and back; spans may be counted from another place on the way."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from onrecord.records import Span
from onrecord.spoken import Attribution, Claim, Extraction, Mention, Person, Quantity, Role, Speaker, When


def to_dict(extraction: Extraction) -> dict[str, Any]:
    """Everything in it, as `from_dict` reads it."""
    return asdict(extraction)


def from_dict(facts: dict[str, Any]) -> Extraction:
    """The extraction that `to_dict` was given."""
    return Extraction(
        tuple(
            Attribution(_spans(a["source"]), _spans(a["cue"]), _spans(a["content"]), *_rest(a, 3))
            for a in facts["attributions"]
        ),
        tuple(Speaker(**speaker) for speaker in facts["speakers"]),
        tuple(
            Person(
                p["name"],
                tuple(p["aliases"]),
                tuple(Mention(_span(m["span"]), m["kind"], m["reason"]) for m in p["mentions"]),
                tuple(Role(_span(r["span"]), _span(r["affiliation"])) for r in p["roles"]),
                tuple(p["reasons"]),
            )
            for p in facts["people"]
        ),
        tuple(
            Claim(
                _spans(c["spans"]),
                c["act"],
                c["attribution"],
                tuple(c["topics"]),
                tuple(Quantity(_span(q["span"]), *_rest(q, 1)) for q in c["quantities"]),
                tuple(When(_span(w["span"]), *_rest(w, 1)) for w in c["dates"]),
                c["worthiness"],
                tuple(c["reasons"]),
            )
            for c in facts["claims"]
        ),
        tuple(facts["notes"]),
    )


def _rest(facts: dict[str, Any], known: int) -> list[Any]:
    """The values behind the first `known` fields, in the order they were written in."""
    return list(facts.values())[known:]


def _span(pair: dict[str, int] | None) -> Any:
    return None if pair is None else Span(pair["start"], pair["end"])


def _spans(pairs: list[dict[str, int]]) -> tuple[Span, ...]:
    return tuple(Span(pair["start"], pair["end"]) for pair in pairs)
