"""Ids, names and descriptions from strangers lead nowhere but where they should."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import Archive, ArchiveProblem, Article, BadInput, read
from onrecord.indexing.segments import read_list
from onrecord.rendering.extraction_files import file_name, write_extraction
from onrecord.sealed import sealed
from onrecord.spoken import Extraction
from torture.fuzz_querying import use_small_encoder

IDS = [
    "../../outside", "/etc/passwd", "..", ".", "~root", "a/../../b", "a\\..\\b", "C:\\x", "CON", "nul.txt", "aux",
    "a\0b", "x" * 1000, "é" * 500, "-rf", "a\nb", "$(id)", "%2e%2e%2f", "\u202etxt", "", " ", "...", ".hidden",
    "COM1.", "lpt9.x",
]  # fmt: skip


@pytest.mark.parametrize("id", IDS)
@pytest.mark.parametrize("fmt", ["jsonl", "brat", "html"])
def test_extractions_are_written_inside_their_folder(tmp_path: Path, id: str, fmt: str) -> None:
    """Whatever the id, the files lie in the folder, and nothing else appears beside it."""
    out = tmp_path / "a" / "b" / "out"
    out.mkdir(parents=True)
    path = write_extraction(out, Article(id, "Ferry talks stall."), Extraction(), fmt)
    assert path.parent == out
    assert {found.parent for found in tmp_path.rglob("*") if found.is_file()} == {out}


@given(st.text())
def test_names_of_files_fit_everywhere(id: str) -> None:
    """Never empty, hidden or a device, no separators, at most 180 bytes."""
    name = file_name(id)
    assert 1 <= len(name.encode()) <= 181
    assert not set(name) & set('/\\\0:*?"<>| \n')
    assert "." not in (name[0], name[-1])
    assert name.split(".")[0].lower() not in {"con", "prn", "aux", "nul", "com1", "lpt9"}


def test_nothing_that_is_there_is_replaced(tmp_path: Path) -> None:
    """Neither a file of that name, nor the text beside brat's, nor what a link of that name leads to."""
    kept = tmp_path / "kept.txt"
    kept.write_text("mine")
    out = tmp_path / "out"
    out.mkdir()
    (out / "b.txt").write_text("mine")
    (out / "c.ann").symlink_to(kept)
    (out / "d.ann").symlink_to(tmp_path / "nowhere")
    for id in "bcd":
        with pytest.raises(BadInput, match="is there already"):
            write_extraction(out, Article(id, "Ferry talks stall."), Extraction(), "brat")
    assert (kept.read_text(), (out / "b.txt").read_text()) == ("mine", "mine")
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links_out_of_a_folder_are_passed_over(tmp_path: Path) -> None:
    """A folder from elsewhere cannot make us index what lies outside it; who names the links means them."""
    secret, given_folder = tmp_path / "secret", tmp_path / "given"
    for folder in (secret, given_folder / "sub"):
        folder.mkdir(parents=True)
    (secret / "key.txt").write_text("The password is ferry.")
    (secret / "key.meta.json").write_text('{"author": "secret"}')
    (given_folder / "sub" / "a.txt").write_text("Ferry talks stall.")
    (given_folder / "key.txt").symlink_to(secret / "key.txt")
    (given_folder / "all").symlink_to(secret)
    (given_folder / "again").symlink_to(given_folder / "sub")
    (given_folder / "up").symlink_to(given_folder.parent)
    (given_folder / "sub" / "a.meta.json").symlink_to(secret / "key.meta.json")
    reading = read(given_folder)
    assert [(article.id, article.author) for article in reading] == [("a", "")]
    told = " ".join(problem.reason for problem in reading.problems)
    assert "3 links out of the folder passed over (all to" in told
    assert "a link to another folder" in told
    assert all(not problem.skipped for problem in reading.problems)
    assert [article.id for article in read(given_folder / "key.txt")] == ["key"]
    assert "key" in [article.id for article in read(f"{given_folder}/*")]
    only = tmp_path / "only"
    only.mkdir()
    (only / "x.txt").symlink_to(secret / "key.txt")
    reading = read(only)
    assert list(reading) == []
    assert ["a link out of the folder" in problem.reason for problem in reading.problems] == [True]


def test_a_list_of_segments_names_files_beside_it(tmp_path: Path) -> None:
    """Whoever wrote it, FAISS is never handed a file from elsewhere."""
    folder = tmp_path / "vectors"
    folder.mkdir()
    (tmp_path / "x.faiss").write_bytes(b"")
    for name in ("../x.faiss", str(tmp_path / "x.faiss"), "", ".", "a/../../x.faiss"):
        entry = {"file": name, "count": 1, "size": 0, "sha256": "0", "probes": 0, "recall": 1.0}
        facts = {"format": 1, "width": 16, "row": 1, "segments": [entry]}
        (folder / "segments.json").write_text(json.dumps(sealed(facts)))
        with pytest.raises(ArchiveProblem):
            read_list(folder, 16)


def test_ids_are_only_ids(tmp_path: Path) -> None:
    """An archive takes any id that can be stored, finds it by that and makes no file of its name."""
    use_small_encoder()
    with Archive.open(tmp_path / "archive") as archive:
        taken = [id for id in IDS if id.strip()]
        report = archive.add([Article(id, f"Ferry {number}.") for number, id in enumerate(taken)])
        assert report.added == taken
        before = {path.relative_to(tmp_path) for path in tmp_path.rglob("*")}
        for id in taken:
            assert archive.get(id).id == id
        assert archive.delete(taken) == len(taken)
        assert {path.parts[0] for path in before} == {"archive"}
    assert os.listdir(tmp_path) == ["archive"]
