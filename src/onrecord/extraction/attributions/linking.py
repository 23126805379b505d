"""Which source and contents belong to which cue: a small network over pairs, then one cue for each fragment."""

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

    `link` is the lowest probability among its links, 1.0 where there is nothing to link.
    """

    source: int | None
    cue: int | None
    content: tuple[int, ...]
    link: float


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

    Every content goes to its likeliest cue, or stands alone when "no cue" is likelier or there is none. Of several
    sources that want one cue the likeliest gets it, of equal ones the first. A cue that is left without content
    takes one from a cue that has several, else the attribution is dropped.
    """
    import numpy as np

    worth = np.zeros(len(pairs.fragment), dtype=np.float32)
    for role in LINKED:
        mine = np.flatnonzero([fragments[number].role == role for number in pairs.fragment])
        worth[mine] = _worth(pairs.features[mine], role, arrays)
    choice = _Choice(pairs, likelihoods(worth, pairs.fragment))
    for number, fragment in enumerate(fragments):
        if fragment.role == "content":
            choice.place_content(number)
        elif fragment.role == "source":
            choice.place_source(number)
    for number, fragment in enumerate(fragments):
        if fragment.role == "cue":
            choice.fill(number)
    return choice.groups()


def likelihoods(worth: NDArray[np.float32], fragment: NDArray[np.intp]) -> NDArray[np.float32]:
    """(M,) the probability of each pair; those of one fragment and of "no cue", worth 0, add up to 1."""
    import numpy as np

    if not len(worth):
        return worth
    begins = np.flatnonzero(np.diff(fragment, prepend=-1))
    counts = np.diff(np.append(begins, len(fragment)))
    highest = np.maximum(np.maximum.reduceat(worth, begins), 0)
    raised = np.exp(worth - np.repeat(highest, counts))
    total = np.add.reduceat(raised, begins) + np.exp(-highest)
    likely: NDArray[np.float32] = raised / np.repeat(total, counts)
    return likely


def _worth(features: NDArray[np.float32], role: str, arrays: Mapping[str, NDArray[np.float32]]) -> NDArray[np.float32]:
    import numpy as np

    inner = np.maximum(features @ arrays[f"link.{role}.pair"] + arrays[f"link.{role}.pair.bias"], 0)
    worth: NDArray[np.float32] = inner @ arrays[f"link.{role}.worth"] + arrays[f"link.{role}.worth.bias"]
    return worth


class _Choice:
    """Who has got which cue so far; a fragment's candidates are (cue, probability), a cue's (fragment, probability)."""

    def __init__(self, pairs: Pairs, likely: NDArray[np.float32]) -> None:
        self._cues_of: dict[int, list[tuple[int, float]]] = {}
        self._wanted_by: dict[int, list[tuple[int, float]]] = {}
        for fragment, cue, probability in zip(
            pairs.fragment.tolist(), pairs.cue.tolist(), likely.tolist(), strict=True
        ):
            self._cues_of.setdefault(fragment, []).append((cue, probability))
            self._wanted_by.setdefault(cue, []).append((fragment, probability))
        self._contents: dict[int, dict[int, float]] = {}
        self._sources: dict[int, tuple[int, float]] = {}
        self._cue_of_content: dict[int, int | None] = {}

    def _likeliest(self, fragment: int) -> tuple[int, float] | None:
        """The likeliest cue, of equal ones the first; None when "no cue" is likelier."""
        candidates = self._cues_of.get(fragment, [])
        best = max(candidates, key=lambda option: option[1], default=None)
        if best is None or best[1] < 1 - sum(probability for _, probability in candidates):
            return None
        return best

    def place_content(self, number: int) -> None:
        best = self._likeliest(number)
        self._cue_of_content[number] = None if best is None else best[0]
        if best is not None:
            self._contents.setdefault(best[0], {})[number] = best[1]

    def place_source(self, number: int) -> None:
        best = self._likeliest(number)
        if best is not None and (best[0] not in self._sources or best[1] > self._sources[best[0]][1]):
            self._sources[best[0]] = (number, best[1])

    def fill(self, cue: int) -> None:
        """Gives a cue without content the likeliest of those that stand alone or that another cue can spare."""
        if self._contents.get(cue):
            return
        spare = []
        for number, probability in self._wanted_by.get(cue, []):
            if number in self._cue_of_content:
                owner = self._cue_of_content[number]
                if owner is None or len(self._contents[owner]) > 1:
                    spare.append((probability, -number))
        if spare:
            probability, number = max(spare)
            owner = self._cue_of_content[-number]
            if owner is not None:
                del self._contents[owner][-number]
            self._cue_of_content[-number] = cue
            self._contents[cue] = {-number: probability}

    def groups(self) -> list[Group]:
        found = [
            (number, Group(None, None, (number,), 1.0)) for number, cue in self._cue_of_content.items() if cue is None
        ]
        for cue, linked in self._contents.items():
            source, certain = self._sources.get(cue, (None, 1.0))
            content = tuple(sorted(linked))
            first = min(cue, content[0], cue if source is None else source)
            found.append((first, Group(source, cue, content, min(certain, *linked.values()))))
        return [group for _, group in sorted(found, key=lambda one: one[0])]
