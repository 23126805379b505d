"""The exact top k of BM25 from an engine's candidates: same list whatever the engine.

Fetch until no document left out can beat or tie the k-th, score with live statistics, order by one rule.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from onrecord.indexing.bm25 import Bm25Settings, idf, term_score
from onrecord.indexing.lexical import LexicalEngine
from onrecord.ranking import Sortable, best
from onrecord.records import LaneStatistics

# row -> (length, frequency of each query term); rows that are not live are left out.
Postings = Callable[[Sequence[int]], Mapping[int, tuple[int, Sequence[int]]]]
# row -> what equal scores are ordered by.
Keys = Callable[[Sequence[int]], Mapping[int, Sortable]]

# Past this many candidates a list is cut and says so; only queries of words that stand in most documents,
# over a large archive of documents of the same length, come near it.
MOST_CANDIDATES = 20_000


@dataclass(frozen=True, slots=True)
class LexicalRanking:
    """(score, row) pairs, best first. `exact` is False only when MOST_CANDIDATES was reached."""

    scored: list[tuple[float, int]] = field(default_factory=list)
    exact: bool = True


class ExactScorer:
    """Scores rows of one lane for one query."""

    def __init__(
        self, terms: Sequence[str], statistics: LaneStatistics, settings: Bm25Settings, postings: Postings
    ) -> None:
        # Sorted, repeated terms kept: the sum is always taken in this order, so equal documents tie exactly.
        self.terms = sorted(term for term in terms if term in statistics.terms)
        self.weights = [idf(statistics.documents, statistics.terms[term].documents) for term in self.terms]
        self._average, self._settings, self._postings = statistics.average_length, settings, postings
        # Arms meet the same rows again when they are joined; statistics do not change under one query.
        self._scored: dict[int, float] = {}

    def by_term(self) -> dict[str, float]:
        """Each term's idf times its count in the query."""
        out: dict[str, float] = {}
        for term, weight in zip(self.terms, self.weights, strict=True):
            out[term] = out.get(term, 0.0) + weight
        return out

    def score(self, rows: Sequence[int]) -> dict[int, float]:
        """The exact score of each live row, 0 for a row without any of the terms."""
        known = self._scored
        for row, (length, frequencies) in self._postings([row for row in rows if row not in known]).items():
            total = 0.0
            for weight, frequency in zip(self.weights, frequencies, strict=True):
                if frequency:
                    total += term_score(weight, frequency, length, self._average, self._settings)
            known[row] = total
        return {row: known[row] for row in rows if row in known}

    def top(
        self, engine: LexicalEngine, keys: Keys, k: int, allowed: array[int] | None, pending: Sequence[int]
    ) -> LexicalRanking:
        """The k best rows; `pending` are live rows that the engine may not know yet, already sifted by `allowed`."""
        if not self.terms or k < 1:
            return LexicalRanking()
        scores = self.score(pending)
        weights, limit, most, thorough = self.by_term(), 2 * k + 30, max(MOST_CANDIDATES, 8 * k), False
        while True:
            found = engine.candidates(weights, self._average, allowed, limit, thorough=thorough)
            scores |= self.score([row for row in found.rows if row not in scores])
            reached = sorted((score for score in scores.values() if score > 0.0), reverse=True)[:k]
            certain = not found.rest or (len(reached) == k and reached[-1] > found.rest)
            if certain:
                break
            if limit < most:
                limit = min(4 * limit, most)
            elif allowed is not None and not thorough:
                # Too few of the likely best are allowed: let the engine look among the allowed ones only.
                limit, thorough = 2 * k + 30, True
            else:
                break
        return LexicalRanking(self._ordered(scores, keys, k), certain)

    @staticmethod
    def _ordered(scores: Mapping[int, float], keys: Keys, k: int) -> list[tuple[float, int]]:
        matching = sorted(((score, row) for row, score in scores.items() if score > 0.0), reverse=True)
        if len(matching) > k:
            matching = [pair for pair in matching if pair[0] >= matching[k - 1][0]]
        names = keys([row for _, row in matching])
        row_of = {names[row]: row for _, row in matching}
        return [(score, row_of[key]) for score, key in best(((score, names[row]) for score, row in matching), k)]
