"""From the name a user gives to an encoder, without loading more than that encoder needs."""

from __future__ import annotations

import os.path
from collections.abc import Callable
from pathlib import Path

from onrecord.encoding.encoder import Encoder
from onrecord.encoding.model_export import Precision, exported_model
from onrecord.encoding.onnx_encoder import OnnxEncoder
from onrecord.encoding.static_encoder import StaticEncoder, distilled_model
from onrecord.encoding.torch_encoder import SentenceTransformerEncoder
from onrecord.errors import ModelUnavailable

ALLOWED = '"default", "default-fp32", "static", "st:NAME_OR_PATH" or the path of a model folder'
_NAMES = ("default", "default-fp32", "static")
_TORCH = "st:"


def check_name(name: str) -> None:
    """Raises ModelUnavailable, which says what is allowed, for what can be no encoder; nothing is loaded."""
    # Unlike Path.is_dir, isdir also answers for names that are too long or hold a NUL.
    if name not in _NAMES and not (name.startswith(_TORCH) and name != _TORCH) and not (name and os.path.isdir(name)):
        raise ModelUnavailable(f"encoder {name!r}: no such name or folder; expected {ALLOWED}")


def load_encoder(
    name: str = "default",
    *,
    precision: Precision = "int8",
    progress: Callable[[str], None] | None = None,
    cache: Path | None = None,
    threads: int | None = None,
) -> Encoder:
    """The encoder called `name`; the default model is exported first where that was never done.

    `precision` holds for "default" and for a folder; `progress` gets a line for each step of long work; `threads`
    is for the ONNX encoders. Raises ModelUnavailable, which says what is allowed, and MissingExtra for "static".
    """
    check_name(name)
    known: dict[str, Callable[[], Encoder]] = {
        "default": lambda: OnnxEncoder(exported_model(precision, cache=cache, progress=progress), threads=threads),
        "default-fp32": lambda: OnnxEncoder(exported_model("fp32", cache=cache, progress=progress), threads=threads),
        "static": lambda: StaticEncoder(distilled_model(cache=cache, progress=progress)),
    }
    if name in known:
        return known[name]()
    if name.startswith(_TORCH):
        return SentenceTransformerEncoder(name.removeprefix(_TORCH))
    return OnnxEncoder(exported_model(precision, model=name, cache=cache, progress=progress), threads=threads)
