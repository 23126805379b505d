"""Where ONNX Runtime runs a model: on a GPU when it offers one and the model gains by it, else on the processor.

Only models of single precision go to the GPU. The default one counts in eight-bit integers whose ranges are found at
run time; ONNX Runtime has such kernels for processors alone, and a model shared out between both would be copied to
and fro at every layer. So a GPU is used by `--encoder default-fp32` (with onnxruntime-gpu) and by `st:MODEL` (with a
torch that knows the GPU).

The fingerprint stays the same on a GPU: the sums are those of single precision in another order (no TF32, which would
drop ten bits), so that vectors differ by about 1e-6, a five-hundredth of what rounding them for storing does. Vectors
of both may stand in one archive; only "bit for bit" holds for each machine by itself. Not measured: no GPU was at hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

_GPU = "CUDAExecutionProvider"
_PROCESSOR = "CPUExecutionProvider"


def providers_for(precision: str, offered: Sequence[str]) -> list[Any]:
    """What to hand to `InferenceSession`, the best first; each provider is a name, or a name and its options."""
    if precision == "fp32" and _GPU in offered:
        return [(_GPU, {"use_tf32": "0"}), _PROCESSOR]
    return [_PROCESSOR]


def open_session(path: str, options: Any, precision: str) -> Any:
    """The model's session; on the processor also where the GPU cannot be used after all (no driver, no memory)."""
    import onnxruntime

    wanted = providers_for(precision, onnxruntime.get_available_providers())
    if len(wanted) > 1:
        try:
            # Its own way back to the processor would print to stdout.
            return onnxruntime.InferenceSession(path, options, providers=wanted, enable_fallback=0)
        except Exception as error:  # ONNX Runtime has a dozen classes below Exception and no common one
            _complain(error)
    return onnxruntime.InferenceSession(path, options, providers=[_PROCESSOR])


def _complain(error: Exception) -> None:
    import warnings

    warnings.warn(
        f"the GPU that ONNX Runtime offers cannot be used ({str(error)[:200]}); the processor is", stacklevel=2
    )
