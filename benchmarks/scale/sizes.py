"""Bytes of an archive by part."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

_TEXTS = "SELECT sum(length(CAST(text AS BLOB))) FROM revisions"


def sizes(folder: Path) -> dict[str, Any]:
    """`bytes` by part: article texts, each table of the store with its indexes, and each derived index.

    `a unit` is everything besides the texts, divided by the passages, quotes and claims.
    """
    store = folder / "store.sqlite"
    connection = sqlite3.connect(f"{store.absolute().as_uri()}?mode=ro", uri=True)
    tables = dict(connection.execute("SELECT name, tbl_name FROM sqlite_master WHERE type IN ('table', 'index')"))
    parts: dict[str, int] = {}
    for name, size in connection.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name"):
        table = f"store: {tables.get(name, name)}"
        parts[table] = parts.get(table, 0) + int(size)
    texts = int(connection.execute(_TEXTS).fetchone()[0] or 0)
    kinds = dict(connection.execute("SELECT kind, count(*) FROM units GROUP BY kind"))
    pages = sum(size for name, size in parts.items())
    connection.close()
    parts["store: free pages and log"] = sum(path.stat().st_size for path in folder.glob("store.sqlite*")) - pages
    parts["texts"] = texts
    parts["store: revisions"] -= texts
    for kind in ("lexical", "vectors"):
        parts[kind] = _bytes(folder / kind)
    whole = _bytes(folder)
    units = sum(kinds.get(kind, 0) for kind in ("passage", "quote", "claim"))
    return {
        "bytes": whole,
        "parts": dict(sorted(parts.items(), key=lambda part: -part[1])),
        "kinds": dict(sorted(kinds.items())),
        "bytes a unit besides the texts": round((whole - texts) / max(1, units)),
    }


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
