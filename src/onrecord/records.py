"""The frozen value objects that travel between the layers; they know nobody.

Offsets are half-open ranges of code points into `Article.text`, everywhere.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias

from onrecord.errors import InvalidSpan

if TYPE_CHECKING:  # numpy takes 0.1 s to import, and most of the library never needs it
    import numpy as np
    from numpy.typing import NDArray

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"
Kind = Literal["passage", "quote", "claim", "person", "article"]
Mode = Literal["hybrid", "bm25", "vector"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of code points, `0 <= start <= end`."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise InvalidSpan(f"start {self.start}, end {self.end}: expected 0 <= start <= end")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The characters this span covers in `text`."""
        return text[self.start : self.end]

    def overlap(self, other: Span) -> int:
        """How many code points both spans cover."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))


@dataclass(frozen=True)
class Article:
    """One article as read: the text all offsets count in, and what is known about it.

    `date` is ISO 8601 at day, month or year precision (`2022-01-14`, `2022-01`, `2022`) or empty.
    `path` is the absolute path of the file it came from when the file is one article; rows of
    JSONL and CSV carry their own id and have no path.
    """

    id: str
    text: str
    title: str = ""
    date: str = ""
    source: str = ""
    author: str = ""
    url: str = ""
    metadata: Mapping[str, Json] = field(default_factory=dict)
    path: str | None = None

    @cached_property
    def sha256(self) -> str:
        """Hex SHA-256 of the text as UTF-8: names this revision in citations."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    @cached_property
    def fingerprint(self) -> str:
        """Hex SHA-256 over text and all metadata: equal means nothing has to be indexed again."""
        facts = [self.sha256, self.title, self.date, self.source, self.author, self.url, dict(self.metadata)]
        return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Problem:
    """One input that was left out or read with a reservation; `line` counts from 1."""

    path: str
    reason: str
    line: int | None = None
    skipped: bool = True

    def __str__(self) -> str:
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{place}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Unit:
    """Anything that can be found: a span of one article. `details` holds what its kind adds (a speaker, say)."""

    kind: Kind
    span: Span
    details: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PreparedUnit:
    """A unit with all that has to be stored for finding it.

    `lane` 0 holds passages, 1 whole articles, 2 quotes, claims and people: each lane has BM25 statistics of its
    own. `frequencies` counts terms, the title's as often as its weight says; `length` is their sum. `vector` is
    float16, little endian. `host` is the position, among the article's prepared units, of the passage it stands in.
    `states` are its word pieces as late interaction keeps them (empty: it has no pieces), None where none are kept.
    """

    unit: Unit
    lane: int
    length: int
    frequencies: Mapping[str, int]
    vector: bytes
    host: int | None = None
    states: bytes | None = None


@dataclass(frozen=True, slots=True)
class PreparedArticle:
    """An article with its units, ready to be stored in one transaction.

    `extractor` names what looked for quotes, people and claims (empty: nothing did), `notes` what it was unsure of.
    """

    article: Article
    units: tuple[PreparedUnit, ...]
    extractor: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredUnit:
    """A live unit as the store knows it; `row` is its number in all derived indexes."""

    row: int
    kind: Kind
    span: Span
    details: Mapping[str, Json]
    revision: int
    article: str
    title: str
    date: str
    source: str
    url: str
    sha256: str

    @property
    def key(self) -> tuple[str, int, int, str, str]:
        """What equal scores are ordered by: content and place, never the order of adding; no two units share it.

        Two people may be stated by one sentence, so a profile's key ends in the person's name.
        """
        person = str(self.details["person"]) if self.kind == "person" else ""
        return (self.article, self.span.start, self.span.end, self.kind, person)


@dataclass(frozen=True, slots=True)
class Revision:
    """One stored state of an article; `generation` counts the archive's commits."""

    article: Article
    generation: int
    current: bool


@dataclass(frozen=True, slots=True)
class TermStatistics:
    """What BM25 asks of one term: its number in the store and in how many documents of the lane it stands."""

    number: int
    documents: int


@dataclass(frozen=True, slots=True)
class LaneStatistics:
    """What BM25 asks of a collection, deleted units left out."""

    documents: int
    average_length: float
    terms: Mapping[str, TermStatistics]


@dataclass(frozen=True, slots=True)
class Watermark:
    """How far a derived index has come: the last unit row added, the last deletion applied."""

    row: int = 0
    deletion: int = 0


@dataclass(frozen=True, slots=True)
class Token:
    """One analysed term and the characters it stands for."""

    term: str
    span: Span


@dataclass(frozen=True, slots=True)
class TokenStates:
    """What chosen encoder layers made of one text.

    `offsets` is (T, 2) int32, code points into the encoded text (special tokens excluded);
    `states` maps layer number to a (T, D) float32 array.
    """

    offsets: NDArray[np.int32]
    states: Mapping[int, NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which units may be found at all. Empty fields do not restrict; dates are inclusive ISO prefixes.

    `metadata` holds (key, value) pairs that must all hold, compared as text. `people` are the keys of the people
    that `speaker` was found to mean; None: nobody has looked yet.
    """

    kinds: tuple[Kind, ...] = ()
    speaker: str = ""
    source: str = ""
    since: str = ""
    until: str = ""
    metadata: tuple[tuple[str, str], ...] = ()
    people: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query: what to rank by, what must and must not be there, and what may be found.

    `text` is what the encoder reads (operators removed); `required` are phrases that must occur,
    `excluded` words or phrases that must not; `warnings` say what was taken as plain words.
    """

    text: str
    required: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    filter: Filter = Filter()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """What one arm said of a hit: `rank` from 1, None when the arm's list did not reach it."""

    rank: int | None
    score: float | None


@dataclass(frozen=True, slots=True)
class TermScore:
    """One line of a BM25 explanation; the lines' scores sum to the hit's BM25 score."""

    term: str
    score: float
    idf: float
    frequency: int
    documents: int


@dataclass(frozen=True, slots=True)
class Hit:
    """One ranked answer: `text == article text[start:end]`; larger scores are better.

    `highlights` are absolute offsets into the article's text, inside [start, end). `confidence` is the calibrated
    chance in (0, 1) that the hit answers the query, None where none is known; where it is known, `score` is the same.
    """

    rank: int
    score: float
    kind: Kind
    unit_id: str
    article: str
    start: int
    end: int
    text: str
    speaker: str | None
    title: str
    date: str
    source: str
    url: str
    text_sha256: str
    parts: Mapping[str, Part]
    citation: str
    highlights: tuple[Span, ...] = ()
    explanation: tuple[TermScore, ...] = ()
    confidence: float | None = None

    def to_dict(self) -> dict[str, Json]:
        """The hit with the JSON field names of the contract, ready for `json.dumps`."""
        out: dict[str, Json] = {name: getattr(self, name) for name in _PLAIN_HIT_FIELDS}
        out["parts"] = {arm: {"rank": part.rank, "score": part.score} for arm, part in self.parts.items()}
        out["highlights"] = [[span.start, span.end] for span in self.highlights]
        if self.confidence is not None:
            out["confidence"] = self.confidence
        if self.explanation:
            out["explanation"] = [
                {"term": t.term, "score": t.score, "idf": t.idf, "frequency": t.frequency, "documents": t.documents}
                for t in self.explanation
            ]
        return out


_PLAIN_HIT_FIELDS = (
    "rank", "score", "kind", "unit_id", "article", "start", "end", "text", "speaker",
    "title", "date", "source", "url", "text_sha256", "citation",
)  # fmt: skip


def parse_date(value: str) -> str:
    """ISO date at the precision given (`2022-01-14`, `2022-01`, `2022`), or '' when it is no such date."""
    value = value.strip()
    shapes = {10: value, 7: f"{value}-01", 4: f"{value}-01-01"}
    if len(value) not in shapes or not value.isascii():
        return ""
    try:
        datetime.date.fromisoformat(shapes[len(value)])
    except ValueError:
        return ""
    return value
