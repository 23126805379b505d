"""Names become encoders, and nothing is loaded that is not needed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from onrecord.encoding.choosing import load_encoder
from onrecord.encoding.onnx_encoder import OnnxEncoder
from onrecord.errors import ModelUnavailable


def test_default_is_the_int8_model(models: Any, int8: OnnxEncoder) -> None:
    """The name "default" gives the exported int8 model, with the protocol's attributes."""
    encoder = load_encoder(cache=models.cache)
    assert (encoder.name, encoder.width) == ("all-MiniLM-L6-v2 (int8)", 384)
    assert encoder.fingerprint == int8.fingerprint


@pytest.mark.parametrize("name", ["", "nonsense", "st:", "Default", "a\0b", "/no/such/folder"], ids=ascii)
def test_unknown_names_are_refused(name: str) -> None:
    """The message says what is allowed."""
    with pytest.raises(ModelUnavailable, match='"default", "default-fp32", "static", "st:NAME_OR_PATH"'):
        load_encoder(name)


def test_neither_loading_nor_encoding_imports_torch(models: Any, fresh_python: Callable[..., str]) -> None:
    """Loading takes no heavy library at all; encoding takes ONNX Runtime, tokenizers and numpy, never torch."""
    heavy = "{'numpy', 'onnxruntime', 'tokenizers', 'torch', 'transformers', 'sentence_transformers', 'onnx', 'pandas'}"
    printed = fresh_python(
        "-c",
        "import sys; from pathlib import Path; from onrecord.encoding.choosing import load_encoder\n"
        f"encoder = load_encoder(cache=Path({str(models.cache)!r})); heavy = {heavy}\n"
        "print(sorted(heavy & set(sys.modules))); encoder.encode(['one'])\n"
        "print(sorted(heavy & set(sys.modules)))",
    )
    assert printed.splitlines() == ["[]", "['numpy', 'onnxruntime', 'tokenizers']"]


def test_a_path_is_exported_and_loaded(models: Any, fp32: OnnxEncoder) -> None:
    """A model folder by path gives the ONNX encoder of that folder: here one the cache already holds."""
    cache = models.fp32.parents[1]
    encoder = load_encoder(str(models.source), precision="fp32", cache=cache)
    assert encoder.fingerprint == fp32.fingerprint
    np.testing.assert_array_equal(encoder.encode(["one"]), fp32.encode(["one"]))
