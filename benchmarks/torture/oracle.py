"""What every question is answered in a committed state, worked out from a copy of the store that nobody writes to.

The copy has no indexes: all is scored from the store itself. Of every few settled states a new archive is made of
the same articles, which must answer alike.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from pathlib import Path

from onrecord import Archive
from onrecord.storage.lock import write_lock
from onrecord.uses.unsettled import is_unsettled
from torture.questions import OF_THE_PAST, QUESTIONS, answer, digest
from torture.readers import Place

# Every so many states a new archive is made.
_EVERY = 40


class Oracle:
    """Answers the copies of a run as they come."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._made = place.folder / "oracle"
        self._made.mkdir(exist_ok=True)
        self._count = 0

    def work(self) -> None:
        """Until everybody has been told to end and no copy is left."""
        while True:
            told = (self._place.folder / "all ended").exists()
            copies = sorted(self._place.copies.glob("*.sqlite"), key=lambda path: int(path.name.split("-")[1]))
            for copy in copies:
                self._answer(copy)
            if told and not copies:
                return
            if not copies:
                time.sleep(0.05)

    def _answer(self, copy: Path) -> None:
        folder = self._made / copy.stem
        folder.mkdir()
        shutil.copyfile(self._place.archive / "archive.json", folder / "archive.json")
        copy.rename(folder / "store.sqlite")
        # Who holds the lock is not helped: nothing is settled or indexed when the archive is opened.
        with write_lock(folder):
            archive = Archive.open(folder, create=False)
        with archive:
            texts = {question: answer(archive, question) for question in QUESTIONS}
            faults = self._compared(archive, texts)
        answers = {question: digest(text) for question, text in texts.items()}
        found = {"name": copy.stem, "answers": answers, "faults": faults, "compared": self._compares}
        beside = self._made / f"{copy.stem}.tmp"
        beside.write_text(json.dumps(found), "utf-8")
        beside.rename(self._made / f"{copy.stem}.json")
        shutil.rmtree(folder)
        self._count += 1

    @property
    def _compares(self) -> bool:
        return self._count % _EVERY == 0

    def _compared(self, archive: Archive, texts: dict[str, str]) -> list[str]:
        if not self._compares or is_unsettled(archive._parts):
            return []
        new = self._made / f"new-{os.getpid()}"
        shutil.rmtree(new, ignore_errors=True)
        with Archive.open(new) as fresh:
            fresh.add(list(archive.articles()))
            asked = [question for question in QUESTIONS if question not in OF_THE_PAST]
            return [question for question in asked if answer(fresh, question) != texts[question]]
