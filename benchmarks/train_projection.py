"""The directions that token states are kept in: principal components of states of news, claims and abstracts.

    python benchmarks/train_projection.py DATA_FOLDER [--out FILE]

DATA_FOLDER holds polnear/train/text, scifact/corpus.jsonl and checkthat2020/corpus.jsonl. 1,500 passages of each are
encoded (seed 0); no query and no judgment is looked at. About two minutes on two cores.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from onrecord import Article, read
from onrecord.encoding.choosing import load_encoder
from onrecord.encoding.token_projection import SHIPPED, write_projection
from onrecord.text.passages import build_passages

SOURCES = ("polnear/train/text", "scifact/corpus.jsonl", "checkthat2020/corpus.jsonl")
PASSAGES = 1_500
WIDTH = 96


def passages_of(source: Path, rng: np.random.Generator) -> list[str]:
    """So many passages of the source, drawn without repetition."""
    texts = [span.of(article.text) for article in articles(source) for span in build_passages(article.text)]
    return [texts[number] for number in sorted(rng.permutation(len(texts))[:PASSAGES])]


def articles(source: Path) -> Iterator[Article]:
    for item in read(source):
        assert isinstance(item, Article)
        yield item


def components(states: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Mean (D,), the WIDTH directions (D, WIDTH) of largest variance of unit rows (T, D), signs fixed, and their sizes.

    The sizes (WIDTH,), of length 1, say how far a state's direction goes along each on average.
    """
    mean = states.mean(axis=0, dtype=np.float64)
    centred = states - mean.astype(np.float32)
    values, vectors = np.linalg.eigh((centred.T @ centred).astype(np.float64))
    axes = vectors[:, np.argsort(-values)[:WIDTH]]
    axes *= np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(WIDTH)])
    turned = centred @ axes.astype(np.float32)
    turned /= np.linalg.norm(turned, axis=1, keepdims=True)
    sizes = np.sqrt(np.mean(np.square(turned), axis=0, dtype=np.float64))
    return mean, axes, sizes / np.linalg.norm(sizes)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, default=SHIPPED)
    arguments = parser.parse_args()
    encoder, rng = load_encoder(), np.random.default_rng(0)
    layer = encoder.layers - 1
    rows = []
    for source in SOURCES:
        _, states = encoder.encode_with_states(passages_of(arguments.data / source, rng), [layer])
        rows += [state.states[layer] / np.linalg.norm(state.states[layer], axis=1, keepdims=True) for state in states]
        print(source, sum(map(len, rows)), "states so far", flush=True)
    mean, axes, sizes = components(np.concatenate(rows))
    write_projection(arguments.out, {"mean": mean, "axes": axes, "sizes": sizes}, encoder.fingerprint)


if __name__ == "__main__":
    main()
