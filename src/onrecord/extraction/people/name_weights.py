"""The file of the name finder's weights: what is in it, and how it is checked before it is trusted."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.errors import ModelUnavailable
from onrecord.extraction.people.name_features import FEATURES
from onrecord.extraction.people.name_network import shapes
from onrecord.limits import in_force

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FORMAT = "onrecord names 1"
SHIPPED = Path(__file__).with_name("names.safetensors")
_NEXT = "install onrecord again, or train with benchmarks/train_names.py"


@dataclass(frozen=True)
class NameWeights:
    """Weights in float32 with what they need: `encoder` is the fingerprint of the encoder they were trained on.

    `fingerprint` is equal for equal weights.
    """

    tensors: Mapping[str, NDArray[np.float32]]
    layers: tuple[int, ...]
    encoder: str
    fingerprint: str


def read_weights(path: Path = SHIPPED) -> NameWeights:
    """The weights at `path`, checked byte by byte against the checksum the file states of itself.

    Raises ModelUnavailable when the file is missing, damaged, of another format, or made for other features.
    """
    import numpy as np
    from safetensors import SafetensorError, safe_open

    try:
        limits, size = in_force(), path.stat().st_size
        if size > limits.weights_bytes:
            raise ModelUnavailable(f"{path}: weights of {limits.exceeded('weights_bytes', size, 'bytes')}; {_NEXT}")
        with safe_open(path, framework="numpy") as file:
            facts = file.metadata() or {}
            stored = {name: file.get_tensor(name) for name in sorted(file.keys())}
    except FileNotFoundError as error:
        raise ModelUnavailable(f"{path}: no such file; expected the weights of the name finder; {_NEXT}") from error
    except (OSError, SafetensorError) as error:
        raise ModelUnavailable(f"{path}: not a readable safetensors file ({error}); {_NEXT}") from error
    if facts.get("format") != FORMAT:
        raise ModelUnavailable(f"{path}: format {facts.get('format')!r}, expected {FORMAT!r}; {_NEXT}")
    if facts.get("features") != "\n".join(FEATURES):
        raise ModelUnavailable(f"{path}: trained on other features than this version computes; {_NEXT}")
    seen = checksum(stored)
    if seen != facts.get("sha256"):
        raise ModelUnavailable(f"{path}: weights have SHA-256 {seen}, expected {facts.get('sha256')}; {_NEXT}")
    try:
        layers = tuple(int(layer) for layer in facts["layers"].split())
        width, encoder = int(facts["width"]), facts["encoder"]
    except (KeyError, ValueError) as error:
        raise ModelUnavailable(f"{path}: facts that cannot be read ({error}); {_NEXT}") from error
    tensors = {name: np.asarray(tensor, dtype=np.float32) for name, tensor in stored.items()}
    if not {"states", "middle"} <= set(tensors) or {n: t.shape for n, t in tensors.items()} != shapes(
        width, len(layers), tensors
    ):
        raise ModelUnavailable(f"{path}: tensors {sorted(tensors)} do not fit each other; {_NEXT}")
    return NameWeights(tensors, layers, encoder, seen)


def write_weights(
    path: Path, tensors: Mapping[str, NDArray[np.float32]], *, layers: tuple[int, ...], width: int, encoder: str,
    notes: Mapping[str, str],
) -> None:  # fmt: skip
    """Writes the weights as float16 with all that `read_weights` checks; `notes` say how they were trained."""
    import numpy as np
    from safetensors.numpy import save_file

    stored = {name: np.ascontiguousarray(tensors[name], dtype=np.float16) for name in sorted(tensors)}
    facts = {
        **notes,
        "format": FORMAT,
        "features": "\n".join(FEATURES),
        "layers": " ".join(str(layer) for layer in layers),
        "width": str(width),
        "encoder": encoder,
        "sha256": checksum(stored),
    }
    save_file(stored, path, metadata=facts)


def checksum(tensors: Mapping[str, NDArray[np.float16]]) -> str:
    """Hex SHA-256 over names, shapes and bytes, in the order of the names."""
    digest = hashlib.sha256()
    for name in sorted(tensors):
        digest.update(f"{name} {tensors[name].shape} {tensors[name].dtype.str}\n".encode())
        digest.update(tensors[name].tobytes())
    return digest.hexdigest()
