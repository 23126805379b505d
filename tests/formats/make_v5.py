"""Made `tests/formats/v5` once, with format 5 (smaller vectors and token states).

Run again only to add a new format beside it: python tests/formats/make_v5.py tests/formats/v5
"""

import json
import shutil
import sys
from pathlib import Path

from onrecord import Archive
from onrecord.querying.weights import Weights
from onrecord.storage.learned import Learned

ARTICLES = [
    {
        "id": "canal",
        "title": "Canal drained for the winter",
        "text": "The canal between Orm and Tessel is drained until March.\n\n"
        "“We found eleven bicycles and a piano in it,” said lock keeper Hanna Visser. "
        "The water board promised to spend 25,000 crowns on new gates.\n\n"
        "Visser told reporters that no boat was harmed.",
        "date": "2025-01-20",
        "source": "Tessel Tidings",
        "author": "Mira Lund",
        "tags": ["water", "work"],
    },
    {"id": "owl", "text": "An owl nests in the bell tower. The bells stay silent until its young have flown."},
    {"id": "gone", "text": "A ferry was sold. Nobody bought its bell."},
]
CORRECTION = {"op": "rename", "person": "Hanna Visser", "name": "Hanna Marie Visser"}

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    corrections = folder.with_name("corrections.jsonl")
    with Archive.open(folder) as archive:
        archive.add(ARTICLES)
        archive.add([dict(ARTICLES[1], text=ARTICLES[1]["text"].replace("bell tower", "church tower"))])
        archive.delete(["gone"])
        archive._parts.take_learned(Learned(units=Weights(late=0.8, lexical=0.2, statement=0.2)))
        corrections.write_text(json.dumps(CORRECTION) + "\n", "utf-8")
        archive.correct(corrections)
    corrections.unlink()
    for left in ("lock", "lock.holder", "store.sqlite-wal", "store.sqlite-shm"):
        (folder / left).unlink(missing_ok=True)
    for lock in folder.rglob(".tantivy*.lock"):
        lock.unlink()
    shutil.rmtree(folder / "lexical")  # derived, and a search engine's own format: made anew on opening
