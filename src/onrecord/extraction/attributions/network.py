"""The tagger's network in numpy: what each label is worth on each word, from the encoder's states and the features.

A linear layer takes the states of several encoder layers and the features to W numbers a word. Residual blocks follow:
a dilated convolution over the whole article, so that a word knows of its neighbours in the next passage too, and, in
weights that have it, attention among all words of its paragraph. The shipped weights have none: with it, exact F1 on
articles kept aside changed by less than two trainings differ (up to a point), for half as much time again. Dropped: a
recurrent layer (a thousand small steps an article).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from onrecord.extraction.attributions.attention import Attention, attention_shapes, cut_long
from onrecord.extraction.attributions.features import FEATURES
from onrecord.extraction.attributions.labels import LABELS
from onrecord.extraction.attributions.words import pieces_of_words
from onrecord.spoken import EncodedPassage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Words looked at together: an article of a million words must not take a million rows of every inner number. Only at
# the seams, in articles longer than this, do the convolutions lose sight of the neighbours.
_TOGETHER = 8192
# What torch's layer norm adds to the variance.
_EPSILON = 1e-5


def network_shapes(
    layers: Sequence[int], encoder_width: int, width: int, dilations: Sequence[int], heads: int
) -> dict[str, tuple[int, ...]]:
    """The arrays of a network and their shapes; `heads` is 0 for one without attention."""
    shapes: dict[str, tuple[int, ...]] = {f"states.{layer}": (encoder_width, width) for layer in layers}
    shapes |= {"features": (len(FEATURES), width), "bias": (width,)}
    for block in range(len(dilations)):
        shapes |= {
            f"block.{block}.norm.scale": (width,), f"block.{block}.norm.bias": (width,),
            f"block.{block}.around": (3 * width, width), f"block.{block}.around.bias": (width,),
            f"block.{block}.mix": (width, width), f"block.{block}.mix.bias": (width,),
        }  # fmt: skip
    shapes |= attention_shapes(width, len(dilations), heads)
    return shapes | {
        "norm.scale": (width,), "norm.bias": (width,), "labels": (width, len(LABELS)), "labels.bias": (len(LABELS),),
        "steps": (len(LABELS), len(LABELS)), "first": (len(LABELS),), "last": (len(LABELS),),
    }  # fmt: skip


class Network:
    """`arrays` are those of `network_shapes`, float32; `dilations` are how far each block looks to both sides."""

    def __init__(
        self, arrays: Mapping[str, NDArray[np.float32]], layers: Sequence[int], dilations: Sequence[int]
    ) -> None:
        self._arrays = arrays
        self._layers = tuple(layers)
        self._dilations = tuple(dilations)
        self._attentions = [
            Attention(arrays, f"attention.{block}")
            for block in range(len(self._dilations))
            if f"attention.{block}.in" in arrays
        ]

    def scores(
        self,
        words: NDArray[np.int32],
        features: NDArray[np.float32],
        starts: NDArray[np.intp],
        passages: Sequence[EncodedPassage],
    ) -> NDArray[np.float32]:
        """(N, L) what each label is worth on each word; `starts` are the first words of the paragraphs, from 0 up.

        Words without states are judged by features and neighbours.
        """
        import numpy as np

        hidden = features @ self._arrays["features"]
        hidden += self._arrays["bias"]
        self._add_states(hidden, words, passages)
        scores = np.empty((len(words), len(LABELS)), dtype=np.float32)
        for paragraphs in _blocks(cut_long(starts, len(words))):
            block = slice(paragraphs[0][0], paragraphs[-1][1])
            inside = [(begin - block.start, end - block.start) for begin, end in paragraphs]
            scores[block] = self._judged(hidden[block], inside)
        return scores

    def _judged(self, hidden: NDArray[np.float32], paragraphs: Sequence[tuple[int, int]]) -> NDArray[np.float32]:
        """(N, L) scores from what is known of each word by itself; `hidden` is used up."""
        import numpy as np

        for block, dilation in enumerate(self._dilations):
            hidden += self._block(f"block.{block}", hidden, dilation)
            if self._attentions:
                hidden += self._attentions[block](self._normed(f"attention.{block}.norm", hidden), paragraphs)
        hidden = self._normed("norm", hidden)
        np.maximum(hidden, 0, out=hidden)
        judged: NDArray[np.float32] = hidden @ self._arrays["labels"]
        judged += self._arrays["labels.bias"]
        return judged

    def _add_states(
        self, hidden: NDArray[np.float32], words: NDArray[np.int32], passages: Sequence[EncodedPassage]
    ) -> None:
        """Adds the mean over a word's pieces; projected first, because a mean of fewer numbers is cheaper."""
        import numpy as np

        word, kept = pieces_of_words(words, passages)
        if not len(word):
            return
        projected = np.empty((sum(len(passage.states.offsets) for passage in passages), hidden.shape[1]), np.float32)
        row = 0
        for passage in passages:
            rows = projected[row : row + len(passage.states.offsets)]
            for place, layer in enumerate(self._layers):
                if place:
                    rows += passage.states.states[layer] @ self._arrays[f"states.{layer}"]
                else:
                    np.matmul(passage.states.states[layer], self._arrays[f"states.{layer}"], out=rows)
            row += len(rows)
        begins = np.flatnonzero(np.diff(word, prepend=-1))
        counts = np.diff(np.append(begins, len(word))).astype(np.float32)
        hidden[word[begins]] += np.add.reduceat(projected[kept], begins, axis=0) / counts[:, None]

    def _block(self, name: str, hidden: NDArray[np.float32], dilation: int) -> NDArray[np.float32]:
        import numpy as np

        words, width = hidden.shape
        around = np.zeros((words, 3 * width), dtype=np.float32)
        normed = self._normed(f"{name}.norm", hidden)
        around[dilation:, :width] = normed[:-dilation]
        around[:, width : 2 * width] = normed
        around[:-dilation, 2 * width :] = normed[dilation:]
        inner = around @ self._arrays[f"{name}.around"]
        inner += self._arrays[f"{name}.around.bias"]
        np.maximum(inner, 0, out=inner)
        mixed: NDArray[np.float32] = inner @ self._arrays[f"{name}.mix"]
        mixed += self._arrays[f"{name}.mix.bias"]
        return mixed

    def _normed(self, name: str, hidden: NDArray[np.float32]) -> NDArray[np.float32]:
        import numpy as np

        centred: NDArray[np.float32] = hidden - hidden.mean(axis=1, keepdims=True)
        variance = np.einsum("nw,nw->n", centred, centred)[:, None] / hidden.shape[1]
        centred *= 1 / np.sqrt(variance + np.float32(_EPSILON))
        centred *= self._arrays[f"{name}.scale"]
        centred += self._arrays[f"{name}.bias"]
        return centred


def _blocks(paragraphs: Sequence[tuple[int, int]]) -> Iterator[Sequence[tuple[int, int]]]:
    """The paragraphs in runs of up to _TOGETHER words; each is shorter than that."""
    begin = 0
    for row, (_, end) in enumerate(paragraphs):
        if end - paragraphs[begin][0] > _TOGETHER:
            yield paragraphs[begin:row]
            begin = row
    if paragraphs:
        yield paragraphs[begin:]
