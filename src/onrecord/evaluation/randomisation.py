"""How likely a difference this large is when the two systems are in truth exchangeable: the paired randomisation test.

Under that hypothesis the sign of each cluster's summed difference is a coin's. The statistic is the absolute mean
difference, two-sided. Sources: Fisher 1935; Smucker, Allan and Carterette 2007, who recommend it for retrieval;
Phipson and Smyth 2010 for the one added to both counts, without which a p of zero would be claimed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from onrecord.evaluation.bootstrap import RESAMPLES

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Signs held at once: 16 MB of them.
_BLOCK = 2_000_000
# Sums that are equal on paper differ by rounding; a tie with the observed one must count as one.
_TOLERANCE = 1e-10


def randomisation_p(
    differences: NDArray[np.float64], clusters: Sequence[str], resamples: int = RESAMPLES, seed: int = 0
) -> list[float]:
    """The two-sided p of each column's mean difference from 0; `differences` is (Q, M), NaN where undefined.

    Exact over all assignments of signs when those are no more than `resamples` (clusters whose difference is 0 have
    no sign), else (1 + as extreme) / (1 + resamples) over random ones, the same for every column. No difference: 1.0.
    """
    import numpy as np

    numbers: dict[str, int] = {}
    rows = np.array([numbers.setdefault(name, len(numbers)) for name in clusters], dtype=np.int64)
    sums = np.zeros((len(numbers), differences.shape[1]))
    np.add.at(sums, rows, np.nan_to_num(differences, nan=0.0))
    sums[np.abs(sums) < _TOLERANCE] = 0.0
    p = [1.0] * sums.shape[1]
    sampled = []
    for column in range(sums.shape[1]):
        moved = sums[:, column][sums[:, column] != 0]
        if 2 ** len(moved) > resamples:
            sampled.append(column)
        elif len(moved):
            p[column] = _exact(moved)
    if sampled:
        for column, value in zip(sampled, _sampled(sums[:, sampled], resamples, seed), strict=True):
            p[column] = value
    return p


def _exact(sums: NDArray[np.float64]) -> float:
    """Over all signs; the first sign is held, for turning all of them changes no absolute value."""
    import numpy as np

    count = len(sums) - 1
    bits = (np.arange(2**count)[:, None] >> np.arange(count)[None, :]) & 1
    totals = sums[0] + (1.0 - 2.0 * bits) @ sums[1:]
    return float(np.mean(np.abs(totals) >= _bar(sums)))


def _sampled(sums: NDArray[np.float64], resamples: int, seed: int) -> list[float]:
    import numpy as np

    random = np.random.default_rng(seed)
    count = len(sums)
    bars = np.array([_bar(sums[:, column]) for column in range(sums.shape[1])])
    extreme = np.zeros(sums.shape[1], dtype=np.int64)
    rows = max(1, _BLOCK // count)
    for start in range(0, resamples, rows):
        signs = 1.0 - 2.0 * random.integers(0, 2, size=(min(rows, resamples - start), count), dtype=np.int8)
        extreme += (np.abs(signs @ sums) >= bars).sum(axis=0)
    return [(1 + int(found)) / (1 + resamples) for found in extreme]


def _bar(sums: NDArray[np.float64]) -> float:
    import numpy as np

    return float(abs(sums.sum()) - _TOLERANCE * np.abs(sums).sum())
