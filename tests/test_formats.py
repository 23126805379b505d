"""Archives of every earlier format still open and answer; each lies in tests/formats as it was written."""

from __future__ import annotations

import hashlib
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


def test_format_2(tmp_path: Path) -> None:
    """Texts, earlier revisions, quotes, people and claims of a format 2 archive are all there; nothing is changed."""
    shutil.copytree(FORMATS / "v2", tmp_path / "v2")
    before = (tmp_path / "v2" / "store.sqlite").read_bytes()
    with Archive.open(tmp_path / "v2", create=False) as archive:
        assert archive.check() == []
        assert [article.id for article in archive.articles()] == ["bakery", "well"]
        (quote,) = [quote for quote in archive.quotes() if quote.style == "direct"]
        assert (quote.speaker, quote.article) == ("Petra Lindqvist", "bakery")
        assert [person.name for person in archive.people()] == ["Petra Lindqvist"]
        first, second = archive.get("well").revisions
        assert "June" in first.article.text
        assert "July" in second.article.text
        hits = archive.search("loaves at dawn find no buyers")
        assert (hits[0].article, set(hits[0].parts)) == ("bakery", {"bm25", "vector"})
    assert (tmp_path / "v2" / "store.sqlite").read_bytes() == before


def test_format_2_learns_late_interaction(tmp_path: Path) -> None:
    """The first change adds the table, refreshing fills it, and quotes, people and revisions stay what they were."""
    shutil.copytree(FORMATS / "v2", tmp_path / "v2")
    with Archive.open(tmp_path / "v2", create=False) as archive:
        said = [(quote.speaker, quote.text) for quote in archive.quotes()]
        archive.add([{"id": "new", "text": "A new bread knife lies on the table."}])
        # The others have no states yet, so nobody is compared by them.
        assert set(archive.search("bread")[0].parts) == {"bm25", "vector"}
        assert archive.refresh().updated == ["bakery", "well"]
        assert set(archive.search("bread")[0].parts) == {"bm25", "vector", "late"}
        assert [(quote.speaker, quote.text) for quote in archive.quotes()] == said
        assert len(archive.get("well").revisions) == 2
        assert archive.refresh().updated == []
        assert archive.check() == []


def test_format_1_learns_late_interaction(tmp_path: Path) -> None:
    """From the oldest format straight to today's; deleting works before as after."""
    shutil.copytree(FORMATS / "v1", tmp_path / "v1")
    with Archive.open(tmp_path / "v1", create=False) as archive:
        assert set(archive.search("keeper of the tower")[0].parts) == {"bm25", "vector"}
        assert archive.delete(["orchard"]) == 1
        archive.refresh()
        assert set(archive.search("keeper of the tower")[0].parts) == {"bm25", "vector", "late"}
        assert archive.check() == []


def test_format_3(tmp_path: Path) -> None:
    """A format 3 archive answers and is not changed by that; the first change to it adds checksums.

    Its token states are no longer read: it is searched by words and vectors until it is looked through again.
    """
    shutil.copytree(FORMATS / "v3", tmp_path / "v3")
    before = (tmp_path / "v3" / "store.sqlite").read_bytes()
    with Archive.open(tmp_path / "v3", create=False) as archive:
        assert archive.check() == []
        assert [article.id for article in archive.articles()] == ["bees", "bridge"]
        (quote,) = [quote for quote in archive.quotes() if quote.style == "direct"]
        assert (quote.speaker, quote.article) == ("Ivo Marchetti", "bridge")
        first, second = archive.get("bees").revisions
        assert "a quarter" in first.article.text
        assert "a third" in second.article.text
        expected = archive.search("rusty cables of a bridge")
        assert (expected[0].article, set(expected[0].parts)) == ("bridge", {"bm25", "vector"})
        assert (tmp_path / "v3" / "store.sqlite").read_bytes() == before
        archive.add([{"id": "new", "text": "Snow fell on the town hall."}])
        assert [hit.article for hit in archive.search("rusty cables of a bridge")][:1] == ["bridge"]
        assert archive.delete(["bees"]) == 1
        assert archive.refresh().updated == ["bridge"]
        assert set(archive.search("rusty cables of a bridge")[0].parts) == {"bm25", "vector", "late"}
        assert archive.check() == []


def test_format_4(tmp_path: Path) -> None:
    """A format 4 archive answers and is not changed by that: names put right by hand and learned weights are there.

    Its token states are no longer read: it is searched by words and vectors until it is looked through again.
    """
    shutil.copytree(FORMATS / "v4", tmp_path / "v4")
    before = {name: (tmp_path / "v4" / name).read_bytes() for name in ("store.sqlite", "archive.json", "fusion.json")}
    with Archive.open(tmp_path / "v4", create=False) as archive:
        assert archive.check() == []
        assert [article.id for article in archive.articles()] == ["geese", "mill"]
        (quote,) = [quote for quote in archive.quotes() if quote.style == "direct"]
        assert (quote.speaker, quote.article) == ("Odile Marie Tarrant", "mill")
        assert [person.name for person in archive.people()] == ["Odile Marie Tarrant"]
        first, second = archive.get("geese").revisions
        assert "football field" in first.article.text
        assert "cricket ground" in second.article.text
        (gone,) = archive.get("gone@" + _sha256("A kiosk closed. Its owner moved away.")).revisions
        assert not gone.current
        hits = archive.search("flour ground by water")
        assert (hits[0].article, set(hits[0].parts)) == ("mill", {"bm25", "vector"})
        assert archive._parts.learned.units is not None
    assert before == {name: (tmp_path / "v4" / name).read_bytes() for name in before}


def test_format_4_goes_on(tmp_path: Path) -> None:
    """What is changed, refreshed and compacted in a format 4 archive is whole afterwards and answers."""
    shutil.copytree(FORMATS / "v4", tmp_path / "v4")
    with Archive.open(tmp_path / "v4", create=False) as archive:
        archive.add(
            [{"id": "new", "text": "A windmill stands still above the ford. “Its wings are gone,” said Ivo Tarn."}]
        )
        # What is added is written in today's layouts beside what is there.
        db = archive._parts.store._db
        assert db.execute("SELECT DISTINCT length(postings) % 2 FROM units ORDER BY 1").fetchall() == [(0,), (1,)]
        assert {kind for (kind,) in db.execute("SELECT typeof(details) FROM units WHERE lane = 2")} == {"text", "blob"}
        assert sorted(quote.speaker or "" for quote in archive.quotes(speaker="Ivo Tarn")) == ["Ivo Tarn"]
        assert archive.check() == []
        assert {hit.article for hit in archive.search("mill", mode="bm25")} == {"mill"}
        assert archive.delete(["geese"]) == 1
        archive.refresh()
        archive.compact()
        assert archive.check() == []
        assert set(archive.search("a mill at the ford")[0].parts) == {"bm25", "vector", "late"}
        assert [article.id for article in archive.articles()] == ["mill", "new"]


def test_format_5(tmp_path: Path) -> None:
    """A format 5 archive answers as it did, is not changed by that, and goes on."""
    shutil.copytree(FORMATS / "v5", tmp_path / "v5")
    before = {name: (tmp_path / "v5" / name).read_bytes() for name in ("store.sqlite", "archive.json", "fusion.json")}
    with Archive.open(tmp_path / "v5", create=False) as archive:
        assert archive.check() == []
        assert [article.id for article in archive.articles()] == ["canal", "owl"]
        assert [person.name for person in archive.people()] == ["Hanna Marie Visser"]
        first, second = archive.get("owl").revisions
        assert ("bell tower" in first.article.text, "church tower" in second.article.text) == (True, True)
        hits = archive.search("what lay on the ground of the canal")
        assert (hits[0].article, set(hits[0].parts)) == ("canal", {"bm25", "vector", "late"})
        assert archive.verify("We found eleven bicycles and a piano in it").verdict == "verbatim"
        assert archive._parts.learned.units is not None
        assert archive._parts.manifest.learned
    assert before == {name: (tmp_path / "v5" / name).read_bytes() for name in before}
    with Archive.open(tmp_path / "v5", create=False) as archive:
        archive.add([{"id": "new", "text": "A heron stands on the empty bed of the canal."}])
        assert archive.delete(["owl"]) == 1
        archive.compact()
        assert archive.check() == []
        assert {hit.article for hit in archive.search("canal", mode="bm25")} == {"canal", "new"}


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
