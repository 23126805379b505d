"""Archives of every earlier format still open and answer; each lies in tests/formats as it was written."""

from __future__ import annotations

import shutil
from pathlib import Path

from onrecord import Archive

FORMATS = Path(__file__).parent / "formats"


def test_format_1(tmp_path: Path) -> None:
    """Texts, dates, metadata, earlier revisions, words and vectors of a format 1 archive are all there."""
    shutil.copytree(FORMATS / "v1", tmp_path / "v1")
    with Archive.open(tmp_path / "v1", create=False) as archive:
        assert archive.check() == []
        assert [article.id for article in archive.articles()] == ["lighthouse", "orchard"]
        assert next(h.article for h in archive.search("keepers of the tower", mode="bm25")) == "lighthouse"
        assert next(h.article for h in archive.search("fruit farmers lose harvest", mode="vector")) == "orchard"
        (hit,) = archive.search("plums", metadata={"tags": "sea"}, mode="vector")
        assert (hit.article, hit.date, hit.source) == ("lighthouse", "2019-11-02", "Coast Weekly")
        first, second = archive.get("orchard").revisions
        assert "half" in first.article.text
        assert "a third" in second.article.text


def test_format_1_learns_who_said_what(tmp_path: Path) -> None:
    """An archive from before extraction lists nobody, until its articles are looked through; nothing else changes."""
    shutil.copytree(FORMATS / "v1", tmp_path / "v1")
    with Archive.open(tmp_path / "v1", create=False) as archive:
        assert archive.quotes() == []
        assert archive.people() == []
        revisions = len(archive.get("lighthouse").revisions)
        report = archive.refresh()
        assert report.updated == ["lighthouse", "orchard"]
        (quote,) = [quote for quote in archive.quotes() if quote.style == "direct"]
        assert (quote.speaker, quote.text) == ("Ada Fenn", "“I have read every book in the house twice,”")
        assert len(archive.get("lighthouse").revisions) == revisions
        assert archive.refresh().updated == []
        assert archive.check() == []
