"""Vectors of spans from the token states of the passages they stand in: the same encoder pass serves everything.

Chosen: the mean of the last layer's states over the span's pieces (late pooling), because a second pass over every
quote and claim would double the time indexing takes. What it costs in ranking is measured both ways in
benchmarks/results/statement-search.json.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from onrecord.records import Span
from onrecord.spoken import EncodedPassage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class SpanVectors:
    """Pools the states of one article's passages; `layer` is the one that passages' own vectors are pooled from."""

    def __init__(self, passages: Sequence[EncodedPassage], layer: int) -> None:
        import numpy as np

        starts = [p.states.offsets[:, 0].astype(np.int64) + p.span.start for p in passages]
        states = [p.states.states[layer] for p in passages]
        self._starts = np.concatenate(starts) if starts else np.zeros(0, np.int64)
        self._states = np.concatenate(states) if states else np.zeros((0, 0), np.float32)

    def pool(self, spans: Sequence[Span]) -> NDArray[np.float32] | None:
        """(D,) of unit length for what the spans cover together; None where no piece of them was encoded.

        Passages may overlap; their pieces then stand in order of passages, and a span is pooled over all of them.
        """
        import numpy as np

        total, count = np.zeros(self._states.shape[1], np.float32), 0
        for span in spans:
            first, last = np.searchsorted(self._starts, (span.start, span.end))
            total += self._states[first:last].sum(axis=0)
            count += int(last - first)
        length = float(np.linalg.norm(total))
        if count <= 0 or not length > 0:
            return None
        return np.asarray(total / length, dtype=np.float32)
