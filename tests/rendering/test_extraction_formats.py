"""What `extract` writes: the agreed object, and a page for people."""

import json

from spoken_samples import ARTICLE, ATTRIBUTIONS, EXTRACTION, PEOPLE, TEXT, at

from onrecord.records import Article
from onrecord.rendering.colours import Palette
from onrecord.rendering.extraction_formats import extraction_json, extraction_jsonl, extraction_table
from onrecord.spoken import Extraction


def test_the_agreed_object() -> None:
    """Spans as pairs, speaker null when unknown, style and confidence as found."""
    line = extraction_jsonl("harbour", TEXT, EXTRACTION)
    assert line.endswith("}\n")
    assert line.count("\n") == 1
    found = json.loads(line)
    assert found == extraction_json("harbour", TEXT, EXTRACTION)
    assert list(found) == ["article", "attributions", "people", "claims", "notes"]
    assert found["article"] == "harbour"
    second, third = found["attributions"][1:3]
    assert second == {
        "source": [[s.start, s.end] for s in ATTRIBUTIONS[1].source],
        "cue": [[s.start, s.end] for s in ATTRIBUTIONS[1].cue],
        "content": [[s.start, s.end] for s in ATTRIBUTIONS[1].content],
        "text": "“Not now,” … “and not next year.”",
        "speaker": "Ada Bell", "person": 0, "style": "mixed", "confidence": 0.9, "finder": "tagger",
        "reason": "“she” is the only woman before it",
    }  # fmt: skip
    assert (third["speaker"], third["person"]) == (None, None)
    assert found["notes"] == ["no weights for this encoder"]


def test_people_and_claims() -> None:
    """Mentions with kind and reason, roles with their affiliation, claims with claimant and what they count."""
    found = extraction_json("harbour", TEXT, EXTRACTION)
    bell, reed = found["people"]  # type: ignore[misc]
    she = PEOPLE[0].mentions[1].span
    assert bell["mentions"][1] == [she.start, she.end, "pronoun", "the only woman before it"]  # type: ignore[call-overload, index]
    council = at("council")
    assert reed["roles"][0]["affiliation"] == [council.start, council.end]  # type: ignore[call-overload, index]
    warning, plain = found["claims"]  # type: ignore[misc]
    assert (warning["speaker"], warning["attribution"]) == ("auditors", 4)  # type: ignore[call-overload, index]
    assert (plain["speaker"], plain["attribution"]) == (None, None)  # type: ignore[call-overload, index]


def test_nothing_found() -> None:
    """All keys are there and empty."""
    assert extraction_json("a", "x", Extraction()) == {
        "article": "a", "attributions": [], "people": [], "claims": [], "notes": []
    }  # fmt: skip


def test_the_page_for_people() -> None:
    """Counts, notes, the highlighted article, people and claims, in this order."""
    page = extraction_table(ARTICLE, EXTRACTION)
    assert page.startswith("harbour  5 attributions · 2 people · 2 claims\nnote no weights for this encoder\n\n")
    heads = [page.index(words) for words in ("{Critics}³", "Speakers\n", "\nPeople\nperson", "\nClaims\nwarning")]
    assert heads == sorted(heads)
    assert "\x1b[35mAda Bell\x1b[0m" in extraction_table(ARTICLE, EXTRACTION, palette=Palette(True))
    assert "People" not in extraction_table(Article("a", "x"), Extraction())
