"""A hundred articles into a large archive: when they are found, when all is done; and a tenth of it deleted."""

from __future__ import annotations

import itertools
import json
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

from ingesting.recombined import rows, sentences_of
from onrecord import Archive, steps
from onrecord.text.passages import build_passages

_FIRST = 5_000_000  # no article of the archive has such a number

_WORD = "zqxadded"  # stands nowhere else


def adding(folder: Path, original: Path, articles: int, say: Any) -> dict[str, Any]:
    """Works on a copy; encoding the new passages is timed by itself, since adding cannot be faster than that."""
    new = [json.loads(row) for row in itertools.islice(rows(sentences_of(folder), first=_FIRST), articles)]
    new[-1]["text"] += f" {_WORD} was noted."
    with tempfile.TemporaryDirectory(dir=original.parent) as place:
        copy = Path(place) / "archive"
        shutil.copytree(original, copy)
        began = time.perf_counter()
        with Archive.open(copy, create=False) as archive:
            archive.search("said", k=1)
            opened = time.perf_counter() - began
            held = archive.info()["holds"]
            passages = [span.of(row["text"]) for row in new for span in build_passages(row["text"])]
            began = time.perf_counter()
            archive._parts.encoder.encode(passages)
            encoding = time.perf_counter() - began
            at: dict[str, float] = {}
            began = time.perf_counter()
            steps.watch(lambda step: at.__setitem__(step, time.perf_counter() - began))
            archive.add(new)
            done = time.perf_counter() - began
            steps.watch(None)
            found = archive.search(_WORD, k=1, mode="bm25")
            assert [hit.article for hit in found] == [new[-1]["id"]]
            ids = archive._parts.store.article_ids()
            began = time.perf_counter()
            archive.delete(ids[::10])
            deleting = time.perf_counter() - began
        committed, indexed = at["write: committed"], at["add: indexes caught up"]
        say(f"committed {committed:.1f} s, indexed {indexed:.1f} s, done {done:.1f} s")
        return {
            "archive": held,
            "added": len(new),
            "passages added": len(passages),
            "opening and a first search, seconds": round(opened, 2),
            "encoding them alone, seconds": round(encoding, 2),
            "seconds until committed (found from then on)": round(committed, 2),
            "seconds until all indexes have them": round(indexed, 2),
            "seconds until who is who is settled": round(done, 2),
            "deleting every tenth article, seconds": round(deleting, 1),
            "articles deleted": len(ids[::10]),
        }
