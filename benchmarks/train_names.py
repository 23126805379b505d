"""Trains the finder of people's names and writes src/onrecord/extraction/people/names.safetensors.

    python benchmarks/train_names.py --data DATA       # minutes on two cores; DATA holds people/wikigold and so on

Trained on wikigold, wnut17 (train and dev) and the odd-numbered articles of people/worldwide-dev, counted from 1 in
the order of their file names; the even-numbered ones are never seen (measure_people.py scores on them). To train on
your own annotations, write them as token TAB tag lines (BIO, PERSON), one file an article: --extra FOLDER. With
--check every fourth training article is left out and scored, and nothing is written: for choosing settings.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

sys.path.insert(0, str(Path(__file__).parent))

from name_corpora import NamedText, read_wikigold, read_wnut, read_worldwide
from onrecord.encoding.choosing import load_encoder
from onrecord.extraction.people.mentions import NameFinder
from onrecord.extraction.people.name_features import FEATURES, name_features
from onrecord.extraction.people.name_network import BEGINS, INSIDE
from onrecord.extraction.people.name_states import word_states
from onrecord.extraction.people.name_weights import SHIPPED, NameWeights, write_weights
from onrecord.extraction.people.name_words import find_name_words
from onrecord.records import Span
from onrecord.spoken import EncodedPassage
from onrecord.text.passages import build_passages

LAYERS = (2, 4, 6)
HIDDEN, MIDDLE = 96, 48
EPOCHS, CANDIDATES_A_STEP, RATE, DECAY = 16, 3000, 2e-3, 1e-4
DROPPED, STATES_DROPPED = 0.35, 0.1
# One network a seed; their scores are averaged.
SEEDS = (0, 1)
TEXTS_ENCODED_AT_ONCE = 32


@dataclass(frozen=True)
class Example:
    """One text: a row a candidate."""

    states: NDArray[np.float16]
    features: NDArray[np.float32]
    labels: NDArray[np.int64]
    continues: NDArray[np.bool_]
    words: NDArray[np.int64]


def encode(texts: Sequence[NamedText], encoder: object, layers: Sequence[int]) -> Iterator[list[EncodedPassage]]:
    """Each text's passages with their states, as indexing makes them."""
    for at in range(0, len(texts), TEXTS_ENCODED_AT_ONCE):
        part = [(text.text, build_passages(text.text)) for text in texts[at : at + TEXTS_ENCODED_AT_ONCE]]
        _, states = encoder.encode_with_states([span.of(text) for text, spans in part for span in spans], layers)
        left = iter(states)
        for _, spans in part:
            yield [EncodedPassage(span, next(left)) for span in spans]


def make_example(text: NamedText, passages: list[EncodedPassage], layers: Sequence[int]) -> Example:
    """The candidates of one text with their labels: those inside a gold name, the first of them as its beginning."""
    found = find_name_words(text.text)
    starts = np.array([found.starts[c] for c in found.candidates], dtype=np.int64)
    ends = np.array([found.ends[c] for c in found.candidates], dtype=np.int64)
    labels = np.zeros(len(starts), dtype=np.int64)
    for name in text.names:
        first, last = np.searchsorted(starts, [name.start, name.end])
        labels[first:last] = INSIDE
        labels[first : min(first + 1, last)] = BEGINS
    numbers: dict[str, int] = {}
    words = [numbers.setdefault(found.words[c].lower(), len(numbers)) for c in found.candidates]
    states = word_states(passages, starts, ends, layers, lambda rows: rows)
    return Example(
        states.astype(np.float16), name_features(found), labels,
        np.array(found.continues, dtype=np.bool_), np.array(words, dtype=np.int64),
    )  # fmt: skip


class Network(torch.nn.Module):
    """The twin of `name_network.score_candidates` that can be trained."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.states = torch.nn.Linear(width, HIDDEN, bias=False)
        self.features = torch.nn.Linear(len(FEATURES), HIDDEN)
        self.middle = torch.nn.Linear(5 * HIDDEN, MIDDLE)
        self.out = torch.nn.Linear(MIDDLE, 3)

    def forward(self, examples: Sequence[Example]) -> torch.Tensor:
        """(N, 3) scores of all candidates of the examples."""
        states = torch.from_numpy(np.concatenate([e.states for e in examples])).float()
        features = torch.from_numpy(np.concatenate([e.features for e in examples]))
        continues = torch.from_numpy(np.concatenate([e.continues for e in examples]))[:, None]
        words, count = _numbered(examples)
        states = functional.dropout(states, STATES_DROPPED, self.training)
        hidden = functional.dropout(
            functional.relu(self.states(states) + self.features(features)), DROPPED, self.training
        )
        nothing = torch.zeros(1, HIDDEN)
        before = torch.cat((nothing, hidden[:-1])) * continues
        after = torch.cat((hidden[1:] * continues[1:], nothing))
        sums = torch.zeros(count, HIDDEN).index_add_(0, words, hidden)
        mean = sums / torch.bincount(words, minlength=count)[:, None]
        most = torch.zeros(count, HIDDEN).index_reduce_(0, words, hidden, "amax")
        seen = torch.cat((hidden, before, after, mean[words], most[words]), dim=1)
        return self.out(functional.dropout(functional.relu(self.middle(seen)), DROPPED, self.training))

    def tensors(self) -> dict[str, NDArray[np.float32]]:
        """The weights under the names and in the shapes that `name_network` reads."""
        pairs = {
            "states": self.states.weight.T, "features": self.features.weight.T, "features_bias": self.features.bias,
            "middle": self.middle.weight.T, "middle_bias": self.middle.bias,
            "out": self.out.weight.T, "out_bias": self.out.bias,
        }  # fmt: skip
        return {name: tensor.detach().numpy() for name, tensor in pairs.items()}


def _numbered(examples: Sequence[Example]) -> tuple[torch.Tensor, int]:
    """Word numbers that differ between texts, and how many there are."""
    parts, count = [], 0
    for example in examples:
        parts.append(example.words + count)
        count += int(example.words.max(initial=-1)) + 1
    return torch.from_numpy(np.concatenate(parts)), count


def merge(networks: Sequence[Network]) -> dict[str, NDArray[np.float32]]:
    """The weights of one wider network whose scores are the mean of the networks' scores."""
    parts = [network.tensors() for network in networks]
    merged = {
        name: np.concatenate([part[name] for part in parts], axis=-1)
        for name in ("states", "features", "features_bias", "middle_bias")
    }
    # Rows of `middle`: the word itself, before, after, mean, most; in each the networks side by side.
    middle = np.zeros((5, len(parts), HIDDEN, len(parts), MIDDLE), dtype=np.float32)
    for number, part in enumerate(parts):
        middle[:, number, :, number] = part["middle"].reshape(5, HIDDEN, MIDDLE)
    merged["middle"] = middle.reshape(5 * len(parts) * HIDDEN, len(parts) * MIDDLE)
    merged["out"] = np.concatenate([part["out"] for part in parts]) / len(parts)
    merged["out_bias"] = np.mean([part["out_bias"] for part in parts], axis=0)
    return merged


def train(examples: Sequence[Example], width: int, seed: int) -> Network:
    """The network after EPOCHS passes in an order drawn with `seed`; one cycle of the learning rate."""
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    network = Network(width)
    optimiser = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY)
    batches = [batch for _ in range(EPOCHS) for batch in _batches(examples, random)]
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=len(batches) + 1, pct_start=0.1)
    network.train()
    for step, batch in enumerate(batches):
        labels = torch.from_numpy(np.concatenate([example.labels for example in batch]))
        loss = functional.cross_entropy(network(batch), labels)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        if step % 50 == 0:
            print(f"step {step} of {len(batches)}: loss {loss.item():.4f}", file=sys.stderr, flush=True)
    return network.eval()


def _batches(examples: Sequence[Example], random: np.random.Generator) -> Iterator[list[Example]]:
    batch: list[Example] = []
    for number in random.permutation(len(examples)):
        batch.append(examples[number])
        if sum(len(example.labels) for example in batch) >= CANDIDATES_A_STEP:
            yield batch
            batch = []
    if batch:
        yield batch


def score(found: Sequence[Sequence[Span]], texts: Sequence[NamedText]) -> dict[str, float]:
    """Exact-span precision, recall and F1 over all texts."""
    right = sum(len(set(names) & set(text.names)) for names, text in zip(found, texts, strict=True))
    returned, expected = sum(map(len, found)), sum(len(text.names) for text in texts)
    precision, recall = right / max(1, returned), right / max(1, expected)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--extra", type=Path, help="a folder of your own annotated articles (*.tsv)")
    parser.add_argument("--out", type=Path, default=SHIPPED)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    # Sums in one thread are the same on every number of cores.
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    people = arguments.data / "people"
    news = read_worldwide(people / "worldwide-dev")[0::2]
    aside = news[::4] if arguments.check else []
    texts = [text for text in news if text not in aside]
    texts += read_wikigold(people / "wikigold/wikigold.conll.txt")
    texts += read_wnut(people / "wnut17/wnut17train.conll") + read_wnut(people / "wnut17/emerging.dev.conll")
    texts += read_worldwide(arguments.extra) if arguments.extra else []
    encoder = load_encoder("default")
    passages = encode(texts, encoder, LAYERS)
    examples = [make_example(text, left, LAYERS) for text, left in zip(texts, passages, strict=True)]
    examples = [example for example in examples if len(example.labels)]
    weights = merge([train(examples, encoder.width * len(LAYERS), seed) for seed in SEEDS])
    if arguments.check:
        finder = NameFinder(NameWeights(weights, LAYERS, encoder.fingerprint, ""))
        found = [finder.find(t.text, left) for t, left in zip(aside, encode(aside, encoder, LAYERS), strict=True)]
        print(score(found, aside))
        return
    write_weights(
        arguments.out, weights, layers=LAYERS, width=encoder.width, encoder=encoder.fingerprint,
        notes={
            "trained_on": "wikigold (CC-BY 4.0), wnut17 train and dev (CC-BY 4.0), odd-numbered articles of "
            "en-worldwide-newswire (research only)",
            "seeds": " ".join(map(str, SEEDS)), "epochs": str(EPOCHS),
        },
    )  # fmt: skip


if __name__ == "__main__":
    main()
