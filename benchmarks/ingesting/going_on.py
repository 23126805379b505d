"""Killed, interrupted, run again: what is there already is passed over, the rest is added; and how fast that is."""

from __future__ import annotations

import itertools
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from ingesting.recombined import rows, sentences_of
from ingesting.streaming import holds
from ingesting.watched import watched
from onrecord import Archive, read
from onrecord.storage.manifest import Manifest


def going_on(folder: Path, articles: int, say: Any) -> dict[str, Any]:
    """`onrecord index` killed and interrupted again and again until it comes to its end."""
    with tempfile.TemporaryDirectory() as place:
        source, archive = Path(place) / "articles.jsonl", Path(place) / "archive"
        with source.open("wb") as file:
            file.writelines(itertools.islice(rows(sentences_of(folder)), articles))
        command = [sys.executable, "-m", "onrecord", "index", str(source), "--archive", str(archive)]
        runs: list[dict[str, Any]] = []
        signals = itertools.cycle([signal.SIGKILL, signal.SIGINT])
        while not runs or runs[-1]["status"] != 0:
            stop = next(signals)
            found = watched(command, archive, None, stop_after=30.0, stop_with=stop)
            kept = holds(archive)["articles"] if (archive / "store.sqlite").exists() else 0
            runs.append({"status": found.status, "seconds": round(found.seconds), "articles kept": kept})
            say(f"run {len(runs)}: {runs[-1]}, {found.said.strip()[-120:]}")
        again = watched(command, archive, None)
        return {
            "articles": articles,
            "runs": runs,
            "complete": holds(archive)["articles"] == articles,
            "once more, seconds": round(again.seconds, 1),
            "its words": again.said.strip().rpartition(": ")[2],
        }


def passing_over(folder: Path, articles: int, say: Any) -> dict[str, Any]:
    """How many unchanged articles a second are passed over, reading them included."""
    with tempfile.TemporaryDirectory() as place:
        source = Path(place) / "articles.jsonl"
        with source.open("wb") as file:
            file.writelines(itertools.islice(rows(sentences_of(folder)), articles))
        settings = Manifest(encoder="static", extraction=False)
        with Archive.open(Path(place) / "archive", settings=settings) as archive:
            archive.add(read(source))
            began, busy = time.perf_counter(), time.process_time()
            report = archive.add(read(source))
            seconds, busy = time.perf_counter() - began, time.process_time() - busy
        say(f"passed over {report.unchanged} in {seconds:.1f} s ({busy:.1f} s of processor)")
        return {
            "articles": report.unchanged,
            "a second": round(report.unchanged / seconds),
            "a processor second": round(report.unchanged / busy),
        }
