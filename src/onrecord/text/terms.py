"""The one analyser, for building and for searching: text to terms, each with its characters.

Chosen: our own tokens, folded, with Snowball's English stemmer, handed to every engine ready made, so that
tantivy, rank-bm25 and the exact scores cannot disagree about what a term is. Dropped: tantivy's analysers
(no offsets for highlights, and the reference backend would need a second copy). To reopen: another language.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from onrecord.records import Json, Span, Token
from onrecord.text.folding import fold

# Combining marks belong to the letter before them although `\w` does not match them.
_COMBINING = "\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f"
_LETTER = rf"[^\W_{_COMBINING}]"
_WORD = rf"{_LETTER}[^\W_]*(?:[{_COMBINING}]+[^\W_]*)*"
_TOKEN = re.compile(
    r"\d+(?:[.,]\d+)+"  # 100,000 and 5.5 are one number
    r"|[\u3040-\u30ff\u3400-\u9fff]"  # scripts without spaces: one term a character
    r"|(?:[^\W\d_]\.)+[^\W\d_](?![^\W_])\.?"  # U.S. and U.N, but not the J. of J.Smith
    rf"|{_WORD}(?:['’ʼ]{_WORD})*"
)

# Longer "words" are tables, keys or noise; engines refuse terms over 64 KB.
_LONGEST_TERM = 60

# Texts whose terms are remembered: those of a batch about to be indexed, whole articles left out (some 8 MB in all).
_MOST_REMEMBERED, _LONGEST_REMEMBERED = 8_192, 2_000


@dataclass(frozen=True, slots=True)
class AnalyserSettings:
    """What an archive must remember to be searched as it was built."""

    stemmer: str = "english"
    version: int = 1

    def to_dict(self) -> dict[str, Json]:
        return {"stemmer": self.stemmer, "version": self.version}


class Analyser:
    """Turns text into terms; calling it twice with the same text gives the same terms."""

    def __init__(self, settings: AnalyserSettings = AnalyserSettings()) -> None:
        self.settings = settings
        self._terms: dict[str, str] = {}
        # What is stored is read again at once for the lexical index.
        self._texts: dict[str, list[str]] = {}
        self._stemmer: Any = None

    def tokens(self, text: str) -> Iterator[Token]:
        """The terms of `text` in order, with half-open code-point spans that never overlap.

        >>> [(t.term, t.span.of("Russia’s 100,000 troops")) for t in Analyser().tokens("Russia’s 100,000 troops")]
        [('russia', 'Russia’s'), ('100000', '100,000'), ('troop', 'troops')]
        """
        for match in _TOKEN.finditer(text):
            yield Token(self.term(match.group()), Span(match.start(), match.end()))

    def places(self, text: str, terms: Collection[str]) -> list[Span]:
        """Where the tokens of `text` stand whose term is one of these, in order; as by `tokens`, only faster."""
        known = self._terms
        return [
            Span(*match.span())
            for match in _TOKEN.finditer(text)
            if (known.get(word := match.group()) or self.term(word)) in terms
        ]

    def terms(self, text: str) -> list[str]:
        """The terms of `text` in order, repeated as often as they occur."""
        found = self._texts.get(text)
        if found is None:
            known = self._terms
            found = [known.get(word) or self.term(word) for word in _TOKEN.findall(text)]
            if len(text) <= _LONGEST_REMEMBERED:
                if len(self._texts) >= _MOST_REMEMBERED:
                    self._texts.clear()
                self._texts[text] = found
        return found.copy()

    def term(self, word: str) -> str:
        """The term that one token stands for: folded, possessive dropped, stemmed; never empty."""
        if word in self._terms:
            return self._terms[word]
        folded = fold(word)
        if word[0].isdigit() and not folded.isalnum():
            term = folded.replace(",", "").rstrip(".")
        else:
            bare = folded.replace(".", "").removesuffix("'s").replace("'", "")
            term = self._stem(bare) if bare else folded
        term = (term or folded)[:_LONGEST_TERM]
        if len(self._terms) < 500_000:  # bounds memory on archives of noise
            self._terms[word] = term
        return term

    def _stem(self, word: str) -> str:
        if self._stemmer is None:
            import Stemmer

            # PyStemmer's own cache is a second copy of ours.
            self._stemmer = Stemmer.Stemmer(self.settings.stemmer, 0)
        return str(self._stemmer.stemWord(word))
