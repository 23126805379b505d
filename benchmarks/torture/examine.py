"""What a folder must be after an interruption: whole, in a committed state, and the same in every arm."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

from onrecord import Archive
from onrecord.encoding.model_folder import is_sound
from onrecord.uses.catch_up import fetch_vectors
from onrecord.uses.parts import LANES
from torture import articles
from torture.commands import ARCHIVE, EXPORT, MODELS

# Every revision kept: the article's id, what it holds, whether it is the live one.
State = list[list[Any]]


def state_of(folder: Path) -> State:
    """What the store has committed, and what the other outputs of commands are; read beside a running command."""
    store = folder / ARCHIVE / "store.sqlite"
    found: State = []
    if store.exists() and store.stat().st_size:
        connection = sqlite3.connect(f"{store.as_uri()}?mode=ro", uri=True)
        try:
            query = """SELECT a.id, r.fingerprint, r.row = ifnull(a.current, -1) FROM articles a
                       LEFT JOIN revisions r ON r.article = a.row ORDER BY a.id, r.row"""
            if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'articles'").fetchone():
                found = [list(row) for row in connection.execute(query)]
        finally:
            connection.close()
    return found


def live(state: State) -> str:
    """Names the live articles of a state: the same articles, the same name."""
    return json.dumps([[id, fingerprint] for id, fingerprint, lives in state if lives])


def answers(archive: Archive) -> list[Any]:
    """What the archive answers in every arm, and who said what."""
    found: list[Any] = []
    for query in articles.QUERIES:
        for mode in articles.MODES:
            hits = archive.search(query, 10, mode=mode)  # type: ignore[arg-type]
            found.append([[hit.article, hit.start, hit.end, round(hit.score, 6)] for hit in hits])
    found += [sorted(map(repr, archive.quotes())), sorted(map(repr, archive.people()))]
    return found


def faults_of(archive: Archive) -> list[str]:
    """Everything in which the archive's arms and files do not agree with its store."""
    found = [f"check: {line}" for line in archive.check()]
    parts = archive._parts
    dead = set(parts.store.deleted_above(0))
    for lane in LANES if parts.manifest.width else ():
        rows = list(parts.store.rows_above(lane, 0))
        indexed = {
            "lexical": list(parts.engine(lane).rows()),
            "vector": [row for row in parts.vectors(lane).rows() if row not in dead],
            "stored vectors": list(fetch_vectors(parts, rows)[0]),
        }
        found += [f"{name} rows of lane {lane} are not the store's" for name, held in indexed.items() if held != rows]
    return found


def litter(folder: Path, *, everything: bool) -> list[str]:
    """Halves that an interrupted process left behind; with `everything` also whole files that no list names."""
    found = [str(path.relative_to(folder)) for path in (folder / "out").glob(".*.tmp")]
    found += [str(path.relative_to(folder)) for path in folder.rglob(".unfinished-*") if "damaged" not in path.name]
    if not everything:
        return found
    found += [str(path.relative_to(folder)) for path in folder.rglob("*.tmp")]
    for lane in LANES.values():
        lexical = [path.name for path in (folder / ARCHIVE / "lexical").glob(f"{lane}-*")]
        mark = folder / ARCHIVE / "lexical" / f"{lane}.json"
        named = [json.loads(mark.read_text("utf-8"))["folder"]] if mark.exists() else []
        found += sorted(set(lexical) - set(named))
        listed = folder / ARCHIVE / "vectors" / lane / "segments.json"
        facts = json.loads(listed.read_text("utf-8"))["segments"] if listed.exists() else []
        files = {path.name for path in listed.parent.glob("*.faiss")}
        found += sorted(files - {segment["file"] for segment in facts})
    return found


def remembered(folder: Path, words: list[str]) -> list[str]:
    """The words that stand in any byte of any file of the archive."""
    contents = [path.read_bytes() for path in (folder / ARCHIVE).rglob("*") if path.is_file()]
    return [word for word in words if any(word.encode() in content for content in contents)]


def export_is_whole(folder: Path) -> str | None:
    """None when the exported file is an old one or a new one as a whole."""
    path = folder / EXPORT
    try:
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines(keepends=True) if line.endswith("\n")]
    except (OSError, ValueError) as error:
        return f"export: {error}"
    count = path.read_text("utf-8").count("\n")
    return None if len(rows) == count and count in (3, 12) else f"export: {count} lines"


def model_is_whole(folder: Path, source: Path, *, there: bool) -> str | None:
    """None when what would be taken for the model in the cache is the model; `there` says that it must be."""
    target = folder / MODELS / "models" / "model"
    if not is_sound(target):
        return "model export: the model is not there" if there else None
    same = all((target / path.name).read_bytes() == path.read_bytes() for path in source.iterdir() if path.is_file())
    return None if same else "model export: what is taken for the model is another"
