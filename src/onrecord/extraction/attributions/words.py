"""The words a tagger labels, and what the encoder's word pieces say about each of them.

Chosen: words, not pieces, because a border inside a word is then impossible, and there are fewer of them. Endings
such as the `’s` of `Clinton’s` stand alone, since a source may end before them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from onrecord.spoken import EncodedPassage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_ENDING = r"(?:[sdm]|ll|re|ve|S|D|M|LL|RE|VE)(?![^\W_])"
_WORD = re.compile(rf"['’]{_ENDING}|[^\W_]+(?:[.\-/&][^\W_]+|['’](?!{_ENDING})[^\W_]+)*|\S")


def split_words(text: str) -> NDArray[np.int32]:
    """(N, 2) half-open places of the words and single marks, in order; only white space is left out.

    >>> split_words("He’s in.").tolist()
    [[0, 2], [2, 4], [5, 7], [7, 8]]
    """
    import numpy as np

    return np.array([m.span() for m in _WORD.finditer(text)], dtype=np.int32).reshape(-1, 2)


def pieces_of_words(
    words: NDArray[np.int32], passages: Sequence[EncodedPassage]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """(P,) the word each piece begins in, for all pieces of all passages in a row, and (P,) which pieces to keep.

    A piece outside all words, and one that a passage before has covered already, is not kept. What is kept is in
    the order of the words, so that equal numbers stand side by side.
    """
    import numpy as np

    found: list[NDArray[np.intp]] = []
    kept: list[NDArray[np.intp]] = []
    covered, before = 0, 0
    for passage in passages:
        starts = passage.states.offsets[:, 0] + passage.span.start
        ends = passage.states.offsets[:, 1] + passage.span.start
        word = np.searchsorted(words[:, 0], starts, side="right") - 1
        inside = word >= 0
        inside &= (starts >= covered) & (ends > starts)
        inside[inside] = starts[inside] < words[word[inside], 1]
        found.append(word[inside])
        kept.append(np.flatnonzero(inside) + before)
        before += len(starts)
        covered = max(covered, passage.span.end)
    if not found:
        return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.intp)
    return np.concatenate(found), np.concatenate(kept)
