"""How two arms become one score.

Chosen: a convex combination of calibrated scores, because ranks alone drown a sure answer of one arm in the
noise of the other (Bruch, Gai and Ingber 2023). Kept as an option: reciprocal rank fusion (Cormack, Clarke and
Büttcher 2009). To reopen: weights that adapt to the query.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

Method = Literal["convex", "rrf"]
K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Fusion:
    """`weight` in [0, 1] is the vector arm's share; `constant` is RRF's k."""

    method: Method = "convex"
    weight: float = 0.5
    constant: int = 60


@dataclass(frozen=True, slots=True)
class ArmScores:
    """One candidate's exact scores in both arms, and its ranks where the arm's list reached it."""

    bm25: float
    vector: float
    bm25_rank: int | None = None
    vector_rank: int | None = None


def fuse(candidates: Mapping[K, ArmScores], fusion: Fusion) -> dict[K, float]:
    """The fused score of every candidate: in [0, 1] for convex, up to 2 / (k + 1) for RRF."""
    if fusion.method == "rrf":
        return {key: reciprocal_rank((s.bm25_rank, s.vector_rank), fusion.constant) for key, s in candidates.items()}
    best = max((scores.bm25 for scores in candidates.values()), default=0.0)
    nearest = max((scores.vector for scores in candidates.values()), default=0.0)
    return {
        key: (1 - fusion.weight) * (scores.bm25 / best if best > 0 else 0.0)
        + fusion.weight * (max(scores.vector, 0.0) / nearest if nearest > 0 else 0.0)
        for key, scores in candidates.items()
    }


def reciprocal_rank(ranks: Sequence[int | None], constant: int = 60) -> float:
    """Sum of 1 / (constant + rank) over the lists that hold the candidate; ranks count from 1.

    >>> round(reciprocal_rank([1, None]), 6)
    0.016393
    """
    return sum(1.0 / (constant + rank) for rank in ranks if rank is not None)
