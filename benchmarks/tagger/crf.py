"""The loss of a linear-chain conditional random field, with its gradient by forward and backward sums."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import torch

from onrecord.extraction.attributions.labels import LABELS, allowed_edges, allowed_steps

# Strong enough that a forbidden step never shows in a sum, weak enough for 32-bit sums over a paragraph.
_FORBIDDEN = -1e4
_GROUPS = 4


class Target(NamedTuple):
    """What a network is to expect of an article: shares of labels (N, L) a word, and summed over the article the shares
    of steps (L, L), of first labels (L,) and of last labels (L,) of paragraphs."""

    labels: np.ndarray
    steps: np.ndarray
    first: np.ndarray
    last: np.ndarray


class Chain(NamedTuple):
    """Scores of steps (L, L), first and last labels (L,), with barriers before what is not allowed."""

    steps: torch.Tensor
    first: torch.Tensor
    last: torch.Tensor


def chain_of(arrays: Mapping[str, torch.Tensor]) -> Chain:
    first, last = allowed_edges()
    barriers = {"steps": allowed_steps(), "first": first, "last": last}
    return Chain(*(arrays[name] + _barrier(allowed) for name, allowed in barriers.items()))


def gold_target(labels: np.ndarray, starts: np.ndarray) -> Target:
    """All shares are 0 or 1, as annotated."""
    given = labels.astype(np.intp)
    ends = np.append(starts[1:], len(labels)) - 1
    steps = np.zeros((len(LABELS), len(LABELS)), dtype=np.float32)
    within = np.ones(len(labels), dtype=np.bool_)
    within[starts] = False
    np.add.at(steps, (given[:-1][within[1:]], given[1:][within[1:]]), 1)
    one = np.eye(len(LABELS), dtype=np.float32)
    return Target(one[given].astype(np.float16), steps, one[given[starts]].sum(0), one[given[ends]].sum(0))


def sums(scores, mask, steps, first, last):
    """The (B,) logarithms of the weight of all sequences, (B, N, L) shares of labels, (L, L) shares of steps."""
    length = scores.shape[1]
    raised = steps.exp()
    ahead = torch.empty_like(scores)
    ahead[:, 0] = scores[:, 0] + first
    for word in range(1, length):
        highest = ahead[:, word - 1].amax(1, keepdim=True)
        summed = ((ahead[:, word - 1] - highest).exp() @ raised).clamp_min(1e-30).log() + highest + scores[:, word]
        ahead[:, word] = torch.where(mask[:, word, None], summed, ahead[:, word - 1])
    total = torch.logsumexp(ahead[:, -1] + last, 1)
    behind = torch.empty_like(scores)
    behind[:, -1] = last
    for word in range(length - 2, -1, -1):
        coming = behind[:, word + 1] + scores[:, word + 1]
        highest = coming.amax(1, keepdim=True)
        summed = ((coming - highest).exp() @ raised.t()).clamp_min(1e-30).log() + highest
        behind[:, word] = torch.where(mask[:, word + 1, None], summed, last.expand_as(summed))
    share = (ahead + behind - total[:, None, None]).exp() * mask[:, :, None]
    going = mask[:, 1:]
    left = (ahead[:, :-1] - total[:, None, None])[going]
    right = (scores + behind)[:, 1:][going]
    shift = left.amax(1, keepdim=True)
    return total, share, ((left - shift).exp().t() @ (right + shift).exp()) * raised


class LogPartition(torch.autograd.Function):
    """The summed logarithms of `sums`, with the shares as their gradient."""

    @staticmethod
    def forward(context: Any, scores, mask, steps, first, last):
        total, share, step_share = sums(scores, mask, steps, first, last)
        ends = share[torch.arange(len(scores)), mask.sum(1) - 1].sum(0)
        context.save_for_backward(share, step_share, share[:, 0].sum(0), ends)
        return total.sum()

    @staticmethod
    def backward(context: Any, *gradients):
        share, step_share, begins, ends = context.saved_tensors
        gradient = gradients[0]
        return gradient * share, None, gradient * step_share, gradient * begins, gradient * ends


def loss_of(scores, target, paragraphs: list[tuple[int, int]], chain: Chain) -> torch.Tensor:
    """The mean negative log-likelihood a word.

    `target` holds tensors as Target, its labels in the rows of scores (N, L); `paragraphs` are half-open rows.
    """
    right = (scores * target.labels).sum()
    right = right + sum((part * want).sum() for part, want in zip(chain, target[1:], strict=True))
    loss = -right
    for rows, mask in grouped(paragraphs):
        loss = loss + LogPartition.apply(scores[rows], mask, *chain)
    return loss / sum(end - begin for begin, end in paragraphs)


def grouped(paragraphs: list[tuple[int, int]]) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """The paragraphs in groups of like length, each as (B, N) row numbers and a (B, N) mask."""
    ordered = sorted(paragraphs, key=lambda rows: rows[1] - rows[0])
    cuts = [len(ordered) * group // _GROUPS for group in range(_GROUPS + 1)]
    return [_padded(ordered[begin:end]) for begin, end in pairwise(cuts) if begin < end]


def _barrier(allowed: np.ndarray) -> torch.Tensor:
    return torch.from_numpy(np.where(allowed, 0, _FORBIDDEN).astype(np.float32))


def _padded(paragraphs: list[tuple[int, int]]) -> tuple[torch.Tensor, torch.Tensor]:
    length = max(end - begin for begin, end in paragraphs)
    rows = torch.zeros(len(paragraphs), length, dtype=torch.long)
    mask = torch.zeros(len(paragraphs), length, dtype=torch.bool)
    for row, (begin, end) in enumerate(paragraphs):
        rows[row, : end - begin] = torch.arange(begin, end)
        mask[row, : end - begin] = True
    return rows, mask
