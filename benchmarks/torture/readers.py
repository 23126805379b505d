"""Readers beside a writer: each notes what it was answered, and between which moments."""

from __future__ import annotations

import json
import os
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from onrecord import Archive
from torture import committed
from torture.questions import QUESTIONS, answer, digest


@dataclass(frozen=True)
class Place:
    """Where everything of one run lies; `encoder` is how vectors are made (see `prepare`)."""

    folder: Path
    encoder: str

    @property
    def archive(self) -> Path:
        return self.folder / "archive"

    @property
    def copies(self) -> Path:
        return self.folder / "copies"

    @property
    def logs(self) -> Path:
        return self.folder / "logs"

    @property
    def stop(self) -> Path:
        """Is there when everybody should end."""
        return self.folder / "stop"

    def prepare(self) -> None:
        """Makes this process one of the run: small commits, each recorded, and the run's encoder."""
        from torture.commands import small_steps

        small_steps(_encoder(self.encoder))
        committed.record(self.archive.resolve() / "store.sqlite", self.copies)

    def __setstate__(self, state: dict[str, Any]) -> None:
        # A spawned process knows nothing of what its parent changed; this comes before the archive is opened there.
        self.__dict__.update(state)
        self.prepare()


def _encoder(kind: str) -> Any:
    from onrecord.encoding.choosing import load_encoder
    from onrecord.encoding.model_export import exported_model
    from torture.encoder import RememberingEncoder

    return load_encoder() if kind == "real" else RememberingEncoder(exported_model())


class Log:
    """Lines of one thread; each answer's text once. Whole lines survive a kill."""

    def __init__(self, place: Place, kind: str) -> None:
        name = f"{kind}-{os.getpid()}-{threading.get_ident()}.jsonl"
        self._file: TextIO = (place.logs / name).open("a", encoding="utf-8", buffering=1)
        self._seen: set[str] = set()
        self.kind = kind

    def answered(self, question: str, start: int, end: int, text: str) -> None:
        short = digest(text)
        if short not in self._seen:
            self._seen.add(short)
            self.write({"digest": short, "text": text})
        self.write({"q": question, "t": [start, end], "a": short})

    def write(self, facts: dict[str, Any]) -> None:
        self._file.write(json.dumps(facts) + "\n")


def _read(place: Place, kind: str, opened: Callable[[], Archive], seed: int, done: Callable[[], bool]) -> None:
    """Asks until the end; `opened` gives the archive for each question."""
    log = Log(place, kind)
    chance, questions = random.Random(seed), list(QUESTIONS)
    while not done():
        question = chance.choice(questions)
        start = time.monotonic_ns()
        try:
            text = answer(opened(), question)
        except Exception as error:
            log.write({"failed": f"{question}: {type(error).__name__}: {error}", "t": [start, time.monotonic_ns()]})
            continue
        log.answered(question, start, time.monotonic_ns(), text)


def in_threads(
    place: Place, kind: str, archive: Archive | None, count: int, seed: int, done: Callable[[], bool]
) -> list[threading.Thread]:
    """Started readers that share the archive; None: each opens it anew for every few questions."""
    threads = []
    for number in range(count):
        opened: Callable[[], Archive] = _Anew(place) if archive is None else partial(_same, archive)
        job = partial(_read, place, kind, opened, seed + number, done)
        threads.append(threading.Thread(target=job, daemon=True))
        threads[-1].start()
    return threads


def _same(archive: Archive) -> Archive:
    return archive


class _Anew:
    """An archive opened anew for every third question, as by a command each."""

    def __init__(self, place: Place) -> None:
        self._place, self._asked = place, 0
        self._archive: Archive | None = None

    def __call__(self) -> Archive:
        if self._archive is not None and self._asked % 3 == 0:
            self._archive.close()
            self._archive = None
        if self._archive is None:
            self._archive = Archive.open(self._place.archive, create=False)
        self._asked += 1
        return self._archive


def process(place: Place, kind: str, archive: Archive | None, count: int, seed: int) -> None:
    """What a process of readers does; of one started by `spawn` both are made anew by being handed over."""
    for thread in in_threads(place, kind, archive, count, seed, place.stop.exists):
        thread.join()
