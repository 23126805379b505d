"""What an archive holds, how it was made, and how large it is."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from onrecord.errors import ArchiveProblem
from onrecord.records import Json
from onrecord.uses.parts import PASSAGES, Parts


def describe(parts: Parts) -> dict[str, Json]:
    """Counts, settings and bytes on disk by part, ready for JSON."""
    with parts.guard, parts.store.snapshot():
        out: dict[str, Json] = {"archive": parts.store.place}
        out["holds"] = dict(parts.store.counts())
        out["generation"] = parts.store.generation()
        out["settings"] = parts.manifest.to_dict()
        out["sources"] = dict(parts.store.sources())
        if notes := Counter(note for _, note in parts.store.extracted.notes()):
            # What extraction was unsure of, and in how many articles.
            out["extraction"] = dict(sorted(notes.items()))
        if tuned := _tuned(parts):
            out["tuned"] = tuned
        first, last = parts.store.dates()
        out["dates"] = {"first": first, "last": last}
        segments = parts.vectors(PASSAGES).segments if parts.manifest.width else ()
        out["vector segments"] = [
            {"vectors": s.count, "search": f"by codes, recall {s.recall}" if s.probes else "exact"} for s in segments
        ]
        states = parts.store.states.size()
    if parts.folder is not None:
        names = ("store.sqlite", "lexical", "vectors")
        sizes = {name: _size(parts.folder / name) for name in names}
        sizes["store.sqlite"] += _size(parts.folder / "store.sqlite-wal")
        total = sum(sizes.values())
        out["bytes"] = {
            "store.sqlite": sizes.pop("store.sqlite"),
            "token states in it": states,
            **sizes,
            "total": total,
        }
    return out


def _tuned(parts: Parts) -> Json:
    """What the weights of a search were learned from; nothing where the defaults hold."""
    try:
        return {name: dict(facts) for name, facts in parts.learned.learned_from.items()}
    except ArchiveProblem as error:
        return str(error)


def _size(path: Path) -> int:
    # A writer may take away at any moment what a reader has just seen the name of.
    try:
        if path.is_dir():
            return sum(_size(child) for child in path.iterdir())
        return path.stat().st_size
    except FileNotFoundError:
        return 0
