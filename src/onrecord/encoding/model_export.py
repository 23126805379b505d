"""From a sentence-transformers folder to an ONNX folder in the cache, made in a child process when missing."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from onrecord.encoding.child_process import run_child
from onrecord.encoding.default_model import NAME, WEIGHTS_SHA256, default_model_folder
from onrecord.encoding.model_cache import built_once
from onrecord.errors import ModelUnavailable

Precision = Literal["int8", "fp32"]

# Part of every fingerprint: raise it when a change to export_process.py changes the vectors.
EXPORTER = 2


def exported_model(
    precision: Precision = "int8",
    *,
    model: str | None = None,
    cache: Path | None = None,
    progress: Callable[[str], None] | None = None,
) -> Path:
    """The folder with `model.onnx`, `tokenizer.json` and `export.json`, exported now if it is not in the cache.

    `model` is the path of a local folder (sentence-transformers layout, BERT-like); None is the default model,
    whose weights must have the published SHA-256. Raises ModelUnavailable.
    """
    if precision not in ("int8", "fp32"):
        raise ModelUnavailable(f"precision {precision!r}: expected 'int8' or 'fp32'")
    key, source, expected = (f"{NAME}-{precision}-{EXPORTER}", None, WEIGHTS_SHA256)
    if model is not None:
        source, expected = Path(model).resolve(), ""
        key = f"{_key_of(source)}-{precision}-{EXPORTER}"

    def build(folder: Path) -> None:
        if progress is not None:
            progress(f"exporting {source.name if source else NAME} to ONNX ({precision}), once")
        arguments = [str(source or default_model_folder()), str(folder), precision, expected, str(EXPORTER)]
        run_child("onrecord.encoding.export_process", arguments, progress)

    return built_once(key, build, cache=cache)


def _key_of(folder: Path) -> str:
    """Name in the cache: changes with the path and with size or time of the weights, without reading them."""
    weights = folder / "model.safetensors"
    try:
        status = weights.stat()
    except OSError as error:
        raise ModelUnavailable(
            f"{folder}: {error.strerror or error}; expected a model folder with model.safetensors, config.json and "
            'tokenizer.json; for other layouts or a model by name use "st:NAME_OR_PATH"'
        ) from error
    facts = f"{folder}\0{status.st_size}\0{status.st_mtime_ns}".encode("utf-8", "surrogateescape")
    return f"{re.sub(r'[^A-Za-z0-9.-]', '_', folder.name)[:40]}-{hashlib.sha256(facts).hexdigest()[:12]}"
