"""What extraction found becomes units whose details say who said it, and where each part stands."""

from __future__ import annotations

from onrecord.records import Span, StoredUnit
from onrecord.spoken import Attribution, Claim, Extraction, Mention, Person, Quantity, Role, Speaker
from onrecord.uses.recall import attributions_of
from onrecord.uses.statements import units_of

TEXT = 'Mayor Ada Fenn said the quay needs 40 new lamps. "We will pay," Fenn said. Rain fell.'


def span_of(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


INDIRECT = Attribution(
    (span_of("Mayor Ada Fenn"),), (Span(15, 19),), (span_of("the quay needs 40 new lamps"),), "indirect", 0.8, "tagger"
)
FENN = Person(
    "Ada Fenn", ("Fenn",), (Mention(span_of("Ada Fenn"), "name", "full name"),), (Role(span_of("Mayor")),), ("one",)
)
EXTRACTION = Extraction(
    (INDIRECT,),
    (Speaker("Ada Fenn", 0, 0.9, "name in the source"),),
    (FENN,),
    (
        Claim(
            (span_of("the quay needs 40 new lamps"),),
            "position",
            0,
            ("lamps",),
            (Quantity(span_of("40"), 40.0, 40.0, "lamps"),),
        ),
    ),
)
SENTENCES = [Span(0, 48), Span(49, 74), Span(75, len(TEXT))]


def test_units() -> None:
    """A quote, a claim and a person, with spans that read as what they are, found by their speaker's name too."""
    quote, claim, person = (unit for unit, _ in units_of(TEXT, EXTRACTION, SENTENCES))
    assert quote.kind == "quote"
    assert quote.span.of(TEXT) == "the quay needs 40 new lamps"
    assert (quote.details["speaker"], quote.details["person"], quote.details["aside"]) == ("Ada Fenn",) * 3
    assert (claim.kind, claim.details["act"], claim.details["speaker"]) == ("claim", "position", "Ada Fenn")
    assert claim.details["quantities"] == [
        {"start": 35, "end": 37, "value": 40.0, "high": 40.0, "unit": "lamps", "approximate": False}
    ]
    assert (person.kind, person.span.of(TEXT)) == ("person", "Mayor Ada Fenn said the quay needs 40 new lamps.")
    assert person.details["aside"] == "Ada Fenn; Mayor"


def test_a_claim_of_the_reporter_has_no_speaker() -> None:
    """A claim that nobody is quoted with is marked as the reporter's own."""
    claim = Claim((span_of("Rain fell"),), "statement", None, ("rain",))
    ((unit, spans),) = units_of(TEXT, Extraction(claims=(claim,)), SENTENCES)
    assert (unit.details["attributed"], "speaker" in unit.details, spans) == (False, False, (span_of("Rain fell"),))


def test_evidence_is_the_sentence_that_states_the_role() -> None:
    """A role in a very long sentence is shown by itself; no more than three sentences a person are units."""
    text = "Lee, " + "the keeper, " * 80 + "slept."
    roles = tuple(Role(Span(5 + 12 * n, 15 + 12 * n)) for n in range(80))
    person = Person("Lee", (), (Mention(Span(0, 3), "name", "first"),), roles)
    found = [unit for unit, _ in units_of(text, Extraction(people=(person,)), [Span(0, len(text))])]
    assert [unit.span.of(text) for unit in found] == ["the keeper"] * 3
    assert [("aliases" in unit.details) for unit in found] == [True, False, False]


def test_attributions_are_read_back_from_their_units() -> None:
    """What was stored as quotes is again the attributions it came from, in document order."""
    later = Attribution((), (), (span_of('"We will pay,"'),), "direct", 0.5, "marks")
    both = Extraction((INDIRECT, later), (EXTRACTION.speakers[0], Speaker("", None, 0.0, "no source")), (FENN,))
    stored = [
        StoredUnit(row, unit.kind, unit.span, unit.details, 1, "a", "", "", "", "", "0" * 64)
        for row, (unit, _) in enumerate(units_of(TEXT, both, SENTENCES))
    ]
    attributions, speakers = attributions_of(reversed(stored))
    assert attributions == [INDIRECT, later]
    assert [(s.name, s.confidence, s.reason) for s in speakers] == [
        ("Ada Fenn", 0.9, "name in the source"),
        ("", 0.0, "no source"),
    ]
