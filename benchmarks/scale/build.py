"""Builds an archive of so many recombined passages through the real store, who is who, and derived indexes.

    python benchmarks/scale/build.py DATA_FOLDER ARCHIVE --passages N [--pool FOLDER] [--seed 1] [--workers 1]

Articles are made and analysed in other processes while this one stores; the figures of the stages, written to
`ARCHIVE.build.json`, are those of this one.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import shutil
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from onrecord import Archive, steps
from onrecord.uses.catch_up import catch_up
from onrecord.uses.identify import identify
from onrecord.uses.parts import PASSAGES, Parts
from scale.beside import Writer, beside
from scale.corpus import Corpus
from scale.kept import Ready, keep, kept
from scale.packing import Packing
from scale.pool import load_pool, ready_pool
from scale.recombining import Recombining, extractor_of
from scale.stages import Stages, forget_peak, memory

POOL = Path(__file__).parents[2] / "build" / "scale" / "pool"
SEED = 1
# Articles made by one worker at a time, and such batches that may wait.
_BATCH, _WAITING = 50, 4
# Articles committed at a time, ten times as many as `add` commits: on a shared disk a commit waits for everybody's.
_COMMITTED = 400


_made: Recombining


def build(folder: Path, pool: Path, passages: int, seed: int = SEED, workers: int = 1) -> dict[str, Any]:
    """The figures of the stages; the archive ends with the article in which the wanted passage stands."""
    stages = Stages()
    for old in (folder, beside(folder)):
        shutil.rmtree(old, ignore_errors=True)
    with Archive.open(folder) as archive:
        parts = archive._parts
        parts.settle_encoder()
        with closing(_Making(folder, parts, pool, seed, workers)) as making, stages.stage("write"):
            stored = _write(folder, parts, making.batches(), passages)
        with stages.stage("identify"):
            identify(parts)
        with stages.stage("indexes"):
            stages.figures |= _caught_up(parts)
        facts = archive.info()
    return {"seed": seed, "stages": stages.figures, **stored, "holds": facts["holds"], "bytes": facts["bytes"]}


def _write(folder: Path, parts: Parts, batches: Iterator[list[Ready]], passages: int) -> dict[str, Any]:
    stored = {"articles": 0, "passages": 0}
    began = time.perf_counter()
    waiting: list[Ready] = []
    with Writer(beside(folder)) as writer:
        for batch in batches:
            for item in batch:
                if stored["passages"] < passages:
                    waiting.append(item)
                    stored["articles"] += 1
                    stored["passages"] += sum(unit.lane == PASSAGES for unit in item.article.units)
            if len(waiting) >= _COMMITTED or stored["passages"] >= passages:
                parts.store.write([item.article for item in waiting])
                writer.write(waiting)
                waiting = []
            if stored["articles"] % 5_000 < _BATCH:
                rate = stored["passages"] / (time.perf_counter() - began)
                print(f"{stored['passages']} passages, {rate:.0f}/s, {memory()}", file=sys.stderr, flush=True)
            if stored["passages"] >= passages:
                break
    return stored


class _Making:
    """Batches of articles in order: those kept on disk, and further ones made, and kept, in other processes."""

    def __init__(self, folder: Path, parts: Parts, pool: Path, seed: int, workers: int) -> None:
        self._kept = pool.with_name(f"prepared-{seed}")
        self._kept.mkdir(parents=True, exist_ok=True)
        self._extractor, self._packing = extractor_of(parts), Packing(pool, parts)
        self._processes = ProcessPoolExecutor(
            workers, multiprocessing.get_context("spawn"), _make_ready, (folder, pool, seed)
        )
        self._workers = workers

    def batches(self) -> Iterator[list[Ready]]:
        """Without end; some are made ahead of who takes them."""
        ahead: dict[int, Future[None]] = {}
        for first in count(0, _BATCH):
            if not self._path(first).exists():
                for following in range(first, first + _BATCH * (self._workers + _WAITING), _BATCH):
                    if following not in ahead and not self._path(following).exists():
                        ahead[following] = self._processes.submit(_make, following, self._path(following))
                ahead[first].result()
            ahead.pop(first, None)
            yield kept(self._path(first), self._extractor, self._packing.states)

    def close(self) -> None:
        self._processes.shutdown(cancel_futures=True)

    def _path(self, first: int) -> Path:
        return self._kept / f"{first:08d}.marshal"


def _make_ready(folder: Path, pool: Path, seed: int) -> None:
    global _made
    archive = Archive.open(folder, create=False)
    _made = Recombining(Corpus(load_pool(pool), seed), archive._parts, seed)


def _make(first: int, path: Path) -> None:
    keep(path, [_made.article(number) for number in range(first, first + _BATCH)])


def _caught_up(parts: Parts) -> dict[str, dict[str, float]]:
    """Catches up; the time and peak of each index by its turn."""
    figures: dict[str, dict[str, float]] = {}
    last = [time.perf_counter(), time.process_time()]
    forget_peak()

    def note(step: str) -> None:
        kind = next((name for name in ("lexical", "vector") if f"{name} index written" in step), None)
        if kind is None:
            return
        now = [time.perf_counter(), time.process_time()]
        told = figures.setdefault(f"{kind} indexes", {"seconds": 0.0, "processor seconds": 0.0, "peak MiB": 0.0})
        told["seconds"] = round(told["seconds"] + now[0] - last[0], 2)
        told["processor seconds"] = round(told["processor seconds"] + now[1] - last[1], 2)
        told["peak MiB"] = max(told["peak MiB"], memory()["peak MiB"])
        last[:] = now
        forget_peak()

    steps.watch(note)
    try:
        catch_up(parts)
    finally:
        steps.watch(None)
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--passages", type=int, required=True)
    parser.add_argument("--pool", type=Path, default=POOL)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--workers", type=int, default=max(1, (os.cpu_count() or 1) - 1))
    given = parser.parse_args()
    ready_pool(given.pool, given.data)
    figures = build(given.archive, given.pool, given.passages, given.seed, given.workers)
    figures["pool"] = json.loads((given.pool / "made-from.json").read_text("utf-8"))
    given.archive.with_name(f"{given.archive.name}.build.json").write_text(json.dumps(figures, indent=1), "utf-8")
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
