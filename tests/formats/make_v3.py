"""Made `tests/formats/v3` once, with format 3 (before checksums): run again only to add a new format beside it.

python tests/formats/make_v3.py tests/formats/v3
"""

import shutil
import sys
from pathlib import Path

from onrecord import Archive

ARTICLES = [
    {
        "id": "bridge",
        "title": "Bridge stays closed",
        "text": "The rope bridge at Tarn Hollow stays closed until spring.\n\n"
        "“Two of its four cables are rusted through,” said engineer Ivo Marchetti. "
        "The council will spend 90,000 crowns on repairs.",
        "date": "2023-11-14",
        "source": "Hollow Courier",
        "tags": ["roads"],
    },
    {"id": "bees", "text": "Beekeepers lost a quarter of their hives in the frost. They ask for help with sugar."},
]

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    with Archive.open(folder) as archive:
        archive.add(ARTICLES)
        archive.add([dict(ARTICLES[1], text=ARTICLES[1]["text"].replace("a quarter", "a third"))])
    for left in ("lock", "lock.holder", "store.sqlite-wal", "store.sqlite-shm"):
        (folder / left).unlink(missing_ok=True)
    for lock in folder.rglob(".tantivy*.lock"):
        lock.unlink()
    shutil.rmtree(folder / "lexical")  # derived, and a search engine's own format: made anew on opening
