"""Archives with token states, without, with some, with broken ones: searched, changed, checked and mended."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from meaning_archive import archive_of

from onrecord import Archive
from onrecord.encoding.token_projection import TokenProjection, load_projection
from onrecord.errors import ArchiveDamaged, BadInput
from onrecord.querying.fuse import Fusion
from onrecord.querying.weights import Weights
from onrecord.records import Hit
from onrecord.storage.manifest import Manifest
from onrecord.uses import late

ALL = [
    {
        "id": "ferry",
        "title": "Ferry strike",
        "text": "The crews stopped work on Monday. “We will not sail for less,” said Maren Holt.\n\n"
        "Islanders have been hoarding food since no boat came.",
    },
    {"id": "dam", "text": "Farmers say the reservoir will drown their fields."},
    {"id": "vote", "title": "Vote", "text": "Parliament decides on the nuclear waste law on Thursday."},
]
QUERY = "why do people on the island store food"
WITH, WITHOUT = {"bm25", "vector", "late"}, {"bm25", "vector"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of the three articles, made once."""
    folder = tmp_path_factory.mktemp("late") / "archive"
    with Archive.open(folder) as archive:
        archive.add(ALL)
    return folder


@pytest.fixture
def archive(built: Path, tmp_path: Path) -> Iterator[Archive]:
    """A copy of it, free to be broken."""
    shutil.copytree(built, tmp_path / "archive")
    with Archive.open(tmp_path / "archive") as opened:
        yield opened


def broken(archive: Archive, statement: str) -> None:
    """Runs the statement on the store behind the archive's back."""
    archive._parts.store._db.execute(statement)


def places(hits: list[Hit]) -> list[tuple[str, int, float]]:
    return [(hit.article, hit.start, hit.score) for hit in hits]


def states(archive: Archive) -> list[bytes]:
    return [blob for (blob,) in archive._parts.store._db.execute("SELECT states FROM token_states ORDER BY unit")]


@pytest.mark.parametrize("group", ["unit", "article"])
def test_the_default_uses_them(archive: Archive, group: str) -> None:
    """Hybrid search shows what late interaction said; the single arms, a fusion by name and states left out do not."""
    assert set(archive.search(QUERY, group=group)[0].parts) == WITH  # type: ignore[arg-type]
    assert set(archive.search(QUERY, group=group, fusion=Weights(late=1.0))[0].parts) == WITH  # type: ignore[arg-type]
    plain = archive.search(QUERY, group=group, fusion=Fusion())  # type: ignore[arg-type]
    assert set(plain[0].parts) == WITHOUT
    assert set(archive.search(QUERY, group=group, mode="vector")[0].parts) == {"vector"}  # type: ignore[arg-type]
    memory = Archive.in_memory()
    memory.add(ALL)
    assert set(memory.search(QUERY, group=group)[0].parts) == WITH  # type: ignore[arg-type]
    assert memory.info()["settings"]["token_states"] is True  # type: ignore[index, call-overload]


def test_the_same_articles_are_the_same_bytes(archive: Archive, tmp_path: Path) -> None:
    """States and scores do not depend on which articles were added together, nor on who is searched beside whom."""
    with Archive.open(tmp_path / "other") as other:
        for item in ALL:
            other.add([item])
        assert states(other) == states(archive)
        assert places(other.search(QUERY)) == places(archive.search(QUERY))
    # Words that no article holds: fewer articles do not change how rare they are beside each other.
    unknown = "zzyzx qwrtp"
    among_all = {hit.article: hit.parts["late"].score for hit in archive.search(unknown)}
    archive.delete(["dam", "vote"])
    assert archive.search(unknown)[0].parts["late"].score == among_all["ferry"]


def test_an_archive_that_keeps_none(tmp_path: Path) -> None:
    """`token_states` false is remembered, stores nothing, and searches by the convex fusion."""
    with Archive.open(tmp_path / "small", settings=Manifest(token_states=False)) as archive:
        archive.add(ALL)
        assert archive._parts.store.states.size() == 0
        assert places(archive.search(QUERY)) == places(archive.search(QUERY, fusion=Fusion(weight=0.6)))
    with Archive.open(tmp_path / "small") as archive:
        assert archive._parts.manifest.token_states is False
        assert archive.refresh().updated == []
        assert archive.check() == []
        assert set(archive.search(QUERY)[0].parts) == WITHOUT
        assert archive.info()["bytes"]["token states in it"] == 0  # type: ignore[index, call-overload]
    with pytest.raises(BadInput, match="token_states"):
        Archive.open(tmp_path / "small", settings=Manifest())


def test_without_extraction_states_are_kept(tmp_path: Path) -> None:
    """Who wants no quotes, people and claims has late interaction nonetheless, and nothing is looked at twice."""
    with Archive.open(tmp_path / "plain", settings=Manifest(extraction=False)) as archive:
        archive.add(ALL)
        assert set(archive.search(QUERY)[0].parts) == WITH
        assert archive.add(ALL).unchanged == 3
        assert archive.refresh().updated == []


def test_other_encoders_have_none() -> None:
    """The projection was made for the default encoder's states; others are searched by the convex fusion."""
    static = Archive.in_memory(Manifest(encoder="static"))
    static.add(ALL)
    for archive in (static, archive_of({item["id"]: item["text"] for item in ALL})):
        assert archive._parts.store.states.size() == 0
        assert set(archive.search(QUERY)[0].parts) == WITHOUT
        assert archive.check() == []
        assert archive.refresh().updated == []


def test_a_projection_for_another_encoder(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if there were none."""
    shipped = load_projection()
    other = replace(shipped, encoder="another")
    monkeypatch.setattr("onrecord.encoding.token_projection.load_projection", lambda: other)
    assert set(archive.search(QUERY)[0].parts) == WITHOUT
    assert archive.check() == []


def test_a_new_projection(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """States of the earlier one are not compared with it; refreshing makes new ones, and then they are."""
    shipped = load_projection()
    newer = TokenProjection(shipped.encoder, "f" * 64, shipped.mean, shipped.axes[:, :48], shipped.sizes[:48])
    monkeypatch.setattr(late, "_projection_for", lambda encoder: newer)
    assert set(archive.search(QUERY)[0].parts) == WITHOUT
    before = sum(map(len, states(archive)))
    assert archive.refresh().updated == ["dam", "ferry", "vote"]
    assert sum(map(len, states(archive))) == before // 2
    assert set(archive.search(QUERY)[0].parts) == WITH
    assert archive.check() == []


def test_some_articles_without_states(archive: Archive) -> None:
    """As long as one candidate has none, all are put in order by the convex fusion; indexing again ends that."""
    archive._parts.store.states.forget(["dam"])
    for group in ("unit", "article"):
        hits = archive.search(QUERY, group=group)  # type: ignore[arg-type]
        assert {hit.article for hit in hits} == {"ferry", "dam", "vote"}
        assert all(set(hit.parts) == WITHOUT for hit in hits)
        plain = archive.search(QUERY, group=group, fusion=Fusion(weight=0.6 if group == "unit" else 0.5))  # type: ignore[arg-type]
        assert places(hits) == places(plain)
    report = archive.add(ALL)
    assert (report.updated, report.unchanged) == (["dam"], 2)
    assert set(archive.search(QUERY)[0].parts) == WITH


def test_deleting_and_compacting(archive: Archive) -> None:
    """Nothing of a deleted article's states is left, nor of an earlier revision's."""
    kept = len(states(archive))
    archive.add([{**ALL[1], "text": "The reservoir will not be built."}])
    assert len(states(archive)) == kept
    archive.delete(["ferry"])
    archive.compact()
    assert len(states(archive)) == 4
    assert set(archive.search("reservoir")[0].parts) == WITH
    assert archive.check() == []


def test_lost_states_are_found_and_made_again(archive: Archive) -> None:
    """check names the article, rebuild looks at it again, and afterwards all is as it was."""
    before, found = states(archive), places(archive.search(QUERY))
    broken(archive, "DELETE FROM token_states WHERE unit = 1")
    assert set(archive.search(QUERY)[0].parts) == WITHOUT
    (line,) = archive.check()
    assert "token states of ferry: 1 missing" in line
    assert "check --repair" in line
    archive.rebuild()
    assert archive.check() == []
    assert sorted(states(archive)) == sorted(before)
    assert places(archive.search(QUERY)) == found


def test_broken_states_heal_when_they_are_met(archive: Archive) -> None:
    """A search that meets them mends them and says so; check would have found them."""
    broken(archive, "UPDATE token_states SET states = substr(states, 1, 100) WHERE unit IN (1, 2)")
    assert "of a wrong length" in archive.check()[0]
    assert set(archive.search(QUERY)[0].parts) == WITH
    assert any("word pieces" in notice for notice in archive.notices)
    assert archive.check() == []


def test_broken_states_in_memory() -> None:
    """There is no file to mend: ArchiveDamaged, with what to do."""
    memory = Archive.in_memory()
    memory.add(ALL)
    broken(memory, "UPDATE token_states SET states = x'00' WHERE unit = 1")
    with pytest.raises(ArchiveDamaged, match="check --repair"):
        memory.search(QUERY)
    memory.rebuild()
    assert set(memory.search(QUERY)[0].parts) == WITH


def test_info_says_what_they_take(archive: Archive) -> None:
    """Bytes of token states are a part of the store's, not added to the total again."""
    sizes = archive.info()["bytes"]
    assert isinstance(sizes, dict)
    assert sizes["token states in it"] == sum(map(len, states(archive))) > 0
    assert sizes["total"] == sizes["store.sqlite"] + sizes["lexical"] + sizes["vectors"]  # type: ignore[operator]


def test_candidates_that_were_not_read(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where only the best of the fusion is compared by pieces, the others follow it in the fusion's order."""
    plain = [(hit.article, hit.start) for hit in archive.search(QUERY, fusion=Fusion(weight=0.6))]
    monkeypatch.setattr("onrecord.uses.weigh.READ", 1)
    hits = archive.search(QUERY)
    assert [(hit.article, hit.start) for hit in hits] == plain
    assert ["late" in hit.parts for hit in hits] == [True] + [False] * (len(hits) - 1)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    whole = archive.search(QUERY, fusion=Fusion(weight=0.5), group="article")
    monkeypatch.setattr("onrecord.uses.search_articles._READ", 1)
    monkeypatch.setattr("onrecord.uses.search_articles._READ_PASSAGES", 1)
    few = archive.search(QUERY, k=1, group="article")
    assert [hit.article for hit in few] == [whole[0].article]


@pytest.mark.parametrize("fusion", ["rrf", 0.5, {"late": 1.0}, Weights])
def test_a_fusion_that_is_none_is_refused(archive: Archive, fusion: object) -> None:
    """What is neither a Fusion nor Weights is an error, not the plain mix."""
    with pytest.raises(BadInput, match="fusion is"):
        archive.search(QUERY, fusion=fusion)  # type: ignore[arg-type]
