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
    """The pairs of one article, the roles of its fragments, and (M,) which pairs are of one attribution."""

    pairs: Pairs
    roles: list[str]
    right: np.ndarray


def gold_case(example: Example, certainty: np.ndarray) -> Case:
    """`certainty` stands in for what the network would say of the annotated fragments, one number each."""
    owners: dict[Fragment, set[int]] = {}
    last = -1
    for fragment, owner in zip(example.gold, example.owner, strict=True):
        # A source of two attributions is annotated twice, and is one fragment.
        if fragment in owners or fragment.first > last:
            owners.setdefault(fragment, set()).add(owner)
            last = fragment.last
    return _case(example, list(owners), list(owners.values()), certainty[: len(owners)])


def found_case(example: Example, found: Found) -> Case:
    """A found fragment belongs to the attributions of the annotated fragment that shares most words with it."""
    owners = [_owners(fragment, example) for fragment in found.fragments]
    return _case(example, found.fragments, owners, found.certainty[:, 0])


def _case(example: Example, fragments: list[Fragment], owners: list[set[int]], certainty: np.ndarray) -> Case:
    pairs = build_pairs(fragments, certainty, example.features.astype(np.float32), example.starts)
    right = [
        not owners[fragment].isdisjoint(owners[cue])
        for fragment, cue in zip(pairs.fragment.tolist(), pairs.cue.tolist(), strict=True)
    ]
    return Case(pairs, [fragment.role for fragment in fragments], np.array(right, dtype=np.bool_))


def _owners(fragment: Fragment, example: Example) -> set[int]:
    """The attributions whose fragment of that role shares most words with it, none when none does."""
    shared: dict[Fragment, set[int]] = {}
    for gold, owner in zip(example.gold, example.owner, strict=True):
        if gold.role == fragment.role and gold.first <= fragment.last and fragment.first <= gold.last:
            shared.setdefault(gold, set()).add(owner)

    def words(gold: Fragment) -> int:
        return min(fragment.last, gold.last) - max(fragment.first, gold.first)

    return shared[max(shared, key=words)] if shared else set()


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
    """The arrays of `link_shapes`, trained to give each content its cue or none, and each cue its source or none."""
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
    """Pairs of one role: their features, the chooser each belongs to, and for each chooser its right pair or -1."""
    rows, groups, right = [], [], []
    pairs_before = 0
    for case in cases:
        mine = np.flatnonzero([case.roles[number] == role for number in case.pairs.fragment])
        if not len(mine):
            continue
        choosers = (case.pairs.cue if role == "source" else case.pairs.fragment)[mine]
        distinct, group = np.unique(choosers, return_inverse=True)
        groups.append(group + len(right))
        hits = np.flatnonzero(case.right[mine])
        answers = np.full(len(distinct), -1)
        answers[group[hits]] = hits + pairs_before
        right += answers.tolist()
        rows.append(case.pairs.features[mine])
        pairs_before += len(mine)
    return torch.from_numpy(np.concatenate(rows)), torch.from_numpy(np.concatenate(groups)), torch.tensor(right)
