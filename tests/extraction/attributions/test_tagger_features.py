"""Features of words: by hand on small texts, and sound on any text."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.extraction.attributions.features import FEATURES, word_features
from onrecord.extraction.attributions.words import split_words
from onrecord.text.paragraphs import find_paragraphs
from onrecord.text.quotation import find_quotations


def _features(text: str) -> tuple[list[str], np.ndarray]:
    words = split_words(text)
    rows = word_features(text, words, find_paragraphs(text), find_quotations(text))
    return [text[start:end] for start, end in words.tolist()], rows


def _with(text: str, name: str) -> list[str]:
    """The words for which a column holds."""
    words, rows = _features(text)
    return [word for word, value in zip(words, rows[:, FEATURES.index(name)], strict=True) if value]


_TEXT = "Mayor Back\n\n“We won,” Ada Bly said. She left at 9."


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("first character upper", ["Mayor", "Back", "We", "Ada", "Bly", "She"]),
        ("first character digit", ["9"]),
        ("comma", [","]),
        ("title", ["Mayor", "Back"]),
        ("first paragraph", ["“", "We", "won", ",", "”", "Ada", "Bly", "said", ".", "She", "left", "at", "9", "."]),
        ("paragraph start", ["Mayor", "“"]),
        ("paragraph end", ["Back", "."]),
        ("sentence start", ["Mayor", "“", "She"]),
        ("inside", ["“", "We", "won", ",", "”"]),
        ("first mark", ["“"]),
        ("last mark", ["”"]),
        ("inside, of three words or fewer", ["“", "We", "won", ",", "”"]),
        ("inside, ends in a comma", ["“", "We", "won", ",", "”"]),
        ("glued to the word before", ["We", ",", "”", ".", "."]),
    ],
)
def test_columns_by_hand(name, words):
    """Each column holds exactly for the words its name says."""
    assert _with(_TEXT, name) == words


def test_only_the_outermost_quotation_counts_and_an_inner_one_is_told_apart():
    """The whole outer quotation is inside; only the inner one is inside an inner one."""
    text = "“He said ‘no’ twice,” she said."
    assert _with(text, "inside an inner one") == ["‘", "no", "’"]
    assert _with(text, "inside") == ["“", "He", "said", "‘", "no", "’", "twice", ",", "”"]


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet=st.sampled_from("Aa1 .,\n\n“”\"'’«»‹\u202eبж字𝒜\ud800\u0301"), max_size=80))
def test_any_text_has_features(text):
    """A row of zeros and ones a word, whatever the text."""
    words, rows = _features(text)
    assert rows.shape == (len(words), len(FEATURES))
    assert set(np.unique(rows).tolist()) <= {0.0, 1.0}
