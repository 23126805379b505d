"""Trains the network that `onrecord.extraction.attributions.network` runs, under the same names, in torch.

Random dropout, AdamW, a cosine schedule after a short rise, and a running average of the weights, which is what is
kept. One thread: with others at work on the machine, two threads wait for each other longer than they help.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch.nn import functional

from onrecord.extraction.attributions.attention import cut_long
from onrecord.extraction.attributions.features import FEATURES
from onrecord.extraction.attributions.labels import LABELS
from onrecord.extraction.attributions.network import network_shapes
from tagger.attention import attend
from tagger.corpus import Example
from tagger.crf import Target, chain_of, gold_target, loss_of


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the network is built and trained; the defaults make the shipped weights.

    `heads` above 0 put an attention behind each block: slower, and no better beyond chance. `without` names what an
    ablation leaves out: "features", "crf" (each word's label by itself) or "averaging".
    """

    layers: tuple[int, ...] = (3, 6)
    encoder_width: int = 384
    width: int = 160
    dilations: tuple[int, ...] = (1, 3, 9)
    heads: int = 0
    dropout: float = 0.15
    state_dropout: float = 0.2
    rate: float = 2e-3
    decay: float = 0.01
    epochs: int = 10
    articles_a_step: int = 4
    average: float = 0.995
    seed: int = 0
    without: tuple[str, ...] = ()


_RISE = 50
_LOWEST_RATE = 0.02
_LONGEST_GRADIENT = 5.0


def train_network(
    examples: Sequence[Example],
    recipe: Recipe,
    report: Callable[[str], None] = lambda line: None,
) -> dict[str, np.ndarray]:
    """The trained arrays by name, float32; the same seed, examples and machine give the same arrays."""
    torch.set_num_threads(1)
    wanted = [gold_target(example.labels, example.starts) for example in examples]
    torch.manual_seed(recipe.seed)
    random = np.random.default_rng(recipe.seed)
    drop = _Dropout(recipe.seed)
    arrays = {name: tensor.requires_grad_() for name, tensor in _initial(recipe).items()}
    averaged = {name: tensor.detach().clone() for name, tensor in arrays.items()}
    decayed = [array for name, array in arrays.items() if array.ndim > 1 and name != "steps"]
    others = [array for name, array in arrays.items() if array.ndim == 1 or name == "steps"]
    optimiser = torch.optim.AdamW(
        [{"params": decayed, "weight_decay": recipe.decay}, {"params": others, "weight_decay": 0.0}],
        lr=recipe.rate, fused=True,
    )  # fmt: skip
    steps_an_epoch = math.ceil(len(examples) / recipe.articles_a_step)
    step = 0
    for epoch in range(recipe.epochs):
        order = random.permutation(len(examples))
        total = 0.0
        for begin in range(0, len(examples), recipe.articles_a_step):
            for group in optimiser.param_groups:
                group["lr"] = recipe.rate * _share_of_rate(step, recipe.epochs * steps_an_epoch)
            mine = order[begin : begin + recipe.articles_a_step]
            batch = _Batch([examples[row] for row in mine], [wanted[row] for row in mine], recipe)
            with torch.autocast("cpu", torch.bfloat16):
                scores = _scores(arrays, batch, recipe, drop).float()
            loss = _loss(scores, batch, arrays, recipe)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(list(arrays.values()), _LONGEST_GRADIENT)
            optimiser.step()
            step += 1
            total += float(loss.detach())
            with torch.no_grad():
                kept = min(recipe.average, (step + 1) / (step + 10))
                for name, array in arrays.items():
                    averaged[name].lerp_(array, 1 - kept)
        report(f"epoch {epoch + 1} of {recipe.epochs}: loss {total / steps_an_epoch:.4f}")
    final = arrays if "averaging" in recipe.without else averaged
    return {name: tensor.detach().numpy() for name, tensor in final.items()}


def trained_scores(
    arrays: Mapping[str, np.ndarray], recipe: Recipe, examples: Sequence[Example]
) -> Iterator[np.ndarray]:
    """(N, L) scores of each example in turn, as in training but without dropout."""
    tensors = {name: torch.from_numpy(array) for name, array in arrays.items()}
    off = replace(recipe, dropout=0.0, state_dropout=0.0)
    for example in examples:
        batch = _Batch([example], [gold_target(example.labels, example.starts)], recipe)
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            scores = _scores(tensors, batch, off, _Dropout(0)).float()
        yield scores[: len(example.words)].numpy()


def _initial(recipe: Recipe) -> dict[str, torch.Tensor]:
    arrays = {}
    shapes = network_shapes(recipe.layers, recipe.encoder_width, recipe.width, recipe.dilations, recipe.heads)
    inputs = len(recipe.layers) * recipe.encoder_width + len(FEATURES)
    for name, shape in shapes.items():
        arrays[name] = torch.ones(shape) if name.endswith("scale") else torch.zeros(shape)
        if len(shape) == 2 and not name.endswith(("steps", "near")):
            bound = 1 / math.sqrt(inputs if name.startswith(("states", "features")) else shape[0])
            arrays[name].uniform_(-bound, bound)
    return arrays


def _share_of_rate(step: int, steps: int) -> float:
    falling = 0.5 * (1 + math.cos(math.pi * step / steps))
    return min(1.0, (step + 1) / _RISE) * (_LOWEST_RATE + (1 - _LOWEST_RATE) * falling)


class _Dropout:
    """Dropout from random bytes: torch's own draws take a third of the training time on a processor."""

    def __init__(self, seed: int) -> None:
        self._random = np.random.Generator(np.random.SFC64(seed))

    def __call__(self, values: torch.Tensor, share: float) -> torch.Tensor:
        limit = round(share * 256)
        if not limit:
            return values
        count = values.numel()
        drawn = self._random.integers(0, 2**64, (count + 7) // 8, dtype=np.uint64).view(np.uint8)[:count]
        return values * torch.from_numpy(drawn >= limit).view(values.shape) * (256 / (256 - limit))


class _Batch:
    """Articles in one row, with so much empty room between them that no convolution sees the next."""

    def __init__(self, examples: Sequence[Example], targets: Sequence[Target], recipe: Recipe) -> None:
        room = sum(recipe.dilations)
        rows = sum(len(example.words) + room for example in examples)
        states = np.zeros((rows, len(recipe.layers) * recipe.encoder_width), dtype=np.float16)
        features = np.zeros((rows, len(FEATURES)), dtype=np.float32)
        labels = np.zeros((rows, len(LABELS)), dtype=np.float32)
        there = np.zeros((rows, 1), dtype=np.float32)
        self.paragraphs: list[tuple[int, int]] = []
        self.attended: list[tuple[int, int]] = []
        row = 0
        for example, target in zip(examples, targets, strict=True):
            mine = slice(row, row + len(example.words))
            states[mine], labels[mine], there[mine] = example.of_layers(recipe.layers), target.labels, 1
            if "features" not in recipe.without:
                features[mine] = example.features
            ends = [*example.starts[1:].tolist(), len(example.words)]
            self.paragraphs += [(row + a, row + b) for a, b in zip(example.starts.tolist(), ends, strict=True)]
            self.attended += [(row + a, row + b) for a, b in cut_long(example.starts, len(example.words))]
            row += len(example.words) + room
        self.states = torch.from_numpy(states)
        self.features = torch.from_numpy(features)
        shares = [torch.from_numpy(sum(parts)) for parts in zip(*(target[1:] for target in targets), strict=True)]
        self.target = Target(torch.from_numpy(labels), *shares)
        self.there = torch.from_numpy(there)


def _scores(arrays: dict[str, torch.Tensor], batch: _Batch, recipe: Recipe, drop: _Dropout) -> torch.Tensor:
    projection = torch.cat([*(arrays[f"states.{layer}"] for layer in recipe.layers), arrays["features"]])
    states = drop(batch.states.bfloat16(), recipe.state_dropout)
    hidden = torch.cat([states, batch.features.bfloat16()], 1) @ projection + arrays["bias"]
    for block, dilation in enumerate(recipe.dilations):
        name = f"block.{block}"
        normed = _normed(hidden, arrays, f"{name}.norm") * batch.there
        edge = normed.new_zeros(dilation, recipe.width)
        around = torch.cat([torch.cat([edge, normed[:-dilation]]), normed, torch.cat([normed[dilation:], edge])], 1)
        inner = drop(functional.relu(around @ arrays[f"{name}.around"] + arrays[f"{name}.around.bias"]), recipe.dropout)
        hidden = hidden + drop(inner @ arrays[f"{name}.mix"] + arrays[f"{name}.mix.bias"], recipe.dropout)
        if recipe.heads:
            normed = _normed(hidden, arrays, f"attention.{block}.norm")
            taken = attend(arrays, f"attention.{block}", normed, batch.attended, recipe.heads)
            hidden = hidden + drop(taken, recipe.dropout)
    return functional.relu(_normed(hidden, arrays, "norm")) @ arrays["labels"] + arrays["labels.bias"]


def _normed(hidden: torch.Tensor, arrays: dict[str, torch.Tensor], name: str) -> torch.Tensor:
    return functional.layer_norm(hidden, hidden.shape[1:], arrays[f"{name}.scale"], arrays[f"{name}.bias"])


def _loss(scores: torch.Tensor, batch: _Batch, arrays: dict[str, torch.Tensor], recipe: Recipe) -> torch.Tensor:
    if "crf" not in recipe.without:
        return loss_of(scores, batch.target, batch.paragraphs, chain_of(arrays))
    there = batch.there[:, 0] > 0
    return functional.cross_entropy(scores[there], batch.target.labels[there])
