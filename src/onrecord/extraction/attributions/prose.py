"""An article as the rules read it: words with what they can be, each quotation one word, and the sentences they form.

A sentence here never ends inside a quotation: `"No. Never," she said.` is one.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from onrecord.extraction.attributions.cues import WORDS
from onrecord.records import Span
from onrecord.text.paragraphs import find_paragraphs
from onrecord.text.quotation import Quotation, find_quotations
from onrecord.text.sentences import split_sentences

# One word with its inner apostrophes, hyphens and stops (U.S, Holtz-Eakin, don't), or one mark.
_TOKEN = re.compile(r"[^\W_]+(?:(?:['’.&/-]|(?<=\d),(?=\d))[^\W_]+)*|[^\w\s]")
# The word that stands for a whole quotation.
QUOTED = "“”"
# Longer ones are lists, tables and noise; cutting them keeps the rules, which look over a whole sentence, linear.
_LONGEST_SENTENCE = 300


Words = tuple[int, int]


@dataclass(slots=True)
class Frame:
    """One attribution as words [start, end) of the prose; `pattern` names the rule that found it.

    Without content it only announces speech: `Cruz continued:`; without cue nobody is said to say it.
    """

    pattern: str
    cue: Words | None
    source: Words | None = None
    content: list[Words] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words [first, last) of the prose; `paragraph` is the number of the paragraph that holds it."""

    first: int
    last: int
    paragraph: int


class Prose:
    """The words of one article in order; position i has `starts[i]`, `ends[i]`, `words[i]` (lower case) and `kinds[i]`.

    `kinds[i]` is a sum of `cues.Word` flags, 0 for any other word. `quotations[i]` is the outermost quotation that
    the word stands for, if it does. `marked` are all quotations, inner ones too.
    """

    def __init__(self, text: str, quotations: Sequence[Quotation] | None = None) -> None:
        self.text = text
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.words: list[str] = []
        self.kinds: list[int] = []
        self.quotations: dict[int, Quotation] = {}
        self.marked = find_quotations(text) if quotations is None else quotations
        self._curly = "’" in text
        place = 0
        for quotation in self.marked:
            if quotation.depth or quotation.span.start < place:
                continue
            self._read(place, quotation.span.start)
            self.quotations[len(self.words)] = quotation
            self._add(quotation.span.start, quotation.span.end, QUOTED, 0)
            place = quotation.span.end
        self._read(place, len(text))
        self.paragraphs = find_paragraphs(text)
        self.sentences = self._sentences()

    def _read(self, start: int, end: int) -> None:
        spans = [match.span() for match in _TOKEN.finditer(self.text, start, end)]
        text = self.text
        words = [text[first:last].lower() for first, last in spans]
        if self._curly:
            words = [word.replace("’", "'") for word in words]
        self.starts += [first for first, _ in spans]
        self.ends += [last for _, last in spans]
        self.words += words
        known = WORDS.get
        self.kinds += [known(word, 0) for word in words]

    def _add(self, start: int, end: int, word: str, kind: int) -> None:
        self.starts.append(start)
        self.ends.append(end)
        self.words.append(word)
        self.kinds.append(kind)

    def _sentences(self) -> list[Sentence]:
        paragraph_starts = [paragraph.start for paragraph in self.paragraphs]
        firsts: list[int] = []
        for sentence in split_sentences(self.text):
            first = bisect_left(self.starts, sentence.start)
            inside = first > 0 and self.ends[first - 1] > sentence.start
            if not inside and first < len(self.starts) and (not firsts or first > firsts[-1]):
                firsts.append(first)
        if firsts:
            firsts[0] = 0
        sentences = []
        for first, last in pairwise([*firsts, len(self.starts)]):
            number = bisect_right(paragraph_starts, self.starts[first]) - 1
            for begin in range(first, last, _LONGEST_SENTENCE):
                sentences.append(Sentence(begin, min(begin + _LONGEST_SENTENCE, last), number))
        return sentences

    def span(self, first: int, last: int) -> Span:
        """The characters of words [first, last), which are at least one."""
        return Span(self.starts[first], self.ends[last - 1])

    def pause(self, position: int) -> str:
        """The last character inside the quotation at `position`, closing marks of inner ones aside: `,` in `no,’”`."""
        inner = self.quotations[position].inner
        return self.text[max(inner.start, inner.end - 6) : inner.end].rstrip("\"'”’»› ")[-1:]

    def is_capital(self, position: int) -> bool:
        """Whether the word begins with a capital."""
        return self.text[self.starts[position]].isupper()


@lru_cache(maxsize=2)
def read_prose(text: str) -> Prose:
    """The article's prose; kept, because marks and tagger are both compared with it."""
    return Prose(text)
