"""`delete`, `compact`, `check`: what changes or mends an archive."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from cli_harness import SEED, Onrecord


def test_deleted_articles_are_found_no_more(cli: Onrecord, archive: Path) -> None:
    """The count is said on stderr; ids that are not there are warned of, and alone they are exit code 1."""
    done = cli("delete", SEED, "nowhere")
    assert (done.code, done.out) == (0, "")
    assert "warning: nowhere: no such article" in done.err
    assert "1 article deleted" in done.err
    assert cli("search", "red line").code == 1
    assert cli("show", SEED).code == 1
    again = cli("delete", SEED)
    assert again.code == 1
    assert "nothing deleted" in again.err


def test_compact_forgets_deleted_texts(cli: Onrecord, archive: Path) -> None:
    """After delete and compact no file of the archive holds the words."""
    cli("delete", SEED)
    assert cli("compact").code == 0
    assert not any(b"waterproof" in path.read_bytes() for path in archive.rglob("*") if path.is_file())


def test_a_whole_archive_is_well(cli: Onrecord, archive: Path) -> None:
    """check says so on stderr, exit code 0."""
    done = cli("check")
    assert (done.code, done.out) == (0, "")
    assert "all is well: articles 1" in done.err


def test_damage_is_found_and_repaired(cli: Onrecord, archive: Path) -> None:
    """A changed vector file is exit code 3 until --repair has made it anew; hits are as before."""
    before = cli("search", "red line", "--format", "json").out
    segment = next(path for path in (archive / "vectors" / "units").iterdir() if path.suffix != ".json")
    content = bytearray(segment.read_bytes())
    content[-1] ^= 0xFF
    segment.write_bytes(content)
    found = cli("check")
    assert found.code == 3
    assert "its content has changed" in found.err
    repaired = cli("check", "--repair")
    assert repaired.code == 0
    assert "repairing: " in repaired.err
    assert cli("check").code == 0
    assert cli("search", "red line", "--format", "json").out == before


@pytest.mark.parametrize("part", ["lexical", "vectors"])
def test_a_lost_index_comes_back_by_itself(cli: Onrecord, archive: Path, part: str) -> None:
    """The derived indexes can be thrown away; the next command finds the same."""
    before = cli("search", "red line", "--format", "json").out
    shutil.rmtree(archive / part)
    assert cli("search", "red line", "--format", "json").out == before
    assert cli("check").code == 0


def truncated(archive: Path) -> None:
    content = (archive / "store.sqlite").read_bytes()
    (archive / "store.sqlite").write_bytes(content[: len(content) // 2])


def newer(archive: Path) -> None:
    path = archive / "archive.json"
    written = path.read_text()
    path.write_text(re.sub(r'"format": \d+', '"format": 99', written))
    assert path.read_text() != written


def garbled(archive: Path) -> None:
    (archive / "archive.json").write_text("{")


def storeless(archive: Path) -> None:
    for path in archive.glob("store.sqlite*"):
        path.unlink()


def no_database(archive: Path) -> None:
    storeless(archive)
    (archive / "store.sqlite").write_bytes(b"not a database at all, " * 100)


@pytest.mark.parametrize("harm", [truncated, newer, garbled, storeless, no_database])
@pytest.mark.parametrize(
    "verb", [["search", "red line"], ["info"], ["check"], ["index", "a.txt"], ["export"], ["show", SEED]]
)
def test_a_damaged_archive_is_3(
    cli: Onrecord, archive: Path, here: Path, harm: Callable[[Path], None], verb: list[str]
) -> None:
    """A truncated or lost store, a newer format and a broken description are exit code 3 and one line."""
    (here / "a.txt").write_text("The bridge is closed.")
    harm(archive)
    done = cli(*verb)
    assert done.code == 3
    assert done.err.startswith("onrecord: error: ")
