"""All that puts the candidates of one query in order, gathered before any weight is applied to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from onrecord.querying.fuse import ArmScores
from onrecord.querying.late import with_context

if TYPE_CHECKING:
    from onrecord.querying.weights import Weights


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """The candidates that late interaction read, with what each arm said; behind them the rest of the plain order.

    `arms` holds the read ones with their `late` scores, `ideal` is what the query's ideal document scores by BM25.
    `statements` gives the best statement's score of a candidate, empty where statements take no part. `places` gives
    article and position in it, empty where what stands around a candidate takes no part. `rest` are the others, best
    first, and `plain` the fusion's score of every candidate.
    """

    ideal: float
    arms: Mapping[int, ArmScores]
    plain: Mapping[int, float]
    rest: Sequence[int] = ()
    statements: Mapping[int, float] = field(default_factory=dict)
    places: Mapping[int, tuple[int, int]] = field(default_factory=dict)

    def scores(self, weights: Weights) -> dict[int, float]:
        """The score of every candidate under these weights; the rest keep the distances of the plain fusion."""
        first = {
            row: weights.score(said.late or 0.0, said.vector, said.bm25, self.ideal, self.statements.get(row))
            for row, said in self.arms.items()
        }
        if self.places:
            first = with_context(first, self.places, weights.neighbours, weights.article)
        return self._behind(first) if self.rest else first

    def _behind(self, first: Mapping[int, float]) -> dict[int, float]:
        least, top = min(first.values()), self.plain[self.rest[0]]
        return {**first, **{row: least - 1e-6 - (top - self.plain[row]) for row in self.rest}}
