"""Targets: weights in safetensors files (tagger, names, projection) and corrections."""

from __future__ import annotations

import json
import struct
from functools import cache

from torture.fuzz_target import Target, promise, text_of, tolerated, written

_WORDS = (
    b'"dtype":"F16"', b'"dtype":"F64"', b'"dtype":"BF16"', b'"dtype":"I8"', b'"shape":[', b'"data_offsets":[',
    b'"__metadata__":{',
    b'"onrecord":"', b'"sha256":"', b'"mean":', b'"axes":', b'"layers":"', b'"width":"', b'"format":"',
    b"99999999999", b"-1",
)  # fmt: skip


def _tagger(data: bytes) -> None:
    from onrecord.extraction.attributions.weights import read_weights

    tolerated(lambda: read_weights(written("tagger.safetensors", data)))


def _names(data: bytes) -> None:
    from onrecord.extraction.people.name_weights import read_weights

    tolerated(lambda: read_weights(written("names.safetensors", data)))


def _projection(data: bytes) -> None:
    from onrecord.encoding.token_projection import load_projection

    load_projection.cache_clear()
    tolerated(lambda: load_projection(written("projection.safetensors", data)))


def _corrections(data: bytes) -> None:
    """Read or refused with file and line; what was read can be applied to any text."""
    from onrecord.extraction.people.corrections import correct_article, correct_people, read_corrections
    from onrecord.spoken import Extraction

    found = tolerated(lambda: read_corrections(text_of(data)))
    if isinstance(found, list):
        _, problems = correct_article("n1", "Mara Quill said no.", Extraction(), found)
        promise(all(problems), "a problem without words")
        correct_people((), found)


def _tensors(metadata: dict[str, str], arrays: dict[str, tuple[str, list[int], bytes]]) -> bytes:
    """A safetensors file."""
    header, body = {"__metadata__": metadata}, b""
    for name, (kind, shape, data) in arrays.items():
        header[name] = {"dtype": kind, "shape": shape, "data_offsets": [len(body), len(body) + len(data)]}  # type: ignore[dict-item]
        body += data
    told = json.dumps(header).encode()
    return struct.pack("<Q", len(told)) + told + body


@cache
def _small() -> list[bytes]:
    """Files with few numbers, the checksums right, so that what comes behind them is read."""
    import numpy as np

    from onrecord.extraction.attributions.weights import _checksum
    from onrecord.extraction.people.name_features import FEATURES
    from onrecord.extraction.people.name_weights import FORMAT, checksum

    ones = np.ones((2, 4), dtype=np.float16)
    arrays = {name: ("F16", [2, 4], ones.tobytes()) for name in ("axes", "mean")}
    said = json.dumps(
        {"format": 1, "layers": [5], "encoder": "e", "encoder_width": 4, "width": 2, "dilations": [1], "heads": 1}
    )
    told = {"facts": said, "sha256": _checksum({"axes": ones, "mean": ones}, said)}
    names = {name: np.ones((2, 2), dtype=np.float16) for name in ("states", "middle")}
    facts = {
        "format": FORMAT,
        "features": "\n".join(FEATURES),
        "layers": "5 x",
        "width": "2",
        "encoder": "e",
        "sha256": checksum(names),
    }
    stored = {name: ("F16", [2, 2], array.tobytes()) for name, array in names.items()}
    return [
        _tensors({"onrecord": "e" * 64}, arrays), _tensors({"onrecord": json.dumps(told)}, arrays),
        _tensors(facts, stored),
        _tensors(facts | {"layers": "5"}, stored), _tensors(facts | {"width": "9" * 30}, stored), _tensors({}, {}),
        _tensors({"onrecord": "e"}, {"mean": ("F64", [0], b""), "axes": ("F16", [0, 4], b"")}),
    ]  # fmt: skip


def _lines() -> list[bytes]:
    rows = [
        {"op": "merge", "people": ["A", "B"], "name": "A"},
        {"op": "split", "person": "A", "articles": ["n1"], "name": "C"},
        {"op": "rename", "person": "A", "name": "D"}, {"op": "reject", "article": "n1", "start": 0, "end": 4},
        {"op": "speaker", "article": "n1", "start": 0, "end": 4, "speaker": "A", "text": "Mara", "note": "x"},
    ]  # fmt: skip
    return ["\n".join(map(json.dumps, rows)).encode(), *(json.dumps(row).encode() for row in rows)]


_KEYS = (
    "op", "merge", "split", "rename", "speaker", "reject", "people", "name", "person", "articles", "article", "start",
    "end", "text", "note",
)  # fmt: skip
_OPS = tuple(f'"{word}"'.encode() for word in _KEYS)

TARGETS = {
    "tagger weights": Target(_tagger, _small, 15, _WORDS),
    "name weights": Target(_names, _small, 15, _WORDS),
    "projection": Target(_projection, _small, 15, _WORDS),
    "corrections": Target(
        _corrections, _lines, 60, (*_OPS, b"\n", b"1e999", b"-1", b"\\ud800", b"99999999999999999999", b"[[[[")
    ),
}
