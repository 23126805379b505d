"""How far an exact score can lie above the score of an engine that keeps lengths in one byte.

The engine (tantivy, as Lucene) rounds lengths down to one of 256 values and uses k1 = 1.2, b = 0.75 and an
average length that still counts deleted documents. For one term of frequency f the two scores have the form
w * f * (K + 1) / (f + K * norm), so with equal weights w their ratio is
(k1 + 1) / (K + 1) * (f + a) / (f + c), a = K * norm of the engine, c = k1 * exact norm: monotone in f, hence at
most at f = 1 or in the limit, and c is least for the shortest length that has the byte. A document's score is
a sum of such terms, so the largest ratio over all bytes bounds it as well.
"""

from __future__ import annotations

from functools import lru_cache

from onrecord.indexing.bm25 import Bm25Settings

ENGINE_K1 = 1.2
ENGINE_B = 0.75


@lru_cache(maxsize=1)
def decoded_lengths() -> tuple[int, ...]:
    """The 256 lengths that a byte can stand for, ascending: 0 to 40 exactly, then with three significant bits.

    Source: tantivy `fieldnorm/code.rs`, the same table as Lucene's `SmallFloat.byte4ToInt`.
    """
    table = list(range(24))
    for code in range(256 - 24):
        shift = (code >> 3) - 1
        mantissa = code & 7
        table.append(24 + (mantissa if shift < 0 else (mantissa | 8) << shift))
    return tuple(table)


@lru_cache(maxsize=64)
def bound_ratio(settings: Bm25Settings, average: float, engine_average: float) -> float:
    """The most by which an exact score can exceed the engine's, as a factor >= 0."""
    k1, b = settings.k1, settings.b
    highest = 0.0
    for length in decoded_lengths():
        engine = ENGINE_K1 * (1 - ENGINE_B + ENGINE_B * length / engine_average)
        exact = k1 * (1 - b + b * length / average)
        highest = max(highest, 1.0, (1 + engine) / (1 + exact))
    return highest * (k1 + 1) / (ENGINE_K1 + 1)
