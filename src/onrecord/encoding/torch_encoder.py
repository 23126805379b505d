"""Any sentence-transformers model, by name or path, on the GPU when there is one. Imports torch: slow to start."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from onrecord.encoding.model_folder import fingerprint_of
from onrecord.encoding.word_pieces import readable
from onrecord.errors import ModelUnavailable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Texts handed over at a time: sentence-transformers sorts them by length, progress is told in between.
SLICE = 256
# Longer texts are cut before tokenising, which is not bounded in time otherwise; no model reads as far.
MAX_CHARACTERS = 64 * 8192


class SentenceTransformerEncoder:
    """Encodes with `SentenceTransformer(model)`; no network unless `allow_download`.

    Padding moves a vector by about 1e-7, so equal texts among other neighbours agree to that, not to the bit.
    """

    def __init__(self, model: str, device: str | None = None, *, allow_download: bool = False) -> None:
        from sentence_transformers import SentenceTransformer

        try:
            self._model: Any = SentenceTransformer(model, device=device, local_files_only=not allow_download)
        except Exception as error:  # the libraries below raise OSError, ValueError, KeyError and their own
            raise ModelUnavailable(
                f"{model}: sentence-transformers cannot load it ({type(error).__name__}: {str(error)[:300]}); expected "
                "the path of a model folder or the name of a model in the local Hugging Face cache"
            ) from error
        self.name = f"{model} (sentence-transformers)"
        self.width: int = len(self._model.encode([""])[0])
        self.fingerprint = fingerprint_of("sentence-transformers", _hash_of(self._model))

    def encode(self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None) -> NDArray[np.float32]:
        """(N, width) rows of unit length in input order; `progress` gets the number of texts done so far."""
        import numpy as np

        vectors = np.empty((len(texts), self.width), dtype=np.float32)
        for start in range(0, len(texts), SLICE):
            part = [readable(text[:MAX_CHARACTERS]) for text in texts[start : start + SLICE]]
            vectors[start : start + len(part)] = self._model.encode(
                part, normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True
            )
            if progress is not None:
                progress(start + len(part))
        return vectors


def _hash_of(model: Any) -> str:
    """Hex SHA-256 over all weights, by name, and the settings that shape a vector."""
    import torch

    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(f"{name} {tensor.dtype} {tuple(tensor.shape)}".encode())
        digest.update(tensor.detach().cpu().contiguous().reshape(-1).view(torch.uint8).numpy().tobytes())
    settings = [type(module).__name__ + str(getattr(module, "pooling_mode", "")) for module in model]
    digest.update(f"{settings} {model.max_seq_length}".encode())
    return digest.hexdigest()
