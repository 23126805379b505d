"""Targets: the files of an archive, as somebody may have changed them."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from onrecord import Archive
from onrecord.sealed import sealed
from torture.articles import STORED
from torture.fuzz_querying import _sound, use_small_encoder
from torture.fuzz_target import Target, promise, scratch, tolerated, written

_WORDS = (
    b'"format"', b'"origin"', b'"width"', b'"encoder"', b'"sha256"', b'"segments"', b'"file"', b'"size"',
    b'"count"', b'"row"',
    b'"folder"', b'"deletion"', b'"pid"', b'"host"', b'"program"', b"Infinity", b"-Infinity", b"NaN", b"1e999",
    b"null",
    b"[[[[[[[[", b'{"a":', b"99999999999999999999", b"-1", b"0.5", b'"\\u0000"', b'"../../x"', b"true",
    b'"version"', b'"units"',
)  # fmt: skip


@cache
def folder() -> Path:
    """A small archive on disk."""
    use_small_encoder()
    made = scratch() / "archive"
    with Archive.open(made) as archive:
        archive.add(STORED[:6])
    return made


def _json_file(name: str) -> bytes:
    """A description of the archive, without its seal, so that what is changed in it gets as far as it can."""
    facts = json.loads((folder() / name).read_text("utf-8"))
    facts.pop("sha256", None)
    return json.dumps(facts).encode()


def _manifest(data: bytes) -> None:
    from onrecord.storage.manifest import read_manifest

    written("archive.json", data)
    tolerated(lambda: read_manifest(scratch()))


def _learned(data: bytes) -> None:
    from onrecord.storage.learned import read_learned

    written("fusion.json", data)
    tolerated(lambda: read_learned(scratch()))


def _segments(data: bytes) -> None:
    from onrecord.indexing.segments import read_list

    place = scratch() / "vectors"
    place.mkdir(exist_ok=True)
    (place / "segments.json").write_bytes(data)
    tolerated(lambda: read_list(place, 16))


def _holder(data: bytes) -> None:
    """Who holds the lock is said in one line, whatever is written there."""
    from onrecord.storage.lock_holder import holder

    written("lock.holder", data)
    said = holder(scratch()) or ""
    promise("\n" not in said and len(said) < 1000, f"a holder of {len(said)} characters or many lines")


def _postings(data: bytes) -> None:
    from onrecord.storage.postings import frequencies_of, frequency_table, numbers_in

    asked = [0, 1, 7, 2**31]
    one = tolerated(lambda: frequencies_of(data, asked))
    many = tolerated(lambda: frequency_table([b"", data], asked).tolist())
    promise(many is None or sorted(set(numbers_in(data))) != list(numbers_in(data)) or many[1] == one, f"{many}, {one}")


def _details(data: bytes) -> None:
    from onrecord.storage.unit_details import details_of, in_sql, json_of

    told = tolerated(lambda: json_of(data))
    promise(len(told or "") <= 2**20 and in_sql(data) == ("damaged" if told is None else told), "a cell of many bytes")
    tolerated(lambda: details_of(data))


def _cells() -> list[bytes]:
    from onrecord.storage.unit_details import pack

    said = {
        "aside": "Ines Carrow",
        "content": [[3, 19]],
        "person": None,
        "reason": "full name",
        "speaker": "Ines Carrow",
    }
    cells = [pack(said), pack({"aside": "a" * 70_000}), b"\1\0"]
    return [cell for cell in cells if isinstance(cell, bytes)]


def _states(data: bytes) -> None:
    from onrecord.encoding.token_projection import load_projection

    with suppress(ValueError):  # what is no whole number of rows
        load_projection().unpack(data)


_TIES = ("article", "revision", "unit", "host", "current", "born", "died")


@cache
def _damaged() -> tuple[Archive, list[tuple[str, str, str, list[str]]]]:
    """An archive in memory and the columns of its store (table, column, type, keys), to be changed and put back."""
    use_small_encoder()
    archive = Archive.in_memory()
    archive.add(STORED[:6])
    archive.search("ferry")
    db: sqlite3.Connection = archive._parts.store._db
    tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    tables = [table for table in tables if not table.startswith("sqlite_")]
    columns = []
    for table in tables:
        told = db.execute(f"PRAGMA table_info({table})").fetchall()
        keys = [name for _, name, *_, key in told if key] or ["rowid"]
        # Numbers that tie rows to each other are SQLite's own to keep: `check` compares them, a search believes them.
        columns += [(table, name, kind, keys) for _, name, kind, *_ in told if name not in (*keys, *_TIES)]
    return archive, columns


def _store(data: bytes) -> None:
    """One cell of the store holds something else of its kind: searches answer, or say that the archive is damaged."""
    archive, columns = _damaged()
    place, row, *_ = *data[:2], 0, 0
    table, column, kind, keys = columns[place % len(columns)]
    value = data[2:]
    cell: Any = {"TEXT": value.decode("utf-8", "replace"), "BLOB": value}.get(
        kind, int.from_bytes(value[:7], "little", signed=True)
    )
    db: sqlite3.Connection = archive._parts.store._db
    rows = db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    if not rows:
        return
    chosen = db.execute(f"SELECT {', '.join(keys)} FROM {table} LIMIT 1 OFFSET ?", (row % rows,)).fetchone()
    db.execute("PRAGMA foreign_keys = OFF")
    db.execute("BEGIN")
    try:
        try:
            where = " AND ".join(f"{key} IS ?" for key in keys)
            db.execute(f"UPDATE {table} SET {column} = ? WHERE {where}", (cell, *chosen))
        except (sqlite3.IntegrityError, sqlite3.DataError):
            return
        archive._parts.forget_derived()
        for mode in ("bm25", "hybrid"):
            _sound(tolerated(lambda mode=mode: archive.search("ferry talks", 3, mode=mode)) or [])  # type: ignore[arg-type]
        tolerated(lambda: archive.quotes(about="ferry", k=2))
        tolerated(lambda: archive.person("Ines Carrow"))
        tolerated(lambda: archive.people(k=2))
        tolerated(lambda: archive.get("n000"))
        tolerated(lambda: archive._parts.store.check())
    finally:
        db.execute("ROLLBACK")
        archive._parts.forget_derived()


def _mark(data: bytes) -> None:
    """The file that says which lexical index is the current one."""
    place = scratch() / "marked"
    if not place.exists():
        shutil.copytree(folder(), place)
    (mark,) = sorted((place / "lexical").glob("units.json")) or sorted(place.rglob("units.json"))
    kept = mark.read_bytes()
    mark.write_bytes(data)
    try:
        from onrecord.indexing.bm25 import Bm25Settings
        from onrecord.indexing.tantivy_engine import TantivyEngine

        tolerated(lambda: TantivyEngine(mark, Bm25Settings(), lambda: None).watermark())
    finally:
        mark.write_bytes(kept)


def _marks() -> list[bytes]:
    mark = next(iter(sorted(folder().rglob("units.json"))))
    facts = json.loads(mark.read_text("utf-8"))
    facts.pop("sha256", None)
    return [json.dumps(facts).encode(), json.dumps(sealed(facts)).encode()]


def _segment_lists() -> list[bytes]:
    entry = {"file": "x.faiss", "count": 1, "size": 0, "sha256": "0", "probes": 0, "recall": 1.0}
    endless = b'{"format":1,"width":16,"row":1e999,"segments":[]}'
    return [json.dumps({"format": 1, "width": 16, "row": 1, "segments": [entry]}).encode(), endless]


def _learned_files() -> list[bytes]:
    from onrecord.querying.weights import ARTICLE_WEIGHTS, UNIT_WEIGHTS
    from onrecord.storage.learned import Learned

    facts = {"learned_from": {"units": {"suite": "x", "questions": 3}}}
    return [json.dumps(Learned(UNIT_WEIGHTS, ARTICLE_WEIGHTS).to_dict() | facts).encode()]


TARGETS = {
    "archive.json": Target(_manifest, lambda: [_json_file("archive.json")], 8, _WORDS),
    "fusion.json": Target(_learned, _learned_files, 25, (*_WORDS, b'"late"', b'"calibration"')),
    "segments.json": Target(_segments, _segment_lists, 25, _WORDS),
    "engine mark": Target(_mark, _marks, 5, _WORDS),
    "lock.holder": Target(
        _holder, lambda: [b'{"pid": 15, "host": "a", "program": "onrecord"}', b'{"pid":1e999}'], 30, _WORDS
    ),
    "postings": Target(_postings, lambda: [bytes(12), b"\1\0\0\0\2\0\0\0\1\0\1\0", b"\1\1\0\7\0\0\0\3\1"], 40),
    "details": Target(_details, _cells, 20),
    "token states": Target(_states, lambda: [bytes(64), b"\x88" * 96], 20),
    "store": Target(_store, lambda: [bytes([n, n % 5]) + b"[1]" for n in range(70)], 4, _WORDS),
}
