"""The query language: what is an operator, what is a word, and that nothing is an error."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.querying.parse import MOST_CHARACTERS, merge_filters, parse
from onrecord.records import Filter, Query


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("red line", Query("red line")),
        ('talks "red line" now', Query("talks red line now", required=("red line",))),
        ("“red line”", Query("red line", required=("red line",))),
        ("-trump clinton", Query("clinton", excluded=("trump",))),
        ('war -"cold war"', Query("war", excluded=("cold war",))),
        ("speaker:putin nato", Query("nato", filter=Filter(speaker="putin"))),
        ('speaker:"Wendy Sherman" nato', Query("nato", filter=Filter(speaker="Wendy Sherman"))),
        (
            "SOURCE:cnbc since:2022-01-01 until:2022 x",
            Query("x", filter=Filter(source="cnbc", since="2022-01-01", until="2022")),
        ),
        ("howdy(howdy", Query("howdy(howdy")),
        ("live-fire e-mail", Query("live-fire e-mail")),
        ("- a", Query("- a")),
        ("http://example.org/x", Query("http://example.org/x")),
        ("", Query("")),
    ],
)
def test_queries(typed: str, expected: Query) -> None:
    """Operators work, everything else is words, and none of these needs a warning."""
    assert parse(typed) == expected


@pytest.mark.parametrize(
    ("typed", "text", "warning"),
    [
        ('"red line', "red line", "without its partner"),
        ('red" line', "red line", "without its partner"),
        ("since:yesterday talks", "since:yesterday talks", "since:yesterday is searched as plain words"),
        ("-speaker:putin talks", "-speaker:putin talks", "plain words"),
        ("speaker:putin", "", "nothing to rank by"),
        ("-war", "", "nothing to rank by"),
    ],
)
def test_warnings(typed: str, text: str, warning: str) -> None:
    """What is malformed is searched as plain words, and the warning says so."""
    parsed = parse(typed)
    assert parsed.text == text
    assert any(warning in line for line in parsed.warnings)


def test_long_queries_are_cut() -> None:
    """A pasted page is searched by its beginning, with a warning, and quickly whatever it holds."""
    for piece in ("word ", '"', "“", "-", 'a:"', "speaker:"):
        parsed = parse(piece * 50_000)
        assert len(parsed.text) <= MOST_CHARACTERS
        assert "only the first" in parsed.warnings[0]


@given(st.text(alphabet=st.sampled_from('ab -:"“”speaker:since:2022()\x00\n\U0001f600'), max_size=80))
def test_any_text_is_a_query(typed: str) -> None:
    """No input raises, and only the typed words are kept."""
    parsed = parse(typed)
    assert all(phrase.strip() == phrase != "" for phrase in parsed.required)
    assert '"' not in parsed.text


def test_typed_filters_win() -> None:
    """What is typed into the query beats the option; other options still hold."""
    merged = merge_filters(Filter(source="bbc"), Filter(source="cnbc", since="2022", metadata=(("a", "b"),)))
    assert merged == Filter(source="bbc", since="2022", metadata=(("a", "b"),))
