"""The words of a text that can be part of a person's name, and which of them can be one name with the word before."""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.extraction.people.word_set import word_set

# A word ends before a possessive 's and at a hyphen: Trump's is Trump, Jae-in two words that may be one name.
_WORD = re.compile(r"[^\W_]+(?:['’`´ʼ](?![sS]\b)[^\W_]+)*")
# What may stand between two words of one name: John F. Kennedy, Ki-moon, Joaquín “El Chapo” Guzmán, d’Arc.
_INNER_GAPS = frozenset(
    [
        " ", "\u00a0", "  ", "-", "‐", "‑", ". ", ".\u00a0", ".", ".-", "'", "’", ' "', '" ', " “", "” ", " ‘", "’ ",
        " (",        ") ", " '", "' ", "-’", "’-", ".'", '." ', ".” ",
    ]
)  # fmt: skip
_HYPHENS = frozenset("-‐‑")
_ABBREVIATIONS = word_set("Mohd Muhd Chas Geo Wm Jos Thos Robt Jas Edw Alex Fred Benj Sta Ste Jnr")
# (what may stand inside a name, what joins a lower-case part to it), in running text and in spaced tokens
_IN_TEXT = (_INNER_GAPS, _HYPHENS)
_IN_TOKENS = (_INNER_GAPS | {" - ", " . ", " ’ ", " ' ", " “ ", " ” ", ' " '}, frozenset([" - "]))
# Lower-case words that names hold or begin with; before a capital they can be part of one.
SMALL_WORDS = word_set(
    """
    bin bint ibn binti de del della dei den der des di dos da das du el al ul ad ar ash az la le las los
    van von zu zum zur ter ten te ka abu bar ben av af
    """
)


@dataclass(frozen=True, slots=True)
class NameWords:
    """All words of one text in order, and the numbers of the candidates among them.

    `continues[k]` says that candidate `k` is the word after candidate `k - 1` and may belong to one name with it.
    """

    text: str
    starts: list[int]
    ends: list[int]
    words: list[str]
    candidates: list[int]
    continues: list[bool]


def find_name_words(text: str) -> NameWords:
    """The words of `text`, in time linear in its length."""
    places = [found.span() for found in _WORD.finditer(text)]
    starts = [start for start, _ in places]
    ends = [end for _, end in places]
    words = [text[start:end] for start, end in places]
    gaps, hyphens = _IN_TOKENS if is_spaced(text) else _IN_TEXT
    candidates: list[int] = []
    continues: list[bool] = []
    before = -2
    for number, word in enumerate(words):
        if not word[0].isupper() and not _is_small(word, number, starts, ends, words):
            # Jae-in: joined by a hyphen to a candidate.
            if not (before == number - 1 and word[0].isalpha() and len(word) <= 9):
                continue
            if text[ends[before] : starts[number]] not in hyphens:
                continue
        gap = text[ends[before] : starts[number]] if before == number - 1 and starts[number] - ends[before] <= 3 else ""
        continues.append(gap in gaps and _may_cross(gap, words[before], text, ends[number]))
        candidates.append(number)
        before = number
    return NameWords(text, starts, ends, words, candidates, continues)


def _may_cross(gap: str, before: str, text: str, end: int) -> bool:
    """Whether a stop in `gap` is an abbreviation's and a bracket is closed behind one word: Carl (Charlie) Smith."""
    if "." in gap and len(before) > 2 and before not in _ABBREVIATIONS:
        return False
    return "(" not in gap or text[end : end + 2] == ") "


def is_spaced(text: str) -> bool:
    """Whether the text is tokens with a space between any two, marks too (`Jae - in , who`)."""
    return text.count(" , ") * 2 > text.count(",")


def _is_small(word: str, number: int, starts: list[int], ends: list[int], words: list[str]) -> bool:
    """Whether `word` is a particle with a capital after it, or one more particle between (`van der Bellen`)."""
    if word not in SMALL_WORDS or number + 1 >= len(words) or starts[number + 1] - ends[number] > 1:
        return False
    after = words[number + 1]
    if after in SMALL_WORDS and number + 2 < len(words):
        after = words[number + 2]
    return after[0].isupper()
