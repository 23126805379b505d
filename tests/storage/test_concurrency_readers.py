"""Readers that meet a writer's work half done: they look again, and never see two states at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from onrecord import Archive
from onrecord.errors import ArchiveDamaged
from onrecord.indexing import segments
from onrecord.uses.lane_arms import Marks

ARTICLES = [
    {
        "id": f"n{number}",
        "text": f"The ferry {number} is late. “We will sail on day {number},” Ann Bell said on Friday.",
    }
    for number in range(4)
]


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "archive") as made:
        made.add(ARTICLES)
        yield made


def asked(archive: Archive) -> list[str]:
    lists: list[Any] = [archive.search("ferry"), archive.quotes(about="sail"), archive.claims(about="ferry")]
    return [repr(row) for rows in lists for row in rows]


def test_who_finds_files_gone_looks_again(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer that replaces an index removes what a reader has just read the name of."""
    before, real, failed = asked(archive), segments.load, []

    def load(*arguments: Any) -> Any:
        failed.append(len(failed))
        if len(failed) <= 2:
            raise ArchiveDamaged("gone")
        return real(*arguments)

    monkeypatch.setattr(segments, "load", load)
    archive._parts.forget_derived()
    assert asked(archive) == before
    assert len(failed) > 2
    assert archive.notices == []


def test_a_missing_segment_is_damage(archive: Archive) -> None:
    """Not an error of the system that nobody explains, or that nobody looks again for."""
    folder = archive._parts.vector_folder(0)
    (segment,) = archive._parts.vectors(0).segments
    (folder / segment.file).unlink()
    with pytest.raises(ArchiveDamaged, match="No such file"):
        segments.load(folder, segment)


def test_how_far_the_indexes_are_is_read_before_the_snapshot(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else an index could have been told of a deletion that the snapshot has not."""
    real, inside = Marks.read, []

    def read(parts: Any, with_vectors: bool) -> Marks:
        inside.append(parts.store._db.in_transaction)
        return real(parts, with_vectors)

    monkeypatch.setattr(Marks, "read", staticmethod(read))
    asked(archive)
    assert inside
    assert not any(inside)


def test_sizes_are_told_of_files_that_vanish(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a writer takes away while they are added up counts nothing."""
    listed = Path.iterdir
    monkeypatch.setattr(Path, "iterdir", lambda path: iter([*listed(path), path / "gone"]))
    beside = archive.info()["bytes"]
    monkeypatch.undo()
    assert beside == archive.info()["bytes"]
