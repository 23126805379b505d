"""The tagger's weights on disk: one safetensors file that says what it was made from and is checked when read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.errors import BadInput, ModelUnavailable
from onrecord.extraction.attributions.confidence import confidence_shapes
from onrecord.extraction.attributions.features import FEATURES
from onrecord.extraction.attributions.labels import LABELS
from onrecord.extraction.attributions.linking import link_shapes
from onrecord.extraction.attributions.links import LINK_FEATURES
from onrecord.extraction.attributions.network import network_shapes
from onrecord.limits import in_force

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHIPPED = Path(__file__).parent / "weights" / "tagger.safetensors"
FORMAT = 1
_KEY = "onrecord"
_NEXT_STEP = 'reinstall onrecord, or make weights with "python benchmarks/train_tagger.py DATA_DIR --out FILE"'


@dataclass(frozen=True, slots=True)
class WeightFacts:
    """What weights were made for and from.

    `encoder` is the fingerprint of the encoder whose `layers` they read, `encoder_width` its state width; `width`,
    `dilations` and `heads` describe the network, `link_width` the linker. `data_sha256` is over the training articles.
    """

    encoder: str
    layers: tuple[int, ...]
    encoder_width: int
    width: int
    dilations: tuple[int, ...]
    heads: int
    link_width: int
    seed: int
    articles: int
    data_sha256: str
    labels: tuple[str, ...] = LABELS
    features: tuple[str, ...] = FEATURES
    link_features: tuple[str, ...] = LINK_FEATURES
    format: int = FORMAT

    def shapes(self) -> dict[str, tuple[int, ...]]:
        """The arrays such weights consist of, and their shapes."""
        network = network_shapes(self.layers, self.encoder_width, self.width, self.dilations, self.heads)
        return network | link_shapes(self.link_width) | confidence_shapes()


def write_weights(path: Path, arrays: Mapping[str, NDArray[Any]], facts: WeightFacts) -> None:
    """Writes the arrays as float16, the facts and a checksum over both; equal weights give equal bytes."""
    import numpy as np
    from safetensors.numpy import save

    from onrecord.atomic import replace_file

    small = {name: np.ascontiguousarray(arrays[name], dtype=np.float16) for name in sorted(facts.shapes())}
    said = json.dumps(asdict(facts), sort_keys=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, save(small, {_KEY: json.dumps({"facts": said, "sha256": _checksum(small, said)})}))


def read_weights(path: Path | None = None) -> tuple[dict[str, NDArray[np.float32]], WeightFacts]:
    """The arrays as float32 and the facts, of the shipped weights or of those at `path`.

    Raises ModelUnavailable when the file is missing or damaged, BadInput when it is sound but not for this version.
    """
    import numpy as np
    from safetensors import SafetensorError, safe_open

    place = SHIPPED if path is None else path
    try:
        limits, size = in_force(), place.stat().st_size
        if size > limits.weights_bytes:
            raise ModelUnavailable(
                f"{place}: weights of {limits.exceeded('weights_bytes', size, 'bytes')}; {_NEXT_STEP}"
            )
        with safe_open(str(place), framework="numpy") as file:
            metadata = json.loads((file.metadata() or {})[_KEY])
            small = {name: file.get_tensor(name) for name in sorted(file.keys())}
        said, checksum = metadata["facts"], metadata["sha256"]
        if not isinstance(said, str):
            raise TypeError("facts are no text")
        seen = _checksum(small, said)
    except OSError as error:
        raise ModelUnavailable(f"{place}: cannot be read ({error.strerror or error}); {_NEXT_STEP}") from error
    except (SafetensorError, ValueError, KeyError, TypeError, AttributeError, RecursionError, MemoryError) as error:
        raise ModelUnavailable(
            f"{place}: not a readable file of tagger weights ({type(error).__name__}: {str(error)[:200]}); {_NEXT_STEP}"
        ) from error
    if seen != checksum:
        raise ModelUnavailable(f"{place}: damaged, its SHA-256 is {seen}, expected {checksum}; {_NEXT_STEP}")
    facts = _facts(place, said)
    _check(place, small, facts)
    return {name: array.astype(np.float32) for name, array in small.items()}, facts


def _checksum(arrays: Mapping[str, NDArray[Any]], said: str) -> str:
    """Hex SHA-256 over what the file says, and name, type, shape and bytes of every array."""
    digest = hashlib.sha256(said.encode())
    for name in sorted(arrays):
        array = arrays[name]
        digest.update(json.dumps([name, array.dtype.str, array.shape]).encode())
        digest.update(array.tobytes())
    return digest.hexdigest()


def _facts(place: Path, said: str) -> WeightFacts:
    try:
        raw: dict[str, Any] = json.loads(said)
        if raw.get("format") == FORMAT:
            known: dict[str, Any] = {n: tuple(value) if isinstance(value, list) else value for n, value in raw.items()}
            return WeightFacts(**known)
    except (ValueError, TypeError, AttributeError) as error:
        raise BadInput(f"{place}: facts that this version does not know ({error}); {_NEXT_STEP}") from error
    raise BadInput(f"{place}: weights of format {raw.get('format')!r}, this version reads {FORMAT}; {_NEXT_STEP}")


def _check(place: Path, arrays: Mapping[str, NDArray[Any]], facts: WeightFacts) -> None:
    """Raises BadInput unless labels, features, names, types and shapes are those of this version, all finite."""
    import numpy as np

    ours = (("labels", LABELS), ("features", FEATURES), ("link_features", LINK_FEATURES))
    for name, expected in ours:
        if getattr(facts, name) != expected:
            raise BadInput(f"{place}: made with other {name.replace('_', ' ')} than this version reads; {_NEXT_STEP}")
    try:
        expected_shapes = facts.shapes()
    except TypeError as error:
        raise BadInput(f"{place}: facts of unexpected types ({error}); {_NEXT_STEP}") from error
    shapes = {name: array.shape for name, array in arrays.items()}
    if shapes != expected_shapes:
        wrong = sorted(
            name for name in shapes.keys() | expected_shapes.keys() if shapes.get(name) != expected_shapes.get(name)
        )
        raise BadInput(
            f"{place}: {wrong[0]} has shape {shapes.get(wrong[0])}, "
            f"expected {expected_shapes.get(wrong[0])}; {_NEXT_STEP}"
        )
    for name, array in arrays.items():
        if array.dtype != np.float16 or not np.isfinite(array).all():
            raise BadInput(f"{place}: {name} is {array.dtype}, expected finite float16 numbers; {_NEXT_STEP}")
