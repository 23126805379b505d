"""Run by the tests in a process of its own, because it imports torch: what sentence-transformers says of the texts.

python reference_child.py MODEL_FOLDER TEXTS.json RESULT.npz
"""

import json
import sys
from pathlib import Path

import numpy as np
from sentence_transformers import SentenceTransformer

from onrecord.encoding.torch_encoder import SentenceTransformerEncoder
from onrecord.errors import ModelUnavailable

if __name__ == "__main__":
    folder, texts_path, result = sys.argv[1:]
    texts = json.loads(Path(texts_path).read_text("utf-8"))
    plain = SentenceTransformer(folder, device="cpu", local_files_only=True)
    ours = SentenceTransformerEncoder(folder, device="cpu")
    seen: list[int] = []
    try:
        SentenceTransformerEncoder("nobody/has-this-model")
        complaint = "none"
    except ModelUnavailable as error:
        complaint = str(error)
    np.savez(
        result,
        vectors=plain.encode(texts, normalize_embeddings=True, show_progress_bar=False),
        states=plain.encode([texts[0]], output_value="token_embeddings", show_progress_bar=False)[0].numpy(),
        ours=ours.encode(texts, progress=seen.append),
        hostile=ours.encode(["", "lone \ud800 half", "nul \0"]),
        none=ours.encode([]),
        seen=np.array(seen),
        fingerprint=np.array([ours.fingerprint, SentenceTransformerEncoder(folder).fingerprint]),
        complaint=np.array(complaint),
    )
