"""What the name finder is told about a candidate besides the encoder's states: case, marks, lists, earlier mentions.

The encoder reads without case and sees one passage; capitals, and the whole article, are known exactly here.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from onrecord.extraction.people.name_lexicon import BODIES, DATES, FAMILY, FUNCTION, PLACES, SAYING
from onrecord.extraction.people.name_words import SMALL_WORDS, NameWords
from onrecord.extraction.people.nicknames import is_given_name
from onrecord.extraction.people.titles import DEGREES, DESCENT, HEADS, QUALIFIERS
from onrecord.text.folding import fold

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SHAPES = (
    "capital",
    "all capitals",
    "one letter",
    "inner capital",
    "apostrophe",
    "digit",
    "short",
    "long",
    "small word",
)
_LISTS = (
    "given name", "title", "before title", "saying", "body", "place", "date", "function", "family", "particle",
    "descent or degree", "capitalised", "number", "all capitals word", "s",
)  # fmt: skip
_GAPS = ("space", "hyphen", "stop", "comma", "quote", "line", "bracket", "apostrophe", "colon", "dash", "other")
_ARTICLE = (
    "word is there in lower case", "word is there twice", "word is there four times",
    "word ends a longer run elsewhere",
    "word begins a longer run elsewhere", "word stands alone elsewhere", "word follows a title elsewhere",
    "word precedes saying elsewhere", "begins a sentence", "text in capitals", "continues", "is continued",
    "word is there before",
)  # fmt: skip
FEATURES: tuple[str, ...] = (
    *_SHAPES,
    *(f"{place} {name}" for place in ("word", "before", "after", "second before", "second after") for name in _LISTS),
    *(f"gap {place} {name}" for place in ("before", "after") for name in _GAPS),
    *_ARTICLE,
)
"""One name a column; a file of weights lists them, so that it is never read with other columns."""

_GAP_OF = {
    " ": 0, "\u00a0": 0, "-": 1, "‐": 1, "‑": 1, ".": 2, "!": 2, "?": 2, "…": 2, ",": 3, ";": 3, '"': 4, "“": 4, "”": 4,
    "«": 4, "»": 4, "\n": 5, "\r": 5, "(": 6, ")": 6, "[": 6, "]": 6, "'": 7, "’": 7, "‘": 7, ":": 8, "–": 9, "—": 9,
}  # fmt: skip
_SENTENCE_ENDS = frozenset('.!?…\n\r:“"')


@lru_cache(maxsize=100_000)
def _lists(word: str) -> int:
    """The lists a word is in, one bit each."""
    folded = fold(word).replace("'", "")
    bits = (
        is_given_name(folded), folded in HEADS, folded in QUALIFIERS, folded in SAYING,
        folded in BODIES, folded in PLACES, folded in DATES, folded in FUNCTION, folded in FAMILY,
        folded in SMALL_WORDS,
        folded in DEGREES or folded in DESCENT, word[0].isupper(), word[0].isdigit(), len(word) > 1 and word.isupper(),
        folded == "s",
    )  # fmt: skip
    return sum(1 << place for place, bit in enumerate(bits) if bit)


@lru_cache(maxsize=100_000)
def _shape(word: str) -> int:
    bits = (
        word[0].isupper(), len(word) > 1 and word.isupper(), len(word) == 1,
        not word[1:].islower() and not word.isupper(),
        "'" in word or "’" in word, not word.isalpha(), len(word) <= 3, len(word) >= 8, word in SMALL_WORDS,
    )  # fmt: skip
    return sum(1 << place for place, bit in enumerate(bits) if bit)


@lru_cache(maxsize=20_000)
def _gap(gap: str) -> int:
    """Kinds of marks in what stands between two words, one bit each."""
    bits = 0
    for mark in gap[:6]:
        bits |= 1 << _GAP_OF.get(mark, len(_GAPS) - 1)
    return bits


def name_features(found: NameWords) -> NDArray[np.float32]:
    """(N, len(FEATURES)) zeros and ones, a row a candidate."""
    import numpy as np

    text, starts, ends, words = found.text, found.starts, found.ends, found.words
    count, end_of_text = len(words), len(text)
    lists = [_lists(word) for word in words]
    padded = [0, 0, *lists, 0, 0]
    columns = [
        np.array([_shape(words[c]) for c in found.candidates], dtype=np.int64),
        *(np.array([padded[c + shift] for c in found.candidates], dtype=np.int64) for shift in (2, 1, 3, 0, 4)),
        np.array([_gap(text[ends[c - 1] if c else 0 : starts[c]][-6:]) for c in found.candidates], dtype=np.int64),
        np.array(
            [_gap(text[ends[c] : starts[c + 1] if c + 1 < count else end_of_text][:6]) for c in found.candidates],
            dtype=np.int64,
        ),
        np.array(_in_article(found, lists), dtype=np.int64),
    ]
    widths = (len(_SHAPES), *(len(_LISTS),) * 5, len(_GAPS), len(_GAPS), len(_ARTICLE))
    blocks = [(column[:, None] >> np.arange(width)) & 1 for column, width in zip(columns, widths, strict=True)]
    return np.concatenate(blocks, axis=1).astype(np.float32) if len(found.candidates) else np.zeros(
        (0, len(FEATURES)), dtype=np.float32
    )  # fmt: skip


def _in_article(found: NameWords, lists: list[int]) -> list[int]:
    """What the rest of the article says of each candidate's word, one bit each."""
    words, candidates, continues = found.words, found.candidates, found.continues
    title, saying = 1 << _LISTS.index("title"), 1 << _LISTS.index("saying")
    lower = {word for word in words if word[0].islower()}
    # How often each word ends, begins a run, stands alone, follows a title, precedes saying; last, how often it is.
    counts: dict[str, list[int]] = {}
    facts: list[int] = []
    last = len(candidates) - 1
    for k, c in enumerate(candidates):
        continued = k < last and continues[k + 1]
        kind = (5 if continued else 0) if continues[k] else (1 if continued else 2)
        fact = 1 << kind
        of_word = counts.setdefault(words[c], [0, 0, 0, 0, 0, 0, 0])
        of_word[kind] += 1
        of_word[6] += 1
        if c and lists[c - 1] & title:
            fact |= 8
            of_word[3] += 1
        if c + 1 < len(words) and lists[c + 1] & saying:
            fact |= 16
            of_word[4] += 1
        facts.append(fact)
    capitals = 2 * sum(1 for word in words if word[0].isupper()) > len(words)
    earlier: set[str] = set()
    rows: list[int] = []
    for k, c in enumerate(candidates):
        word, own = words[c], facts[k]
        others = counts[word]
        times = others[6]
        row = (word.lower() in lower) | (times > 1) << 1 | (times > 3) << 2
        for bit in range(5):
            row |= (others[bit] - (own >> bit & 1) > 0) << (3 + bit)
        gap = found.text[found.ends[c - 1] : found.starts[c]] if c else "\n"
        row |= (not _SENTENCE_ENDS.isdisjoint(gap)) << 8 | capitals << 9
        row |= continues[k] << 10 | (k < last and continues[k + 1]) << 11 | (word in earlier) << 12
        earlier.add(word)
        rows.append(int(row))
    return rows
