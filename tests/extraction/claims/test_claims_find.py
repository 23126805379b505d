"""Which claims an article makes: the seed article read by hand, the rules one by one, and the laws of spans."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.extraction.claims.candidates import attributed_candidates, own_candidates
from onrecord.extraction.claims.find import find_claims
from onrecord.records import Span
from onrecord.spoken import Attribution
from onrecord.text.sentences import split_sentences

HERE = Path(__file__).parent
SEED = HERE.parents[2] / "seeds" / "000_4d064d9ae9bb67c0.txt"


def attribution(text: str, source: str, cue: str, *contents: str) -> Attribution:
    """An attribution whose roles stand at the first place of these words."""
    spans = [Span(text.index(words), text.index(words) + len(words)) for words in (source, cue, *contents)]
    return Attribution((spans[0],), (spans[1],), tuple(spans[2:]), "indirect", 1.0, "rules")


def seed_attributions() -> tuple[list[Attribution], list[str]]:
    rows = json.loads((HERE.parent / "golden" / "seed_attributions.json").read_text("utf-8"))["attributions"]
    made = [
        Attribution(*(tuple(Span(s["start"], s["end"]) for s in row[role]) for role in ("source", "cue", "content")),
                    row["style"], 1.0, "tagger")
        for row in rows
    ]  # fmt: skip
    return made, [row["speaker"] for row in rows]


def test_seed_article() -> None:
    """The claims of the seed article are those read by hand, with acts, claimants, quantities and dates."""
    text = SEED.read_text("utf-8")
    attributions, speakers = seed_attributions()
    expected = json.loads((HERE / "seed_claims.json").read_text("utf-8"))["claims"]
    found: list[dict[str, Any]] = [
        {
            "act": claim.act,
            "claimant": None if claim.attribution is None else speakers[claim.attribution],
            "spans": [{"start": s.start, "end": s.end, "text": s.of(text)} for s in claim.spans],
            "topic": claim.topics[0],
            "quantities": [
                {"text": q.span.of(text), "value": q.value, "high": q.high, "unit": q.unit,
                "approximate": q.approximate}
                for q in claim.quantities
            ],
            "dates": [{"text": d.span.of(text), "first": d.first, "last": d.last} for d in claim.dates],
        }
        for claim in find_claims(text, attributions, "2022-01-14")
    ]  # fmt: skip
    assert found == expected


def test_long_quotation_is_cut_at_sentences() -> None:
    """Each sentence of a quotation is a claim of its own; what is no claim is left out."""
    text = '"We will cut the fuel tax. It has been a long day. Our army has 4,000 soldiers," Holt said.'
    said = attribution(text, "Holt", "said", text[: text.index(" Holt")])
    claims = find_claims(text, [said], "")
    assert [claim.spans[0].of(text) for claim in claims] == [
        "\"We will cut the fuel tax.", "Our army has 4,000 soldiers,\"",
    ]  # fmt: skip
    assert [claim.act for claim in claims] == ["pledge", "statement"]


def test_interrupted_sentence_is_one_claim() -> None:
    """`he said` in the middle leaves one claim with two spans."""
    text = '"The new tariff," Holt said, "has cost the port 4,000 jobs."'
    said = attribution(text, "Holt", "said", '"The new tariff,"', '"has cost the port 4,000 jobs."')
    (claim,) = find_claims(text, [said], "")
    assert [span.of(text) for span in claim.spans] == ['"The new tariff,"', '"has cost the port 4,000 jobs."']
    assert [quantity.value for quantity in claim.quantities] == [4000.0]


def test_reported_report_is_one_claim() -> None:
    """Of a report within a report the inner claim is kept, with the inner claimant."""
    text = "Holt said the army said that 400 soldiers had crossed the northern border."
    outer = attribution(text, "Holt", "said", "the army said that 400 soldiers had crossed the northern border")
    inner = attribution(text, "the army", "said", "that 400 soldiers had crossed the northern border")
    (claim,) = find_claims(text, [outer, inner], "")
    assert claim.attribution == 1


def test_same_content_twice_is_one_claim() -> None:
    """Two attributions of the same words give one claim, the first one's."""
    text = "Holt and Lund said taxes rose by 5 percent."
    content = "taxes rose by 5 percent"
    twice = [attribution(text, "Holt", "said", content), attribution(text, "Lund", "said", content)]
    assert [claim.attribution for claim in find_claims(text, twice, "")] == [0]


@pytest.mark.parametrize(
    "text",
    [
        "The garden looked lovely in the late light of the evening.",
        "Did the minister raise the tax on 400 farms this year?",
        "Thank you all for coming to the army hospital tonight, friends.",
        "Lund was born in a small town, married young and wrote four novels.",
        "Military tax tariff.",
        "",
    ],
)  # fmt: skip
def test_no_claims(text: str) -> None:
    """Weather, questions, thanks, lives and fragments are no policy claims."""
    assert find_claims(text, [], "2022-01-14") == []


def test_reporters_voice() -> None:
    """A sentence with a policy fact is the reporter's claim, with its date; its topics tell what it is about."""
    text = "Unemployment fell to 5.2 percent last month, and the senate cut the fuel tax."
    (claim,) = find_claims(text, [], "2022-01-14")
    assert claim.attribution is None
    assert claim.spans == (Span(0, len(text)),)
    assert [(when.first, when.last) for when in claim.dates] == [("2021-12-01", "2021-12-31")]
    assert {"tax", "economy"} <= set(claim.topics[:3])
    assert claim.reasons[0].startswith("statement: ")


def test_indirect_question_is_no_claim() -> None:
    """What somebody was asked was not said by anybody."""
    text = "Lund asked whether the army had lost 400 tanks."
    said = attribution(text, "Lund", "asked", "whether the army had lost 400 tanks")
    assert [claim for claim in find_claims(text, [said], "") if claim.attribution == 0] == []


@st.composite
def articles(draw: st.DrawFn) -> tuple[str, list[Attribution]]:
    """A text of news-like pieces and attributions anywhere in it, nested and overlapping too."""
    pieces = st.sampled_from(
        ["The army has 400 tanks. ", "taxes rose 5 percent ", "\"We will cut ", "tariffs\" ", "he said ", "in 2014",
         "\n\n", ". ",
         "Unemployment fell. ", "İ", "\ud800", "ß ", "?", "the treaty must be signed by 2030", " "]
    )  # fmt: skip
    text = "".join(draw(st.lists(pieces, max_size=14)))
    edges = st.integers(0, len(text))
    attributions = []
    for _ in range(draw(st.integers(0, 5)) if text else 0):
        ends = sorted(draw(st.lists(edges, min_size=4, max_size=4)))
        content = tuple(Span(a, b) for a, b in ((ends[0], ends[1]), (ends[2], ends[3])) if a < b)
        if content and (len(content) == 1 or content[0].end < content[1].start):
            attributions.append(Attribution((), (), content, "indirect", 0.5, "rules"))
    return text, attributions


@given(articles())
@settings(max_examples=200, deadline=None)
def test_laws_of_spans(article: tuple[str, list[Attribution]]) -> None:
    """Claims are sorted and distinct; their spans ascend inside the text, quantities and dates lie inside them."""
    text, attributions = article
    claims = find_claims(text, attributions, "2022-01-14")
    assert [claim.spans for claim in claims] == sorted(claim.spans for claim in claims)
    assert len({(claim.spans, claim.attribution) for claim in claims}) == len(claims)
    for claim in claims:
        ends = [0, *(span.end for span in claim.spans)]
        assert all(end <= span.start < span.end <= len(text) for end, span in zip(ends, claim.spans, strict=False))
        for part in (*claim.quantities, *claim.dates):
            assert any(span.start <= part.span.start and part.span.end <= span.end for span in claim.spans)
        assert 0 < claim.worthiness < 1
        assert claim.reasons


@given(articles())
@settings(max_examples=200, deadline=None)
def test_candidates_against_sets_of_characters(article: tuple[str, list[Attribution]]) -> None:
    """A naive twin: attributed spans stay inside contents and sentences, the reporter's gaps outside all contents."""
    text, attributions = article
    sentences = split_sentences(text)
    for candidate in attributed_candidates(text, sentences, attributions):
        assert candidate.attribution is not None
        content = {
            place for span in attributions[candidate.attribution].content for place in range(span.start, span.end)
        }
        covered = {place for span in candidate.spans for place in range(span.start, span.end)}
        assert covered <= content
        assert any(covered <= set(range(sentence.start, sentence.end)) for sentence in sentences)
    for candidate in own_candidates(text, sentences, attributions):
        assert any(s.start <= candidate.hull.start and candidate.hull.end <= s.end for s in sentences)


def test_hostile_articles_are_read_to_the_end() -> None:
    """Only marks, one endless sentence, ten thousand attributions in one sentence: no crash."""
    find_claims('"' * 50_000, [], "")
    endless = "the army lost 5 tanks and " * 8_000
    find_claims(endless, [], "2022-01-14")
    many = [
        Attribution((), (), (Span(place, place + 24),), "indirect", 0.5, "rules") for place in range(0, 200_000, 20)
    ]  # fmt: skip
    find_claims(endless, many, "2022-01-14")
    nested = [
        Attribution((), (), (Span(place, 20_000 - place),), "indirect", 0.5, "rules") for place in range(0, 9_000)
    ]
    find_claims(endless[:20_000], nested, "2022-01-14")
