"""Attention among the words of a paragraph: what a word takes from the words of its paragraph, near and far.

Chosen: paragraphs, because an attribution hardly ever leaves one, and because their words are few enough that all
pairs can be looked at. A longer one is cut, so that time grows with the number of words and not with its square.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Of 35,000 paragraphs of news, a handful is longer.
LONGEST = 256
# Distances beyond this many words count alike.
FAR = 48


def attention_shapes(width: int, blocks: int, heads: int) -> dict[str, tuple[int, ...]]:
    """The arrays of one attention behind each block, none for no heads."""
    shapes: dict[str, tuple[int, ...]] = {}
    for block in range(blocks if heads else 0):
        name = f"attention.{block}"
        shapes |= {
            f"{name}.norm.scale": (width,), f"{name}.norm.bias": (width,), f"{name}.in": (width, 3 * width),
            f"{name}.in.bias": (3 * width,), f"{name}.out": (width, width), f"{name}.out.bias": (width,),
            f"{name}.near": (heads, 2 * FAR + 1),
        }  # fmt: skip
    return shapes


def cut_long(starts: NDArray[np.intp], words: int) -> list[tuple[int, int]]:
    """Half-open rows of the paragraphs that begin at `starts`, those over LONGEST words cut."""
    ends = [*starts[1:].tolist(), words]
    return [
        (begin, min(begin + LONGEST, end))
        for start, end in zip(starts.tolist(), ends, strict=True)
        for begin in range(start, end, LONGEST)
    ]


class Attention:
    """The attention called `name` in `arrays`."""

    def __init__(self, arrays: Mapping[str, NDArray[np.float32]], name: str) -> None:
        import numpy as np

        self._in, self._in_bias = arrays[f"{name}.in"], arrays[f"{name}.in.bias"]
        self._out, self._out_bias = arrays[f"{name}.out"], arrays[f"{name}.out.bias"]
        near = arrays[f"{name}.near"]
        self._heads = len(near)
        place = np.arange(LONGEST)
        self._near = near[:, np.clip(place[None, :] - place[:, None], -FAR, FAR) + FAR]

    def __call__(self, normed: NDArray[np.float32], paragraphs: Sequence[tuple[int, int]]) -> NDArray[np.float32]:
        """(N, W) what is to be added to each word; `paragraphs` are those of `cut_long`."""
        import numpy as np

        width = normed.shape[1]
        depth = width // self._heads
        asked = normed @ self._in
        asked += self._in_bias
        asked[:, :width] *= np.float32(1 / math.sqrt(depth))
        taken = np.empty_like(normed)
        # One paragraph at a time: its pairs fit into the processor's cache, and nothing has to be padded.
        for begin, end in paragraphs:
            length = end - begin
            query, key, value = asked[begin:end].reshape(length, 3, self._heads, depth).transpose(1, 2, 0, 3)
            shares = query @ key.swapaxes(1, 2)
            shares += self._near[:, :length, :length]
            shares -= shares.max(axis=2, keepdims=True)
            np.exp(shares, out=shares)
            given = shares @ value
            given /= shares.sum(axis=2, keepdims=True)
            taken[begin:end] = given.transpose(1, 0, 2).reshape(length, width)
        added: NDArray[np.float32] = taken @ self._out
        added += self._out_bias
        return added
