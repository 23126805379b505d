"""A made-up article and hits on it."""

from collections.abc import Callable
from typing import Any

import pytest

from onrecord.records import Article, Hit, Part, Span, TermScore

TEXT = "Mayor Ada Bell spoke on Monday.\n\n“We will not close the harbour,” she said,\r\nand left.\n"
QUOTE = Span(33, 85)
TERMS = (TermScore("close", 7.5, 3.1, 1, 4), TermScore("harbour", 4.8, 2.2, 2, 1900))


@pytest.fixture(scope="session")
def article() -> Article:
    """The article all made-up hits come from."""
    return Article("harbour", TEXT, "Harbour stays open", "2024-03-04", "gazette", url="https://example.org/a")


@pytest.fixture(scope="session")
def make_hit() -> Callable[..., Hit]:
    """Builds a hit on the article; any field can be given."""

    def build(**fields: Any) -> Hit:
        known: dict[str, Any] = {
            "rank": 1, "score": 0.842, "kind": "quote", "unit_id": "u1", "article": "harbour",
            "start": QUOTE.start, "end": QUOTE.end, "text": QUOTE.of(TEXT), "speaker": "Ada Bell",
            "title": "Harbour stays open", "date": "2024-03-04", "source": "gazette", "url": "https://example.org/a",
            "text_sha256": "ab12", "parts": {"bm25": Part(1, 12.3), "vector": Part(4, 0.61)},
            "citation": "harbour:33-85", "highlights": (Span(46, 51), Span(56, 63)),
        }  # fmt: skip
        return Hit(**{**known, **fields})

    return build


@pytest.fixture(scope="session")
def two_hits(make_hit: Callable[..., Hit]) -> list[Hit]:
    """A quote found by both arms, with an explanation, and a passage found by one."""
    passage = make_hit(
        rank=2, score=0.0316, kind="passage", unit_id="u2", speaker=None, start=0, end=31, text=TEXT[:31],
        highlights=(), parts={"bm25": Part(None, None), "vector": Part(2, 0.55)},
    )  # fmt: skip
    return [make_hit(explanation=TERMS), passage]
