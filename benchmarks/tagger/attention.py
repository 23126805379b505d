"""The attention of `onrecord.extraction.attributions.attention`, in torch."""

from __future__ import annotations

import math

import torch
from torch.nn import functional

from onrecord.extraction.attributions.attention import FAR
from tagger.crf import grouped


def attend(
    arrays: dict[str, torch.Tensor], name: str, normed: torch.Tensor, paragraphs: list[tuple[int, int]], heads: int
) -> torch.Tensor:
    """(N, W) what each word takes from the words of its paragraph; `paragraphs` are half-open rows of `normed`."""
    width = normed.shape[1]
    asked = (normed @ arrays[f"{name}.in"] + arrays[f"{name}.in.bias"]).float()
    taken = asked.new_zeros(len(normed), width)
    for rows, mask in grouped(paragraphs):
        count, length = rows.shape
        query, key, value = asked[rows].view(count, length, 3, heads, width // heads).permute(2, 0, 3, 1, 4)
        place = torch.arange(length)
        distance = (place[None, :] - place[:, None]).clamp(-FAR, FAR) + FAR
        bias = arrays[f"{name}.near"][:, distance][None] + torch.where(mask, 0.0, -1e4)[:, None, None, :]
        given = functional.scaled_dot_product_attention(
            query, key, value, attn_mask=bias, scale=1 / math.sqrt(width // heads)
        )
        given = given.permute(0, 2, 1, 3).reshape(count, length, width)
        taken = taken.index_put((rows[mask],), given[mask].float())
    return taken @ arrays[f"{name}.out"] + arrays[f"{name}.out.bias"]
