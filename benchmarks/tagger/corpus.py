"""Annotated articles as the network sees them: words, states, features, labels."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from onrecord.encoding.onnx_encoder import OnnxEncoder
from onrecord.extraction.attributions.features import word_features
from onrecord.extraction.attributions.labels import ROLES, Fragment, labels_of
from onrecord.extraction.attributions.tagger import paragraph_starts
from onrecord.extraction.attributions.words import pieces_of_words, split_words
from onrecord.spoken import EncodedPassage
from onrecord.text.paragraphs import find_paragraphs
from onrecord.text.passages import build_passages
from onrecord.text.quotation import find_quotations
from tagger.standoff import GoldArticle

PASSAGE_WORDS = 80


@dataclass(frozen=True, slots=True)
class Example:
    """One article. `states` (N, len(layers) * width) float16 are means over the pieces of each word.

    `gold` are the annotated fragments in order, `owner` the number of the attribution each belongs to. A fragment
    that begins or ends inside a word is widened to whole words; `inexact` counts those.
    """

    article: GoldArticle
    layers: tuple[int, ...]
    words: np.ndarray
    starts: np.ndarray
    states: np.ndarray
    features: np.ndarray
    labels: np.ndarray
    gold: tuple[Fragment, ...]
    owner: tuple[int, ...]
    inexact: int

    def of_layers(self, layers: Sequence[int]) -> np.ndarray:
        """(N, len(layers) * width) the states of some of the layers."""
        width = self.states.shape[1] // len(self.layers)
        places = [self.layers.index(layer) * width for layer in layers]
        return np.hstack([self.states[:, place : place + width] for place in places])


def build_examples(articles: Sequence[GoldArticle], encoder: OnnxEncoder, layers: Sequence[int]) -> list[Example]:
    """One Example an article; the states lie in a file in the temporary folder that vanishes with the process."""
    words = [split_words(article.text) for article in articles]
    rows = np.cumsum([0, *map(len, words)])
    file = tempfile.TemporaryFile()  # noqa: SIM115 - it must live as long as the arrays
    states = np.memmap(file, dtype=np.float16, mode="w+", shape=(int(rows[-1]), len(layers) * encoder.width))
    examples = []
    for article, mine, begin, end in zip(articles, words, rows, rows[1:], strict=False):
        passages = encode_passages(article.text, encoder, layers)
        states[begin:end] = _means(mine, passages, layers, encoder.width)
        examples.append(_example(article, mine, tuple(layers), states[begin:end]))
    return examples


def encode_passages(text: str, encoder: OnnxEncoder, layers: Sequence[int]) -> list[EncodedPassage]:
    """The passages of a text as indexing encodes them."""
    spans = build_passages(text, words=PASSAGE_WORDS)
    _, states = encoder.encode_with_states([span.of(text) for span in spans], layers)
    return [EncodedPassage(span, one) for span, one in zip(spans, states, strict=True)]


def _means(words: np.ndarray, passages: Sequence[EncodedPassage], layers: Sequence[int], width: int) -> np.ndarray:
    means = np.zeros((len(words), len(layers) * width), dtype=np.float32)
    word, kept = pieces_of_words(words, passages)
    if len(word):
        pieces = np.concatenate([np.hstack([p.states.states[layer] for layer in layers]) for p in passages])[kept]
        begins = np.flatnonzero(np.diff(word, prepend=-1))
        counts = np.diff(np.append(begins, len(word)))
        means[word[begins]] = np.add.reduceat(pieces, begins, axis=0) / counts[:, None]
    return means


def _example(article: GoldArticle, words: np.ndarray, layers: tuple[int, ...], states: np.ndarray) -> Example:
    paragraphs = find_paragraphs(article.text)
    features = word_features(article.text, words, paragraphs, find_quotations(article.text)).astype(np.uint8)
    found = []
    inexact = 0
    for owner, attribution in enumerate(article.attributions):
        for role in ROLES:
            for start, end in getattr(attribution, role):
                first = int(np.searchsorted(words[:, 1], start, side="right"))
                last = int(np.searchsorted(words[:, 0], end, side="left")) - 1
                inexact += int(words[first, 0] != start or words[last, 1] != end)
                found.append((Fragment(first, last, role), owner))
    found.sort()
    gold, owners = tuple(fragment for fragment, _ in found), tuple(owner for _, owner in found)
    starts = paragraph_starts(words, paragraphs)
    labels = _legal(gold, starts, len(words))
    return Example(article, layers, words, starts, states, features, labels, gold, owners, inexact)


def _legal(gold: Sequence[Fragment], starts: np.ndarray, words: int) -> np.ndarray:
    """Labels with allowed steps only: a fragment that touches one before, or leaves its paragraph, is not labelled."""
    kept: list[Fragment] = []
    for fragment in gold:
        apart = not kept or kept[-1].last < fragment.first
        within = np.searchsorted(starts, fragment.first, side="right") == np.searchsorted(
            starts, fragment.last, side="right"
        )
        if apart and within:
            kept.append(fragment)
    return labels_of(kept, words)
