"""The analyser: what is one term, what it is folded to, and that its spans are exact."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.text.folding import fold
from onrecord.text.terms import Analyser


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Russia’s 100,000 troops", ["russia", "100000", "troop"]),
        ("U.S. officials in the US", ["us", "offici", "in", "the", "us"]),
        ("the U.N said", ["the", "un", "said"]),
        ("O’Neill O'Neill", ["oneil", "oneil"]),
        ("café cafe\u0301 CAFÉ", ["cafe", "cafe", "cafe"]),
        ("Zele\u0301nskyy Zelénskyy", ["zelenskyy", "zelenskyy"]),
        ("Wałęsa, Søren", ["walesa", "soren"]),
        ("5.5 per cent, 1.2bn", ["5.5", "per", "cent", "1.2", "bn"]),
        ("live-fire", ["live", "fire"]),
        ("習近平", ["習", "近", "平"]),
        ("snake_case", ["snake", "case"]),
        ("''' — … !", []),
        ("", []),
    ],
)
def test_terms(text: str, terms: list[str]) -> None:
    """Case, accents, marks and endings aside, the same word is the same term."""
    assert Analyser().terms(text) == terms


@given(st.text())
def test_spans_are_exact(text: str) -> None:
    """Tokens stand in order, never overlap, and analysing a token's own characters gives its term again."""
    analyser, end = Analyser(), 0
    for token in analyser.tokens(text):
        assert end <= token.span.start < token.span.end <= len(text)
        assert token.term == analyser.term(token.span.of(text))
        assert token.term
        assert not any(c.isspace() for c in token.term)
        end = token.span.end
    assert [token.term for token in analyser.tokens(text)] == analyser.terms(text)


@given(st.text(), st.lists(st.integers(0, 99), min_size=1))
def test_places_are_those_of_the_tokens(text: str, wanted: list[int]) -> None:
    """The quick way to the places of some terms gives what the tokens say."""
    tokens = list(Analyser().tokens(text))
    terms = {tokens[number % len(tokens)].term for number in wanted} if tokens else {"a"}
    assert Analyser().places(text, terms) == [token.span for token in tokens if token.term in terms]


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    """Folding is idempotent and leaves no capitals."""
    assert fold(fold(text)) == fold(text)


def test_hostile_text_takes_linear_time() -> None:
    """A megabyte of anything is analysed without backtracking."""
    for piece in ("a.", "a'", "1,", "a", "\u0301a", ".", "’"):
        Analyser().terms(piece * (1_000_000 // len(piece)))
