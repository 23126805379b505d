"""A model folder of ours: plain files and an `export.json` that says what they are and what they hash to."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from onrecord.errors import ModelUnavailable

MANIFEST = "export.json"


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What a file of the folder was when it was written."""

    size: int
    sha256: str
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """What a model folder holds.

    `kind` is "onnx" or "static"; `layers` counts hidden states, embeddings included (0 when there are none to be
    had); `weights_sha256` is that of the model it was made from; `made_with` maps packages to versions.
    """

    kind: str
    name: str
    precision: str
    pooling: str
    max_length: int
    width: int
    layers: int
    weights_sha256: str
    fingerprint: str
    made_with: dict[str, str]
    files: dict[str, FileFacts] = field(default_factory=dict)


def sha256_of(path: Path) -> str:
    """Hex SHA-256 of the file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def fingerprint_of(*facts: str | int) -> str:
    """Hex SHA-256 over the facts: equal facts, equal fingerprint, on every machine."""
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def write_facts(folder: Path, facts: ModelFacts, names: Iterable[str]) -> None:
    """Write `export.json` last of all, with size, hash and time of the named files."""
    files = {}
    for name in names:
        status = (folder / name).stat()
        files[name] = asdict(FileFacts(status.st_size, sha256_of(folder / name), status.st_mtime_ns))
    text = json.dumps({**asdict(facts), "files": files}, indent=1, sort_keys=True)
    (folder / MANIFEST).write_text(text + "\n", "utf-8")


def read_facts(folder: Path) -> ModelFacts:
    """What `export.json` says; raises ModelUnavailable when it is missing or not ours."""
    try:
        raw = json.loads((folder / MANIFEST).read_text("utf-8"))
        files = {name: FileFacts(**facts) for name, facts in raw.pop("files").items()}
        return ModelFacts(**raw, files=files)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise ModelUnavailable(
            f"{folder}: no readable {MANIFEST} ({type(error).__name__}: {error}); expected a model folder written by "
            "onrecord; remove the folder and start again, it is then made anew"
        ) from error


def is_sound(folder: Path) -> bool:
    """Whether the folder's files are those that were written.

    Sizes are always compared. The hash (25 ms for the default model) is taken only when a file's time differs
    from the one noted, as git does: damage that keeps size and time is not seen here.
    """
    try:
        facts = read_facts(folder)
        return bool(facts.files) and all(_is_unchanged(folder / name, file) for name, file in facts.files.items())
    except (ModelUnavailable, OSError):
        return False


def _is_unchanged(path: Path, facts: FileFacts) -> bool:
    status = path.stat()
    if status.st_size != facts.size:
        return False
    return status.st_mtime_ns == facts.mtime_ns or sha256_of(path) == facts.sha256
