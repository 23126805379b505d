"""What do more articles, and what does each part of the tagger bring? A learning curve and an ablation.

    python benchmarks/study_tagger.py DATA_DIR

DATA_DIR is polnear/train. Every tenth article is kept aside and scored; the fragments of the network are scored before
linking. Most rows are of a network with attention in place of the third convolution, once meant to be shipped. The
schedules are shorter than that of the shipped weights: the numbers are for comparing with one another.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from onrecord.encoding.choosing import load_encoder
from onrecord.encoding.onnx_encoder import OnnxEncoder
from record import write_result
from tagger.corpus import Example, build_examples
from tagger.making import split
from tagger.predicting import predict
from tagger.scoring import found_by, score_fragments
from tagger.standoff import checksum, read_articles
from tagger.training import Recipe, train_network

# Every layer that a recipe below reads.
LAYERS = (2, 3, 4, 6)
# Steps are equal (about 380), so that a smaller corpus is not punished by less training.
_CURVE = {100: 15, 300: 5, 756: 2}
_BASE = "two convolutions with attention"
_NO_VITERBI = f"{_BASE}, each word's best label instead of Viterbi"
_ABLATION_ARTICLES, _ABLATION_EPOCHS = 300, 4


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    encoder = load_encoder("default", progress=print)
    if not isinstance(encoder, OnnxEncoder):
        raise SystemExit("the default encoder gives no token states")
    study(build_examples(read_articles(parser.parse_args().data), encoder, LAYERS))


def study(examples: Sequence[Example]) -> None:
    """Runs everything, two trainings side by side, and writes both results."""
    training, aside = split(examples)
    shipped = replace(Recipe(), epochs=_ABLATION_EPOCHS)
    base = replace(shipped, dilations=(1, 3), heads=4)
    ablation = {
        "as shipped: three convolutions": shipped,
        "two convolutions": replace(shipped, dilations=(1, 3)),
        _BASE: base,
        f"{_BASE}, without features": replace(base, without=("features",)),
        f"{_BASE}, without the chain in training": replace(base, without=("crf",)),
        f"{_BASE}, without averaging": replace(base, without=("averaging",)),
        f"{_BASE}, last layer alone": replace(base, layers=(6,)),
        f"{_BASE}, layers 2, 4 and 6, width 192": replace(base, layers=(2, 4, 6), width=192),
    }
    curve = {count: replace(base, epochs=epochs) for count, epochs in _CURVE.items()}
    jobs = [(f"{count} articles", training[:count], recipe) for count, recipe in curve.items()]
    jobs += [(name, training[:_ABLATION_ARTICLES], recipe) for name, recipe in ablation.items()]
    _jobs[:] = [(name, mine, aside, recipe) for name, mine, recipe in jobs]
    with ProcessPoolExecutor(2, mp_context=get_context("fork")) as pool:
        scores: dict[str, Any] = dict(zip((name for name, _, _ in jobs), pool.map(_run, range(len(jobs))), strict=True))
    scores[_NO_VITERBI] = scores[_BASE].pop(_NO_VITERBI)
    recipes = {name: asdict(recipe) for name, _, recipe in jobs}
    data = {"polnear/train": checksum([example.article for example in examples])}
    for result, names in (
        ("tagger-learning-curve", [name for name, _, _ in jobs[: len(_CURVE)]]),
        ("tagger-ablation", [*ablation, _NO_VITERBI]),
    ):
        measured = {
            "scored on": f"{len(aside)} articles of the training part that were kept aside, before linking",
            "schedule": "shortened: for comparing these rows with one another only",
            "exact F1": {name: scores[name] for name in names},
            "recipes": {name: recipes[name] for name in names if name in recipes},
        }
        if result == "tagger-ablation":
            measured["articles"] = _ABLATION_ARTICLES
        print(json.dumps(measured["exact F1"], indent=1))
        print(write_result(result, measured, seed=Recipe().seed, data=data))


_jobs: list[tuple[str, Sequence[Example], Sequence[Example], Recipe]] = []


def _run(number: int) -> dict[str, Any]:
    name, training, aside, recipe = _jobs[number]
    arrays = train_network(training, recipe)
    scores: dict[str, Any] = dict(score_fragments(aside, found_by(arrays, recipe, aside)))
    if name == _BASE:
        loose = [one.fragments for one in predict(arrays, recipe, aside, viterbi=False)]
        scores[_NO_VITERBI] = score_fragments(aside, loose)
    print(name, scores, flush=True)
    return scores


if __name__ == "__main__":
    main()
