"""The BM25 score of one document, exactly; every backend's list is ordered by this.

score = sum over query terms of idf * tf * (k1 + 1) / (tf + k1 * (1 - b + b * length / average length))
idf   = ln(1 + (N - n + 0.5) / (n + 0.5))

Source: Robertson and Zaragoza 2009; the idf is Lucene's, never negative. Title and body are combined before
saturation (simple BM25F; Robertson, Zaragoza and Taylor 2004): tf and length count each title term
`title_weight` times, so one frequency and one length say it all.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from onrecord.errors import BadInput
from onrecord.records import LaneStatistics, TermScore

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Counted(NamedTuple):
    """Rows of the store, the length of each, and how often each query term occurs in it: (rows, terms)."""

    rows: Sequence[int]
    lengths: Sequence[int]
    frequencies: Sequence[Sequence[int]] | NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Bm25Settings:
    """`k1 > 0` bends repetition, `b` in [0, 1] punishes length, `title_weight` is a whole number >= 0."""

    k1: float = 1.2
    b: float = 0.75
    title_weight: int = 1

    def __post_init__(self) -> None:
        if not (self.k1 > 0 and 0 <= self.b <= 1 and self.title_weight >= 0):
            raise BadInput(f"{self}: expected k1 above 0, b from 0 to 1, title_weight a whole number from 0")


def idf(documents: int, holding: int) -> float:
    """How rare a term is: ln(1 + (N - n + 0.5) / (n + 0.5)), above 0.

    >>> round(idf(10, 1), 4)
    1.9924
    """
    return math.log(1.0 + (documents - holding + 0.5) / (holding + 0.5))


def term_score(weight: float, frequency: int, length: int, average: float, settings: Bm25Settings) -> float:
    """What one term of idf `weight` adds to a document's score, 0 when the term does not occur."""
    k1, b = settings.k1, settings.b
    # The order of operations is rank-bm25's, so that both give the same bits.
    return weight * (frequency * (k1 + 1) / (frequency + k1 * (1 - b + b * length / average))) if frequency else 0.0


def document_scores(
    weights: Sequence[float], counted: Counted, average: float, settings: Bm25Settings
) -> Sequence[float]:
    """The score of every counted row: the sum of its `term_score`s in the order of `weights`.

    Whether the frequencies are lists or an array, the same bits: every step is taken in the same order.
    """
    if not isinstance(counted.frequencies, list):
        return _array_scores(weights, counted, average, settings)
    found = []
    for length, frequencies in zip(counted.lengths, counted.frequencies, strict=True):
        total = 0.0
        for weight, frequency in zip(weights, frequencies, strict=True):
            if frequency:
                total += term_score(weight, frequency, length, average, settings)
        found.append(total)
    return found


def _array_scores(
    weights: Sequence[float], counted: Counted, average: float, settings: Bm25Settings
) -> Sequence[float]:
    import numpy as np

    k1, b = settings.k1, settings.b
    frequencies = np.asarray(counted.frequencies, dtype=np.float64)
    norms = k1 * (1 - b + b * np.asarray(counted.lengths, dtype=np.float64) / average)
    totals = np.zeros(len(counted.rows))
    for column, weight in enumerate(weights):
        held = frequencies[:, column]
        totals += weight * (held * (k1 + 1) / (held + norms))
    return [float(total) for total in totals]


def explain(
    terms: Sequence[str], frequencies: Sequence[int], length: int, statistics: LaneStatistics, settings: Bm25Settings
) -> tuple[TermScore, ...]:
    """One line for each query term in the document, in the order of `terms`; their scores sum to the document's."""
    lines = []
    for term, frequency in zip(terms, frequencies, strict=True):
        if frequency:
            holding = statistics.terms[term].documents
            weight = idf(statistics.documents, holding)
            score = term_score(weight, frequency, length, statistics.average_length, settings)
            lines.append(TermScore(term, score, weight, frequency, holding))
    return tuple(lines)
