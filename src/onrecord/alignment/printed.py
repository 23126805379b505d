"""Texts made ready to be compared with quotations: words, numbers for them, and what of it is quoted."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.alignment.align import BORDER, BORDER_LENGTH
from onrecord.alignment.speech import Speeches, find_speeches
from onrecord.alignment.words import Words, read_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# A word that no text holds.
UNKNOWN = -2


class Vocabulary:
    """Numbers for words, given in the order they are met."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def learn(self, words: Words) -> NDArray[np.int32]:
        """The numbers of a text's words (m,); new words get new numbers."""
        import numpy as np

        numbers = self._numbers
        return np.fromiter((numbers.setdefault(key, len(numbers)) for key in words.keys), np.int32, len(words))

    def numbers(self, words: Words) -> NDArray[np.int32]:
        """The numbers of a quotation's words (n,), UNKNOWN for those in no text."""
        import numpy as np

        return np.fromiter((self._numbers.get(key, UNKNOWN) for key in words.keys), np.int32, len(words))


@dataclass(frozen=True, eq=False, slots=True)
class Printed:
    """One text with its words, their numbers in a Vocabulary, and its speeches."""

    text: str
    words: Words
    numbers: NDArray[np.int32]
    speeches: Speeches


def read_printed(text: str, vocabulary: Vocabulary) -> Printed:
    """The text, ready to be compared."""
    words = read_words(text)
    return Printed(text, words, vocabulary.learn(words), find_speeches(text, words))


@dataclass(frozen=True, eq=False, slots=True)
class Window:
    """The words `first` up to `last` (excluded) of a text: all of it, or what lies around a candidate."""

    document: int
    printed: Printed
    first: int
    last: int


@dataclass(frozen=True, eq=False, slots=True)
class Joined:
    """Windows one behind the other, with borders between them: what `align.fill` takes."""

    windows: tuple[Window, ...]
    numbers: NDArray[np.int32]
    documents: NDArray[np.int32]
    hops: tuple[tuple[int, int], ...]
    offsets: tuple[int, ...]

    def place(self, index: int) -> tuple[int, int]:
        """(window, word number in its whole text) of a word of the joined texts."""
        window = int(self.documents[index])
        return window, index - self.offsets[window] + self.windows[window].first


def join(windows: tuple[Window, ...]) -> Joined:
    """The windows in the order given, which decides between places that are equally good."""
    import numpy as np

    border = np.full(BORDER_LENGTH, BORDER, np.int32)
    numbers: list[NDArray[np.int32]] = []
    documents: list[NDArray[np.int32]] = []
    hops: list[tuple[int, int]] = []
    offsets: list[int] = []
    size = 0
    for place, window in enumerate(windows):
        length = window.last - window.first
        numbers += [window.printed.numbers[window.first : window.last], border]
        documents.append(np.full(length + BORDER_LENGTH, place, np.int32))
        shift = size - window.first
        known = window.printed.speeches.hops
        for before, after in known[bisect_left(known, (window.first, 0)) :]:
            if after >= window.last:
                break
            hops.append((before + shift, after + shift))
        offsets.append(size)
        size += length + BORDER_LENGTH
    if not windows:
        return Joined((), np.empty(0, np.int32), np.empty(0, np.int32), (), ())
    return Joined(windows, np.concatenate(numbers), np.concatenate(documents), tuple(hops), tuple(offsets))


def occurrences(wanted: NDArray[np.int32], printed: Printed, most: int = 100) -> list[int]:
    """The word numbers at which the words `wanted` (n,) stand side by side in the text, at most `most`."""
    haystack, needle = printed.numbers.tobytes(), wanted.tobytes()
    found: list[int] = []
    at = haystack.find(needle) if needle else -1
    while at >= 0 and len(found) < most:
        if at % 4 == 0:
            found.append(at // 4)
            at = haystack.find(needle, at + 4)
        else:  # the bytes of two neighbours, by chance
            at = haystack.find(needle, at + 1)
    return found
