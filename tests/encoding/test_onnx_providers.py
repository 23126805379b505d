"""A GPU is used when ONNX Runtime offers one and the model gains by it; otherwise everything stays as it was."""

from __future__ import annotations

from typing import Any

import numpy as np
import onnxruntime
import pytest

from onrecord.encoding.onnx_encoder import OnnxEncoder
from onrecord.encoding.providers import providers_for

CPU, GPU = "CPUExecutionProvider", "CUDAExecutionProvider"
TEXTS = ["The minister told reporters that nothing had been signed.", "", "Ferry dues rise."]


@pytest.mark.parametrize(
    ("precision", "offered", "expected"),
    [
        ("fp32", [CPU], [CPU]),
        ("fp32", ["AzureExecutionProvider", CPU], [CPU]),
        ("fp32", ["TensorrtExecutionProvider", GPU, CPU], [(GPU, {"use_tf32": "0"}), CPU]),
        ("int8", [GPU, CPU], [CPU]),
    ],
)
def test_choice(precision: str, offered: list[str], expected: list[Any]) -> None:
    """The GPU first for single precision where it is offered, never without single precision's full width."""
    assert providers_for(precision, offered) == expected


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[list[Any]]:
    """What the encoder asks real sessions to run on while a GPU is offered that this machine does not have."""
    seen: list[list[Any]] = []
    real = onnxruntime.InferenceSession

    def session(path: str, options: Any, providers: list[Any], **more: Any) -> Any:
        seen.append(providers)
        return real(path, options, providers=[one for one in providers if one == CPU], **more)

    monkeypatch.setattr(onnxruntime, "get_available_providers", lambda: [GPU, CPU])
    monkeypatch.setattr(onnxruntime, "InferenceSession", session)
    return seen


def test_the_encoder_asks_for_the_gpu(models: Any, fp32: OnnxEncoder, asked: list[list[Any]]) -> None:
    """A single-precision model is opened on it, under the same fingerprint; the int8 model is not."""
    encoder = OnnxEncoder(models.fp32, threads=1)
    vectors = encoder.encode(TEXTS)
    assert asked == [[(GPU, {"use_tf32": "0"}), CPU]]
    assert encoder.fingerprint == fp32.fingerprint
    np.testing.assert_allclose(vectors, fp32.encode(TEXTS), atol=1e-6)
    asked.clear()
    OnnxEncoder(models.int8, threads=1).encode(TEXTS)
    assert asked == [[CPU]]


def test_a_gpu_that_does_not_work_is_done_without(
    models: Any, fp32: OnnxEncoder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a driver the processor does the work, with a warning; nothing is printed that others would read."""
    real = onnxruntime.InferenceSession

    def session(path: str, options: Any, providers: list[Any], **more: Any) -> Any:
        if providers[0] != CPU:
            raise RuntimeError("CUDA driver version is insufficient")
        return real(path, options, providers=providers, **more)

    monkeypatch.setattr(onnxruntime, "get_available_providers", lambda: [GPU, CPU])
    monkeypatch.setattr(onnxruntime, "InferenceSession", session)
    with pytest.warns(UserWarning, match="driver version is insufficient"):
        vectors = OnnxEncoder(models.fp32, threads=1).encode(TEXTS)
    assert vectors.tobytes() == fp32.encode(TEXTS).tobytes()
    assert capsys.readouterr().out == ""
