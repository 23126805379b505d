"""What a network finds in examples whose states are already at hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from onrecord.extraction.attributions.confidence import fragment_certainty, label_certainty
from onrecord.extraction.attributions.labels import Fragment, allowed_edges, allowed_steps, fragments_of
from onrecord.extraction.attributions.network import Network
from onrecord.extraction.attributions.viterbi import FORBIDDEN, best_labels
from onrecord.records import Span, TokenStates
from onrecord.spoken import EncodedPassage
from tagger.corpus import Example
from tagger.training import Recipe


class Found(NamedTuple):
    """The fragments found in one example and their (K, 2) certainty."""

    fragments: list[Fragment]
    certainty: np.ndarray


def predict(
    arrays: Mapping[str, np.ndarray], recipe: Recipe, examples: Sequence[Example], *, viterbi: bool = True
) -> list[Found]:
    """One Found an example; without Viterbi each word has its best label, and what is not allowed is dropped."""
    steps = np.where(allowed_steps(), arrays["steps"], np.float32(FORBIDDEN))
    first, last = (
        np.where(edge, arrays[name], np.float32(FORBIDDEN))
        for name, edge in zip(("first", "last"), allowed_edges(), strict=True)
    )
    found = []
    for example, scores in zip(examples, all_scores(arrays, recipe, examples), strict=True):
        if viterbi:
            labels = best_labels(scores, example.starts, steps, first, last)
            fragments = fragments_of(labels)
        else:
            labels = scores.argmax(axis=1).astype(np.int8)
            fragments = _unbroken(labels)
        found.append(Found(fragments, fragment_certainty(label_certainty(scores, labels), fragments)))
    return found


def all_scores(arrays: Mapping[str, np.ndarray], recipe: Recipe, examples: Sequence[Example]) -> Iterator[np.ndarray]:
    """(N, L) scores of each example in turn."""
    network = Network(arrays, recipe.layers, recipe.dilations)
    for example in examples:
        features = example.features.astype(np.float32) * float("features" not in recipe.without)
        yield network.scores(example.words, features, example.starts, word_passages(example, recipe))


def word_passages(example: Example, recipe: Recipe) -> list[EncodedPassage]:
    """One passage over the whole article with one piece a word: the mean that was kept."""
    states = {layer: np.ascontiguousarray(example.of_layers([layer]), dtype=np.float32) for layer in recipe.layers}
    return [EncodedPassage(Span(0, len(example.article.text)), TokenStates(example.words, states))]


def _unbroken(labels: np.ndarray) -> list[Fragment]:
    """The fragments of labels that may break the rules: only those that begin, go on and end as they should."""
    allowed = allowed_steps()
    kept = labels.copy()
    begin = 0
    for word in range(1, len(labels) + 1):
        if word == len(labels) or labels[word] == 0 or not allowed[labels[word - 1], labels[word]]:
            run = labels[begin:word]
            edges_first, edges_last = allowed_edges()
            if not (edges_first[run[0]] and edges_last[run[-1]]):
                kept[begin:word] = 0
            begin = word
    return fragments_of(kept)
