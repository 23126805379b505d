"""All quotations of a draft against the archive, each with the speaker the draft itself gives it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from onrecord.alignment.words import read_words
from onrecord.records import Span
from onrecord.spoken import Attribution, Speaker
from onrecord.text.quotation import find_quotations
from onrecord.uses.extract import Extractor
from onrecord.uses.verify import Verifier
from onrecord.verdicts import DraftQuotation

# `a "red line"` is a term, not something somebody can be quoted wrongly on.
FEWEST_WORDS = 3


def verify_draft(verifier: Verifier, text: str, title: str = "") -> Iterator[DraftQuotation]:
    """Each quotation of FEWEST_WORDS words or more in document order; those inside others are checked with them.

    The speaker is who the draft's own attribution names, pronouns resolved by rules; a group or a body names nobody
    who could be contradicted.
    """
    spans = [quotation.inner for quotation in find_quotations(text) if quotation.depth == 0]
    spans = [span for span in spans if len(read_words(span.of(text))) >= FEWEST_WORDS]
    if not spans:
        return
    speakers = _speakers(text, title)
    breaks = [place for place, character in enumerate(text) if character == "\n"]
    for span in spans:
        speaker = _speaker_at(speakers, span)
        found = verifier.verify(span.of(text), speaker=speaker)
        yield DraftQuotation(bisect_right(breaks, span.start) + 1, span.start, span.end, found)


def _speakers(text: str, title: str) -> list[tuple[Attribution, Speaker]]:
    extraction = Extractor(None).extract(text, title, "", ())
    pairs = zip(extraction.attributions, extraction.speakers, strict=True)
    return [(attribution, speaker) for attribution, speaker in pairs if speaker.person is not None and speaker.name]


def _speaker_at(speakers: Sequence[tuple[Attribution, Speaker]], span: Span) -> str | None:
    """Whose content covers most of the quotation, at least half; of equals the shorter content, then the first."""
    best: tuple[int, int] | None = None
    name = None
    for attribution, speaker in speakers:
        covered = sum(span.overlap(part) for part in attribution.content)
        if 2 * covered < len(span):
            continue
        rank = (covered, -sum(map(len, attribution.content)))
        if best is None or rank > best:
            best, name = rank, speaker.name
    return name
