"""Texts to unit vectors with plain sentence-transformers, the same for every rival that stores vectors.

    python -m baselines.encoder DOCUMENTS.jsonl VECTORS.npy --model FOLDER --facts FILE.json

Writes (C, D) float32, one row a document in file order. Long texts are cut by the model as it was published.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from baselines.exchange import BadExchange, read_documents, write_json

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BATCH = 32


def load_encoder(model: Path | None) -> Callable[[str], NDArray[np.float32]]:
    """A function from one text to its unit vector (D,); on the CPU, so that rivals are timed alike."""
    encoder = _load(model)
    # What the libraries do only once (memory, kernels) is no part of a query's time.
    encoder.encode(["warm", "all of this up"], show_progress_bar=False)

    def encode(text: str) -> NDArray[np.float32]:
        return encoder.encode(text, normalize_embeddings=True, show_progress_bar=False)

    return encode


def encode_documents(documents: Path, vectors: Path, model: Path) -> tuple[int, float]:
    """Writes the vectors of all documents; returns how many and the seconds it took, the model's loading aside."""
    import numpy as np

    encoder = _load(model)
    began = time.perf_counter()
    texts = [document.text for document in read_documents(documents)]
    rows = encoder.encode(texts, batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False)
    unfinished = vectors.with_suffix(".part.npy")
    np.save(unfinished, np.asarray(rows, dtype=np.float32), allow_pickle=False)
    os.replace(unfinished, vectors)
    return len(texts), time.perf_counter() - began


def _load(model: Path | None):  # type: ignore[no-untyped-def]
    if model is None or not (model / "model.safetensors").is_file():
        raise BadExchange(f"{model}: no sentence-transformers model there; name its folder with --model")
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(model), device="cpu")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", type=Path)
    parser.add_argument("vectors", type=Path)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--facts", type=Path, required=True)
    options = parser.parse_args()
    count, seconds = encode_documents(options.documents, options.vectors, options.model)
    write_json(options.facts, {"documents": count, "seconds": seconds})


if __name__ == "__main__":
    main()
