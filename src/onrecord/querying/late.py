"""Late interaction: each word piece of the query looks for its best match among the pieces of a text.

Source: ColBERT's MaxSim (Khattab and Zaharia 2020), here over the token states of an encoder that was never trained
for it. A vector is one summary of a passage; this sees the one clause in it that answers, in whatever words.
Left out: training the encoder or the projection for it (tried on claims and abstracts with their evidence: news
queries lost two points of nDCG@10).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from onrecord.records import Span, Token

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# A piece counts by the root of its word's IDF: names more than verbs, but a question's frame is not nothing.
_POWER = 0.5

# Whole numbers up to here are exact in float32, and so are their sums, in whatever order they are added.
_EXACT = 2**24 - 1
# Stored numbers are whole and no larger than this.
_LARGEST = 8
# OpenBLAS wakes the other cores for products of more multiplications, and they wait for each other longer than they
# help (12 ms for what takes 1 on a machine that has other work).
_ON_ONE_CORE = 2**18


def best_matches(
    query: NDArray[np.float32], rows: NDArray[np.float32], lengths: NDArray[np.float32], counts: Sequence[int]
) -> NDArray[np.float32]:
    """(T, N): for each of T query pieces the best cosine in each of N texts; -1 in a text without pieces.

    `query` (T, d) has rows of length 1 or a little more; `rows` (P, d) are the pieces of all texts one after the
    other with their `lengths` (P,), whole numbers from -8 to 8, and `counts` (N,) says how many belong to each. The
    query is rounded to whole numbers as well (to 1/21,845 at width 96): matrix products add in an order that depends
    on their size, and only sums of whole numbers are then the same, bit for bit, whatever texts are looked at together.
    """
    import numpy as np

    out = np.full((len(query), len(counts)), -1.0, dtype=np.float32)
    filled = [number for number, count in enumerate(counts) if count]
    if filled and len(query):
        most = np.float32(_EXACT // (_LARGEST * query.shape[1]))
        wanted = np.rint(query * most).T
        step = max(1, _ON_ONE_CORE // wanted.size)
        cosines = np.concatenate([rows[at : at + step] @ wanted for at in range(0, len(rows), step)])
        cosines /= (lengths * most)[:, None]
        starts = np.concatenate([[0], np.cumsum(counts)])[:-1]
        out[:, filled] = np.maximum.reduceat(cosines, starts[filled], axis=0).T
    return out


def weighted_sums(matches: NDArray[np.float32], weights: Sequence[float]) -> list[float]:
    """The score of each of N texts from (T, N) matches; the same for a text whatever texts stand beside it."""
    import numpy as np

    total = np.zeros(matches.shape[1])
    # One piece after the other: a matrix product would add in an order of its own.
    for weight, row in zip(weights, matches, strict=True):
        total += weight * row.astype(np.float64)
    return [float(score) for score in total]


def piece_weights(offsets: Sequence[tuple[int, int]], tokens: Sequence[Token], idf: Mapping[str, float]) -> list[float]:
    """One weight a query piece, summing to 1: the root of the IDF of the term it belongs to.

    Pieces of no term (punctuation) weigh nothing, unless there are no others; no pieces, no weights. Offsets and
    tokens ascend. `idf` holds every token's term.
    """
    raw, at = [], 0
    for start, end in offsets:
        while at < len(tokens) and tokens[at].span.end <= start:
            at += 1
        inside = at < len(tokens) and tokens[at].span.start < end and Span(start, end).overlap(tokens[at].span)
        raw.append(max(0.0, idf[tokens[at].term]) ** _POWER if inside else 0.0)
    total = sum(raw)
    return [weight / total if total > 0 else 1.0 / len(raw) for weight in raw]


def with_context(
    scores: Mapping[int, float], places: Mapping[int, tuple[int, int]], neighbours: float, article: float
) -> dict[int, float]:
    """Each passage's score with what stands around it: a share of its better neighbour's, then of its article's best.

    `places` gives article and position in it; only rows that have a score count. A passage without a neighbour
    among them, and the best one of an article, keep what they have for that share, or less: context never adds
    where there is none. Shares in [0, 1]; order does not matter.
    """
    row_at = {place: row for row, place in places.items()}
    least = min(scores.values(), default=0.0)
    mixed = {}
    for row, score in scores.items():
        name, number = places[row]
        beside = [scores[row_at[name, n]] for n in (number - 1, number + 1) if (name, n) in row_at]
        mixed[row] = (1 - neighbours) * score + neighbours * max(beside, default=least)
    best: dict[int, float] = {}
    for row, score in mixed.items():
        name = places[row][0]
        best[name] = max(best.get(name, score), score)
    return {row: (1 - article) * score + article * best[places[row][0]] for row, score in mixed.items()}
