"""A stream of any length through 1 GB of memory, by standard input or from a file, with one encoder or another."""

from __future__ import annotations

import itertools
import shutil
import signal
import sqlite3
import sys
import tempfile
from pathlib import Path
from typing import Any

from ingesting.recombined import rows, sentences_of
from ingesting.watched import MIB, Watched, thinned, watched

LIMIT = 1024 * MIB
_FIRST = 4_000_000  # no article of an archive of the scale benchmark has such a number
_CHILD = Path(__file__).parent / "child.py"


def streaming(
    folder: Path,
    megabytes: int,
    minutes: float,
    encoder: str,
    extraction: bool,
    say: Any,
    onto: Path | None = None,
) -> dict[str, Any]:
    """Feeds so many megabytes, or what the time allows, through standard input under the limit.

    Into a new archive, or into a copy of the archive `onto`.
    """
    with tempfile.TemporaryDirectory(dir=None if onto is None else onto.parent) as place:
        archive = Path(place) / "archive"
        if onto is not None:
            shutil.copytree(onto, archive)
        before = {} if onto is None else {f"{what} before": count for what, count in holds(archive).items()}
        command = [sys.executable, str(_CHILD), str(archive), "-", "--encoder", encoder]
        found = watched(
            command if extraction else [*command, "--no-extraction"],
            archive,
            rows(sentences_of(folder), first=_FIRST),
            limit=LIMIT,
            stop_after=60 * minutes,
            most=megabytes * MIB,
        )
        say(f"{encoder}: {found.fed / MIB:.0f} MiB in {found.seconds:.0f} s, status {found.status}")
        return before | described(found, archive) | {"encoder": encoder, "extraction": extraction}


def from_file(folder: Path, megabytes: int, encoder: str, extraction: bool, say: Any) -> dict[str, Any]:
    """The same from a file on the disk."""
    with tempfile.TemporaryDirectory() as place:
        source, archive = Path(place) / "articles.jsonl", Path(place) / "archive"
        with source.open("wb") as file:
            for row in itertools.takewhile(lambda row: file.tell() < megabytes * MIB, rows(sentences_of(folder))):
                file.write(row)
        command = [sys.executable, str(_CHILD), str(archive), str(source), "--encoder", encoder]
        found = watched(command if extraction else [*command, "--no-extraction"], archive, None, limit=LIMIT)
        found.fed = source.stat().st_size
        say(f"{encoder}, file: {found.fed / MIB:.0f} MiB in {found.seconds:.0f} s, status {found.status}")
        return described(found, archive) | {"encoder": encoder, "extraction": extraction}


def described(found: Watched, archive: Path) -> dict[str, Any]:
    """What a watched run came to; ended by Ctrl-C (status -2) it counts what was committed by then."""
    held = holds(archive)
    half = [point[1] for point in found.curve if point[0] >= found.seconds / 2]
    return {
        "fed, MiB": round(found.fed / MIB, 1),
        "seconds": round(found.seconds),
        "processor seconds": round(found.processor_seconds),
        "ended": "interrupted" if found.status in (-signal.SIGINT, 130) else found.status,
        **held,
        "limit, MiB": LIMIT // MIB,
        "peak resident, MiB": round(found.peak_resident),
        "peak of private memory, MiB": round(found.peak_anonymous),
        "growth of private memory in the second half, MiB": max(half) - half[0] if half else None,
        "largest write-ahead log, MiB": round(found.largest_log, 1),
        "seconds, private MiB, resident MiB, fed MiB": thinned(found.curve),
        "last words": "" if found.status in (0, -signal.SIGINT, 130) else found.said,
    }


def holds(archive: Path) -> dict[str, int]:
    """Articles and passages committed."""
    database = sqlite3.connect(archive / "store.sqlite")
    articles = database.execute("SELECT count(*) FROM articles WHERE current IS NOT NULL").fetchone()[0]
    passages = database.execute("SELECT documents FROM lanes WHERE lane = 0").fetchone()[0]
    database.close()
    return {"articles": articles, "passages": passages}
