"""Trains the tagger of who said what, on PolNeAR or on your own annotations.

    python benchmarks/train_tagger.py DATA_DIR [--out FILE] [--seed N] [--articles N] [--without FEATURE]

DATA_DIR holds text/NAME.txt and attributions/NAME_X.ann in brat's standoff format (PolNeAR's layout): events of
Source, Cue and Content. Without --out the weights in the package are replaced. With --articles N only the first N are
used. --without features, crf or averaging leaves that out (see tagger/training.py). `Tagger.load(FILE)` reads them.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from onrecord.encoding.choosing import load_encoder
from onrecord.encoding.onnx_encoder import OnnxEncoder
from onrecord.extraction.attributions.weights import SHIPPED
from tagger.corpus import build_examples
from tagger.making import make_weights
from tagger.standoff import read_articles
from tagger.training import Recipe


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, default=SHIPPED)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--articles", type=int)
    parser.add_argument("--epochs", type=int, default=Recipe().epochs)
    parser.add_argument("--without", action="append", default=[], choices=("features", "crf", "averaging"))
    arguments = parser.parse_args()
    encoder = load_encoder("default", progress=print)
    if not isinstance(encoder, OnnxEncoder):
        raise SystemExit("the default encoder gives no token states")
    recipe = replace(Recipe(), seed=arguments.seed, epochs=arguments.epochs, without=tuple(arguments.without))
    articles = read_articles(arguments.data)[: arguments.articles]
    print(f"encoding {len(articles)} articles", flush=True)
    examples = build_examples(articles, encoder, recipe.layers)
    inexact = sum(example.inexact for example in examples)
    print(f"{sum(len(example.gold) for example in examples)} fragments, {inexact} of them ending inside a word")
    make_weights(examples, recipe, encoder.fingerprint, arguments.out, print)
    print(arguments.out)


if __name__ == "__main__":
    main()
