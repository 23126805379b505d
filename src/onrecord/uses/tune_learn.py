"""Weights from judged questions: a search along one weight after the other, and cross-validation of its whole result.

The search starts from given weights and leaves them only for what pays: a step must gain more in the mean than
one and a half standard errors of that gain, so that noise keeps the defaults (after the one-standard-error rule of
Breiman and others 1984).
Nothing is drawn by chance but the folds, and those by a hash.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import product
from types import MappingProxyType

from onrecord.evaluation.tuning_folds import make_folds
from onrecord.querying.weights import Weights
from onrecord.uses.tune_cases import Case

# What is tried: weights in one row are moved together, because one says nothing without the other.
_ARMS: tuple[Mapping[str, tuple[float, ...]], ...] = (
    MappingProxyType({"late": (0.0, 0.25, 0.5, 0.75, 1.0)}),
    MappingProxyType({"vector": (0.0, 0.1, 0.2, 0.33, 0.5, 0.75, 1.0)}),
    MappingProxyType({"lexical": (0.0, 0.05, 0.1, 0.15, 0.25, 0.5, 1.0)}),
    MappingProxyType({"gain": (0.0, 0.0025, 0.005, 0.01), "start": (0.0, 12.0, 24.0, 36.0)}),
)
_CONTEXT: tuple[Mapping[str, tuple[float, ...]], ...] = (
    MappingProxyType({"statement": (0.0, 0.1, 0.2, 0.3, 0.5, 1.0)}),
    MappingProxyType({"neighbours": (0.0, 0.1, 0.15, 0.2, 0.3, 0.45)}),
    MappingProxyType({"article": (0.0, 0.1, 0.2, 0.3, 0.4, 0.55)}),
)
# Of articles only the arms are weighed.
GRIDS = {"unit": (*_ARMS, *_CONTEXT), "article": _ARMS}

# Rounds over all rows; a round without a step ends the search, and three were the most ever seen.
_MOST_ROUNDS = 6
# By one standard error a single question that gains would be enough, by this three that gain and none that loses.
_ERRORS = 1.5
# Below this a gain is rounding.
_LEAST_GAIN = 1e-9


class Trials:
    """The value of every case under weights that were tried, each weighed once."""

    def __init__(self, cases: Sequence[Case]) -> None:
        self.cases = cases
        self._known: dict[Weights, tuple[float, ...]] = {}

    def values(self, weights: Weights) -> tuple[float, ...]:
        """One value a case, in their order."""
        if weights not in self._known:
            self._known[weights] = tuple(case.value(weights) for case in self.cases)
        return self._known[weights]


@dataclass(frozen=True, slots=True)
class CrossValidated:
    """`before` and `after` hold a value a case, of the weights started from and of those learned without its fold."""

    before: tuple[float, ...]
    after: tuple[float, ...]
    weights: tuple[Weights, ...]


def learn(
    trials: Trials, chosen: Sequence[int], start: Weights, grids: Sequence[Mapping[str, Sequence[float]]]
) -> Weights:
    """The weights for the chosen cases (places in `trials.cases`), from `start`."""
    clusters = [trials.cases[place].cluster for place in chosen]
    now = start
    for _ in range(_MOST_ROUNDS):
        before = now
        for grid in grids:
            now = _step(trials, chosen, clusters, now, start, grid)
        if now == before:
            break
    return now


def cross_validate(
    trials: Trials, folds: int, start: Weights, grids: Sequence[Mapping[str, Sequence[float]]]
) -> CrossValidated:
    """Each case under weights learned on the other folds; cases of one cluster are in one fold."""
    place = {case.qid: number for number, case in enumerate(trials.cases)}
    before = trials.values(start)
    after = list(before)
    learned = []
    for fold in make_folds({case.qid: case.cluster for case in trials.cases}, folds):
        held = {place[qid] for qid in fold}
        weights = learn(trials, [number for number in range(len(after)) if number not in held], start, grids)
        values = trials.values(weights)
        for number in held:
            after[number] = values[number]
        learned.append(weights)
    return CrossValidated(before, tuple(after), tuple(learned))


def _step(
    trials: Trials,
    chosen: Sequence[int],
    clusters: Sequence[str],
    now: Weights,
    start: Weights,
    grid: Mapping[str, Sequence[float]],
) -> Weights:
    """The best place along the grid; where nothing pays, `now`, or the start's place when that costs nothing."""
    old = _of(trials.values(now), chosen)
    leader, most = now, 0.0
    for other in _along(now, start, grid):
        gains = [new - was for new, was in zip(_of(trials.values(other), chosen), old, strict=True)]
        mean, error = _mean_and_error(gains, clusters)
        home = all(getattr(other, name) == getattr(start, name) for name in grid)
        if (mean > _ERRORS * error + _LEAST_GAIN and mean > most + _LEAST_GAIN) or (
            home and leader == now and mean >= 0
        ):
            leader, most = other, mean
    return leader


def _along(now: Weights, start: Weights, grid: Mapping[str, Sequence[float]]) -> Iterator[Weights]:
    """The weights with other values of the grid; the start's values come first. Impossible ones are left out."""
    names = list(grid)
    values = [tuple(dict.fromkeys((getattr(start, name), *grid[name]))) for name in names]
    for combination in product(*values):
        given = dict(zip(names, combination, strict=True))
        if given.get("gain") == 0 and given["start"] != start.start:
            continue  # where nothing is gained, it does not matter from where
        everything = {one.name: getattr(now, one.name) for one in fields(Weights)} | given
        if sum(everything[name] for name in ("late", "vector", "lexical", "statement")) > 0:
            other = replace(now, **given)
            if other != now:
                yield other


def _mean_and_error(gains: Sequence[float], clusters: Sequence[str]) -> tuple[float, float]:
    """The mean and its standard error, clusters taken together."""
    mean = sum(gains) / len(gains)
    sums: dict[str, float] = {}
    for gain, cluster in zip(gains, clusters, strict=True):
        sums[cluster] = sums.get(cluster, 0.0) + gain - mean
    return mean, math.sqrt(sum(total * total for total in sums.values())) / len(gains)


def _of(values: Sequence[float], chosen: Sequence[int]) -> list[float]:
    return [values[place] for place in chosen]
