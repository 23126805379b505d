"""A table of word-piece vectors distilled from the default model: hundreds of times faster, less exact.

For archives so large that a pass per passage is out of reach. model2vec distils it, once, in a child process;
reading it needs numpy only: a text's vector is the mean of its pieces' rows, which carry their weights already.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.encoding.child_process import run_child
from onrecord.encoding.default_model import NAME, WEIGHTS_SHA256, default_model_folder
from onrecord.encoding.model_cache import built_once
from onrecord.encoding.model_folder import read_facts
from onrecord.encoding.word_pieces import WordPieces
from onrecord.errors import MissingExtra, ModelUnavailable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Part of the folder's name: raise it when distil_process.py comes to write another table.
DISTILLER = 1
SLICE = 1024


def distilled_model(*, cache: Path | None = None, progress: Callable[[str], None] | None = None) -> Path:
    """The folder with `model.safetensors` and `tokenizer.json`, distilled now if it is not in the cache.

    Raises MissingExtra when it has to be distilled and model2vec's distillation is not installed.
    """

    def build(folder: Path) -> None:
        if find_spec("model2vec") is None or find_spec("skeletoken") is None:
            raise MissingExtra(
                "the static encoder is distilled by model2vec, which is not installed; "
                'install it with `pip install "onrecord[static]"`'
            )
        if progress is not None:
            progress(f"distilling {NAME} into a static table, once")
        arguments = [str(default_model_folder()), str(folder), WEIGHTS_SHA256]
        run_child("onrecord.encoding.distil_process", arguments, progress)

    return built_once(f"{NAME}-static-{DISTILLER}", build, cache=cache)


class StaticEncoder:
    """Encodes with a distilled folder (see `distilled_model`).

    The fingerprint is that of the table itself: distilling on another machine may turn its axes, and then old and
    new vectors must not be compared.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._facts = read_facts(folder)
        if self._facts.kind != "static":
            raise ModelUnavailable(f"{folder}: holds a {self._facts.kind} model, expected a static one")
        self.name = f"{self._facts.name} (static)"
        self.width = self._facts.width
        self.fingerprint = self._facts.fingerprint

    def encode(self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None) -> NDArray[np.float32]:
        """(N, width) rows of unit length in input order; `progress` gets the number of texts done so far.

        A text without a known piece gets the last axis, the one on which texts differ least.
        """
        import numpy as np

        vectors = np.empty((len(texts), self.width), dtype=np.float32)
        for start in range(0, len(texts), SLICE):
            for row, pieces in enumerate(self._word_pieces.split(texts[start : start + SLICE]), start):
                known = [number for number in pieces.ids if number != self._unknown]
                vectors[row] = self._table[known].mean(axis=0) if known else 0.0
            if progress is not None:
                progress(min(start + SLICE, len(texts)))
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        vectors[lengths[:, 0] < np.finfo(np.float32).tiny] = np.eye(1, self.width, self.width - 1, dtype=np.float32)
        lengths[lengths < np.finfo(np.float32).tiny] = 1.0
        vectors /= lengths
        return vectors

    @cached_property
    def _word_pieces(self) -> WordPieces:
        return WordPieces(self._folder / "tokenizer.json", self._facts.max_length, special_tokens=False)

    @cached_property
    def _unknown(self) -> int | None:
        return self._word_pieces.number_of("[UNK]")

    @cached_property
    def _table(self) -> NDArray[np.float32]:
        """(pieces, width) float32; the file holds float16."""
        import numpy as np
        from safetensors import SafetensorError
        from safetensors.numpy import load_file

        path = self._folder / "model.safetensors"
        try:
            table: NDArray[np.float32] = load_file(path)["embeddings"].astype(np.float32)
        except (OSError, KeyError, SafetensorError) as error:
            raise ModelUnavailable(
                f"{path}: no readable table ({error}); remove its folder, it is then made anew"
            ) from error
        return table
