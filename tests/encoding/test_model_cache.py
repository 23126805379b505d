"""A model folder appears whole or not at all, whatever happened before."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from onrecord.encoding.model_cache import built_once, cache_folder
from onrecord.encoding.model_folder import ModelFacts, is_sound, write_facts
from onrecord.errors import ModelUnavailable

FACTS = ModelFacts("onnx", "tiny", "int8", "mean", 256, 4, 2, "aa", "bb", {})


def builder(content: bytes = b"graph", calls: list[str] | None = None) -> Callable[[Path], None]:
    """Writes a folder of one file and notes that it was called."""

    def build(folder: Path) -> None:
        if calls is not None:
            calls.append(folder.name)
        (folder / "model.onnx").write_bytes(content)
        write_facts(folder, FACTS, ["model.onnx"])

    return build


def names(cache: Path) -> list[str]:
    return sorted(path.name for path in (cache / "models").iterdir())


def test_it_is_built_once(tmp_path: Path) -> None:
    """The second call finds the first one's folder, and nothing else lies about."""
    calls: list[str] = []
    first, second = (built_once("tiny", builder(calls=calls), cache=tmp_path) for _ in range(2))
    assert first == second == tmp_path / "models" / "tiny"
    assert len(calls) == 1
    assert names(tmp_path) == [".lock", "tiny"]


@pytest.mark.parametrize("damage", ["truncated", "changed", "missing", "manifest", "no manifest", "no files"])
def test_a_damaged_folder_is_built_again(tmp_path: Path, damage: str) -> None:
    """Too short, altered at the same size, gone, or with a manifest that says nothing: all are noticed."""
    folder = built_once("tiny", builder(), cache=tmp_path)
    graph, manifest = folder / "model.onnx", folder / "export.json"
    if damage == "truncated":
        graph.write_bytes(b"gra")
    elif damage == "changed":
        graph.write_bytes(b"grapH")
        os.utime(graph, ns=(0, 0))
    elif damage == "missing":
        graph.unlink()
    elif damage == "manifest":
        manifest.write_text('{"files": []', "utf-8")
    elif damage == "no files":
        write_facts(folder, FACTS, [])
    else:
        manifest.unlink()
    assert not is_sound(folder)
    assert built_once("tiny", builder(b"anew!"), cache=tmp_path) == folder
    assert graph.read_bytes() == b"anew!"
    assert names(tmp_path) == [".lock", "tiny"]


def test_a_copied_folder_is_still_sound(tmp_path: Path) -> None:
    """Another time on the file only means that the hash is taken."""
    folder = built_once("tiny", builder(), cache=tmp_path)
    os.utime(folder / "model.onnx", ns=(0, 0))
    assert is_sound(folder)


def test_what_a_killed_process_left_is_cleared(tmp_path: Path) -> None:
    """An unfinished folder is never taken for a model, and goes with the next build."""
    leftover = tmp_path / "models" / ".unfinished-abc"
    leftover.mkdir(parents=True)
    builder(b"half")(leftover)
    built_once("tiny", builder(), cache=tmp_path)
    assert names(tmp_path) == [".lock", "tiny"]


@pytest.mark.parametrize("error", [ModelUnavailable("no"), KeyboardInterrupt()])
def test_a_failed_build_leaves_nothing(tmp_path: Path, error: BaseException) -> None:
    """Errors and Ctrl-C pass through; the half-filled folder is gone."""

    def fail(folder: Path) -> None:
        builder()(folder)
        raise error

    with pytest.raises(type(error)):
        built_once("tiny", fail, cache=tmp_path)
    assert names(tmp_path) == [".lock"]


def test_an_incomplete_build_is_refused(tmp_path: Path) -> None:
    """A build that forgets to say what it wrote is not put into place."""
    with pytest.raises(ModelUnavailable, match="incomplete"):
        built_once("tiny", lambda folder: None, cache=tmp_path)
    assert names(tmp_path) == [".lock"]


def test_two_at_a_time_end_well(tmp_path: Path) -> None:
    """Who comes second waits and finds the folder made."""
    calls: list[str] = []
    found: list[Path] = []
    start = threading.Barrier(4)

    def come() -> None:
        start.wait()
        found.append(built_once("tiny", builder(calls=calls), cache=tmp_path))

    threads = [threading.Thread(target=come) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [tmp_path / "models" / "tiny"] * 4
    assert len(calls) == 1


def test_a_cache_that_cannot_be_written_is_explained(tmp_path: Path) -> None:
    """A file where the cache should be gives one clear error with the way out."""
    (tmp_path / "cache").write_text("a file", "utf-8")
    with pytest.raises(ModelUnavailable, match="ONRECORD_CACHE"):
        built_once("tiny", builder(), cache=tmp_path / "cache")


def test_the_environment_names_the_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """ONRECORD_CACHE wins; without it the user's own cache folder is meant."""
    monkeypatch.setenv("ONRECORD_CACHE", str(tmp_path))
    assert cache_folder() == tmp_path
    monkeypatch.delenv("ONRECORD_CACHE")
    assert cache_folder().name == "onrecord"
