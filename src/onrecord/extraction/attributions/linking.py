"""Which source and contents belong to which cue: a small network over pairs; contents choose a cue, cues a source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.extraction.attributions.labels import Fragment
from onrecord.extraction.attributions.links import LINK_FEATURES, Pairs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# The roles that are linked to a cue.
LINKED = ("source", "content")


@dataclass(frozen=True, slots=True)
class Group:
    """The numbers of the fragments of one attribution; `content` ascends and is never empty.

    `link` is the lowest probability among its links.
    """

    source: int | None
    cue: int
    content: tuple[int, ...]
    link: float

    @property
    def sources(self) -> tuple[int, ...]:
        """The source, or nothing."""
        return () if self.source is None else (self.source,)


def link_shapes(width: int) -> dict[str, tuple[int, ...]]:
    """The arrays of a linker with `width` inner numbers and their shapes."""
    shapes: dict[str, tuple[int, ...]] = {}
    for role in LINKED:
        shapes |= {
            f"link.{role}.pair": (len(LINK_FEATURES), width), f"link.{role}.pair.bias": (width,),
            f"link.{role}.worth": (width,), f"link.{role}.worth.bias": (1,),
        }  # fmt: skip
    return shapes


def link_fragments(
    fragments: Sequence[Fragment], pairs: Pairs, arrays: Mapping[str, NDArray[np.float32]]
) -> list[Group]:
    """The attributions, in the order of their first fragment.

    Every content goes to its likeliest cue; one that more likely has none is dropped, as annotators hardly ever leave
    a cue out. A cue that is left without content takes one from a cue that has several, else it is dropped. Every cue
    takes its likeliest source, unless it more likely has none; one source may speak at several cues (`she said that …
    and denied that …`). What no cue takes is dropped.
    """
    import numpy as np

    is_source = np.array([fragment.role == "source" for fragment in fragments], dtype=np.bool_)
    of_source = np.flatnonzero(is_source[pairs.fragment])
    # By cue, because the sources are the cue's candidates.
    of_source = of_source[np.argsort(pairs.cue[of_source], kind="stable")]
    of_content = np.flatnonzero(~is_source[pairs.fragment])
    sources = _Candidates(pairs.cue[of_source], pairs.fragment[of_source], _worth(pairs, of_source, "source", arrays))
    cues = _Candidates(pairs.fragment[of_content], pairs.cue[of_content], _worth(pairs, of_content, "content", arrays))
    contents = _contents_of_cues(fragments, cues)
    groups = []
    for cue, linked in contents.items():
        source, certain = sources.best(cue) or (None, 1.0)
        groups.append(Group(source, cue, tuple(sorted(linked)), min(certain, *linked.values())))
    return sorted(groups, key=lambda group: (min(group.cue, group.content[0], *group.sources), group.cue))


def _contents_of_cues(fragments: Sequence[Fragment], cues: _Candidates) -> dict[int, dict[int, float]]:
    """For each cue that gets any, its contents with their probabilities."""
    contents: dict[int, dict[int, float]] = {}
    owner: dict[int, int] = {}
    wanted_by: dict[int, list[tuple[float, int]]] = {}
    for number, fragment in enumerate(fragments):
        if fragment.role != "content":
            continue
        for cue, probability in cues.of(number):
            wanted_by.setdefault(cue, []).append((probability, -number))
        best = cues.best(number)
        if best is not None:
            owner[number] = best[0]
            contents.setdefault(best[0], {})[number] = best[1]
    for cue, fragment in enumerate(fragments):
        if fragment.role != "cue" or contents.get(cue):
            continue
        # Those that no cue took, and those of cues that have others.
        spare = [one for one in wanted_by.get(cue, []) if -one[1] not in owner or len(contents[owner[-one[1]]]) > 1]
        if spare:
            probability, number = max(spare)
            if -number in owner:
                del contents[owner[-number]][-number]
            owner[-number] = cue
            contents[cue] = {-number: probability}
    return contents


def likelihoods(worth: NDArray[np.float32], chooser: NDArray[np.intp]) -> NDArray[np.float32]:
    """(M,) the probability of each pair; those of one chooser and of "none of them", worth 0, add up to 1.

    `chooser` (M,) numbers who chooses; equal numbers stand side by side.
    """
    import numpy as np

    if not len(worth):
        return worth
    begins = np.flatnonzero(np.diff(chooser, prepend=-1))
    counts = np.diff(np.append(begins, len(chooser)))
    highest = np.maximum(np.maximum.reduceat(worth, begins), 0)
    raised = np.exp(worth - np.repeat(highest, counts))
    total = np.add.reduceat(raised, begins) + np.exp(-highest)
    likely: NDArray[np.float32] = raised / np.repeat(total, counts)
    return likely


def _worth(
    pairs: Pairs, rows: NDArray[np.intp], role: str, arrays: Mapping[str, NDArray[np.float32]]
) -> NDArray[np.float32]:
    import numpy as np

    inner = np.maximum(pairs.features[rows] @ arrays[f"link.{role}.pair"] + arrays[f"link.{role}.pair.bias"], 0)
    worth: NDArray[np.float32] = inner @ arrays[f"link.{role}.worth"] + arrays[f"link.{role}.worth.bias"]
    return worth


class _Candidates:
    """What each `chooser` may choose from, and how likely each choice is; equal choosers stand side by side."""

    def __init__(self, chooser: NDArray[np.intp], chosen: NDArray[np.intp], worth: NDArray[np.float32]) -> None:
        likely = likelihoods(worth, chooser)
        self._of: dict[int, list[tuple[int, float]]] = {}
        for one, candidate, probability in zip(chooser.tolist(), chosen.tolist(), likely.tolist(), strict=True):
            self._of.setdefault(one, []).append((candidate, probability))

    def of(self, chooser: int) -> list[tuple[int, float]]:
        return self._of.get(chooser, [])

    def best(self, chooser: int) -> tuple[int, float] | None:
        """The likeliest, of equal ones the first; None when "none of them" is likelier."""
        candidates = self.of(chooser)
        best = max(candidates, key=lambda candidate: candidate[1], default=None)
        if best is None or best[1] < 1 - sum(probability for _, probability in candidates):
            return None
        return best
