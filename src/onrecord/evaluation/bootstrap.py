"""How far a mean may be off: percentile intervals by the bootstrap, whole clusters of questions drawn together.

Sources: Efron and Tibshirani 1993, chapter 13 (percentile interval); Field and Welsh 2007 (drawing clusters);
Sakai 2006 (bootstrap for retrieval measures). Figures are rounded to ten decimals, so that the order in which a
processor adds does not show.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RESAMPLES = 10_000
# 95% of the resamples lie between.
_QUANTILES = (0.025, 0.975)
# Weights drawn at once: 16 MB of them.
_BLOCK = 2_000_000
_DIGITS = 10


def mean_intervals(
    values: NDArray[np.float64], clusters: Sequence[str], resamples: int = RESAMPLES, seed: int = 0
) -> list[tuple[float, float] | None]:
    """The 95% interval of each column's mean; `values` is (Q, M), NaN where a question does not define a measure.

    None where fewer than two clusters define the column: a single cluster cannot say how much clusters vary.
    All columns see the same draws, so the interval of a column of differences is a paired one.
    """
    import numpy as np

    rows = _numbered(clusters)
    count = int(rows.max()) + 1 if len(rows) else 0
    defined = ~np.isnan(values)
    sums, sizes = np.zeros((count, values.shape[1])), np.zeros((count, values.shape[1]))
    np.add.at(sums, rows, np.where(defined, values, 0.0))
    np.add.at(sizes, rows, defined.astype(np.float64))
    if count < 2:
        return [None] * values.shape[1]
    parts = []
    for weights in _draws(count, resamples, seed):
        with np.errstate(invalid="ignore", divide="ignore"):
            parts.append((weights @ sums) / (weights @ sizes))
    means = np.concatenate(parts)
    enough = (sizes > 0).sum(axis=0) >= 2
    return [percentile_interval(means[:, column]) if enough[column] else None for column in range(values.shape[1])]


def auroc_resamples(
    positives: Sequence[tuple[float, str]],
    negatives: Sequence[tuple[float, str]],
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> NDArray[np.float64] | None:
    """Resampled chances that a positive's score is above a negative's, ties counting half, (resamples,).

    Both are (score, cluster) pairs and keep their numbers of clusters in each resample; the same clusters in the same
    order are drawn alike, so the areas of two systems may be subtracted. None with fewer than two clusters on a side.
    """
    import numpy as np

    above, below = _numbered([c for _, c in positives]), _numbered([c for _, c in negatives])
    if not len(above) or not len(below) or above.max() < 1 or below.max() < 1:
        return None
    shape = (int(above.max()) + 1, int(below.max()) + 1)
    low = np.array([score for score, _ in negatives], dtype=np.float64)
    won = np.zeros(shape)
    # One positive after the other: all pairs at once would not fit into memory for large suites.
    for cluster, (score, _) in zip(above, positives, strict=True):
        won[cluster] += np.bincount(below, (score > low) + 0.5 * (score == low), shape[1])
    sizes_above, sizes_below = np.bincount(above).astype(np.float64), np.bincount(below).astype(np.float64)
    # The two sides are drawn independently: from two streams, in blocks of the same length.
    rows = max(1, _BLOCK // max(shape))
    draws = (_draws(count, resamples, seed + side, rows) for side, count in enumerate(shape))
    return np.concatenate(
        [
            ((up @ won) * down).sum(axis=1) / ((up @ sizes_above) * (down @ sizes_below))
            for up, down in zip(*draws, strict=True)
        ]
    )


def percentile_interval(values: NDArray[np.float64]) -> tuple[float, float]:
    """What 95% of the resamples lie between, NaN left out."""
    import numpy as np

    low, high = np.quantile(values[~np.isnan(values)], _QUANTILES)
    return round(float(low), _DIGITS), round(float(high), _DIGITS)


def _draws(count: int, resamples: int, seed: int, rows: int | None = None) -> Iterator[NDArray[np.float64]]:
    """How often each cluster was drawn, (rows, C) a block, `resamples` rows in all; each row sums to C."""
    import numpy as np

    random = np.random.default_rng(seed)
    rows = rows or max(1, _BLOCK // count)
    for start in range(0, resamples, rows):
        size = min(rows, resamples - start)
        drawn = random.integers(0, count, size=(size, count)) + np.arange(size)[:, None] * count
        yield np.bincount(drawn.ravel(), minlength=size * count).reshape(size, count).astype(np.float64)


def _numbered(clusters: Sequence[str]) -> NDArray[np.int64]:
    """A number for each cluster, in the order of first sight."""
    import numpy as np

    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(name, len(numbers)) for name in clusters], dtype=np.int64)
