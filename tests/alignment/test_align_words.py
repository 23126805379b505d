"""Words as quotations are compared by."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.alignment.quoted import read_quoted
from onrecord.alignment.words import key_of, read_words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("We won’t.", "we WON'T"),
        ("the U.S. army", "the US army"),
        ("100,000 men", "100000 men"),
        ("five per cent", "five percent"),
        ("5%", "5 percent"),
        ("bread & butter", "bread and butter"),
        ("Zelenský", "Zelensky"),
        ("co\u00adoperate", "cooperate"),
        ("live-fire", "live fire"),
        ("[W]e know", "We know"),
        ("ﬁne", "fine"),
        ("a\u00a0b\n c", "a b c"),
        ("“No—never!”", '"No – never"'),
    ],
)
def test_equal_words(one: str, other: str) -> None:
    """Case, accents, marks, white space and typographic variants make no other words."""
    assert read_words(one).keys == read_words(other).keys


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("we're ready", "were ready"),
        ("he will", "he'll"),
        ("5,5", "55"),
        ("1.5", "15"),
        ("$5", "€5"),
        ("$5", "5"),
        ("5%", "5"),
        ("-5 degrees", "5 degrees"),
        ("мой", "мои"),
        ("नमस्ते", "नमसत"),
        ("cant", "can't"),
        ("resign", "re-sign"),
        ("growing", "getting"),
    ],
)
def test_other_words(one: str, other: str) -> None:
    """What reads differently aloud is never folded into one."""
    assert read_words(one).keys != read_words(other).keys


@given(st.text())
def test_words_stand_where_they_say(text: str) -> None:
    """Spans ascend, do not overlap, hold something and give their key again."""
    words = read_words(text)
    places = [place for pair in zip(words.starts, words.ends, strict=True) for place in pair]
    assert places == sorted(places)
    for key, start, end in zip(words.keys, words.starts, words.ends, strict=True):
        assert key
        assert key == key_of(text[start:end])


@pytest.mark.parametrize(
    "text", ["", "…!?", "\x00", "\ud800", "\ud800a", "'" * 1000, "a." * 1000, "1," * 1000, "per " * 500]
)
def test_hostile_texts(text: str) -> None:
    """No text makes it fail."""
    assert len(read_words(text)) >= 0


@pytest.mark.parametrize(
    ("quote", "keys", "omissions"),
    [
        ("we … go", ["we", "go"], {1}),
        ("we ... go", ["we", "go"], {1}),
        ("we . . . go", ["we", "go"], {1}),
        ("we [...] go", ["we", "go"], {1}),
        ("… we go …", ["we", "go"], {0, 2}),
        ("we [sic] go", ["we", "go"], set()),
        ("we go. Now", ["we", "go", "now"], set()),
        ("we go.. now", ["we", "go", "now"], set()),
    ],
)
def test_omissions(quote: str, keys: list[str], omissions: set[int]) -> None:
    """An ellipsis says where words were left out; a full stop does not."""
    quoted = read_quoted(quote)
    assert quoted.words.keys == keys
    assert quoted.omissions == omissions
