"""The order of the steps from annotated articles to a file of weights.

Annotators agree with one another only so far, so what is annotated is partly chance. Several teachers are trained on
the annotations; the network that ships learns half from the annotations and half from what the teachers expect.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from onrecord.extraction.attributions.weights import WeightFacts, write_weights
from tagger.calibration import confidence_cases, fit_confidence
from tagger.corpus import Example
from tagger.crf import Target, expected_target, gold_target, mixed_target
from tagger.linker import LINK_WIDTH, found_case, gold_case, sample_certainty, train_linker
from tagger.predicting import Found, predict
from tagger.standoff import checksum
from tagger.training import Recipe, train_network, trained_scores

# Every tenth article, the eighth of each ten, is kept aside for the linker and the confidence.
_EVERY, _KEPT = 10, 7
_GOLD_SHARE = 0.5
# Every layer that a teacher or the shipped network reads.
ENCODED = (2, 3, 4, 6)


def teachers(recipe: Recipe) -> list[Recipe]:
    """The recipes of the teachers: larger than the network that ships, and unlike one another."""
    attending = replace(recipe, dilations=(1, 3), heads=4, epochs=max(1, recipe.epochs * 4 // 5), seed=recipe.seed + 1)
    larger = replace(
        recipe, layers=(2, 4, 6), width=192, dropout=0.2, state_dropout=0.25, seed=recipe.seed + 2,
    )  # fmt: skip
    return [attending, larger]


def split(examples: Sequence[Example]) -> tuple[list[Example], list[Example]]:
    """Those to train on and those kept aside; with fewer than ten, the last one is kept aside."""
    aside = [row for row in range(len(examples)) if row % _EVERY == _KEPT] or [len(examples) - 1]
    return [one for row, one in enumerate(examples) if row not in aside], [examples[row] for row in aside]


def make_weights(
    examples: Sequence[Example],
    recipe: Recipe,
    fingerprint: str,
    out: Path,
    report: Callable[[str], None],
    *,
    taught: bool = True,
) -> None:
    """Writes the weights: the network is trained on all examples, linker and confidence with a second one.

    Neither the teachers nor that second network ever see the examples kept aside, so what it finds in them is as good
    as what will be found in new articles.
    """
    training, aside = split(examples)
    recipes = teachers(recipe) if taught else []
    taught_by = _side_by_side([(training, one, None) for one in recipes], report)
    targets = targets_of(examples, recipes, taught_by)
    of_training, _ = split_like(examples, targets)
    arrays, judged = _side_by_side([(examples, recipe, targets), (training, recipe, of_training)], report)
    report("training the linker")
    arrays = finish(arrays, training, aside, predict(judged, recipe, aside), recipe.seed)
    facts = WeightFacts(
        encoder=fingerprint, layers=recipe.layers, encoder_width=recipe.encoder_width, width=recipe.width,
        dilations=recipe.dilations, link_width=LINK_WIDTH, seed=recipe.seed, articles=len(examples),
        data_sha256=checksum([example.article for example in examples]),
    )  # fmt: skip
    write_weights(out, arrays, facts)


def split_like(examples: Sequence[Example], rows: Sequence[Target]) -> tuple[list[Target], list[Target]]:
    """Rows that stand one for each example, split as the examples are."""
    training, _ = split(examples)
    kept = {id(example) for example in training}
    return (
        [row for example, row in zip(examples, rows, strict=True) if id(example) in kept],
        [row for example, row in zip(examples, rows, strict=True) if id(example) not in kept],
    )


def targets_of(
    examples: Sequence[Example], recipes: Sequence[Recipe], taught_by: Sequence[Mapping[str, np.ndarray]]
) -> list[Target]:
    """Half the annotations, half what the teachers expect on average; the annotations alone without teachers."""
    gold = [gold_target(example.labels, example.starts) for example in examples]
    if not recipes:
        return gold
    expected = [
        [
            expected_target(scores, example.starts, arrays)
            for example, scores in zip(examples, trained_scores(arrays, recipe, examples), strict=True)
        ]
        for recipe, arrays in zip(recipes, taught_by, strict=True)
    ]
    weights = [_GOLD_SHARE] + [(1 - _GOLD_SHARE) / len(recipes)] * len(recipes)
    return [mixed_target(parts, weights) for parts in zip(gold, *expected, strict=True)]


def finish(
    network: Mapping[str, np.ndarray],
    training: Sequence[Example],
    aside: Sequence[Example],
    found: Sequence[Found],
    seed: int,
) -> dict[str, np.ndarray]:
    """The network's arrays with those of linker and confidence, made from what was found in the articles kept aside."""
    random = np.random.default_rng(seed)
    cases = [gold_case(one, sample_certainty(found, [f.role for f in one.gold], random)) for one in training]
    cases += [found_case(one, mine) for one, mine in zip(aside, found, strict=True)]
    arrays = dict(network) | train_linker(cases, seed)
    return arrays | fit_confidence(*confidence_cases(aside, found, arrays))


_Job = tuple[Sequence[Example], Recipe, Sequence[Target] | None]
# What the child processes work on: they are forks, so nothing has to be sent to them.
_jobs: list[_Job] = []


def _side_by_side(jobs: Sequence[_Job], report: Callable[[str], None]) -> list[dict[str, np.ndarray]]:
    """Trains each job in a process of its own, one thread each; the first one's epochs are reported."""
    if not jobs:
        return []
    _jobs[:] = jobs
    with ProcessPoolExecutor(len(jobs), mp_context=get_context("fork")) as pool:
        done = list(pool.map(_run, range(len(jobs))))
    report(f"trained {len(jobs)} networks on {', '.join(str(len(job[0])) for job in jobs)} articles")
    return done


def _run(number: int) -> dict[str, np.ndarray]:
    examples, recipe, targets = _jobs[number]
    return train_network(examples, recipe, targets, lambda line: print(f"network {number}: {line}", flush=True))
