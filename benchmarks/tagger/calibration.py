"""Fits how sure an attribution is, on articles that the network was not trained on, and checks it on others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import torch

from onrecord.extraction.attributions.confidence import CONFIDENCE_FEATURES, confidence_row
from onrecord.extraction.attributions.linking import link_fragments
from onrecord.extraction.attributions.links import build_pairs
from onrecord.extraction.attributions.style import Styles
from onrecord.records import Span
from onrecord.text.quotation import find_quotations
from tagger.corpus import Example
from tagger.predicting import Found
from tagger.standoff import GoldAttribution

_STEPS, _RATE, _DECAY = 600, 0.05, 1e-3
_BINS = 10
Places = Sequence[tuple[int, int]]


def rightness(gold: Sequence[GoldAttribution], found: Sequence[tuple[Places, Places]]) -> list[bool]:
    """Whether each found (source, content) is right: at least half of the content shared both ways, source touching."""
    free = list(range(len(found)))
    sets = [(_characters(content), _characters(source)) for source, content in found]
    right = [False] * len(found)
    for one in gold:
        content, source = _characters(one.content), _characters(one.source)
        for row in free:
            mine, spoken_by = sets[row]
            alike = 2 * len(content & mine) >= max(len(content), len(mine))
            if alike and (bool(source & spoken_by) if source else not spoken_by):
                right[row] = True
                free.remove(row)
                break
    return right


def _characters(places: Places) -> set[int]:
    return {place for start, end in places for place in range(start, end)}


def confidence_cases(
    examples: Sequence[Example], found: Sequence[Found], arrays: Mapping[str, np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """(A, features) and (A,) whether right, over all attributions linked in the examples."""
    rows: list[list[float]] = []
    right: list[bool] = []
    for example, one in zip(examples, found, strict=True):
        text = example.article.text
        pairs = build_pairs(one.fragments, one.certainty[:, 0], example.features.astype(np.float32), example.starts)
        groups = link_fragments(one.fragments, pairs, arrays)
        styles = Styles(text, find_quotations(text))
        places = [(int(example.words[first, 0]), int(example.words[last, 1])) for first, last, _ in one.fragments]
        for group in groups:
            style = styles.of([Span(*places[number]) for number in group.content])
            rows.append(confidence_row(group, style, one.fragments, one.certainty.tolist()))
        right += rightness(
            example.article.attributions,
            [
                ([places[number] for number in group.sources], [places[number] for number in group.content])
                for group in groups
            ],
        )
    return np.array(rows, dtype=np.float32).reshape(-1, len(CONFIDENCE_FEATURES)), np.array(right, dtype=np.float32)


def fit_confidence(rows: np.ndarray, right: np.ndarray) -> dict[str, np.ndarray]:
    """A logistic regression with a little decay."""
    weights = torch.zeros(rows.shape[1], requires_grad=True)
    bias = torch.zeros(1, requires_grad=True)
    given, wanted = torch.from_numpy(rows), torch.from_numpy(right)
    optimiser = torch.optim.AdamW([weights, bias], lr=_RATE, weight_decay=_DECAY)
    for _ in range(_STEPS):
        loss = torch.nn.functional.binary_cross_entropy_with_logits(given @ weights + bias, wanted)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return {"confidence": weights.detach().numpy(), "confidence.bias": bias.detach().numpy()}


def reliability(confidence: Sequence[float], right: Sequence[bool]) -> list[dict[str, float]]:
    """For each tenth of confidence that occurs: how many attributions, their mean confidence, the share right."""
    bins = np.minimum((np.array(confidence) * _BINS).astype(int), _BINS - 1)
    table = []
    for number in np.unique(bins):
        mine = bins == number
        table.append({
            "from": round(number / _BINS, 1), "attributions": int(mine.sum()),
            "mean confidence": round(float(np.array(confidence)[mine].mean()), 3),
            "share right": round(float(np.array(right)[mine].mean()), 3),
        })  # fmt: skip
    return table
