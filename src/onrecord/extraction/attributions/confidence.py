"""How sure an attribution is: the share of attributions like it that are right, learned on articles kept aside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from onrecord.extraction.attributions.labels import Fragment
from onrecord.extraction.attributions.linking import Group
from onrecord.spoken import Style

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CONFIDENCE_FEATURES = (
    "content certainty", "content edges", "cue certainty", "source certainty", "link", "no source",
    "several contents", "direct", "mixed", "content length",
)  # fmt: skip


def confidence_shapes() -> dict[str, tuple[int, ...]]:
    """The arrays of the measure and their shapes."""
    return {"confidence": (len(CONFIDENCE_FEATURES),), "confidence.bias": (1,)}


def label_certainty(scores: NDArray[np.float32], labels: NDArray[np.int8]) -> NDArray[np.float32]:
    """(N,) the logarithm of each chosen label's share of its word, at most 0; neighbours are not looked at."""
    import numpy as np

    highest = scores.max(axis=1)
    total = np.log(np.exp(scores - highest[:, None]).sum(axis=1)) + highest
    certainty: NDArray[np.float32] = scores[np.arange(len(labels)), labels] - total
    return certainty


def fragment_certainty(certainty: NDArray[np.float32], fragments: Sequence[Fragment]) -> NDArray[np.float32]:
    """(K, 2) for each fragment, the mean over its words and the lower of its first and its last word; at least -8."""
    import numpy as np

    if not fragments:
        return np.zeros((0, 2), dtype=np.float32)
    first, last = (np.array([fragment[end] for fragment in fragments]) for end in (0, 1))
    total = np.append(0, np.cumsum(certainty, dtype=np.float64))
    mean = (total[last + 1] - total[first]) / (last + 1 - first)
    edges = np.minimum(certainty[first], certainty[last])
    found: NDArray[np.float32] = np.maximum(np.stack([mean, edges], axis=1), -8).astype(np.float32)
    return found


def confidence_row(
    group: Group, style: Style, fragments: Sequence[Fragment], certainty: Sequence[Sequence[float]]
) -> list[float]:
    """One number for each of CONFIDENCE_FEATURES; `certainty` are the two of each fragment."""
    import math

    content = [certainty[number] for number in group.content]
    words = sum(fragments[number].last + 1 - fragments[number].first for number in group.content)
    return [
        min(mean for mean, _ in content),
        min(edge for _, edge in content),
        sum(certainty[group.cue]) / 2,
        0.0 if group.source is None else sum(certainty[group.source]) / 2,
        max(math.log(max(group.link, 1e-9)), -8.0),
        float(group.source is None),
        float(len(group.content) > 1),
        float(style == "direct"),
        float(style == "mixed"),
        math.log1p(words),
    ]


def confidences(rows: Sequence[Sequence[float]], arrays: Mapping[str, NDArray[np.float32]]) -> list[float]:
    """A number in [0, 1] for each row of `confidence_row`."""
    import numpy as np

    if not rows:
        return []
    worth = np.array(rows, dtype=np.float64) @ arrays["confidence"] + arrays["confidence.bias"]
    found: list[float] = (1 / (1 + np.exp(-np.clip(worth, -30, 30)))).round(4).tolist()
    return found
