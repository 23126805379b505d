"""The loss of a linear-chain conditional random field, with its gradient by forward and backward sums."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from onrecord.extraction.attributions.labels import allowed_edges, allowed_steps

# Strong enough that a forbidden step never shows in a sum, weak enough for 32-bit sums over a paragraph.
_FORBIDDEN = -1e4
_GROUPS = 4


class LogPartition(torch.autograd.Function):
    """The summed logarithms of the weight of all label sequences; (B, N, L) scores, (B, N) bool mask, longest N."""

    @staticmethod
    def forward(context: Any, scores, mask, steps, first, last):
        paragraphs, length, _ = scores.shape
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
        step_share = ((left - shift).exp().t() @ (right + shift).exp()) * raised
        ends = share[torch.arange(paragraphs), mask.sum(1) - 1].sum(0)
        context.save_for_backward(share, step_share, share[:, 0].sum(0), ends)
        return total.sum()

    @staticmethod
    def backward(context: Any, *gradients):
        share, step_share, begins, ends = context.saved_tensors
        gradient = gradients[0]
        return gradient * share, None, gradient * step_share, gradient * begins, gradient * ends


def loss_of(scores, labels, paragraphs: list[tuple[int, int]], arrays) -> torch.Tensor:
    """The mean negative log-likelihood a word; `paragraphs` are half-open rows of scores (N, L) and labels (N,)."""
    steps = arrays["steps"] + _barrier(allowed_steps())
    first, last = (arrays[name] + _barrier(edge) for name, edge in zip(("first", "last"), allowed_edges(), strict=True))
    ordered = sorted(paragraphs, key=lambda rows: rows[1] - rows[0])
    loss = scores.new_zeros(())
    words = 0
    for group in range(_GROUPS):
        mine = ordered[len(ordered) * group // _GROUPS : len(ordered) * (group + 1) // _GROUPS]
        if not mine:
            continue
        rows, mask = _padded(mine)
        gold, given = labels[rows], scores[rows]
        right = (given.gather(2, gold[:, :, None])[:, :, 0] * mask).sum()
        right = right + (steps[gold[:, :-1], gold[:, 1:]] * mask[:, 1:]).sum() + first[gold[:, 0]].sum()
        right = right + last[gold[torch.arange(len(mine)), mask.sum(1) - 1]].sum()
        loss = loss + LogPartition.apply(given, mask, steps, first, last) - right
        words += int(mask.sum())
    return loss / words


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
