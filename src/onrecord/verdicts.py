"""The frozen value objects of a checked quotation; they travel between the layers as `records` do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from onrecord.records import Json, Span

# What each means is said in `onrecord.alignment.verdict`.
Verdict = Literal["verbatim", "trimmed", "altered", "spliced", "misattributed", "paraphrase", "not found"]
Edit = Literal["equal", "insert", "delete", "replace"]
SpeakerCheck = Literal["confirmed", "contradicted", "unknown", "not asked"]

# The verdicts a quotation may be printed with; all others are something to look at.
FAITHFUL: tuple[Verdict, ...] = ("verbatim", "trimmed")


@dataclass(frozen=True, slots=True)
class Change:
    """One step from what is recorded to what is quoted.

    equal: the same words (as each side writes them); insert: words only quoted; delete: words only recorded;
    replace: words quoted in place of others. `recorded` is empty for insert, `quoted` for delete.
    """

    edit: Edit
    recorded: str
    quoted: str

    def to_dict(self) -> dict[str, Json]:
        return {"edit": self.edit, "recorded": self.recorded, "quoted": self.quoted}


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of an article: `text == article text[start:end]` in the revision `text_sha256` names.

    `quoted` says whether it lies wholly inside quotation marks or a stored quote; `speaker` is who is recorded to
    have said it, None when nobody is known.
    """

    article: str
    start: int
    end: int
    text: str
    quoted: bool
    speaker: str | None
    title: str
    date: str
    source: str
    url: str
    text_sha256: str
    citation: str

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    def to_dict(self) -> dict[str, Json]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Verification:
    """What the archive says about one quotation.

    `parts` are the places its words come from, in the order of the quotation: one for words in a row, more where an
    interruption, an ellipsis or a splice parts them; for a paraphrase the place that means the same; none when
    nothing was found. The properties `article`, `start`, `end`, `text`, `text_sha256`, `citation`, `quoted` and
    `recorded_speaker` are those of the longest part. `difference` leads from the recorded to the quoted words.
    `others` are other places with the same recorded words, in the order of date and article id (undated last), the
    first hundred; `first` is the earliest place of all. `confidence` is in [0, 1]: the share of such verdicts that
    are right.
    """

    quote: str
    verdict: Verdict
    confidence: float
    speaker: str | None = None
    speaker_check: SpeakerCheck = "not asked"
    parts: tuple[Place, ...] = ()
    difference: tuple[Change, ...] = ()
    first: Place | None = None
    others: tuple[Place, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def faithful(self) -> bool:
        """Whether it may be printed as a quotation: verbatim or trimmed, and not another's words."""
        return self.verdict in FAITHFUL

    @property
    def main(self) -> Place | None:
        """The longest part; of equals the first."""
        return max(self.parts, key=lambda part: part.end - part.start, default=None)

    @property
    def article(self) -> str | None:
        return self.main.article if self.main else None

    @property
    def start(self) -> int | None:
        return self.main.start if self.main else None

    @property
    def end(self) -> int | None:
        return self.main.end if self.main else None

    @property
    def text(self) -> str | None:
        return self.main.text if self.main else None

    @property
    def text_sha256(self) -> str | None:
        return self.main.text_sha256 if self.main else None

    @property
    def citation(self) -> str | None:
        return self.main.citation if self.main else None

    @property
    def quoted(self) -> bool:
        return self.main is not None and self.main.quoted

    @property
    def recorded_speaker(self) -> str | None:
        return self.main.speaker if self.main else None

    def to_dict(self) -> dict[str, Json]:
        """All of it under the Python names, ready for `json.dumps`."""
        out: dict[str, Json] = {name: getattr(self, name) for name in _PLAIN}
        out["parts"] = [part.to_dict() for part in self.parts]
        out["difference"] = [change.to_dict() for change in self.difference]
        out["first"] = self.first.to_dict() if self.first else None
        out["others"] = [other.to_dict() for other in self.others]
        out["notes"] = list(self.notes)
        return out


_PLAIN = (
    "quote", "verdict", "confidence", "speaker", "speaker_check", "recorded_speaker", "quoted",
    "article", "start", "end", "text", "text_sha256", "citation",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DraftQuotation:
    """One quotation of a draft: `line` from 1, `draft_start` and `draft_end` without its marks, and its check."""

    line: int
    draft_start: int
    draft_end: int
    verification: Verification

    def to_dict(self) -> dict[str, Json]:
        """The check's fields beside those of the draft; `start` and `end` are the recorded place's."""
        place: dict[str, Json] = {"line": self.line, "draft_start": self.draft_start, "draft_end": self.draft_end}
        return place | self.verification.to_dict()
