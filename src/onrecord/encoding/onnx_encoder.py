"""The default encoder: ONNX Runtime and a tokenizer, nothing else; starts in a tenth of a second.

Every text is a pass of its own, on one core; as many passes run side by side as there are cores. We dropped padded
batches: dynamic int8 takes its ranges over the whole batch, so a text's vector would depend on its neighbours
(cosine to itself alone: .992 in batches of 2,048 pieces, .984 at worst), and on passages they were no faster. So the
same text has the same vector, bit for bit on one machine, alone or among others, with any number of threads.
On which device: see `providers`. To be reopened for GPUs: there, texts of one length could share a pass.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.encoding.model_folder import read_facts
from onrecord.encoding.providers import open_session
from onrecord.encoding.spilled_states import SpilledStates
from onrecord.encoding.word_pieces import Pieces, WordPieces
from onrecord.errors import BadInput, ModelUnavailable
from onrecord.records import TokenStates

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Texts tokenised at a time: enough to keep 64 cores busy, few enough that an interrupt is answered at once.
SLICE = 256
REPORT_EVERY = 16
# States of so many texts are held in memory (0.6 GB); those of a longer article lie in a file.
MOST_HELD = 1_024


class OnnxEncoder:
    """Encodes with an exported folder (see `exported_model`); nothing heavy is loaded before the first text.

    `threads` is the number of texts encoded side by side, all usable cores by default; it never changes a vector.
    """

    def __init__(self, folder: Path, *, threads: int | None = None) -> None:
        self._folder = folder
        self._facts = read_facts(folder)
        if self._facts.kind != "onnx":
            raise ModelUnavailable(f"{folder}: holds a {self._facts.kind} model, expected an onnx one")
        if threads is not None and threads < 1:
            raise BadInput(f"threads {threads}: expected 1 or more")
        self._threads = threads or usable_cores()
        self.name = f"{self._facts.name} ({self._facts.precision})"
        self.width = self._facts.width
        self.fingerprint = self._facts.fingerprint
        self.layers = self._facts.layers

    def encode(self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None) -> NDArray[np.float32]:
        """(N, width) rows of unit length in input order; `progress` gets the number of texts done so far.

        A text is read up to `max_length` word pieces; an empty one gets the vector of the bare sentence marks.
        """
        import numpy as np

        vectors = np.empty((len(texts), self.width), dtype=np.float32)
        for done, (row, _, outputs) in enumerate(self._passes(texts, ["vector"]), start=1):
            vectors[row] = outputs[0][0]
            if progress is not None and (done % REPORT_EVERY == 0 or done == len(texts)):
                progress(done)
        return vectors

    def encode_with_states(
        self, texts: Sequence[str], layers: Sequence[int]
    ) -> tuple[NDArray[np.float32], list[TokenStates]]:
        """`encode` and, from the same pass, one TokenStates a text with the layers asked for.

        Layer 0 is the embeddings, the last layer is what the vector is pooled from. Pieces beyond `max_length`
        have no states. Raises BadInput for a layer the model does not have.
        """
        import numpy as np

        unknown = [layer for layer in layers if not 0 <= layer < self.layers]
        if unknown:
            raise BadInput(f"layers {unknown}: {self.name} has layers 0 to {self.layers - 1}")
        wanted = ["vector", *(f"layer_{layer}" for layer in layers)]
        vectors = np.empty((len(texts), self.width), dtype=np.float32)
        states: dict[int, TokenStates] = {}
        spilled = SpilledStates() if len(texts) > MOST_HELD else None
        for row, pieces, outputs in self._passes(texts, wanted):
            vectors[row] = outputs[0][0]
            kept: Any = pieces.text_slice() or pieces.of_text()
            by_layer = {layer: out[0][kept] for layer, out in zip(layers, outputs[1:], strict=True)}
            if spilled is not None:
                by_layer = {layer: spilled.put(found) for layer, found in by_layer.items()}
            states[row] = TokenStates(pieces.offsets(), by_layer)
        return vectors, [states[row] for row in range(len(texts))]

    def _passes(self, texts: Sequence[str], wanted: list[str]) -> Iterator[tuple[int, Pieces, list[Any]]]:
        """(row, pieces, outputs) of every text; longest first within a slice, so that the cores end together."""
        if len(texts) == 0:
            return
        pool = ThreadPoolExecutor(self._threads) if self._threads > 1 and len(texts) > 1 else None
        try:
            for start in range(0, len(texts), SLICE):
                pieces = self._word_pieces.split(texts[start : start + SLICE])
                order = sorted(range(len(pieces)), key=lambda row: -len(pieces[row].ids))
                jobs = [(pieces[row].ids, wanted) for row in order]
                results = pool.map(self._run, jobs) if pool else map(self._run, jobs)
                for row, outputs in zip(order, results, strict=True):
                    yield start + row, pieces[row], outputs
        finally:
            if pool is not None:
                pool.shutdown(cancel_futures=True)

    def _run(self, job: tuple[list[int], list[str]]) -> list[Any]:
        import numpy as np

        ids, wanted = job
        outputs: list[Any] = self._session.run(wanted, {"input_ids": np.array([ids], dtype=np.int64)})
        return outputs

    @cached_property
    def _word_pieces(self) -> WordPieces:
        # Loading both here keeps the session's loading out of the threads, where it could happen twice.
        _ = self._session
        return WordPieces(self._folder / "tokenizer.json", self._facts.max_length)

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        # One core a pass: no pool to start (50 ms), no other rounding with another number of cores.
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        # The file was optimised when it was exported.
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        options.log_severity_level = 3
        path = self._folder / "model.onnx"
        try:
            return open_session(str(path), options, self._facts.precision)
        except Exception as error:  # ONNX Runtime has a dozen classes below Exception and no common one
            raise ModelUnavailable(
                f"{path}: ONNX Runtime {onnxruntime.__version__} cannot load it ({str(error)[:300]}); "
                f"remove the folder {self._folder} and start again, it is then made anew"
            ) from error


def usable_cores() -> int:
    """How many cores this process may use, at least 1."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
