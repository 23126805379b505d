"""The vector index on disk: immutable FAISS files and one list that names them.

`segments.json` is replaced as a whole after its files are complete, so a crash leaves the old list or the new.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.atomic import replace_file, sync_file
from onrecord.errors import ArchiveDamaged, ArchiveUnwritable
from onrecord.sealed import opened_seal, sealed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_FORMAT = 1
# The file that names the others.
LIST = "segments.json"

# Bytes of a derived index's files that are compared with their checksums whenever it is opened: 0.1 s of reading.
VERIFIED_WHEN_OPENED = 128 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Segment:
    """One FAISS file. `probes` 0: exact; otherwise codes, in as many lists to visit, with the `recall` measured."""

    file: str
    count: int
    size: int
    sha256: str
    probes: int = 0
    recall: float = 1.0


@dataclass(frozen=True, slots=True)
class SegmentList:
    """What `segments.json` holds: vector width, the last unit row covered, the files in order of rows."""

    width: int
    row: int = 0
    segments: tuple[Segment, ...] = ()


def read_list(folder: Path, width: int, origin: int | None = None) -> SegmentList:
    """The list, empty when there is none; ArchiveDamaged when it does not fit its files, the encoder or the archive."""
    path = folder / LIST
    try:
        facts = opened_seal(json.loads(path.read_text("utf-8")))
        if facts.get("origin") not in (None, origin):
            raise ValueError("belongs to another archive")
        if facts["format"] != _FORMAT or facts["width"] != width:
            raise ValueError(f"format {facts['format']}, width {facts['width']}; expected {_FORMAT} and {width}")
        found = tuple(Segment(**entry) for entry in facts["segments"])
        for segment in found:
            if Path(segment.file).name != segment.file:
                raise ValueError(f"{segment.file!r} is no name of a file beside it")
            size = (folder / segment.file).stat().st_size
            if size != segment.size:
                raise ValueError(f"{segment.file} has {size} bytes, expected {segment.size}")
        return SegmentList(width, int(facts["row"]), found)
    except FileNotFoundError as error:
        if Path(str(error.filename)).name == path.name:
            return SegmentList(width)
        raise ArchiveDamaged(f"{error.filename}: missing; run `onrecord check --repair` to rebuild it") from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError, ArithmeticError, RecursionError) as error:
        raise ArchiveDamaged(f"{path}: {error}; run `onrecord check --repair` to rebuild it") from error


def write_list(folder: Path, listed: SegmentList, origin: int | None = None) -> None:
    """Makes the list the current one, then removes files that it does not name and what killed processes left."""
    facts = sealed(asdict(listed) | {"format": _FORMAT} | ({} if origin is None else {"origin": origin}))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        replace_file(folder / LIST, json.dumps(facts, indent=1).encode())
        named = {segment.file for segment in listed.segments}
        for path in (*folder.glob("*.faiss"), *folder.glob(".*.tmp")):
            if path.name not in named:
                path.unlink()
    except OSError as error:
        raise ArchiveUnwritable(f"{folder}: {error}; the vectors are safe in the store") from error


def load(folder: Path, segment: Segment) -> Any:
    """The FAISS index of a segment; ArchiveDamaged when the file is not the one that was written."""
    import faiss

    # A larger file is only looked through by `onrecord check`: reading it twice would be felt.
    try:
        changed = segment.size <= VERIFIED_WHEN_OPENED and file_sha256(folder / segment.file) != segment.sha256
    except OSError as error:  # a reader may find a list just before a writer removes what it names
        raise ArchiveDamaged(f"{folder / segment.file}: {error.strerror}; run `onrecord check --repair`") from error
    if changed:
        raise ArchiveDamaged(
            f"{folder / segment.file}: its content has changed since it was written; run `onrecord check --repair`"
        )
    try:
        index = faiss.read_index(str(folder / segment.file))
    except RuntimeError as error:
        reason = str(error).splitlines()[-1]
        raise ArchiveDamaged(f"{folder / segment.file}: {reason}; run `onrecord check --repair`") from error
    if index.ntotal != segment.count:
        raise ArchiveDamaged(
            f"{folder / segment.file}: {index.ntotal} vectors, expected {segment.count}; run `onrecord check --repair`"
        )
    return index


def save(folder: Path, rows: str, index: Any, probes: int, recall: float) -> Segment:
    """Writes the index as a new, complete file, named after its rows and its content, and describes it."""
    import faiss

    beside = folder / f".{rows}.{os.getpid()}.tmp"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        faiss.write_index(index, str(beside))
        sync_file(beside)
        content_hash, size = file_sha256(beside), beside.stat().st_size
        # A name of its own for every content: readers of an earlier list never meet another file under its name.
        path = folder / f"{rows}-{content_hash[:8]}.faiss"
        beside.replace(path)
    except (RuntimeError, OSError) as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise ArchiveUnwritable(f"{folder}: {error}; the vectors are safe in the store") from error
    return Segment(path.name, index.ntotal, size, content_hash, probes, recall)


def file_sha256(path: Path) -> str:
    """Hex SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def exact_index(rows: Sequence[int], vectors: NDArray[np.float32]) -> Any:
    """A flat index over float16 vectors, answering with store rows."""
    import faiss
    import numpy as np

    inner = faiss.IndexScalarQuantizer(vectors.shape[1], faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
    index = faiss.IndexIDMap(inner)
    numbers = np.asarray(rows, dtype=np.int64)
    for at in range(0, len(numbers), 65_536):
        index.add_with_ids(vectors[at : at + 65_536], numbers[at : at + 65_536])
    return index
