"""Exact F1 of the fragments a network finds, before they are linked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from onrecord.extraction.attributions.labels import ROLES, Fragment, allowed_edges, allowed_steps, fragments_of
from onrecord.extraction.attributions.viterbi import FORBIDDEN, best_labels
from tagger.corpus import Example
from tagger.training import Recipe, trained_scores


def found_by(arrays: Mapping[str, np.ndarray], recipe: Recipe, examples: Sequence[Example]) -> list[list[Fragment]]:
    """The fragments a network in training finds in each example; unlike `predict`, this knows attention too."""
    first, last = allowed_edges()
    chain = [
        np.where(allowed, arrays[name], np.float32(FORBIDDEN))
        for name, allowed in (("steps", allowed_steps()), ("first", first), ("last", last))
    ]
    return [
        fragments_of(best_labels(scores, example.starts, *chain))
        for example, scores in zip(examples, trained_scores(arrays, recipe, examples), strict=True)
    ]


def score_fragments(examples: Sequence[Example], found: Sequence[Sequence[Fragment]]) -> dict[str, float]:
    """F1 of each role over all examples together; a fragment is right when its first and last words are."""
    scores = {}
    for role in ROLES:
        right = predicted = gold = 0
        for example, mine in zip(examples, found, strict=True):
            wanted = {fragment for fragment in example.gold if fragment.role == role}
            given = {fragment for fragment in mine if fragment.role == role}
            right += len(wanted & given)
            predicted += len(given)
            gold += len(wanted)
        scores[role] = round(2 * right / max(1, predicted + gold), 4)
    return scores
