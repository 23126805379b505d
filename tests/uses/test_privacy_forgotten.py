"""After `delete` and `compact` nothing of an article is left in any file of the archive: its bytes are looked for."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from onrecord import Archive
from onrecord.errors import ArchiveLocked

# Words that nothing else holds, not even as beginnings; stems are cut so that what a stemmer leaves is found too.
MARKS = {
    "text": "qvortalux", "title": "zyndramox", "author": "wuxelbrant", "person": "Ovrikzen", "metadata": "jembluqia",
    "source": "krynpaquet", "url": "vlotzibur", "earlier": "xiphogralt", "id": "dwimmerqop", "quote": "ploxivarn",
}  # fmt: skip
SECRET = {
    "id": f"{MARKS['id']}-7",
    "title": f"The {MARKS['title']} affair",
    "text": f"The {MARKS['text']} was sold on Friday.\n\n“Nobody saw the {MARKS['quote']},” said minister Tilda "
    f"{MARKS['person']}. {MARKS['person']} promised to spend 4,711 crowns on it by 2031.",
    "author": MARKS["author"],
    "source": MARKS["source"],
    "url": f"https://{MARKS['url']}.example/a",
    "date": "2022-02-03",
    "tags": [MARKS["metadata"]],
}
OTHERS = [
    {
        "id": f"plain{number}",
        "title": f"Harvest {number}",
        "text": f"The {number}th harvest was poor. “We need rain,” said farmer Ivar Holm. He lost {number + 3} sheep.",
    }
    for number in range(6)
]


def vanish(archive: Archive) -> None:
    archive.delete([str(SECRET["id"])])
    archive.compact()


def kept_blobs(archive: Archive) -> list[bytes]:
    """The vectors and token states of the secret article's units."""
    folder = archive._parts.folder
    assert folder is not None
    with sqlite3.connect(folder / "store.sqlite") as db:
        units = """SELECT u.row FROM units u JOIN articles a ON a.row = u.article WHERE a.id = ?"""
        found = [
            bytes(row[0])
            for table, column in (("vectors", "vector"), ("token_states", "states"))
            for row in db.execute(f"SELECT {column} FROM {table} WHERE unit IN ({units})", (SECRET["id"],))
        ]
    db.close()
    assert len([blob for blob in found if len(blob) > 100]) >= 4
    return [blob for blob in found if blob]


def where(folder: Path, needles: dict[str, bytes]) -> dict[str, list[str]]:
    """Which needles stand in which files, whatever the case."""
    found: dict[str, list[str]] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            folded = content.lower()
            for name, needle in needles.items():
                if needle in content or needle.lower() in folded:
                    found.setdefault(name, []).append(str(path.relative_to(folder)))
    return found


def needles(blobs: list[bytes]) -> dict[str, bytes]:
    """Marks in UTF-8 and both UTF-16, without their last letters, and pieces of every vector and every state."""
    out = {}
    for name, mark in MARKS.items():
        stem = mark[:-2]
        out |= {f"{name} {code}": stem.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")}
    for number, blob in enumerate(blobs):
        # Half-way pieces too: a page of a database may end within a blob.
        for at in range(0, len(blob) - 31, max(32, len(blob) // 8)):
            piece = blob[at : at + 32]
            if len(set(piece)) > 8:
                out[f"blob {number} at {at}"] = piece
    return out


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    with Archive.open(tmp_path / "archive") as opened:
        opened.add([*OTHERS[:3], SECRET | {"text": f"The {MARKS['earlier']} was first. {SECRET['text']}"}])
        opened.add([SECRET, *OTHERS[3:]])
        opened.search(f"{MARKS['text']} {MARKS['person']}")
        yield opened


def test_the_search_for_bytes_finds_what_is_there(archive: Archive) -> None:
    """Before anything is deleted every mark, vector and state is found, so the tests below can fail."""
    folder = archive._parts.folder
    assert folder is not None
    wanted = needles(kept_blobs(archive))
    found = where(folder, wanted)
    assert {name for name in wanted if name.endswith("utf-8")} <= found.keys()
    assert any(name.startswith("blob") for name in found)


def test_nothing_is_left_after_delete_and_compact(archive: Archive) -> None:
    """No file of the archive, open or closed, holds a word, a vector or a token state of the deleted article."""
    folder = archive._parts.folder
    assert folder is not None
    wanted = needles(kept_blobs(archive))
    vanish(archive)
    assert where(folder, wanted) == {}
    archive.close()
    assert where(folder, wanted) == {}
    with Archive.open(folder) as again:
        assert [person.name for person in again.people()] == ["Ivar Holm"]
        assert again.search(MARKS["text"], mode="bm25") == []
        assert again.check() == []
        assert len(list(again.articles())) == len(OTHERS)


def test_an_earlier_revision_is_forgotten_too(archive: Archive) -> None:
    """Compacting alone forgets what an update replaced, and keeps what is live."""
    folder = archive._parts.folder
    assert folder is not None
    archive.compact()
    found = where(folder, {name: mark[:-2].encode() for name, mark in MARKS.items()})
    assert "earlier" not in found
    assert found.keys() == MARKS.keys() - {"earlier"}


def test_before_compact_the_text_is_still_there(archive: Archive) -> None:
    """What `delete` alone does is stated, not promised away: the revision stays citable until `compact`."""
    folder = archive._parts.folder
    assert folder is not None
    archive.delete([str(SECRET["id"])])
    assert archive.search(MARKS["text"], mode="bm25") == []
    assert "text" in where(folder, {"text": MARKS["text"].encode()})


def test_corrections_are_the_users_own(archive: Archive, tmp_path: Path) -> None:
    """A name that the user wrote into the corrections stays there until the user takes it out: a stated limit."""
    folder = archive._parts.folder
    assert folder is not None
    file = tmp_path / "corrections.jsonl"
    file.write_text(
        json.dumps({"op": "rename", "person": f"Tilda {MARKS['person']}", "name": f"T. {MARKS['person']}"}) + "\n",
        "utf-8",
    )
    archive.correct(file)
    vanish(archive)
    assert set(where(folder, {"person": MARKS["person"].encode()}).get("person", [])) == {"corrections.jsonl"}


def test_a_reader_in_between_keeps_nothing_alive(archive: Archive) -> None:
    """A second opening that searched before keeps no file with the deleted words on the disk."""
    folder = archive._parts.folder
    assert folder is not None
    wanted = {name: mark[:-2].encode() for name, mark in MARKS.items()}
    with Archive.open(folder) as reader:
        assert reader.search(MARKS["text"], mode="bm25")
        vanish(archive)
        assert where(folder, wanted) == {}
        assert reader.search(MARKS["text"], mode="bm25") == []


def test_a_reader_in_the_middle_of_a_search_is_said(archive: Archive) -> None:
    """While somebody reads the earlier state the log cannot be emptied: an error says so, and repeating it helps."""
    folder = archive._parts.folder
    assert folder is not None
    archive._parts.store._db.execute("PRAGMA busy_timeout = 50")
    wanted = {name: mark[:-2].encode() for name, mark in MARKS.items()}
    with Archive.open(folder) as reader:
        with reader._parts.store.snapshot():
            assert reader._parts.store.article_ids()
            with pytest.raises(ArchiveLocked, match="compact again"):
                vanish(archive)
        archive.compact()
        assert where(folder, wanted) == {}
