"""Small taggers with weights from a seed, and passages with states from a seed."""

from __future__ import annotations

import numpy as np

from onrecord.extraction.attributions.tagger import Tagger
from onrecord.extraction.attributions.weights import WeightFacts
from onrecord.extraction.attributions.words import split_words
from onrecord.records import Span, TokenStates
from onrecord.spoken import EncodedPassage

FACTS = WeightFacts(
    encoder="none", layers=(0, 2), encoder_width=4, width=6, dilations=(1, 3), heads=2, link_width=3, seed=0,
    articles=0, data_sha256="",
)  # fmt: skip


def random_arrays(facts: WeightFacts = FACTS, seed: int = 0) -> dict[str, np.ndarray]:
    random = np.random.default_rng(seed)
    return {
        name: random.normal(0, 0.8, shape).astype(np.float16).astype(np.float32)
        for name, shape in facts.shapes().items()
    }


def random_tagger(facts: WeightFacts = FACTS, seed: int = 0) -> Tagger:
    return Tagger(random_arrays(facts, seed), facts)


def random_passages(
    text: str, facts: WeightFacts = FACTS, *, words_each: int = 50, seed: int = 0
) -> list[EncodedPassage]:
    """Passages of some words each, one piece a word."""
    random = np.random.default_rng(seed)
    words = split_words(text)
    passages = []
    for begin in range(0, len(words), words_each):
        mine = words[begin : begin + words_each]
        span = Span(int(mine[0, 0]), int(mine[-1, 1]))
        states = {
            layer: random.normal(size=(len(mine), facts.encoder_width)).astype(np.float32) for layer in facts.layers
        }
        passages.append(EncodedPassage(span, TokenStates(mine - span.start, states)))
    return passages
