"""What changed on the disk is not made true by a repair, and what was read of an earlier state is not believed."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from onrecord import Archive
from onrecord.errors import ArchiveDamaged, ArchiveProblem
from onrecord.querying.weights import Weights
from onrecord.records import Filter
from onrecord.storage.learned import Learned
from onrecord.uses.parts import PASSAGES

QUOTE = "“The pier will not be sold,” said harbour master Edda Rowe."
TEXT = f"The pier at Nore Bay is old.\n\n{QUOTE} The council of Nore Bay will meet again in June."


def test_a_repair_does_not_index_a_changed_title(tmp_path: Path) -> None:
    """A title that changed on the disk is named by check, never shown, and never becomes a revision."""
    with Archive.open(tmp_path) as archive:
        archive.add([{"id": "pier", "title": "Pier stays", "text": TEXT}])
    db = sqlite3.connect(tmp_path / "store.sqlite")
    db.execute("UPDATE revisions SET title = 'Pier stage'")
    db.commit()
    db.close()
    with Archive.open(tmp_path, create=False) as archive:
        assert any("article pier" in line for line in archive.check())
        archive.rebuild()
        assert any("article pier" in line for line in archive.check())
        with pytest.raises(ArchiveDamaged, match="pier|unit"):
            archive.search("pier")
        assert archive.info()["holds"]["revisions"] == 1  # type: ignore[index, call-overload]
        for read in (lambda: archive.get("pier"), lambda: list(archive.articles())):
            with pytest.raises(ArchiveProblem, match="facts of pier"):
                read()


def test_a_corrected_name_is_recorded_at_once(tmp_path: Path) -> None:
    """A quotation checked before and after a correction is recorded under the name of the moment."""
    corrections = tmp_path / "given.jsonl"
    corrections.write_text('{"op": "rename", "person": "Edda Rowe", "name": "Edda Maria Rowe"}\n', "utf-8")
    with Archive.open(tmp_path / "archive") as archive:
        archive.add([{"id": "pier", "text": TEXT}])
        assert [place.speaker for place in archive.verify("The pier will not be sold").parts] == ["Edda Rowe"]
        assert archive.correct(corrections) == []
        assert [place.speaker for place in archive.verify("The pier will not be sold").parts] == ["Edda Maria Rowe"]


def test_replaced_texts_are_not_kept_in_memory() -> None:
    """Checking quotations again and again while an article changes holds one text of it, not all it ever had."""
    with Archive.in_memory() as archive:
        for number in range(5):
            archive.add([{"id": "pier", "text": f"{TEXT} It is the {number}. time."}])
            archive.verify("The pier will not be sold")
        assert len(archive._checker()._texts._kept) == 1


def test_lost_weights_are_missed(tmp_path: Path) -> None:
    """Without its file an archive that learned weights answers nothing until it is told to do without them."""
    with Archive.open(tmp_path) as archive:
        archive.add([{"id": "pier", "text": TEXT}])
        archive._parts.take_learned(Learned(units=Weights(late=0.5)))
    (tmp_path / "fusion.json").unlink()
    with Archive.open(tmp_path, create=False) as archive:
        assert any("fusion.json" in line and "tune --reset" in line for line in archive.check())
        with pytest.raises(ArchiveProblem, match="weights were learned"):
            archive.search("pier")
        archive.forget_tuning()
        assert archive.check() == []
        assert archive.search("pier")
    with Archive.open(tmp_path, create=False) as archive:
        assert archive.search("pier")


def test_an_older_store_is_told_of(tmp_path: Path) -> None:
    """A store from before the last change is believed, and opening says that something has to be repeated."""
    with Archive.open(tmp_path / "archive") as archive:
        archive.add([{"id": "pier", "text": TEXT}])
    earlier = (tmp_path / "archive" / "store.sqlite").read_bytes()
    with Archive.open(tmp_path / "archive") as archive:
        archive.add([{"id": "mole", "text": TEXT.replace("pier", "mole")}])
    (tmp_path / "archive" / "store.sqlite").write_bytes(earlier)
    with Archive.open(tmp_path / "archive", create=False) as archive:
        assert any("older than its indexes" in notice for notice in archive.notices)
        assert {hit.article for hit in archive.search("mole pier")} == {"pier"}
        assert archive.check() == []
    with Archive.open(tmp_path / "archive", create=False) as archive:
        assert archive.notices == []


def test_lost_corrections_are_told_of(tmp_path: Path) -> None:
    """Without its corrections an archive calls people as its articles do, and opening says so."""
    given = tmp_path / "given.jsonl"
    given.write_text('{"op": "rename", "person": "Edda Rowe", "name": "Edda Maria Rowe"}\n', "utf-8")
    with Archive.open(tmp_path / "archive") as archive:
        archive.add([{"id": "pier", "text": TEXT}])
        archive.correct(given)
    (tmp_path / "archive" / "corrections.jsonl").unlink()
    with Archive.open(tmp_path / "archive", create=False) as archive:
        assert any("corrections.jsonl is not as it was" in notice for notice in archive.notices)
        assert [person.name for person in archive.people()] == ["Edda Rowe"]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE people SET name = 'Edda Rove'", "UPDATE people SET aliases = '[\"Row\"]'",
        "UPDATE local_people SET person = NULL", "DELETE FROM local_people", "DELETE FROM seals WHERE unit = 1",
        "DELETE FROM extracted", "DELETE FROM facts WHERE name = 'generation'",
        "UPDATE local_people SET reason = 'full nane'", "UPDATE people SET person = 'other'",
        "UPDATE units SET details = '{}' WHERE kind = 'person'",
        "UPDATE units SET details = '{\"aliases\":[],\"person\":\"Edda Rowe\"}' WHERE kind = 'person'",
        "UPDATE people SET reasons = '[\"said so\"]'", "INSERT INTO people VALUES ('x', 'Nobody Here', '[]', '[]')",
    ],
)  # fmt: skip
def test_changed_rows_are_found_and_settled_anew(tmp_path: Path, change: str) -> None:
    """What follows from the articles is checked against them, and a repair makes it follow from them again."""
    with Archive.open(tmp_path) as archive:
        archive.add([{"id": "pier", "text": TEXT}])
        expected = [repr(person) for person in archive.people()]
    db = sqlite3.connect(tmp_path / "store.sqlite", isolation_level=None)
    assert db.execute(change).rowcount >= 1
    db.close()
    with Archive.open(tmp_path, create=False) as archive:
        assert archive.check() != []
        archive.rebuild()
        assert archive.check() == []
        assert [repr(person) for person in archive.people()] == expected


@pytest.mark.parametrize(
    "change",
    [
        "born = born + 9",
        "born = -1 WHERE row = 2",
        "died = 0 WHERE died IS NOT NULL",
        "died = NULL WHERE died IS NOT NULL",
    ],
)
def test_a_changed_order_of_revisions_is_found(tmp_path: Path, change: str) -> None:
    """When a revision began and ended is told from its neighbours; nothing can make that anew."""
    with Archive.open(tmp_path) as archive:
        for text in (TEXT, QUOTE, TEXT):
            archive.add([{"id": "pier", "text": text}])
        archive.delete(["pier"])
        archive.add([{"id": "pier", "text": QUOTE}, {"id": "mole", "text": TEXT}])
        assert archive.check() == []
    db = sqlite3.connect(tmp_path / "store.sqlite", isolation_level=None)
    assert db.execute(f"UPDATE revisions SET {change}").rowcount >= 1
    db.close()
    with Archive.open(tmp_path, create=False) as archive:
        (line,) = [line for line in archive.check() if "article pier: when its revisions began" in line]
        assert "restore store.sqlite from a copy" in line


def test_a_lost_count_of_commits_is_made_anew(tmp_path: Path) -> None:
    """What is remembered of filters hangs on it: who may write repairs it when a search misses it, others are told."""
    with Archive.open(tmp_path) as archive:
        archive.add([{"id": "pier", "text": TEXT}])
    db = sqlite3.connect(tmp_path / "store.sqlite", isolation_level=None)
    db.execute("UPDATE facts SET name = 'generations' WHERE name = 'generation'")
    with Archive.open(tmp_path, create=False) as archive:
        assert any("how many commits" in line for line in archive.check())
        with pytest.raises(ArchiveDamaged, match="how many commits"):
            archive._parts.store.rows.allowed(Filter(since="2020-01-01"), PASSAGES)
        assert [hit.article for hit in archive.search("pier", kind="quote")] == ["pier"]
        assert archive.check() == []
    assert db.execute("SELECT value FROM facts WHERE name = 'generation'").fetchone() == (2,)
    db.close()
