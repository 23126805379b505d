"""What changed on the disk is not made true by a repair, and what was read of an earlier state is not believed."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from onrecord import Archive
from onrecord.errors import ArchiveDamaged, ArchiveProblem

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
