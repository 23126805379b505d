"""Words as a quotation is compared by: case, accents, punctuation and white space aside, everything else kept.

The analyser's terms will not do here: stemming makes `was warned` and `warns` alike, and a quotation is checked to
the word. What carries meaning when read aloud is a word of its own: `$`, `%`, `&`, `+`, `=`, a minus before a number.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from dataclasses import dataclass
from functools import lru_cache

from onrecord.records import Span
from onrecord.text.folding import fold

# Soft hyphens and zero-width characters stand inside words without being seen.
_UNSEEN = "\xad\u200b-\u200d\u2060\ufeff"
# `\w` matches no combining marks: vowels of the Indic scripts, Thai and Hebrew would fall out of their words.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u07a6-\u07b0\u0816-\u082d\u0859-\u085b\u08d3-\u0963"
    "\u0971-\u0df3\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1-\u0ebc\u0ec8-\u0ecd\u0f18-\u0f39\u0f3e-\u0f84\u0f86-\u0fbc"
    "\u102b-\u103e\u1056-\u109d\u135d-\u135f\u1712-\u1734\u17b4-\u17d3\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f"
)
_LETTERS = rf"[^\W_][^\W_{_MARKS}]*(?:[{_MARKS}{_UNSEEN}]+[^\W_]*)*"
_APOSTROPHE = "['’ʼ‘‛`´＇]"
_WORD = re.compile(
    r"(?<![\w.,])[-−](?=\d)"  # a minus, not the hyphen of 2014-15
    r"|\d+(?:[.,]\d+)*"
    r"|\[[^\W\d_]\][^\W\d_]+"  # [W]e: the case was changed, not the word
    r"|[\u3040-\u30ff\u3400-\u9fff]"  # scripts without spaces: one word a character
    r"|per\s{1,3}cent\b"
    rf"|(?:[^\W\d_]\.)+[^\W\d_](?![^\W_])\.?(?:{_APOSTROPHE}s\b)?"  # U.S.'s but not the J. of J.Smith
    rf"|{_LETTERS}(?:{_APOSTROPHE}{_LETTERS})*"
    r"|[$€£¥₹₽₩₴¢%٪&+=<>]",
    re.IGNORECASE,
)
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_SPOKEN = {"%": "percent", "٪": "percent", "&": "and", "−": "-"}
_REMOVED = re.compile(f"[{_UNSEEN}]+")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one text in order: `keys` are compared, `starts` and `ends` are their code points."""

    keys: list[str]
    starts: array[int]
    ends: array[int]

    def __len__(self) -> int:
        return len(self.keys)

    def span(self, first: int, last: int) -> Span:
        """From word `first` to word `last`, both included."""
        return Span(self.starts[first], self.ends[last])


def read_words(text: str) -> Words:
    """All words of `text`; linear in its length, empty for a text of marks.

    >>> read_words("“It’s the U.S.’s 100,000th—No. 1!”").keys
    ["it's", 'us', 's', '100,000', 'th', 'no', '1']
    """
    keys: list[str] = []
    starts, ends = array("l"), array("l")
    for match in _WORD.finditer(text):
        keys.append(key_of(match.group()))
        starts.append(match.start())
        ends.append(match.end())
    return Words(keys, starts, ends)


@lru_cache(maxsize=200_000)
def key_of(word: str) -> str:
    """What one word is compared by; never empty. Equal keys are the same word to a careful reader.

    Accents are folded on Latin letters only: elsewhere (Cyrillic й, Devanagari vowels) they make other words.

    >>> key_of("ZELENSKÝ’s"), key_of("100,000"), key_of("5,5"), key_of("U.S."), key_of("%")
    ("zelensky's", '100000', '5,5', 'us', 'percent')
    """
    if word in _SPOKEN:
        return _SPOKEN[word]
    if word[0] == "[":
        return key_of(word[1] + word[3:])
    if word[0].isdigit():
        plain = unicodedata.normalize("NFKC", word)
        return plain.replace(",", "") if _GROUPED.fullmatch(plain) else plain
    if word.isascii():
        lowered = word.lower()
        return "percent" if lowered.startswith("per") and lowered.split() == ["per", "cent"] else _bare(lowered)
    seen = _REMOVED.sub("", word)
    composed = unicodedata.normalize("NFKC", seen)
    if all(c < "\u0250" or not c.isalpha() or unicodedata.name(c, "").startswith("LATIN") for c in composed):
        return _bare(fold(seen)) or word
    for mark in _APOSTROPHE[1:-1]:
        composed = composed.replace(mark, "'")
    return unicodedata.normalize("NFKC", composed.casefold()) or word


def _bare(folded: str) -> str:
    return folded.replace(".", "").replace("`", "'")
