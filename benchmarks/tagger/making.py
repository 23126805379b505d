"""The order of the steps from annotated articles to a file of weights.

Tried and dropped: teachers. A network that learns half from the annotations and half from what two other networks
expect of the same articles was no better on articles kept aside (source +.9, cue -.4, content -.2 points).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from onrecord.extraction.attributions.weights import WeightFacts, write_weights
from tagger.calibration import confidence_cases, fit_confidence
from tagger.corpus import Example
from tagger.linker import LINK_WIDTH, found_case, gold_case, sample_certainty, train_linker
from tagger.predicting import Found, predict
from tagger.scoring import score_fragments
from tagger.standoff import checksum
from tagger.training import Recipe, train_network

# Every tenth article, the eighth of each ten, is kept aside for the linker and the confidence.
_EVERY, _KEPT = 10, 7


def split(examples: Sequence[Example]) -> tuple[list[Example], list[Example]]:
    """Those to train on and those kept aside; with fewer than ten, the last one is kept aside."""
    aside = [row for row in range(len(examples)) if row % _EVERY == _KEPT] or [len(examples) - 1]
    return [one for row, one in enumerate(examples) if row not in aside], [examples[row] for row in aside]


def make_weights(
    examples: Sequence[Example], recipe: Recipe, fingerprint: str, out: Path, report: Callable[[str], None]
) -> None:
    """Writes the weights: the network is trained on all examples, linker and confidence with a second one.

    That second network never sees the examples kept aside, so what it finds in them is as good as what will be found
    in new articles.
    """
    training, aside = split(examples)
    arrays, judged = _side_by_side([(examples, recipe), (training, recipe)])
    found = predict(judged, recipe, aside)
    report(f"exact F1 on {len(aside)} articles kept aside: {score_fragments(aside, [one.fragments for one in found])}")
    arrays = finish(arrays, training, aside, found, recipe.seed)
    facts = WeightFacts(
        encoder=fingerprint, layers=recipe.layers, encoder_width=recipe.encoder_width, width=recipe.width,
        dilations=recipe.dilations, heads=recipe.heads, link_width=LINK_WIDTH, seed=recipe.seed,
        articles=len(examples), data_sha256=checksum([example.article for example in examples]),
    )  # fmt: skip
    write_weights(out, arrays, facts)


def finish(
    network: Mapping[str, np.ndarray],
    training: Sequence[Example],
    aside: Sequence[Example],
    found: Sequence[Found],
    seed: int,
) -> dict[str, np.ndarray]:
    """The network's arrays with those of linker and confidence, made from what was found in the articles kept aside."""
    random = np.random.default_rng(seed)
    cases = [gold_case(one, sample_certainty(found, _roles(one), random)) for one in training]
    cases += [found_case(one, mine) for one, mine in zip(aside, found, strict=True)]
    arrays = dict(network) | train_linker(cases, seed)
    return arrays | fit_confidence(*confidence_cases(aside, found, arrays))


def _roles(example: Example) -> list[str]:
    return [fragment.role for fragment in example.gold]


_Job = tuple[Sequence[Example], Recipe]
# What the child processes work on: they are forks, so nothing has to be sent to them.
_jobs: list[_Job] = []


def _side_by_side(jobs: Sequence[_Job]) -> list[dict[str, np.ndarray]]:
    """Trains each job in a process of its own, one thread each."""
    _jobs[:] = jobs
    with ProcessPoolExecutor(len(jobs), mp_context=get_context("fork")) as pool:
        return list(pool.map(_run, range(len(jobs))))


def _run(number: int) -> dict[str, np.ndarray]:
    examples, recipe = _jobs[number]
    return train_network(examples, recipe, lambda line: print(f"{len(examples)} articles, {line}", flush=True))
