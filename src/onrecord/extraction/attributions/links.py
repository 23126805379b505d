"""What is known about a fragment and a cue that may belong together, as numbers for the linker.

Links are sought inside a paragraph, among the nearest cues on both sides: in the annotated news, less than one
attribution in a hundred reaches over a paragraph's end, and 95 in 100 fragments belong to the nearest cue.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from onrecord.extraction.attributions.features import FEATURES
from onrecord.extraction.attributions.labels import ROLES, Fragment

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Cues tried on each side of a fragment.
_REACH = 3
_COUNTED = ("comma", "stop", "colon", "sentence start", "inside", "first mark", "last mark")
_NEIGHBOURS = ("none", *ROLES)
LINK_FEATURES: tuple[str, ...] = (
    "before the cue", "words between", "nothing between", "one cue between", "more cues between", "contents between",
    "sources between", "one sentence border between", "more sentence borders between", "comma between",
    "colon between", "opening mark between", "closing mark between", "fragment begins quoted", "fragment ends quoted",
    "fragment ends in a comma", "fragment ends in a stop", "fragment begins a sentence", "fragment length",
    "fragment certainty", "cue quoted", "cue begins a sentence", "cue length", "cue certainty",
    *(f"{role} {side} the fragment" for side in ("before", "behind") for role in _NEIGHBOURS),
    *(f"{role} {side} the cue" for side in ("before", "behind") for role in _NEIGHBOURS),
    "gap before the fragment", "gap behind the fragment", "gap before the cue", "gap behind the cue",
)  # fmt: skip
_LONG = 60


class Pairs(NamedTuple):
    """M pairs of a source or content and a cue; `fragment` and `cue` (M,) number the fragments, in order."""

    fragment: NDArray[np.intp]
    cue: NDArray[np.intp]
    features: NDArray[np.float32]


def build_pairs(
    fragments: Sequence[Fragment],
    certainty: NDArray[np.float32],
    features: NDArray[np.float32],
    starts: NDArray[np.intp],
) -> Pairs:
    """All pairs that may be linked, with a row of LINK_FEATURES each.

    `fragments` stand in order and do not overlap; `certainty` (K,) is one number each; `features` are those of the
    words, `starts` the first words of the paragraphs.
    """
    import numpy as np

    if not fragments:
        none = np.zeros(0, dtype=np.intp)
        return Pairs(none, none, np.zeros((0, len(LINK_FEATURES)), dtype=np.float32))
    first, last = (np.array([fragment[end] for fragment in fragments], dtype=np.intp) for end in (0, 1))
    role = np.array([ROLES.index(fragment.role) for fragment in fragments])
    paragraph = np.searchsorted(starts, first, side="right")
    fragment, cue = _near(role, paragraph)
    facts = _Facts(first, last, role, paragraph, certainty, features)
    return Pairs(fragment, cue, facts.rows(fragment, cue))


def _near(role: NDArray[np.intp], paragraph: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The pairs, ordered by fragment and then by cue."""
    import numpy as np

    cues = np.flatnonzero(role == ROLES.index("cue"))
    others = np.flatnonzero(role != ROLES.index("cue"))
    if not len(cues):
        return others[:0], cues
    nearest = np.searchsorted(cues, others)[:, None] + np.arange(-_REACH, _REACH)[None, :]
    exists = (nearest >= 0) & (nearest < len(cues))
    candidate = cues[np.clip(nearest, 0, len(cues) - 1)]
    rows, columns = np.nonzero(exists & (paragraph[candidate] == paragraph[others][:, None]))
    return others[rows], candidate[rows, columns]


class _Facts:
    """Looks up what stands between, before and behind fragments, by sums from the beginning of the article."""

    def __init__(
        self,
        first: NDArray[np.intp],
        last: NDArray[np.intp],
        role: NDArray[np.intp],
        paragraph: NDArray[np.intp],
        certainty: NDArray[np.float32],
        features: NDArray[np.float32],
    ) -> None:
        import numpy as np

        self._first, self._last, self._certainty = first, last, certainty
        self._word = {name: features[:, FEATURES.index(name)] for name in _COUNTED}
        self._sum = {name: np.append(0, np.cumsum(column)) for name, column in self._word.items()}
        self._roles = [np.append(0, np.cumsum(role == place)) for place in range(len(ROLES))]
        together = paragraph[1:] == paragraph[:-1]
        # 0 is "none": the neighbour beyond a paragraph's end.
        self._before = np.append(0, np.where(together, role[:-1] + 1, 0))
        self._behind = np.append(np.where(together, role[1:] + 1, 0), 0)
        gap = np.where(together, first[1:] - last[:-1] - 1, _LONG)
        self._gap_before, self._gap_behind = np.append(_LONG, gap), np.append(gap, _LONG)

    def rows(self, fragment: NDArray[np.intp], cue: NDArray[np.intp]) -> NDArray[np.float32]:
        """(M, len(LINK_FEATURES)) float32."""
        import numpy as np

        earlier, later = np.minimum(fragment, cue), np.maximum(fragment, cue)
        begin, end = self._last[earlier] + 1, self._first[later]
        between = {name: total[end] - total[begin] for name, total in self._sum.items()}
        source, cues, content = (total[later] - total[earlier + 1] for total in self._roles)
        # A sentence that begins with the later one is a border too.
        borders = self._sum["sentence start"][end + 1] - self._sum["sentence start"][begin]
        first, last = self._first[fragment], self._last[fragment]
        columns = [
            fragment < cue, _log(end - begin), end == begin, cues == 1, cues > 1, content > 0, source > 0,
            borders == 1, borders > 1, between["comma"] > 0, between["colon"] > 0, between["first mark"] > 0,
            between["last mark"] > 0, self._word["inside"][first], self._word["inside"][last],
            self._in_last("comma", fragment), self._in_last("stop", fragment), self._word["sentence start"][first],
            _log(last - first), self._certainty[fragment], self._word["inside"][self._first[cue]],
            self._word["sentence start"][self._first[cue]], _log(self._last[cue] - self._first[cue]),
            self._certainty[cue],
        ]  # fmt: skip
        for at in (fragment, cue):
            for neighbour in (self._before[at], self._behind[at]):
                columns += [neighbour == place for place in range(len(_NEIGHBOURS))]
        for at in (fragment, cue):
            columns += [_log(self._gap_before[at]), _log(self._gap_behind[at])]
        return np.stack(columns, axis=1).astype(np.float32)

    def _in_last(self, mark: str, fragment: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Whether the mark is among the last two words: a comma often stands before the closing quotation mark."""
        import numpy as np

        end = self._last[fragment] + 1
        begin = np.maximum(self._first[fragment], end - 2)
        found: NDArray[np.bool_] = self._sum[mark][end] > self._sum[mark][begin]
        return found


def _log(count: NDArray[np.intp]) -> NDArray[np.float64]:
    """Counts of words on a scale from 0 to about 1."""
    import numpy as np

    scaled: NDArray[np.float64] = np.log1p(np.minimum(count, _LONG)) / np.log1p(_LONG)
    return scaled
