"""What every rival's program does with the passages beside an archive, each in a process of its own.

    python -m scale.rivals.NAME build   BESIDE INDEX
    python -m scale.rivals.NAME opening BESIDE INDEX QUERIES.json
    python -m scale.rivals.NAME search  BESIDE INDEX QUERIES.json
    python -m scale.rivals.NAME add     BESIDE INDEX QUERIES.json

JSON goes to stdout. Queries are encoded by the archive's own encoder, on the clock; passages come with the archive's
own vectors. `add` puts in a hundred articles' worth of passages again under new numbers, with vectors known.
"""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from scale.beside import read_passages, read_vectors
from scale.exact import Truth
from scale.figures import timed
from scale.queries import load_queries
from scale.searching import FILTERS, K
from scale.stages import Stages, memory

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_STARTED = time.perf_counter()
_BATCH = 10_000
_ADDED = 600
_MOST_SECONDS = 8.0
FILTERED = ("50% by source", "10% by source", "1% by source")


class Unsupported(Exception):
    """What a rival cannot do; the message says so in words for a table."""


class Opened(Protocol):
    """An index that answers with positions of passages, best first."""

    def bm25(self, text: str, k: int) -> Sequence[int]: ...

    def vector(self, vector: NDArray[np.float32], k: int, source: str = "") -> Sequence[int]: ...

    def hybrid(self, text: str, vector: NDArray[np.float32], k: int, source: str = "") -> Sequence[int]: ...

    def add(self, first: int, passages: Sequence[dict[str, Any]], vectors: NDArray[np.float32]) -> None:
        """Afterwards a search finds them."""


Batches = Iterator[tuple[int, list[dict[str, Any]], "NDArray[np.float32]"]]


class Rival(Protocol):
    """`build` fills an empty folder from batches of (position of the first, passages, vectors)."""

    def build(self, batches: Batches, count: int, folder: Path) -> None: ...

    def open(self, folder: Path) -> Opened: ...


def batches(beside: Path) -> Batches:
    """All passages and vectors, float32, so many at a time."""
    import numpy as np

    vectors, passages, first = read_vectors(beside), read_passages(beside), 0
    while part := list(islice(passages, _BATCH)):
        yield first, part, np.ascontiguousarray(vectors[first : first + len(part)].astype(np.float32))
        first += len(part)


def main(rival: Rival) -> None:
    """Does what the command line says."""
    verb, beside, index, *rest = sys.argv[1:]
    work = {"build": _build, "opening": _opening, "search": _search, "add": _add}[verb]
    found = work(rival, Path(beside), Path(index), *map(Path, rest))
    print("\n" + json.dumps(found))


def _build(rival: Rival, beside: Path, index: Path) -> dict[str, Any]:
    shutil.rmtree(index, ignore_errors=True)
    index.mkdir(parents=True)
    stages = Stages()
    with stages.stage("build"):
        rival.build(batches(beside), len(read_vectors(beside)), index)
    return stages.figures["build"] | {"bytes": _bytes(index)}


def _opening(rival: Rival, beside: Path, index: Path, queries: Path) -> dict[str, Any]:
    text = json.loads(queries.read_text("utf-8"))["texts"][0]
    opened = rival.open(index)
    assert len(opened.hybrid(text, _encoder()(text), K))
    return {"whole": round(time.perf_counter() - _STARTED, 3)}


def _search(rival: Rival, beside: Path, index: Path, queries: Path) -> dict[str, Any]:
    import numpy as np

    texts, encode, opened = load_queries(queries).texts, _encoder(), rival.open(index)
    figures: dict[str, Any] = {}

    def measure(name: str, search: Callable[[str], object]) -> None:
        try:
            for text in texts[:4]:
                search(text)
            figures[name] = timed(search, texts, _MOST_SECONDS)
        except Unsupported as error:
            figures[name] = {"unsupported": str(error)}

    measure("encoding the query", encode)
    measure("bm25", lambda text: opened.bm25(text, K))
    measure("vector", lambda text: opened.vector(encode(text), K))
    measure("hybrid", lambda text: opened.hybrid(text, encode(text), K))
    for name in FILTERED:
        source = FILTERS[name]["source"]
        measure(f"hybrid, {name}", lambda text, source=source: opened.hybrid(text, encode(text), K, source))
    figures["memory"] = memory()
    vectors = np.stack([encode(text) for text in texts])
    truth = Truth(beside, vectors)
    rows = list(read_passages(beside))
    for name in ("no filter", *FILTERED):
        source = FILTERS[name]["source"] if name in FILTERS else ""
        try:
            found = [opened.vector(vector, K, source) for vector in vectors]
        except Unsupported as error:
            figures[f"recall@10, {name}"] = {"unsupported": str(error)}
            continue
        tenth, _ = truth.tenth((lambda row, source=source: row["source"] == source) if source else None)
        places = [[(rows[n]["article"], rows[n]["start"], rows[n]["end"]) for n in numbers] for numbers in found]
        figures[f"recall@10, {name}"] = truth.recall(tenth, places)
    return figures


def _add(rival: Rival, beside: Path, index: Path, queries: Path) -> dict[str, Any]:
    """Seconds of adding what a hundred articles hold, and of adding and finding it from an index already open."""
    import numpy as np

    opened = rival.open(index)
    vectors = read_vectors(beside)
    passages = list(islice(read_passages(beside), _ADDED))
    for number, passage in enumerate(passages):
        passage["text"] = f"xylographer{number} {passage['text']}"
    stages = Stages()
    with stages.stage("add"):
        opened.add(len(vectors), passages, np.ascontiguousarray(vectors[:_ADDED].astype(np.float32)))
        found = list(opened.bm25(f"xylographer{_ADDED - 1}", K))
    return stages.figures["add"] | {"found": len(vectors) + _ADDED - 1 in found}


def _encoder() -> Callable[[str], NDArray[np.float32]]:
    from onrecord.encoding.choosing import load_encoder

    encoder = load_encoder("default")
    encoder.encode(["warm"])
    return lambda text: encoder.encode([text])[0]


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
