"""The whole way of extraction on the seed article, against what a careful reader listed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from onrecord.records import Article, Span
from onrecord.spoken import Attribution, Extraction, Speaker
from onrecord.uses.extract_articles import extract_articles
from onrecord.uses.sample import seed_articles

GOLDEN = Path(__file__).parents[1] / "extraction" / "golden" / "seed_attributions.json"


@pytest.fixture(scope="module")
def found(model_cache: Path) -> tuple[Article, Extraction]:
    ((article, extraction),) = extract_articles(list(seed_articles()))
    return article, extraction


def rows() -> list[dict[str, Any]]:
    return [row for row in json.loads(GOLDEN.read_text("utf-8"))["attributions"] if not row["nested"]]


def spans(parts: list[dict[str, Any]]) -> list[Span]:
    return [Span(part["start"], part["end"]) for part in parts]


def shared(ours: tuple[Span, ...], theirs: list[Span]) -> int:
    return sum(a.overlap(b) for a in ours for b in theirs)


def match(extraction: Extraction, row: dict[str, Any]) -> tuple[Attribution, Speaker] | None:
    """The attribution whose content shares at least half of its characters, both ways, with the row's."""
    content = spans(row["content"])
    size = sum(map(len, content))
    for attribution, speaker in zip(extraction.attributions, extraction.speakers, strict=True):
        if 2 * shared(attribution.content, content) >= max(size, sum(map(len, attribution.content))):
            return attribution, speaker
    return None


def test_all_direct_quotations_have_exact_spans_and_full_names(found: tuple[Article, Extraction]) -> None:
    """Eleven direct quotations, each with its marks, and each with the right person's full name."""
    _, extraction = found
    direct = [row for row in rows() if row["style"] == "direct"]
    assert len(direct) == 11
    got = {
        attribution.content: speaker.name
        for attribution, speaker in zip(extraction.attributions, extraction.speakers, strict=True)
    }
    assert [got.get(tuple(spans(row["content"]))) for row in direct] == [row["speaker"] for row in direct]


def test_every_attribution_a_reader_would_miss_is_there(found: tuple[Article, Extraction]) -> None:
    """All required rows are found, with a source that touches the reader's and the same speaker."""
    _, extraction = found
    missing, wrong = [], []
    for row in rows():
        if not row["required"]:
            continue
        matched = match(extraction, row)
        if matched is None:
            missing.append(row["content"][0]["text"])
            continue
        attribution, speaker = matched
        if row["source"] and not shared(attribution.source, spans(row["source"])):
            wrong.append((row["content"][0]["text"], "source"))
        if speaker.name.casefold() != row["speaker"].casefold():
            wrong.append((row["content"][0]["text"], row["speaker"], speaker.name))
    assert (missing, wrong) == ([], [])


def test_offsets_and_order(found: tuple[Article, Extraction]) -> None:
    """Contents ascend and never overlap; one speaker an attribution; people and claims stand inside the text."""
    article, extraction = found
    contents = [span for attribution in extraction.attributions for span in attribution.content]
    assert len(extraction.speakers) == len(extraction.attributions)
    assert sum(map(len, contents)) == len({place for span in contents for place in range(span.start, span.end)})
    for person in extraction.people:
        assert person.name in article.text
        assert all(mention.span.of(article.text).strip() for mention in person.mentions)
    assert {person.name for person in extraction.people} >= {"Wendy Sherman", "Sergei Ryabkov", "Joe Biden"}
    assert all(claim.spans[-1].end <= len(article.text) for claim in extraction.claims)
    assert extraction.notes == ()
