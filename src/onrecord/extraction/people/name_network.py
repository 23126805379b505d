"""The name finder's small network, in numpy: what it says of each candidate, and the names read from that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from onrecord.extraction.people.name_features import FEATURES, name_features
from onrecord.extraction.people.name_states import word_states
from onrecord.extraction.people.name_words import NameWords
from onrecord.spoken import EncodedPassage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

OUTSIDE, BEGINS, INSIDE = 0, 1, 2


def score_candidates(
    found: NameWords, passages: Sequence[EncodedPassage], layers: Sequence[int], weights: Mapping[str, Array]
) -> Array:
    """(N, 3) log probabilities of outside, beginning and inside of a name, a row a candidate.

    A candidate is seen with its neighbours in the same run and with all candidates of the article that are the same
    word: their mean and their maximum, so that a clear mention helps an unclear one.
    """
    import numpy as np

    starts = np.array([found.starts[c] for c in found.candidates], dtype=np.int64)
    ends = np.array([found.ends[c] for c in found.candidates], dtype=np.int64)
    states = weights["states"]
    hidden = word_states(passages, starts, ends, layers, lambda rows: rows @ states)
    hidden += name_features(found) @ weights["features"] + weights["features_bias"]
    np.maximum(hidden, 0.0, out=hidden)
    continues = np.array(found.continues, dtype=np.float32)[:, None]
    before, after = np.zeros_like(hidden), np.zeros_like(hidden)
    before[1:] = hidden[:-1] * continues[1:]
    after[:-1] = hidden[1:] * continues[1:]
    mean, most = _by_word(found, hidden)
    middle = np.concatenate((hidden, before, after, mean, most), axis=1) @ weights["middle"] + weights["middle_bias"]
    scores: Array = np.maximum(middle, 0.0) @ weights["out"] + weights["out_bias"]
    scores -= scores.max(axis=1, keepdims=True)
    scores -= np.log(np.exp(scores).sum(axis=1, keepdims=True))
    return scores


def shapes(width: int, layers: int, weights: Mapping[str, Array]) -> dict[str, tuple[int, ...]]:
    """The shape each weight must have for an encoder of `width` and the hidden widths found in `weights`."""
    hidden, middle = weights["states"].shape[-1], weights["middle"].shape[-1]
    return {
        "states": (width * layers, hidden),
        "features": (len(FEATURES), hidden),
        "features_bias": (hidden,),
        "middle": (5 * hidden, middle),
        "middle_bias": (middle,),
        "out": (middle, 3),
        "out_bias": (3,),
    }


def _by_word(found: NameWords, hidden: Array) -> tuple[Array, Array]:
    """Mean and maximum of `hidden` over all candidates that are the same word, case aside."""
    import numpy as np

    numbers: dict[str, int] = {}
    of = np.array([numbers.setdefault(found.words[c].lower(), len(numbers)) for c in found.candidates], dtype=np.int64)
    order = np.argsort(of, kind="stable")
    edges = np.searchsorted(of[order], np.arange(len(numbers)))
    counts: Array = np.bincount(of, minlength=len(numbers)).astype(np.float32)[:, None]
    ordered = hidden[order]
    sums: Array = np.add.reduceat(ordered, edges, axis=0)
    most: Array = np.maximum.reduceat(ordered, edges, axis=0)
    return (sums / counts)[of], most[of]


def read_names(scores: Sequence[Sequence[float]], continues: Sequence[bool]) -> list[tuple[int, int]]:
    """(first, last) candidate of each name: the most probable labelling in which no name begins inside.

    A name goes on only where `continues` lets it. Equal labellings: outside before beginning before inside.
    """
    if not scores:
        return []
    impossible = float("-inf")
    outside, begins, inside = scores[0][OUTSIDE], scores[0][BEGINS], impossible
    origins: list[tuple[int, int]] = []
    for row, goes_on in zip(scores[1:], continues[1:], strict=True):
        best, origin = outside, OUTSIDE
        if begins > best:
            best, origin = begins, BEGINS
        if inside > best:
            best, origin = inside, INSIDE
        named, name_origin = (inside, INSIDE) if inside > begins else (begins, BEGINS)
        origins.append((origin, name_origin))
        outside, begins = best + row[OUTSIDE], best + row[BEGINS]
        inside = named + row[INSIDE] if goes_on else impossible
    label = OUTSIDE
    if begins > outside:
        label = BEGINS
    if inside > max(outside, begins):
        label = INSIDE
    return _runs(label, origins)


def _runs(label: int, origins: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    names: list[tuple[int, int]] = []
    last = -1
    for number in range(len(origins), -1, -1):
        if label != OUTSIDE and last < 0:
            last = number
        if label == BEGINS:
            names.append((number, last))
        if label != INSIDE:
            last = -1
        if number:
            label = origins[number - 1][1] if label == INSIDE else origins[number - 1][0]
    return names[::-1]
