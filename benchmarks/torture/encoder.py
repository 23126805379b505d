"""The default encoder, each text once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord import Archive
from onrecord.encoding.onnx_encoder import OnnxEncoder
from onrecord.records import TokenStates
from torture import articles

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class RememberingEncoder:
    """Gives the vectors and states of the real encoder, which do not depend on what is encoded beside a text."""

    def __init__(self, folder: Path) -> None:
        self._encoder = OnnxEncoder(folder, threads=1)
        self.fingerprint, self.width, self.layers = (
            self._encoder.fingerprint,
            self._encoder.width,
            self._encoder.layers,
        )
        self._known: dict[tuple[str, tuple[int, ...]], tuple[NDArray[np.float32], TokenStates]] = {}

    def encode(self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None) -> NDArray[np.float32]:
        return self.encode_with_states(texts, [])[0]

    def encode_with_states(
        self, texts: Sequence[str], layers: Sequence[int]
    ) -> tuple[NDArray[np.float32], list[TokenStates]]:
        import numpy as np

        wanted = tuple(layers)
        for text in texts:
            if (text, wanted) not in self._known:
                vectors, states = self._encoder.encode_with_states([text], layers)
                self._known[text, wanted] = (vectors[0], states[0])
        found = [self._known[text, wanted] for text in texts]
        vectors = np.array([vector for vector, _ in found], dtype=np.float32).reshape(len(found), self.width)
        return vectors, [states for _, states in found]

    def warm_up(self) -> None:
        """Loads all models and encodes every text that will come, in this process, before it forks."""
        from torture.examine import answers

        with Archive.in_memory() as archive:
            for batch in (articles.STORED, articles.UPDATED, articles.ADDED):
                archive.add(batch)
            answers(archive)
