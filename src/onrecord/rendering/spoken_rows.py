"""What lists of quotes, people and claims show: one frozen row each, filled by whoever reads the archive.

`to_dict` gives the JSON field names of the contract. `source` is the publication, as everywhere; `url` the article's
address, `link` an address that leads to the very words (see `text_fragment`), or ''.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.records import Json, Span
from onrecord.spoken import Quantity, When


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """One quote: `text` are its words, with ` … ` where the content is discontinuous; `start`-`end` is its hull."""

    unit_id: str
    article: str
    start: int
    end: int
    text: str
    content: tuple[Span, ...]
    source_text: str
    cue_text: str
    speaker: str | None
    style: str
    confidence: float
    finder: str
    title: str
    date: str
    source: str
    url: str
    text_sha256: str
    citation: str
    reason: str = ""
    link: str = ""

    def to_dict(self) -> dict[str, Json]:
        """The row ready for `json.dumps`; spans are [start, end]."""
        return {name: getattr(self, name) for name in _QUOTE_FIELDS} | {"content": _pairs(self.content)}


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One claim; `claimant` is None when the reporter says it, and then `attributed` is False."""

    unit_id: str
    article: str
    start: int
    end: int
    text: str
    claimant: str | None
    act: str
    attributed: bool
    topics: tuple[str, ...]
    quantities: tuple[Quantity, ...]
    dates: tuple[When, ...]
    worthiness: float
    reasons: tuple[str, ...]
    title: str
    date: str
    source: str
    url: str
    text_sha256: str
    citation: str
    link: str = ""

    def to_dict(self) -> dict[str, Json]:
        """The row ready for `json.dumps`; quantities and dates as in stored claims."""
        out: dict[str, Json] = {name: getattr(self, name) for name in _CLAIM_FIELDS}
        out["topics"], out["reasons"] = list(self.topics), list(self.reasons)
        out["quantities"] = [quantity_dict(quantity) for quantity in self.quantities]
        out["dates"] = [when_dict(when) for when in self.dates]
        return out


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person over all articles; counts are of quotes, mentions and articles, `first` and `last` ISO dates."""

    key: str
    name: str
    aliases: tuple[str, ...]
    roles: tuple[str, ...]
    affiliations: tuple[str, ...]
    quotes: int
    mentions: int
    articles: int
    first: str
    last: str

    def to_dict(self) -> dict[str, Json]:
        """The row ready for `json.dumps`."""
        out: dict[str, Json] = {name: getattr(self, name) for name in _PERSON_FIELDS}
        for name in ("aliases", "roles", "affiliations"):
            out[name] = list(getattr(self, name))
        return out


@dataclass(frozen=True, slots=True)
class RoleRow:
    """One place that says what a person is: `text` stands at `start`-`end` of the article."""

    text: str
    affiliation: str
    article: str
    start: int
    end: int
    date: str
    citation: str
    link: str = ""

    def to_dict(self) -> dict[str, Json]:
        """The row ready for `json.dumps`."""
        return {name: getattr(self, name) for name in _ROLE_FIELDS}


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """All about one person: roles with the places that state them, why forms were merged, quotes newest first."""

    person: PersonRow
    roles: tuple[RoleRow, ...] = ()
    reasons: tuple[str, ...] = ()
    quotes: tuple[QuoteRow, ...] = ()

    def to_dict(self) -> dict[str, Json]:
        """The person's fields, with `evidence` for the roles, `reasons` and `recent_quotes`."""
        return self.person.to_dict() | {
            "evidence": [role.to_dict() for role in self.roles],
            "reasons": list(self.reasons),
            "recent_quotes": [quote.to_dict() for quote in self.quotes],
        }


def quantity_dict(quantity: Quantity) -> dict[str, Json]:
    """`{"start", "end", "value", "high", "unit", "approximate"}`."""
    return {
        "start": quantity.span.start, "end": quantity.span.end, "value": quantity.value, "high": quantity.high,
        "unit": quantity.unit, "approximate": quantity.approximate,
    }  # fmt: skip


def when_dict(when: When) -> dict[str, Json]:
    """`{"start", "end", "first", "last"}`."""
    return {"start": when.span.start, "end": when.span.end, "first": when.first, "last": when.last}


def _pairs(spans: Sequence[Span]) -> list[Json]:
    return [[span.start, span.end] for span in spans]


_QUOTE_FIELDS = tuple(QuoteRow.__dataclass_fields__)
_CLAIM_FIELDS = tuple(ClaimRow.__dataclass_fields__)
_PERSON_FIELDS = tuple(PersonRow.__dataclass_fields__)
_ROLE_FIELDS = tuple(RoleRow.__dataclass_fields__)
