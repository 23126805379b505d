"""The frozen value objects of who said what; they travel between the layers as `records` do.

All spans are half-open code points into the article's raw text: `span.of(article.text)` is what is meant.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from onrecord.records import Span

if TYPE_CHECKING:
    from onrecord.records import TokenStates

Style = Literal["direct", "mixed", "indirect"]
Act = Literal[
    "statement", "pledge", "demand", "threat", "warning", "denial", "accusation", "prediction", "position"
]  # fmt: skip
MentionKind = Literal["name", "pronoun", "description"]
# Which way an attribution was found: the learned tagger, quotation marks, word rules alone; or people marked it (gold).
Finder = Literal["tagger", "marks", "rules", "gold"]


@dataclass(frozen=True, slots=True)
class EncodedPassage:
    """One passage of an article and what the encoder's pass over it left: `states.offsets` count in the passage."""

    span: Span
    states: TokenStates


@dataclass(frozen=True, slots=True)
class Attribution:
    """Someone is said to have said something.

    Each role is a tuple of ascending spans that do not touch; `content` is never empty and may be discontinuous,
    `source` and `cue` may be empty. Content spans include the quotation marks that stand at their ends. `style` is
    "direct" when the content lies wholly inside one pair of quotation marks, "mixed" when it holds marks otherwise,
    "indirect" when it holds none. `confidence` is in [0, 1]: the share of such attributions that are right.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    style: Style
    confidence: float
    finder: Finder

    @property
    def hull(self) -> Span:
        """From the first to the last character of all roles."""
        spans = self.source + self.cue + self.content
        return Span(min(span.start for span in spans), max(span.end for span in spans))


@dataclass(frozen=True, slots=True)
class Mention:
    """One place that names or points to a person; `reason` says in words why it was taken to be that person."""

    span: Span
    kind: MentionKind
    reason: str


@dataclass(frozen=True, slots=True)
class Role:
    """What a person is said to be: `span` states the role, `affiliation` the body it is held in, if one is named."""

    span: Span
    affiliation: Span | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """One person within one article.

    `name` is the fullest name the article gives, without titles; `aliases` are all other forms, sorted; mentions
    and roles stand in document order. `reasons` say why mentions were merged under one name, or not.
    """

    name: str
    aliases: tuple[str, ...]
    mentions: tuple[Mention, ...]
    roles: tuple[Role, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who an attribution's source is: `person` is an index into the article's people, None when it is nobody known.

    `name` is the person's name, or the source's own words for a body or a group (`Russian officials`); empty when
    there is no source. `confidence` is in [0, 1]; `reason` says how the source was resolved.
    """

    name: str
    person: int | None
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with what it counts: `nearly 100,000 troops` is value 100000 of unit "troops", approximate.

    A range has `high` above `value`; otherwise both are equal. Shares are of unit "percent" (`one in 20` is 5.0);
    money has the ISO 4217 code as its unit. `unit` is a folded, singular or plural noun as written otherwise.
    """

    span: Span
    value: float
    high: float
    unit: str
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class When:
    """A date or period the text names: `first` and `last` are ISO days (inclusive), as far as they can be known."""

    span: Span
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement of fact or commitment about policy.

    `spans` are its ascending spans; `attribution` is an index into the article's attributions, None when the
    reporter says it. `topics` are words that tell what it is about, most telling first. `worthiness` in [0, 1] says
    how much a fact-checker would want to check it, `reasons` why.
    """

    spans: tuple[Span, ...]
    act: Act
    attribution: int | None
    topics: tuple[str, ...]
    quantities: tuple[Quantity, ...] = ()
    dates: tuple[When, ...] = ()
    worthiness: float = 0.0
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was found in one article; `speakers` has one entry for each attribution, in the same order.

    `notes` say in words what the extraction is unsure of (no weights for this encoder, not English).
    """

    attributions: tuple[Attribution, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    people: tuple[Person, ...] = ()
    claims: tuple[Claim, ...] = ()
    notes: tuple[str, ...] = field(default=())
