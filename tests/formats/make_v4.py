"""Made `tests/formats/v4` once, with format 4 (checksums): run again only to add a new format beside it.

python tests/formats/make_v4.py tests/formats/v4
"""

import json
import shutil
import sys
from pathlib import Path

from onrecord import Archive
from onrecord.querying.weights import UNIT_WEIGHTS
from onrecord.storage.learned import Learned

ARTICLES = [
    {
        "id": "mill",
        "title": "Old mill to grind again",
        "text": "The water mill at Esk Ford will grind flour again from May.\n\n"
        "“Every gear in it was cut by hand,” said the miller, Odile Tarrant. "
        "The parish has promised 40,000 crowns for a new wheel.\n\n"
        "Tarrant told the parish that visitors would be let in on Sundays.",
        "date": "2024-02-09",
        "source": "Ford Messenger",
        "author": "Len Ashby",
        "tags": ["crafts", "water"],
    },
    {"id": "geese", "text": "Geese have settled on the football field. The club plays its matches in the next town."},
    {"id": "gone", "text": "A kiosk closed. Its owner moved away."},
]
CORRECTION = {"op": "rename", "person": "Odile Tarrant", "name": "Odile Marie Tarrant"}

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    corrections = folder.with_name("corrections.jsonl")
    with Archive.open(folder) as archive:
        archive.add(ARTICLES)
        archive.add([dict(ARTICLES[1], text=ARTICLES[1]["text"].replace("football field", "cricket ground"))])
        archive.delete(["gone"])
        archive._parts.take_learned(Learned(units=UNIT_WEIGHTS))
        corrections.write_text(json.dumps(CORRECTION) + "\n", "utf-8")
        archive.correct(corrections)
    corrections.unlink()
    for left in ("lock", "lock.holder", "store.sqlite-wal", "store.sqlite-shm"):
        (folder / left).unlink(missing_ok=True)
    for lock in folder.rglob(".tantivy*.lock"):
        lock.unlink()
    shutil.rmtree(folder / "lexical")  # derived, and a search engine's own format: made anew on opening
