"""The labels of words: where a source, a cue or a content begins, goes on and ends. Roles never overlap.

Chosen: one flat sequence with a label of its own for first, inner, last and only words, because annotated roles do
not nest, and because where a content ends can then be learned as well as where it begins.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, get_args

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RoleName: TypeAlias = Literal["source", "cue", "content"]
ROLES: tuple[RoleName, ...] = get_args(RoleName)
OUTSIDE = "O"
# First, inner, last and only word of a fragment.
_PLACES = "BIES"
LABELS: tuple[str, ...] = (OUTSIDE, *(f"{place}-{role}" for role in ROLES for place in _PLACES))


class Fragment(NamedTuple):
    """A contiguous part of one role: its first and its last word."""

    first: int
    last: int
    role: RoleName


def allowed_steps() -> NDArray[np.bool_]:
    """(L, L) whether a label (column) may follow another (row) within a paragraph."""
    import numpy as np

    allowed = np.zeros((len(LABELS), len(LABELS)), dtype=np.bool_)
    for row, before in enumerate(LABELS):
        for column, after in enumerate(LABELS):
            goes_on = before[0] in "BI"
            allowed[row, column] = goes_on == (after[0] in "IE") and (not goes_on or before[1:] == after[1:])
    return allowed


def allowed_edges() -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """(L,) which labels may stand on the first word of a paragraph, and (L,) which on its last."""
    import numpy as np

    return np.array([label[0] in "OBS" for label in LABELS]), np.array([label[0] in "OES" for label in LABELS])


def labels_of(fragments: Sequence[Fragment], words: int) -> NDArray[np.int8]:
    """(words,) an index into LABELS for each word; where fragments overlap, the later one stands."""
    import numpy as np

    labels = np.zeros(words, dtype=np.int8)
    for first, last, role in fragments:
        begin = 1 + len(_PLACES) * ROLES.index(role)
        if first == last:
            labels[first] = begin + 3
        else:
            labels[first] = begin
            labels[first + 1 : last] = begin + 1
            labels[last] = begin + 2
    return labels


def fragments_of(labels: NDArray[np.int8]) -> list[Fragment]:
    """The fragments of a sequence that has allowed steps only, in order.

    >>> import numpy as np
    >>> fragments_of(np.array([4, 0, 1, 2, 3], dtype=np.int8))
    [Fragment(first=0, last=0, role='source'), Fragment(first=2, last=4, role='source')]
    """
    import numpy as np

    role, place = np.divmod(labels - 1, len(_PLACES))
    there = labels > 0
    first = np.flatnonzero(there & ((place == 0) | (place == 3)))
    last = np.flatnonzero(there & (place >= 2))
    rows = zip(first.tolist(), last.tolist(), role[first].tolist(), strict=True)
    return [Fragment(begin, end, ROLES[number]) for begin, end, number in rows]
