"""A lexical index after a run that was killed half-way through a commit."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.errors import ArchiveDamaged
from onrecord.indexing import tantivy_engine
from onrecord.indexing.bm25 import Bm25Settings
from onrecord.indexing.lexical import LexicalDocument
from onrecord.indexing.tantivy_engine import TantivyEngine
from onrecord.records import Watermark


def engine(folder: Path) -> TantivyEngine:
    return TantivyEngine(folder / "units.json", Bm25Settings())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An index of eight documents, two of them deleted one after the other."""
    made = engine(tmp_path)
    made.apply([LexicalDocument(row, (), ("ferry", f"w{row}")) for row in range(1, 9)], (), Watermark(8, 0))
    made.apply((), [3], Watermark(8, 1))
    return tmp_path


def test_a_commit_without_its_mark_is_no_damage(folder: Path) -> None:
    """Killed after the commit, before the mark: deletions were written anew, and the index is caught up as ever."""
    mark = (folder / "units.json").read_bytes()
    first = {path.name for path in (folder / "units-1").glob("*.del")}
    engine_ = engine(folder)
    engine_.watermark()
    engine_.apply((), [5], Watermark(8, 2))
    assert not first & {path.name for path in (folder / "units-1").glob("*.del")}
    (folder / "units.json").write_bytes(mark)
    again = engine(folder)
    assert again.watermark() == Watermark(8, 1)
    again.apply((), [5], Watermark(8, 2))
    assert list(again.rows()) == [1, 2, 4, 6, 7, 8]


def test_deletions_that_are_missing_are_damage(folder: Path) -> None:
    """The last deletions are part of the index: without them what was deleted would be found again."""
    (deletions,) = (folder / "units-1").glob("*.del")
    deletions.unlink()
    with pytest.raises(ArchiveDamaged, match="missing"):
        engine(folder).watermark()


def test_files_that_were_never_committed_are_no_obstacle(folder: Path, tmp_path: Path) -> None:
    """Killed with the new deletions written but not committed: the next commit would give its file the same name."""
    before = folder / "before"
    shutil.copytree(folder / "units-1", before)
    mark = (folder / "units.json").read_bytes()
    engine_ = engine(folder)
    engine_.watermark()
    engine_.apply((), [5], Watermark(8, 2))
    written = {path.name for path in (folder / "units-1").glob("*.del")}
    # As it was, but for the new file and the list of files to be managed, which tantivy writes first.
    for path in (folder / "units-1").iterdir():
        if path.name not in written and path.name != ".managed.json":
            path.unlink()
    for path in before.iterdir():
        if path.name != ".managed.json":
            shutil.copyfile(path, folder / "units-1" / path.name)
    (folder / "units.json").write_bytes(mark)
    again = engine(folder)
    assert again.watermark() == Watermark(8, 1)
    again.apply((), [5], Watermark(8, 2))
    assert list(again.rows()) == [1, 2, 4, 6, 7, 8]


@pytest.mark.parametrize("fresh", [False, True])
def test_a_long_run_is_committed_on_the_way(folder: Path, monkeypatch: pytest.MonkeyPatch, fresh: bool) -> None:
    """Ended between two of its commits, a run is simply made again: every document stands there once."""
    monkeypatch.setattr(tantivy_engine, "_COMMITTED", 3)

    def documents(last: int) -> Iterator[LexicalDocument]:
        yield from (LexicalDocument(row, (), ("ferry", f"w{row}")) for row in range(1 if fresh else 9, last))

    def ended() -> Iterator[LexicalDocument]:
        yield from documents(17)
        raise KeyboardInterrupt

    def write(into: TantivyEngine, added: Iterator[LexicalDocument]) -> None:
        if fresh:
            into.rebuild(added, Watermark(20, 1))
        else:
            into.apply(added, (), Watermark(20, 1))

    engine_ = engine(folder)
    engine_.watermark()
    with pytest.raises(KeyboardInterrupt):
        write(engine_, ended())
    del engine_
    again = engine(folder)
    assert again.watermark() == Watermark(8, 1)
    assert not fresh or list(again.rows()) == [1, 2, 4, 5, 6, 7, 8]
    write(again, documents(21))
    assert list(again.rows()) == [row for row in range(1, 21) if fresh or row != 3]
    assert engine(folder).watermark() == Watermark(20, 1)
