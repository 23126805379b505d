"""rank-bm25 as the reference: for archives in memory, and the naive twin the production engine is held to.

Its own flaws are wrapped: documents without any query term are dropped, and the idf is Lucene's (Okapi's is 0
for a term in half of the documents and negative above).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from onrecord.indexing.bm25 import Bm25Settings, idf
from onrecord.indexing.lexical import Candidates, LexicalDocument
from onrecord.records import Watermark


class ReferenceEngine:
    """A LexicalEngine in memory; made anew after each change, so for small collections."""

    def __init__(self, settings: Bm25Settings) -> None:
        self._settings = settings
        self._documents: dict[int, LexicalDocument] = {}
        self._watermark = Watermark()
        self._model: Any = None

    def watermark(self) -> Watermark:
        return self._watermark

    def apply(self, added: Iterable[LexicalDocument], removed: Sequence[int], watermark: Watermark) -> None:
        for row in removed:
            self._documents.pop(row, None)
        self._documents |= {document.row: document for document in added}
        self._watermark, self._model = watermark, None

    def rebuild(self, documents: Iterable[LexicalDocument], watermark: Watermark) -> None:
        self._documents.clear()
        self.apply(documents, (), watermark)

    def scores(self, terms: Sequence[str]) -> dict[int, float]:
        """rank-bm25's score of every document that holds one of the terms, by row; repeated terms count again."""
        if not any(document.title or document.body for document in self._documents.values()):
            return {}
        if self._model is None:
            weight = self._settings.title_weight
            corpus = [[*d.title] * weight + [*d.body] for d in self._documents.values()]
            self._model = _lucene_okapi(corpus, self._settings)
        scores = self._model.get_scores(list(terms)).tolist()
        return {row: score for row, score in zip(self._documents, scores, strict=True) if score > 0.0}

    def candidates(
        self, weights: Mapping[str, float], average: float, allowed: array[int] | None, limit: int, *, thorough: bool
    ) -> Candidates:
        permitted = None if allowed is None else frozenset(allowed)
        scores = self.scores(sorted(weights))
        rows = sorted((row for row in scores if permitted is None or row in permitted), key=lambda row: -scores[row])
        # All of them: the counts of a repeated query term are only known to the exact scores above.
        return Candidates(rows, 0.0)

    def matching(self, phrase: Sequence[str]) -> array[int]:
        wanted = list(phrase)
        found = (row for row, d in self._documents.items() if _holds(d.title, wanted) or _holds(d.body, wanted))
        return array("q", sorted(found))

    def rows(self) -> array[int]:
        return array("q", sorted(self._documents))

    def changed_files(self) -> list[str]:
        return []


def _holds(terms: Sequence[str], wanted: list[str]) -> bool:
    size = len(wanted)
    return bool(size) and any(list(terms[at : at + size]) == wanted for at in range(len(terms) - size + 1))


def _lucene_okapi(corpus: list[list[str]], settings: Bm25Settings) -> Any:
    from rank_bm25 import BM25Okapi

    class LuceneOkapi(BM25Okapi):  # type: ignore[misc]
        """rank-bm25's Okapi scores with an idf that is never negative."""

        def _calc_idf(self, nd: Mapping[str, int]) -> None:
            self.idf = {term: idf(self.corpus_size, holding) for term, holding in nd.items()}

    return LuceneOkapi(corpus, k1=settings.k1, b=settings.b)
