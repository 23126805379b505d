"""Made `tests/formats/v2` once, with format 2 (before token states): run again only to add a new format beside it.

python tests/formats/make_v2.py tests/formats/v2
"""

import shutil
import sys
from pathlib import Path

from onrecord import Archive

ARTICLES = [
    {
        "id": "bakery",
        "title": "Bakery chain shuts night shift",
        "text": "The bakery chain Hollis Loaf will close its night shift in October.\n\n"
        "“Nobody buys warm bread at four in the morning any more,” said managing director Petra Lindqvist. "
        "The union expects 140 people to lose their jobs.\n\n"
        "Lindqvist promised that no shop would close before 2024.",
        "date": "2022-08-30",
        "source": "Mill Gazette",
        "tags": ["work", "food"],
    },
    {
        "id": "well",
        "text": "The village well ran dry in June. Residents now fetch water from the next valley by truck.",
    },
]

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    with Archive.open(folder) as archive:
        archive.add(ARTICLES)
        archive.add([dict(ARTICLES[1], text=ARTICLES[1]["text"].replace("June", "July"))])
    for left in ("lock", "lock.holder", "store.sqlite-wal", "store.sqlite-shm"):
        (folder / left).unlink(missing_ok=True)
    for lock in folder.rglob(".tantivy*.lock"):
        lock.unlink()
    shutil.rmtree(folder / "lexical")  # derived, and a search engine's own format: made anew on opening
