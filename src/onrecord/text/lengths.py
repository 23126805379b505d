"""How long a span of a text is, in words and characters, against a passage's target."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left

from onrecord.records import Span

_WORD = re.compile(r"\S+")
# Text without spaces is measured by characters: this many stand for a word, and fewer than the second never cut.
_LETTERS_A_WORD, _FEWEST_LETTERS = 40, 400


def most_letters(words: int) -> int:
    """The most characters a passage of `words` words may hold."""
    return max(_FEWEST_LETTERS, words * _LETTERS_A_WORD)


class Lengths:
    """Counts the words of one text in logarithmic time; `words` and `letters` are what one passage may hold.

    A word is a run of non-space characters. Eight bytes a word are held.
    """

    def __init__(self, text: str, words: int) -> None:
        self.words = words
        self.letters = most_letters(words)
        self.starts = array("Q", (match.start() for match in _WORD.finditer(text)))

    def count(self, span: Span) -> int:
        """Words that lie in the span, wholly or in part, for a span that begins with a non-space character."""
        if not len(span):
            return 0
        starts = self.starts
        first = bisect_left(starts, span.start)
        cut_word = first == len(starts) or starts[first] != span.start
        return bisect_left(starts, span.end) - first + cut_word

    def fits(self, span: Span, times: int = 1) -> bool:
        """Whether a passage, or `times` its length, holds the span."""
        return len(span) <= times * self.letters and self.count(span) <= times * self.words
