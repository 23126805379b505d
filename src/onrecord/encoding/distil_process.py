"""Write the static folder of the default model with model2vec; runs as a child process, because it imports torch.

python -m onrecord.encoding.distil_process SOURCE FOLDER EXPECTED_SHA256
"""

from __future__ import annotations

import importlib.metadata
import sys
from pathlib import Path

from onrecord.encoding.child_process import PROGRESS, answer, say
from onrecord.encoding.default_model import NAME
from onrecord.encoding.model_folder import ModelFacts, fingerprint_of, sha256_of, write_facts
from onrecord.errors import ModelUnavailable

# Twice a passage of the longest sort; a mean over more pieces than this says little.
MAX_LENGTH = 1024
WIDTH = 256


def distil(source: Path, folder: Path, expected: str) -> None:
    """Fill `folder` with `model.safetensors`, `tokenizer.json` and `export.json`; raises ModelUnavailable."""
    weights = sha256_of(source / "model.safetensors")
    if weights != expected:
        raise ModelUnavailable(
            f"{source / 'model.safetensors'}: SHA-256 is {weights}, expected {expected}; the file is not the "
            "published model; reinstall its package"
        )
    say(PROGRESS, "loading torch")
    from model2vec.distill import distill

    say(PROGRESS, "distilling")
    model = distill(str(source), pca_dims=WIDTH, device="cpu")
    if model.weights is not None or model.token_mapping is not None:
        raise ModelUnavailable(
            f"model2vec {importlib.metadata.version('model2vec')} keeps weights apart from its table; "
            "expected one table; install the version in constraints.txt"
        )
    model.save_pretrained(folder)
    fingerprint = fingerprint_of("static", sha256_of(folder / "model.safetensors"), MAX_LENGTH)
    facts = ModelFacts(
        kind="static", name=NAME, precision="fp16", pooling="mean", max_length=MAX_LENGTH, width=WIDTH, layers=0,
        weights_sha256=weights, fingerprint=fingerprint,
        made_with={name: importlib.metadata.version(name) for name in ("torch", "transformers", "model2vec")},
    )  # fmt: skip
    write_facts(folder, facts, ["model.safetensors", "tokenizer.json"])


def main(arguments: list[str]) -> int:
    """Exit status: 0 when the folder is complete; otherwise 1, with the reason said to the parent."""
    source, folder, expected = arguments
    return answer(lambda: distil(Path(source), Path(folder), expected), f"{source}: cannot be distilled")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
