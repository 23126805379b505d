"""Topics and check-worthiness: domains first, no claimant, scores that their reasons explain."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.extraction.claims.policy_lexicon import DOMAINS, POLICY_PAIRS, POLICY_WORDS
from onrecord.extraction.claims.topics import find_policy_words, find_topics
from onrecord.extraction.claims.worthiness import START, score_worthiness
from onrecord.records import Span


def topics(text: str, without: str = "") -> tuple[str, ...]:
    return find_topics(find_policy_words(text), [Span(0, len(text))], without=without)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("A tax cut for every household", "tax"),
        ("Tariffs on steel", "trade"),
        ("Nearly 100,000 troops", "defence"),
        ("New sanctions", "sanctions"),
        ("Hospitals ran out of insulin", "health"),
        ("Asylum for refugees", "immigration"),
        ("The pipeline carries natural gas", "energy"),
        ("Climate change and emissions", "climate"),
        ("The supreme court freed the prisoner", "justice"),
        ("Ballots and voter registration", "elections"),
        ("Tuition and student loans", "education"),
        ("Tenants and landlords", "housing"),
        ("The ambassador signed the treaty", "foreign policy"),
        ("Inflation and wages", "economy"),
    ],
)  # fmt: skip
def test_domains(text: str, first: str) -> None:
    """Each domain is known by its words, phrases included."""
    assert topics(text)[0] == first


def test_order_and_limit() -> None:
    """Domains, then policy words, then names and other long words; eight at most; never the claimant."""
    assert topics("Tariffs on steel cost 400,000 jobs.") == ("trade", "economy", "tariffs", "cost", "jobs", "steel")
    found = topics(
        "Holt said Norra taxes salt, iron, timber, copper, leather, barley, honey and cotton.", without="Holt"
    )
    assert found[:3] == ("tax", "taxes", "norra")
    assert len(found) == 8
    assert "holt" not in found


def test_phrases_keep_their_place() -> None:
    """A phrase is one hit over both words, a first word without its second counts alone."""
    text = "Climate change, a climate pact and the climate"
    assert [hit.span.of(text) for hit in find_policy_words(text).hits] == ["Climate change", "climate", "climate"]


def test_lexicon_is_clean() -> None:
    """Every entry is lower case and of a known domain."""
    entries = [
        *POLICY_WORDS.items(),
        *((f"{a} {b}", word) for a, rest in POLICY_PAIRS.items() for b, word in rest.items()),
    ]
    assert [word for word, entry in entries if word != word.lower() or entry.domain not in DOMAINS] == []


@given(st.text(max_size=120))
@settings(max_examples=200, deadline=None)
def test_policy_words_on_any_text(text: str) -> None:
    """Hits ascend without overlap inside the text, and topics are few and distinct."""
    found = find_policy_words(text)
    ends = [0, *(hit.span.end for hit in found.hits)]
    assert all(end <= hit.span.start < hit.span.end <= len(text) for end, hit in zip(ends, found.hits, strict=False))
    words = topics(text)
    assert len(words) == len(set(words)) <= 8


@pytest.mark.parametrize(
    ("more", "less"),
    [
        ("Unemployment fell to 5.2 percent in 2021.", "Unemployment fell last summer in the north."),
        ("The law cut emissions by 12 percent.", "Will the law cut emissions by 12 percent?"),
        ("The senate banned the pesticide.", "I think the senate should ban the pesticide."),
        ("The port lost 4,000 jobs because of the tariff.", "The port may perhaps lose some jobs."),
        ("Crime doubled in Norra.", "Thank you all, I love you."),
    ],
)  # fmt: skip
def test_what_wants_checking_more(more: str, less: str) -> None:
    """Numbers, facts and causes want checking; questions, opinions, hedges and thanks do not."""
    assert score_worthiness(more).score > score_worthiness(less).score


@given(st.text(max_size=120))
@settings(max_examples=200, deadline=None)
def test_reasons_explain_the_score(text: str) -> None:
    """The weights named in the reasons, added to the start, give the score, strongest first."""
    worth = score_worthiness(text)
    weights = [float(re.match(r"[+-]\d\.\d", reason)[0]) for reason in worth.reasons]  # type: ignore[index]
    assert worth.score == pytest.approx(1 / (1 + math.exp(-(START + sum(weights)))), abs=0.001)
    assert weights == sorted(weights, key=abs, reverse=True)
    assert 0 < worth.score < 1
