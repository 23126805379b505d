"""Writers that are killed, and others that come at the same time."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from onrecord import Archive
from onrecord.errors import ArchiveLocked
from torture import articles
from torture.questions import NUMBERS
from torture.readers import Log, Place, in_threads

VERSIONS = 5
_WAIT = 60.0
# Copies of states that may wait for their answers to be worked out.
_BACKLOG = 60
_CLI = """
import sys
sys.path.insert(0, {path!r})
from pathlib import Path
from torture import committed
committed.record(Path({store!r}), Path({copies!r}))
from onrecord.cli.main import run
sys.exit(run(sys.argv[1:]))
"""


def write(place: Place, seed: int) -> None:
    """Changes the archive until it is told to end (SIGTERM), with two threads that read by the same object."""
    ended: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, frame: ended.append(number))
    log, chance = Log(place, "writer"), random.Random(seed)
    with Archive.open(place.archive, wait=-1) as archive:
        readers = in_threads(place, "beside the writer", archive, 2, seed, lambda: bool(ended) or place.stop.exists())
        while not ended and not place.stop.exists():
            if len(list(place.copies.iterdir())) > _BACKLOG:
                time.sleep(0.1)
                continue
            name, change = _change(chance)
            start = time.monotonic_ns()
            try:
                change(archive)
            except Exception as error:
                log.write({"failed": f"{name}: {type(error).__name__}: {error}", "t": [start, time.monotonic_ns()]})
                continue
            log.write({"wrote": name, "t": [start, time.monotonic_ns()]})
        for reader in readers:
            reader.join()
    os._exit(0)


def _change(chance: random.Random) -> tuple[str, Callable[[Archive], object]]:
    kind = chance.choices(("add", "delete", "compact", "rebuild"), (60, 28, 7, 5))[0]
    if kind == "add":
        wanted = [
            articles.article(n, chance.randint(1, VERSIONS)) for n in chance.sample(NUMBERS, chance.randint(1, 7))
        ]
        return kind, lambda archive: archive.add(wanted)
    if kind == "delete":
        ids = [articles.article(n).id for n in chance.sample(NUMBERS, chance.randint(1, 6))]
        return kind, lambda archive: archive.delete(ids)
    return kind, Archive.compact if kind == "compact" else Archive.rebuild


def contend(place: Place, seed: int) -> None:
    """One more writer, by the library or the command, that waits or does not; notes what became of it."""
    chance = random.Random(seed)
    waits, command = chance.random() < 0.5, chance.random() < 0.25
    log, start = Log(place, "second writer"), time.monotonic_ns()
    told = _command(place, waits) if command else _library(place, waits, chance)
    kind = ("command" if command else "library") + (" that waits" if waits else " that does not wait")
    named = re.search(r"process (\d+) ", told[1])
    facts = {"came": kind, "outcome": told[0], "said": told[1], "named": int(named[1]) if named else None}
    log.write({**facts, "t": [start, time.monotonic_ns()]})
    os._exit(0)


def _library(place: Place, waits: bool, chance: random.Random) -> tuple[str, str]:
    try:
        with Archive.open(place.archive, wait=_WAIT if waits else 0.0) as archive:
            _change(chance)[1](archive)
    except ArchiveLocked as error:
        return "locked", str(error)
    except Exception as error:
        return "failed", f"{type(error).__name__}: {error}"
    return "wrote", ""


def _command(place: Place, waits: bool) -> tuple[str, str]:
    """`onrecord delete` of an article that is never there: exit code 1 when it could write, 3 when it could not."""
    code = _CLI.format(
        path=str(Path(__file__).parents[1]),
        store=str(place.archive.resolve() / "store.sqlite"),
        copies=str(place.copies),
    )
    arguments = ["delete", "nobody", "--archive", str(place.archive), *(["--wait", f"{_WAIT:g}"] if waits else [])]
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False)
    outcome = {1: "wrote", 3: "locked"}.get(done.returncode, f"failed with exit code {done.returncode}")
    return outcome, done.stderr.strip()
