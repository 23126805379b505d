"""The store alone: prepared articles into a new archive's tables, as `add` commits them."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from onrecord import Archive, read
from onrecord.records import PreparedArticle
from onrecord.storage.manifest import Manifest
from onrecord.storage.store import Store
from onrecord.uses.parts import PASSAGES

_COMMIT = 256  # passages, as in uses/index.py


def writing(folder: Path, articles: int, say: Any) -> dict[str, Any]:
    """Units and articles stored a second, and processor seconds; extraction by rules, vectors of the static encoder."""
    kept: list[PreparedArticle] = []
    write = Store.write

    def keep(self: Store, prepared: Sequence[PreparedArticle]) -> int:
        kept.extend(prepared)
        return write(self, prepared)

    Store.write = keep  # type: ignore[method-assign]
    try:
        with tempfile.TemporaryDirectory() as place, Archive.open(place, settings=Manifest(encoder="static")) as made:
            made.add([article for _, article in zip(range(articles), read(folder), strict=False)])
    finally:
        Store.write = write  # type: ignore[method-assign]
    with tempfile.TemporaryDirectory() as place:
        store = Store(Path(place) / "store.sqlite")
        began, busy = time.perf_counter(), time.process_time()
        batch: list[PreparedArticle] = []
        held = 0
        for one in kept:
            batch.append(one)
            held += sum(unit.lane == PASSAGES for unit in one.units)
            if held >= _COMMIT:
                store.write(batch)
                batch, held = [], 0
        store.write(batch)
        seconds, busy = time.perf_counter() - began, time.process_time() - busy
        size = store.size()
        store.close()
    units = sum(len(one.units) for one in kept)
    say(f"{len(kept)} articles, {units} units: {seconds:.2f} s, {busy:.2f} s of processor")
    return {
        "articles": len(kept),
        "units": units,
        "seconds": round(seconds, 2),
        "processor seconds": round(busy, 2),
        "units a processor second": round(units / busy),
        "bytes": size,
    }
