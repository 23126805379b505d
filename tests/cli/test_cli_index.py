"""`onrecord index`: what is stored, what is said, which exit code."""

import json
from pathlib import Path

import pytest
from cli_harness import Onrecord

from onrecord.archive import Archive
from onrecord.storage.lock import write_lock

STORY = "The mayor said the bridge would stay closed until spring."


def held(folder: Path) -> list[str]:
    """The ids of the articles in an archive."""
    with Archive.open(folder, create=False) as archive:
        return [article.id for article in archive.articles()]


def test_added_unchanged_updated(cli: Onrecord, here: Path) -> None:
    """The summary on stderr tells apart what is new, changed and as it was; stdout stays empty."""
    news = here / "news"
    news.mkdir()
    (news / "bridge.txt").write_text(STORY)
    (news / "tunnel.md").write_text("# Tunnel\n\nThe tunnel opens on Monday, the mayor said.")
    first = cli("index", "news/bridge.txt", "news/tunnel.md")
    assert (first.code, first.out) == (0, "")
    assert "indexes/default: 2 added, 0 updated, 0 unchanged, 0 left out" in first.err
    (news / "bridge.txt").write_text(STORY + " It needs new bolts.")
    second = cli("index", "news", "--archive", "indexes/default")
    assert "0 added, 1 updated, 1 unchanged, 0 left out" in second.err
    assert held(here / "indexes/default") == ["bridge", "tunnel"]


def test_what_is_left_out_is_named_and_the_rest_indexed(cli: Onrecord, here: Path) -> None:
    """A missing file, a binary one and a broken line cost exit code 2 and one line each, nothing more."""
    (here / "bridge.txt").write_text(STORY)
    (here / "noise.txt").write_bytes(bytes(range(256)) * 20)
    (here / "rows.jsonl").write_text('{"id": "a", "text": "The bus is late."}\n{"id": "b"}\n')
    done = cli("index", "bridge.txt", "brigde.txt", "noise.txt", "rows.jsonl")
    assert (done.code, done.out) == (2, "")
    left_out = [line for line in done.err.splitlines() if line.startswith("left out: ")]
    assert [line.split(":")[1].strip() for line in left_out] == ["brigde.txt", "noise.txt", "rows.jsonl"]
    assert "did you mean bridge.txt?" in left_out[0]
    assert left_out[2].startswith("left out: rows.jsonl:2: ")
    assert "2 added, 0 updated, 0 unchanged, 3 left out" in done.err
    assert held(here / "indexes/default") == ["a", "bridge"]


def test_nothing_to_index_makes_no_archive(cli: Onrecord, here: Path) -> None:
    """A mistyped source leaves no empty archive behind."""
    done = cli("index", "nowhere/")
    assert done.code == 2
    assert "nothing to index" in done.err
    assert not (here / "indexes").exists()


def test_standard_input_and_column_names(cli: Onrecord, here: Path) -> None:
    """`-` reads what is piped in, and --column gives other names of columns."""
    assert cli("index", "-", stdin=b'{"id": "a", "text": "The bus is late."}\n').code == 0
    (here / "rows.csv").write_text("nr,body,desk\n7,The ferry sank slowly.,harbour\n")
    assert cli("index", "rows.csv", "--column", "id=nr", "--column", "text=body").code == 0
    assert held(here / "indexes/default") == ["7", "a"]


@pytest.mark.parametrize("column", ["id", "=nr", "colour=nr"])
def test_a_column_that_means_nothing_is_refused(cli: Onrecord, here: Path, column: str) -> None:
    """A mapping without `=`, or of no field of ours, is wrong use."""
    (here / "rows.csv").write_text("id,text\n1,The ferry sank.\n")
    done = cli("index", "rows.csv", "--column", column)
    assert done.code == 2
    assert "onrecord: error: " in done.err


def test_settings_shape_a_new_archive_only(cli: Onrecord, here: Path) -> None:
    """They are kept; others are refused later; those not named are the archive's own."""
    (here / "bridge.txt").write_text(STORY)
    assert cli("index", "bridge.txt", "--passage-words", "40", "--k1", "0.9", "--overlap", "1").code == 0
    settings = json.loads(cli("info", "--format", "json").out)["settings"]
    assert (settings["passages"]["words"], settings["bm25"]["k1"]) == (40, 0.9)
    assert cli("index", "bridge.txt").code == 0
    assert cli("index", "bridge.txt", "--k1", "0.9").code == 0
    refused = cli("index", "bridge.txt", "--k1", "2")
    assert refused.code == 2
    assert "index into a new archive" in refused.err


@pytest.mark.parametrize("given", [["--k1", "nan"], ["--k1", "-1"], ["--b", "2"], ["--passage-words", "0"], ["--encoder", "no/such"]])  # fmt: skip  # noqa: E501
def test_settings_out_of_range_are_refused(cli: Onrecord, here: Path, given: list[str]) -> None:
    """A number that cannot be, or an encoder that is not there, is exit code 2."""
    (here / "bridge.txt").write_text(STORY)
    assert cli("index", "bridge.txt", *given).code == 2


def test_the_environment_names_the_archive(
    cli: Onrecord, here: Path, monkeypatch: pytest.MonkeyPatch, seeds: Path
) -> None:
    """Without --archive, $ONRECORD_ARCHIVE counts; with it, --archive."""
    monkeypatch.setenv("ONRECORD_ARCHIVE", "talks")
    assert cli("index", str(seeds)).code == 0
    assert cli("search", "red line", "--mode", "bm25").code == 0
    assert cli("search", "red line", "--archive", "indexes/default").code == 2
    assert (here / "talks" / "archive.json").exists()


def test_a_path_that_is_no_archive_is_refused(cli: Onrecord, here: Path) -> None:
    """A file, or a folder with other things in it, is never written to."""
    (here / "bridge.txt").write_text(STORY)
    for path, reason in (("bridge.txt", "is a file"), (".", "is no archive and holds other files")):
        done = cli("index", "bridge.txt", "--archive", path)
        assert done.code == 2
        assert reason in done.err
    assert sorted(p.name for p in here.iterdir()) == ["bridge.txt"]


@pytest.mark.parametrize("verb", [["index", "bridge.txt"], ["delete", "x"], ["compact"]])
def test_a_second_writer_is_told_who_writes(cli: Onrecord, archive: Path, here: Path, verb: list[str]) -> None:
    """A locked archive is exit code 3, after waiting as long as asked for; readers do not care."""
    (here / "bridge.txt").write_text(STORY)
    with write_lock(archive):
        done = cli(*verb, "--wait", "0.05")
        assert done.code == 3
        assert "is writing" in done.err
        assert cli("search", "red line", "--mode", "bm25").code == 0
