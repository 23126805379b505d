"""The files of a tantivy index and their checksums, which tantivy itself does not compare when it opens them.

What a segment's file is named after never changes, so it is told once; `meta.json` and `.managed.json` are replaced by
every commit. A reader may meet those of a commit whose mark is not written yet: `meta.json` then has a later stamp.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from onrecord.errors import ArchiveDamaged
from onrecord.indexing.segments import VERIFIED_WHEN_OPENED, file_sha256
from onrecord.records import Json

_META = "meta.json"
_REPLACED = (_META, ".managed.json")
_NEXT = "run `onrecord check --repair` to rebuild it"

# By file name: bytes and hex SHA-256.
Described = dict[str, tuple[int, str]]


@dataclass(slots=True)
class EngineFiles:
    """What the mark of an index says about its files, and the stamp of its last commit.

    `trusted` are those compared since the index was opened.
    """

    described: Described = field(default_factory=dict)
    trusted: set[tuple[str, str]] = field(default_factory=set)
    stamp: int = 0

    def describe(self, folder: Path) -> dict[str, Json]:
        """Takes note of all files as they are now; for the mark."""
        known, self.described = self.described, {}
        for path in sorted(folder.iterdir()):
            if path.suffix == ".lock" or not path.is_file():
                continue
            size = path.stat().st_size
            kept = known.get(path.name) if path.name not in _REPLACED else None
            self.described[path.name] = kept if kept and kept[0] == size else (size, file_sha256(path))
        self.trusted |= {(name, sha256) for name, (_, sha256) in self.described.items()}
        self.stamp = _stamp_of(folder)
        return {"stamp": self.stamp, "files": {name: list(facts) for name, facts in self.described.items()}}

    def take(self, facts: Mapping[str, Any]) -> None:
        """What a mark says; ValueError or TypeError when it is no description. Marks of earlier versions have none."""
        self.stamp = int(facts.get("stamp", 0))
        entries = facts.get("files", {})
        self.described = {str(name): (int(size), str(sha256)) for name, (size, sha256) in entries.items()}

    def verify(self, folder: Path) -> None:
        """ArchiveDamaged unless the files are what was written, as far as that can be told beside a writer."""
        new = {name: facts for name, facts in self.described.items() if (name, facts[1]) not in self.trusted}
        small = sum(size for size, _ in new.values()) <= VERIFIED_WHEN_OPENED
        for name, (size, sha256) in new.items():
            path = folder / name
            try:
                if name == _META:
                    self._verify_meta(path, sha256)
                elif name not in _REPLACED and (path.stat().st_size != size or (small and file_sha256(path) != sha256)):
                    raise ArchiveDamaged(f"{path}: its content has changed since it was written; {_NEXT}")
            except FileNotFoundError as error:
                # Otherwise a commit whose mark comes next has merged it away or written its deletions anew.
                if name not in _REPLACED and not _is_needed(folder, name):
                    continue
                if name != ".managed.json":
                    raise ArchiveDamaged(f"{path}: missing; {_NEXT}") from error
            else:
                self.trusted.add((name, sha256))

    def _verify_meta(self, path: Path, sha256: str) -> None:
        if file_sha256(path) != sha256 and _stamp_of(path.parent) <= self.stamp:
            raise ArchiveDamaged(f"{path}: its content has changed since it was written; {_NEXT}")

    def changed(self, folder: Path) -> list[str]:
        """One line for every file that is not what was written; nobody may be writing."""
        found = []
        for name, (_, sha256) in self.described.items():
            try:
                if file_sha256(folder / name) != sha256:
                    found.append(f"{folder / name}: its content has changed since it was written; {_NEXT}")
            except OSError as error:
                found.append(f"{folder / name}: {error.strerror or error}; {_NEXT}")
        return found


def _segment(name: str) -> str:
    return name.split(".")[0].replace("-", "")


def _is_needed(folder: Path, name: str) -> bool:
    """Whether the index consists of the file now: it is of one of its segments, and if of deletions, of the last."""
    for segment in _meta(folder, "segments", list):
        if isinstance(segment, dict) and _segment(str(segment.get("segment_id"))) == _segment(name):
            last = (segment.get("deletes") or {}).get("opstamp")
            return not name.endswith(".del") or name.endswith(f".{last}.del")
    return False


def _stamp_of(folder: Path) -> int:
    return int(_meta(folder, "opstamp", int))


def _meta(folder: Path, name: str, kind: type) -> Any:
    """One of the facts of an index's description; ValueError when that has none such."""
    facts = json.loads((folder / _META).read_text("utf-8"))
    found = facts.get(name) if isinstance(facts, dict) else None
    if not isinstance(found, kind):
        raise ValueError(f"{_META}: {name} is {found!r:.40}; expected {kind.__name__}")
    return found
