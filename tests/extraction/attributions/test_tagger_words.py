"""Words: every character that is no white space lies in one, and pieces find the word they begin in."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.extraction.attributions.words import pieces_of_words, split_words
from onrecord.records import Span, TokenStates
from onrecord.spoken import EncodedPassage


def _texts(text: str) -> list[str]:
    return [text[start:end] for start, end in split_words(text).tolist()]


def test_endings_stand_alone_and_names_stay_whole():
    """A possessive is a word of its own; hyphens, initials and apostrophes inside names are not borders."""
    assert _texts("Mayor Ada O’Hara’s well-kept U.S. plan, she'll say") == [
        "Mayor", "Ada", "O’Hara", "’s", "well-kept", "U.S", ".", "plan", ",", "she", "'ll", "say",
    ]  # fmt: skip


@settings(deadline=None)
@given(st.text())
def test_words_cover_what_is_not_white_space(text):
    """Words stand in order, do not overlap, hold no white space, and leave nothing else out."""
    words = split_words(text).tolist()
    assert all(end <= start for (_, end), (start, _) in pairwise(words))
    assert "".join(text[start:end] for start, end in words) == "".join(text.split())


def test_pieces_go_to_the_word_they_begin_in():
    """Two pieces of one word share its number; a second passage over the same text adds nothing."""
    words = split_words("unlikely to win")
    first = EncodedPassage(Span(0, 11), TokenStates(np.array([[0, 2], [2, 8], [9, 11]], np.int32), {}))
    second = EncodedPassage(Span(9, 15), TokenStates(np.array([[0, 2], [3, 6]], np.int32), {}))
    word, kept = pieces_of_words(words, [first, second])
    assert word.tolist() == [0, 0, 1, 2]
    assert kept.tolist() == [0, 1, 2, 4]


def test_no_passages_no_pieces():
    """Without passages there are no pieces."""
    word, kept = pieces_of_words(split_words("a b"), [])
    assert len(word) == len(kept) == 0
