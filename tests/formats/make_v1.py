"""Made `tests/formats/v1` once, with format 1: run again only to add a new format beside it.

python tests/formats/make_v1.py tests/formats/v1
"""

import shutil
import sys
from pathlib import Path

from onrecord import Archive

ARTICLES = [
    {
        "id": "lighthouse",
        "title": "Lighthouse keeper retires",
        "text": "After forty years the last keeper of Gull Rock has left the tower.\n"
        "“I have read every book in the house twice,” said Ada Fenn. The lamp will be run from the mainland.",
        "date": "2019-11-02",
        "source": "Coast Weekly",
        "tags": ["sea", "work"],
    },
    {"id": "orchard", "text": "Late frost has cost growers in the valley half of their plums, the union says."},
]

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    with Archive.open(folder) as archive:
        archive.add(ARTICLES)
        archive.add([dict(ARTICLES[1], text=ARTICLES[1]["text"].replace("half", "a third"))])
    for left in ("lock", "lock.holder", "store.sqlite-wal", "store.sqlite-shm"):
        (folder / left).unlink(missing_ok=True)
    for lock in folder.rglob(".tantivy*.lock"):
        lock.unlink()
    shutil.rmtree(folder / "lexical")  # derived, and a search engine's own format: made anew on opening
