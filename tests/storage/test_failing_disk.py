"""A disk that fails at an awkward moment is explained, and what was written survives a power cut."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from onrecord.archive import Archive
from onrecord.encoding.model_cache import built_once
from onrecord.encoding.model_folder import ModelFacts, write_facts
from onrecord.errors import ArchiveUnwritable
from onrecord.indexing import segments
from onrecord.indexing.bm25 import Bm25Settings
from onrecord.indexing.lexical import LexicalDocument
from onrecord.indexing.segments import SegmentList, exact_index, save, write_list
from onrecord.indexing.tantivy_engine import TantivyEngine
from onrecord.records import Watermark
from onrecord.storage.lock import write_lock
from onrecord.storage.manifest import Manifest, read_manifest
from onrecord.storage.store import Store
from onrecord.uses.parts import Parts


class _Weights:
    fingerprint, width = "f" * 64, 4

    def encode(self, texts: Any, *, progress: Any = None) -> Any:
        return np.zeros((len(texts), self.width), dtype=np.float32)


def refuse(*_: object, **__: object) -> None:
    raise OSError(errno.EIO, "Input/output error")


def test_a_lock_is_let_go_of_on_a_failed_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """That the note of who holds it cannot be removed is no error of the command, and the lock is free again."""
    with monkeypatch.context() as failing, write_lock(tmp_path):
        failing.setattr(Path, "unlink", refuse)
    with write_lock(tmp_path):
        pass


def test_a_rebuild_that_cannot_remove_the_old_index_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Deleted texts may live on in it, so the command must not look finished; the new index is in place."""
    engine = TantivyEngine(tmp_path / "units.json", Bm25Settings())
    engine.apply([LexicalDocument(1, (), ("ferry",))], (), Watermark(1, 0))
    monkeypatch.setattr(shutil, "rmtree", refuse)
    with pytest.raises(ArchiveUnwritable, match="Input/output error"):
        engine.rebuild([LexicalDocument(2, (), ("tram",))], Watermark(2, 0))
    monkeypatch.undo()
    assert list(TantivyEngine(tmp_path / "units.json", Bm25Settings()).matching(["tram"])) == []
    again = TantivyEngine(tmp_path / "units.json", Bm25Settings())
    assert again.watermark() == Watermark(2, 0)
    assert list(again.matching(["tram"])) == [2]


def test_an_encoder_that_cannot_be_written_down_is_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first vectors of an archive on a full disk: one of our errors, not the system's."""
    parts = Parts(tmp_path, Store(None), Manifest(), lambda name: _Weights())
    monkeypatch.setattr("onrecord.uses.parts.read_manifest", lambda folder: Manifest())
    monkeypatch.setattr("onrecord.storage.manifest.replace_file", refuse)
    with pytest.raises(ArchiveUnwritable, match="Input/output error"):
        parts.settle_encoder()
    # Else the next try in this process would store vectors of weights that nobody wrote down.
    assert parts.manifest == Manifest()
    monkeypatch.setattr("onrecord.uses.parts.replace_file", refuse)
    with pytest.raises(ArchiveUnwritable, match="Input/output error"):
        parts.take_corrections("")


def test_an_archive_can_be_made_where_making_one_was_killed(tmp_path: Path) -> None:
    """Half a description is no other file in the way, and goes."""
    (tmp_path / ".archive.json.4711.tmp").write_bytes(b"{")
    Archive.open(tmp_path).close()
    assert not list(tmp_path.glob(".archive.json*"))
    assert Manifest() == read_manifest(tmp_path)


def test_vectors_are_on_the_disk_before_they_have_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a power cut could leave a list that names files of the right size with nothing in them."""
    seen: list[list[str]] = []

    def watched(path: Path) -> None:
        seen.append([path.suffix, *(other.suffix for other in tmp_path.iterdir() if other != path)])

    monkeypatch.setattr(segments, "sync_file", watched)
    save(tmp_path, "1-2", exact_index([1, 2], np.eye(2, 8, dtype=np.float16)), 0, 1.0)
    assert seen == [[".tmp"]]


def test_a_list_clears_away_what_killed_processes_left(tmp_path: Path) -> None:
    """Half-written vectors go when the next list is written."""
    kept = save(tmp_path, "1-2", exact_index([1, 2], np.eye(2, 8, dtype=np.float16)), 0, 1.0)
    (tmp_path / ".3-4.4711.tmp").write_bytes(b"half")
    write_list(tmp_path, SegmentList(8, 2, (kept,)))
    assert sorted(os.listdir(tmp_path)) == sorted([kept.file, "segments.json"])


def test_vectors_that_cannot_be_written_are_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when the half that was written cannot be removed, and when the folder cannot be made."""
    index = exact_index([1], np.eye(1, 8, dtype=np.float16))
    monkeypatch.setattr(segments, "sync_file", refuse)
    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(ArchiveUnwritable):
        save(tmp_path, "1-1", index, 0, 1.0)
    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(ArchiveUnwritable):
        save(tmp_path / "nowhere", "1-1", index, 0, 1.0)


def test_a_model_is_on_the_disk_before_it_is_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file of it is flushed, `export.json` among them, and only then is the folder renamed."""
    flushed: list[str] = []

    def build(folder: Path) -> None:
        (folder / "model.onnx").write_bytes(b"weights")
        facts = ModelFacts("onnx", "invented", "int8", "mean", 8, 8, 1, "w", "f", {})
        write_facts(folder, facts, ["model.onnx"])

    def watched(path: Path) -> None:
        assert not (tmp_path / "models" / "key").exists()
        flushed.append(path.name)

    monkeypatch.setattr("onrecord.encoding.model_cache.sync_file", watched)
    assert built_once("key", build, cache=tmp_path).is_dir()
    assert sorted(flushed) == ["export.json", "model.onnx"]
