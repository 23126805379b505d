"""What the tagger is told about a word besides the encoder's states: case, marks, and where it stands.

The encoder reads without case and forgets exact marks; quotations, sentences and paragraphs are known exactly here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from onrecord.records import Span
from onrecord.text.quotation import Quotation
from onrecord.text.sentences import split_sentences

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_KINDS = ("mark", "lower", "upper", "digit", "letter")
_LETTERS = ("first", "second", "last")
# Marks that are one sign to a reader share a column.
_MARKS = {
    ",": "comma", ".": "stop", "!": "exclamation", "?": "question", ":": "colon", ";": "semicolon", "-": "hyphen",
    "–": "dash", "—": "dash", "(": "opening bracket", "[": "opening bracket", ")": "closing bracket",
    "]": "closing bracket", "“": "opening quote", "”": "closing quote", '"': "straight quote", "‘": "single quote",
    "’": "single quote", "'": "single quote", "…": "ellipsis", "@": "at", "#": "hash", "$": "money", "%": "percent",
}  # fmt: skip
_PLACES = (
    "title", "first paragraph", "paragraph start", "paragraph end", "sentence start", "sentence end",
    "paragraph quotes first", "paragraph quotes", "glued to the word before",
)  # fmt: skip
_QUOTED = (
    "inside", "inside an inner one", "first mark", "last mark", "inside, not closed", "inside, of three words or fewer",
    "inside, of ten words or fewer", "inside, ends in a comma", "inside, ends a sentence",
    "inside, begins in lower case",
)  # fmt: skip
FEATURES: tuple[str, ...] = (
    *(f"{place} character {kind}" for place in _LETTERS for kind in _KINDS),
    *dict.fromkeys(_MARKS.values()),
    *_PLACES,
    *_QUOTED,
)
"""One name a column; a file of weights lists them, so that it is never read with other columns."""
_ROW = {name: row for row, name in enumerate(FEATURES)}
_SHORT, _MIDDLING = 3, 10
_TABLE = 0x10000


def word_features(
    text: str, words: NDArray[np.int32], paragraphs: Sequence[Span], quotations: Sequence[Quotation]
) -> NDArray[np.float32]:
    """(N, len(FEATURES)) zeros and ones, a row a word; paragraphs and quotations are those of the text."""
    import numpy as np

    columns = np.zeros((len(FEATURES), len(words)), dtype=np.float32)
    if len(words):
        _characters(text, words, columns)
        _places(text, words, paragraphs, columns)
        _quoted(text, words, quotations, columns)
    return np.ascontiguousarray(columns.T)


def first_words(words: NDArray[np.int32], spans: Iterable[Span]) -> NDArray[np.intp]:
    """The first word that ends behind the start of each span; len(words) when there is none."""
    import numpy as np

    starts = np.array([span.start for span in spans], dtype=np.int64)
    return np.searchsorted(words[:, 1], starts, side="right")


@cache
def _kinds() -> NDArray[np.int8]:
    """(_TABLE,) an index into _KINDS for each code point."""
    import numpy as np

    def kind(character: str) -> int:
        if character.islower():
            return 1
        if character.isupper():
            return 2
        if character.isnumeric():
            return 3
        return 4 if character.isalpha() else 0

    return np.fromiter((kind(chr(code)) for code in range(_TABLE)), dtype=np.int8, count=_TABLE)


@cache
def _marks() -> NDArray[np.int16]:
    """(_TABLE,) the column of each mark, -1 for all other characters."""
    import numpy as np

    table = np.full(_TABLE, -1, dtype=np.int16)
    for mark, name in _MARKS.items():
        table[ord(mark)] = _ROW[name]
    return table


def _characters(text: str, words: NDArray[np.int32], columns: NDArray[np.float32]) -> None:
    import numpy as np

    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    # Rarer scripts count as letters without case.
    codes = np.where(codes < _TABLE, codes, ord("字")).astype(np.intp)
    starts, ends = words[:, 0], words[:, 1]
    every = np.arange(len(words))
    for place, at in enumerate((starts, np.minimum(starts + 1, ends - 1), ends - 1)):
        columns[place * len(_KINDS) + _kinds()[codes[at]], every] = 1
    column = np.where(ends - starts == 1, _marks()[codes[starts]], -1)
    marked = np.flatnonzero(column >= 0)
    columns[column[marked], marked] = 1
    columns[_ROW["glued to the word before"], 1:] = starts[1:] == ends[:-1]


def _places(text: str, words: NDArray[np.int32], paragraphs: Sequence[Span], columns: NDArray[np.float32]) -> None:
    starts = first_words(words, paragraphs)
    columns[_ROW["title"], : starts[1] if len(starts) > 1 else 0] = 1
    columns[_ROW["first paragraph"], starts[1] if len(starts) > 1 else 0 : starts[2] if len(starts) > 2 else None] = 1
    sentences = first_words(words, split_sentences(text))
    for first, start, end in (
        (starts, "paragraph start", "paragraph end"),
        (sentences, "sentence start", "sentence end"),
    ):
        columns[_ROW[start], first] = 1
        columns[_ROW[end], first[1:] - 1] = 1
        columns[_ROW[end], -1] = 1


def _quoted(text: str, words: NDArray[np.int32], quotations: Sequence[Quotation], columns: NDArray[np.float32]) -> None:
    import numpy as np

    if not quotations:
        return
    first = first_words(words, (quotation.span for quotation in quotations))
    last = np.searchsorted(words[:, 0], np.array([quotation.span.end for quotation in quotations]), side="left") - 1
    for quotation, start, end in zip(quotations, first.tolist(), last.tolist(), strict=True):
        if end < start:
            continue
        inside = slice(start, end + 1)
        if quotation.depth:
            # Nested thousands deep, marking each would be quadratic; what lies inside one inner lies inside one outer.
            if quotation.depth == 1:
                columns[_ROW["inside an inner one"], inside] = 1
            continue
        for name, holds in _facts(text, quotation, end - start - 1):
            if holds:
                columns[_ROW[name], inside] = 1
        columns[_ROW["first mark"], start] = 1
        columns[_ROW["last mark"], end] = quotation.closed
    starts = np.flatnonzero(columns[_ROW["paragraph start"]])
    quoting = np.add.reduceat(columns[_ROW["inside"]], starts) > 0
    opening = columns[_ROW["first mark"], starts] > 0
    lengths = np.diff(np.append(starts, len(words)))
    columns[_ROW["paragraph quotes"], starts[0] :] = np.repeat(quoting, lengths)
    columns[_ROW["paragraph quotes first"], starts[0] :] = np.repeat(opening, lengths)


def _facts(text: str, quotation: Quotation, length: int) -> Iterable[tuple[str, bool]]:
    """Which columns hold for all words of an outermost quotation of `length` words."""
    inner = quotation.inner
    end = text[inner.end - 1] if inner.end > inner.start else ""
    return (
        ("inside", True),
        ("inside, not closed", not quotation.closed),
        ("inside, of three words or fewer", length <= _SHORT),
        ("inside, of ten words or fewer", length <= _MIDDLING),
        ("inside, ends in a comma", end == ","),
        ("inside, ends a sentence", end != "" and end in ".!?"),
        ("inside, begins in lower case", text[inner.start : inner.start + 1].islower()),
    )
