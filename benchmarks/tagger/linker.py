"""Trains the linker: on annotated fragments of the training part, and on fragments found in the part kept aside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch

from onrecord.extraction.attributions.labels import ROLES, Fragment
from onrecord.extraction.attributions.linking import LINKED, link_shapes
from onrecord.extraction.attributions.links import Pairs, build_pairs
from tagger.corpus import Example
from tagger.predicting import Found

LINK_WIDTH = 24
_STEPS, _RATE, _DECAY = 400, 0.01, 1e-3


class Case(NamedTuple):
    """The pairs of one article, the roles of its fragments, and for each fragment its right cue, -1 for none."""

    pairs: Pairs
    roles: list[str]
    cue: list[int]


def gold_case(example: Example, certainty: np.ndarray) -> Case:
    """`certainty` (K,) stands in for what the network would say of the annotated fragments."""
    kept = [row for row in range(len(example.gold)) if row == 0 or example.gold[row - 1].last < example.gold[row].first]
    fragments = [example.gold[row] for row in kept]
    owner = [example.owner[row] for row in kept]
    cues = {owner[row]: row for row, fragment in enumerate(fragments) if fragment.role == "cue"}
    pairs = build_pairs(fragments, certainty[: len(fragments)], example.features.astype(np.float32), example.starts)
    return Case(pairs, [fragment.role for fragment in fragments], [cues.get(mine, -1) for mine in owner])


def found_case(example: Example, found: Found) -> Case:
    """The right cue of a found fragment is the one found where its annotated attribution has its cue."""
    fragments = found.fragments
    owner = [_owner(fragment, example) for fragment in fragments]
    cues = {
        mine: row for row, (mine, f) in enumerate(zip(owner, fragments, strict=True)) if f.role == "cue" and mine >= 0
    }
    pairs = build_pairs(fragments, found.certainty[:, 0], example.features.astype(np.float32), example.starts)
    return Case(
        pairs, [fragment.role for fragment in fragments], [cues.get(mine, -1) if mine >= 0 else -1 for mine in owner]
    )


def _owner(fragment: Fragment, example: Example) -> int:
    """The attribution whose fragment of that role shares most words with it, -1 when none does."""
    shared = [
        (min(fragment.last, gold.last) - max(fragment.first, gold.first) + 1, -row)
        for row, gold in enumerate(example.gold)
        if gold.role == fragment.role and gold.first <= fragment.last and fragment.first <= gold.last
    ]
    return example.owner[-max(shared)[1]] if shared else -1


def sample_certainty(found: Sequence[Found], roles: Sequence[str], random: np.random.Generator) -> np.ndarray:
    """(K,) certainties drawn from those of found fragments of the same roles."""
    drawn = np.zeros(len(roles), dtype=np.float32)
    for role in ROLES:
        known = np.array(
            [c[0] for one in found for c, f in zip(one.certainty, one.fragments, strict=True) if f.role == role]
        )
        mine = [row for row, name in enumerate(roles) if name == role]
        if len(known) and mine:
            drawn[mine] = random.choice(known, len(mine))
    return drawn


def train_linker(cases: Sequence[Case], seed: int) -> dict[str, np.ndarray]:
    """The arrays of `link_shapes`, trained to give each fragment its cue or none."""
    torch.manual_seed(seed)
    arrays = {}
    for role in LINKED:
        rows, group, right = _pool(cases, role)
        mine = {name: array for name, array in _initial().items() if f".{role}." in name}
        optimiser = torch.optim.AdamW(mine.values(), lr=_RATE, weight_decay=_DECAY)
        scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, _STEPS)
        for _ in range(_STEPS):
            inner = torch.relu(rows @ mine[f"link.{role}.pair"] + mine[f"link.{role}.pair.bias"])
            worth = inner @ mine[f"link.{role}.worth"] + mine[f"link.{role}.worth.bias"]
            raised = worth.clamp(-30, 30).exp()
            total = torch.ones(len(right)).index_add(0, group, raised)
            chosen = torch.where(right >= 0, worth[right.clamp_min(0)], torch.zeros(len(right)))
            loss = (total.log() - chosen).mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            scheduler.step()
        arrays |= {name: array.detach().numpy() for name, array in mine.items()}
    return arrays


def _initial() -> dict[str, torch.Tensor]:
    shapes = link_shapes(LINK_WIDTH)
    arrays = {name: torch.zeros(shape) for name, shape in shapes.items()}
    for name, array in arrays.items():
        if not name.endswith("bias"):
            array.normal_(0, 1 / np.sqrt(shapes[name][0]))
        array.requires_grad_()
    return arrays


def _pool(cases: Sequence[Case], role: str) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Pairs of one role: their features, the fragment each belongs to, and for each fragment its right pair or -1."""
    rows, groups, right = [], [], []
    pairs_before = 0
    for case in cases:
        mine = np.flatnonzero([case.roles[number] == role for number in case.pairs.fragment])
        if not len(mine):
            continue
        fragments, group = np.unique(case.pairs.fragment[mine], return_inverse=True)
        groups.append(group + len(right))
        hits = case.pairs.cue[mine] == np.array(case.cue)[case.pairs.fragment[mine]]
        answers = np.full(len(fragments), -1)
        answers[group[hits]] = np.flatnonzero(hits) + pairs_before
        right += answers.tolist()
        rows.append(case.pairs.features[mine])
        pairs_before += len(mine)
    return torch.from_numpy(np.concatenate(rows)), torch.from_numpy(np.concatenate(groups)), torch.tensor(right)
