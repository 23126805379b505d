"""The two arms of a search: each names its best rows and can score any row exactly."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from onrecord.indexing.bm25 import Counted, explain
from onrecord.indexing.exact import ExactScorer
from onrecord.limits import in_force
from onrecord.querying.parse import without_links
from onrecord.ranking import best_rows
from onrecord.records import TermScore
from onrecord.storage.postings import frequencies_of, frequency_table
from onrecord.uses.catch_up import fetch_vectors
from onrecord.uses.encoded import EncodedQuery
from onrecord.uses.parts import Parts

if TYPE_CHECKING:
    from onrecord.indexing.vector_index import Neighbours

# Sums of products depend in their last bits on the size of the matrix; in double precision and rounded to what
# float16 vectors can tell, the same pair has the same cosine in every search.
_DECIMALS = 6

# Neighbours asked for besides: what is near the last of them is told from what is as near by exact scores.
_MORE = 10

# FAISS's exact segments hold numbers of two bytes: their scores differ from ours by less.
_ROUNDING = 2e-4

# (score, row) pairs, best first.
Ranking = list[tuple[float, int]]


def among(rows: Sequence[int], allowed: array[int] | None) -> list[int]:
    """Those of the rows that may be found (None: all)."""
    if allowed is None or not rows:
        return list(rows)
    permitted = frozenset(allowed)
    return [row for row in rows if row in permitted]


class LexicalArm:
    """Exact BM25 of one query over one lane."""

    def __init__(self, parts: Parts, text: str, lane: int, allowed: array[int] | None, pending: Sequence[int]) -> None:
        self._parts, self._lane, self._allowed = parts, lane, allowed
        terms = parts.analyser.terms(without_links(text))
        self._statistics = parts.store.statistics(lane, list(dict.fromkeys(terms))[: in_force().query_words])
        self._scorer = ExactScorer(terms, self._statistics, parts.bm25, self._counted)
        self._numbers = [self._statistics.terms[term].number for term in self._scorer.terms]
        self._pending = among(pending, allowed)

    @property
    def terms(self) -> frozenset[str]:
        """The query's terms that occur in the lane."""
        return frozenset(self._scorer.terms)

    @property
    def ideal(self) -> float:
        """What a document would score in which every query term is saturated: the top of the scale."""
        return sum(self._scorer.weights) * (self._parts.bm25.k1 + 1)

    @property
    def telling_terms(self) -> frozenset[str]:
        """The terms worth showing: those in at most half of the lane's documents, or all when none is."""
        half = self._statistics.documents / 2
        rare = {term for term, facts in self._statistics.terms.items() if facts.documents <= half}
        return frozenset(rare) or self.terms

    def top(self, k: int) -> Ranking:
        """The k best rows; fewer when fewer hold a term."""
        return self._scorer.top(self._parts.engine(self._lane), self._keys, k, self._allowed, self._pending).scored

    def score(self, rows: Sequence[int]) -> dict[int, float]:
        """The exact score of each live row."""
        return self._scorer.score(rows)

    def explain(self, row: int) -> tuple[TermScore, ...]:
        """Term by term, a repeated term once for each time; the scores sum to the row's."""
        counted = self._counted([row])
        frequencies = [int(count) for count in counted.frequencies[0]]
        return explain(self._scorer.terms, frequencies, counted.lengths[0], self._statistics, self._parts.bm25)

    def _counted(self, rows: Sequence[int]) -> Counted:
        stored = self._parts.store.blobs.postings(rows)
        lengths, blobs = [length for length, _ in stored.values()], [blob for _, blob in stored.values()]
        # Four times as fast for what a query counts, but a search by words alone is over before numpy is loaded.
        if "numpy" in sys.modules:
            return Counted(list(stored), lengths, frequency_table(blobs, self._numbers))
        return Counted(list(stored), lengths, [frequencies_of(blob, self._numbers) for blob in blobs])

    def _keys(self, rows: Sequence[int]) -> Mapping[int, tuple[str, int, int, str, str]]:
        return self._parts.store.keys(rows)


class VectorArm:
    """Exact cosine of one query over one lane; FAISS only names candidates."""

    def __init__(
        self,
        parts: Parts,
        query: EncodedQuery,
        lane: int,
        allowed: array[int] | None,
        pending: Sequence[int],
    ) -> None:
        self._parts, self._lane, self._allowed, self._query = parts, lane, allowed, query
        self._pending = among(pending, allowed)
        self._dead = parts.dead()
        self._cosines: dict[int, float] = {}
        self._begun: dict[int, Callable[[], Neighbours]] = {}

    def begin(self, k: int) -> None:
        """Has the index looked at for `top(k)` while other things are done."""
        index, limit = self._parts.vectors(self._lane), k + _MORE
        self._begun[limit] = self._query.begin(lambda query: index.search(query, limit, self._allowed, self._dead))

    def top(self, k: int) -> Ranking:
        """The k nearest rows; fewer when there are fewer."""
        if k + _MORE not in self._begun:
            self.begin(k)
        found, limit = self._begun.pop(k + _MORE)(), k + _MORE
        scores = self.score(self._pending)
        while True:
            scores |= self.score([row for row, _ in found.scored if row not in scores])
            reached = sorted(scores.values(), reverse=True)[:k]
            # What lies this close to the k-th may belong before it.
            if len(found.scored) < limit or (len(reached) == k and reached[-1] > found.rest + _ROUNDING):
                break
            limit *= 4
            self.begin(limit - _MORE)
            found = self._begun.pop(limit)()
        return best_rows(scores, self._parts.store.keys, k)

    def score(self, rows: Sequence[int]) -> dict[int, float]:
        """The cosine of each row that has a vector, in [-1, 1]."""
        import numpy as np

        known = self._cosines
        live, vectors = fetch_vectors(self._parts, [row for row in rows if row not in known])
        if live:
            query = self._query.vector
            assert query is not None
            cosines = np.round(vectors.astype(np.float64) @ query.astype(np.float64), _DECIMALS)
            known.update(zip(live, cosines.tolist(), strict=True))
        return {row: known[row] for row in rows if row in known}
