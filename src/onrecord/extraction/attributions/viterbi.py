"""The best sequence of labels for each paragraph of an article, all paragraphs at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# A sum of a million such scores is still a number, and no sum of real ones comes near a single one.
FORBIDDEN = -1e6


def best_labels(
    scores: NDArray[np.float32],
    starts: NDArray[np.intp],
    steps: NDArray[np.float32],
    first: NDArray[np.float32],
    last: NDArray[np.float32],
) -> NDArray[np.int8]:
    """(N,) the labels with the highest sum of scores; of equal sums, the one whose last label stands first.

    `scores` is (N, L), a row a word. `starts` are the first words of the paragraphs, ascending, beginning with 0.
    `steps` (L, L) is what it is worth that a label (column) follows another (row), `first` and `last` (L,) what a
    label is worth on a paragraph's first and last word. Takes time in the number of words, not of words squared.
    """
    import numpy as np

    words = len(scores)
    found = np.zeros(words, dtype=np.int8)
    if not words:
        return found
    lengths = np.diff(np.append(starts, words))
    # Longest first, so that those still going on are always the first rows.
    order = np.argsort(-lengths, kind="stable")
    starts, lengths = starts[order], lengths[order]
    # alive[t]: how many paragraphs have a word t.
    alive = np.searchsorted(-lengths, -np.arange(lengths[0]), side="left")
    forward = [scores[starts] + first]
    step = np.ascontiguousarray(steps)[:, None, :]
    for word in range(1, int(lengths[0])):
        running = int(alive[word])
        before = forward[-1][:running].T[:, :, None]
        forward.append((before + step).max(axis=0) + scores[starts[:running] + word])
    label = np.zeros(len(starts), dtype=np.intp)
    into = np.ascontiguousarray(steps.T)
    ending = 0
    for word in range(int(lengths[0]) - 1, -1, -1):
        running = int(alive[word])
        if ending:
            label[:ending] = (forward[word][:ending] + into[label[:ending]]).argmax(axis=1)
        if running > ending:
            label[ending:running] = (forward[word][ending:running] + last).argmax(axis=1)
        found[starts[:running] + word] = label[:running]
        ending = running
    return found
