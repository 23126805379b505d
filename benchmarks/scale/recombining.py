"""Recombined articles as the store takes them: vectors, token states, terms and statements of all their units.

A passage's vector is what pooling makes of the states its sentences' word pieces had where they really stood, a
quote's or claim's likewise; small noise keeps sentences that are used again from having the same vector. Token states
are those of the pool's word pieces, packed by the archive's own keeper.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from onrecord.records import PreparedArticle, PreparedUnit, Span, Unit
from onrecord.storage.store import with_aside
from onrecord.text.passages import build_passages
from onrecord.text.sentences import split_sentences
from onrecord.uses.parts import ARTICLES, PASSAGES, STATEMENTS, Parts
from onrecord.uses.prepare import Pipeline
from onrecord.uses.statements import units_of
from scale.corpus import Corpus, Recombined
from scale.kept import Rows

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Length of the noise beside a vector of length 1: sentences used again are .98 alike.
NOISE = 0.2


class Recombining:
    """Makes articles of a corpus ready for the archive that `parts` are of."""

    def __init__(self, corpus: Corpus, parts: Parts, seed: int) -> None:
        import numpy as np

        self._corpus, self._parts, self._seed = corpus, parts, seed
        self._pool = corpus.pool
        self._extractor = extractor_of(parts)
        self._noise: NDArray[np.float32] | None = None
        self._sums: dict[tuple[int, int], NDArray[np.float32]] = {}
        self._nothing = np.zeros(self._pool.states.shape[1], np.float32)

    def article(self, number: int) -> tuple[PreparedArticle, list[Rows | None]]:
        """The article with this number, and for each of its units the rows of the pool that its token states are.

        Vectors are float16 and states are missing: `kept` packs both.
        """
        import numpy as np

        made = self._corpus.article(number)
        article, text = made.article, made.article.text
        spans = build_passages(
            text, words=self._parts.manifest.passage_words, overlap=self._parts.manifest.passage_overlap
        )
        statements = list(units_of(text, made.found, split_sentences(text)))
        passages = [_rows_of(made, span, self._pool.starts) for span in spans]
        said = [[row for part in parts for row in _rows_of(made, part, self._pool.starts)] for _, parts in statements]
        pooled = np.stack([sum(map(self._sum, rows), self._nothing) for rows in (*passages, *said)])
        vectors = _unit(_unit(pooled) + self._noise_for(number, len(pooled)))
        stored = vectors.astype("<f2")
        whole = _unit(np.mean(stored[: len(spans)], axis=0, dtype=np.float32)[None, :]).astype("<f2")
        units = [
            self._prepared(made, Unit("passage", span), PASSAGES, vector)
            for span, vector in zip(spans, stored, strict=False)
        ]
        units.append(self._prepared(made, Unit("article", Span(0, len(text))), ARTICLES, whole[0]))
        kept: list[Rows | None] = [*passages, ((made.title_first, made.title_last),)]
        for (unit, _), vector in zip(statements, stored[len(spans) :], strict=True):
            units.append(self._prepared(made, unit, STATEMENTS, vector, host(spans, unit.span)))
            kept.append(None)
        return PreparedArticle(article, tuple(units), self._extractor), kept

    def _sum(self, rows: tuple[int, int]) -> NDArray[np.float32]:
        """(D,): the states of these rows of the pool, added up and remembered."""
        if rows not in self._sums:
            import numpy as np

            self._sums[rows] = self._pool.states[rows[0] : rows[1]].sum(axis=0, dtype=np.float32)
        return self._sums[rows]

    def _noise_for(self, number: int, count: int) -> NDArray[np.float32]:
        """(count, D) of length NOISE each: drawn once, and read from another place for every article."""
        import numpy as np

        width = self._pool.states.shape[1]
        if self._noise is None:
            drawn = np.random.default_rng(self._seed).standard_normal(1 << 22, np.float32)
            self._noise = drawn * (NOISE / width**0.5)
        chance = np.random.default_rng([self._seed, number])
        places = chance.integers(0, len(self._noise) - width, count)
        return np.stack([self._noise[place : place + width] for place in places])

    def _prepared(
        self, made: Recombined, unit: Unit, lane: int, vector: NDArray[np.float16], host: int | None = None
    ) -> PreparedUnit:
        terms = self._parts.analyser.terms
        frequencies = Counter(terms(with_aside(unit.span.of(made.article.text), unit.details.get("aside"))))
        if weight := self._parts.manifest.title_weight:
            for term in terms(made.article.title):
                frequencies[term] += weight
        return PreparedUnit(unit, lane, frequencies.total(), frequencies, vector.tobytes(), host)


def extractor_of(parts: Parts) -> str:
    """What articles are marked with whose statements and token states are those of today."""
    pipeline = Pipeline(parts)
    try:
        return pipeline.extractor("")
    finally:
        pipeline.close()


def _rows_of(made: Recombined, span: Span, starts: NDArray[np.int32]) -> Rows:
    """The rows of the word pieces that begin in the span."""
    found = []
    for at, one in made.sentences:
        end = at + len(one.block.span)
        if at >= span.end or end <= span.start:
            continue
        first, last = one.first, one.last
        if span.start > at or span.end < end:
            own = starts[first:last] + (at - one.block.span.start)
            first, last = first + bisect_left(own, span.start), first + bisect_left(own, span.end)
        found.append((first, last))
    return tuple(found)


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    import numpy as np

    found: NDArray[np.float32] = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)
    return found


def host(spans: Sequence[Span], span: Span) -> int:
    """The position of the passage that covers most of the span; of equals the first."""
    at = max(0, bisect_right(spans, span.start, key=lambda passage: passage.start) - 1)
    return max(range(at, min(at + 8, len(spans))), key=lambda number: (spans[number].overlap(span), -number))
