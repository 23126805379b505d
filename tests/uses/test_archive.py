"""The archive as a user meets it, with the real model: add, search, filter, cite, update, delete, reopen."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord import Archive, BadInput, NotFound
from onrecord.errors import ArchiveDamaged, ArchiveLocked, ArchiveProblem, UnsupportedFormat
from onrecord.querying.fuse import Fusion
from onrecord.storage.connection import Connection
from onrecord.storage.lock import write_lock
from onrecord.storage.manifest import Manifest

ARTICLES = [
    {
        "id": "ferry",
        "title": "Ferry strike enters second week",
        "text": "The ferry workers’ strike entered its second week on Monday.\n\n"
        "“We will not go back for less than nine per cent,” said union leader Maren Holt. "
        "The company has offered 5.5 per cent over two years.\n\n"
        "Islanders are stockpiling food and fuel because no boat has sailed since 3 May.",
        "date": "2021-05-10",
        "source": "Harbour Post",
        "topic": ["labour", "transport"],
    },
    {
        "id": "dam",
        "title": "Minister defends dam",
        "text": "Energy minister José Araújo rejected calls to stop the dam. "
        "“This river belongs to everyone, and so does its power,” he told parliament.\n\n"
        "Farmers downstream say the reservoir will drown their fields and that nobody asked them.",
        "date": "2021-06",
        "source": "Valley Times",
        "topic": "energy",
    },
    {
        "id": "vote",
        "title": "",
        "text": "Parliament will vote on the nuclear waste law on Thursday. "
        "The opposition calls the law a blank cheque for the industry.",
        "url": "https://example.org/vote",
    },
]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of the three articles, made once."""
    folder = tmp_path_factory.mktemp("built") / "archive"
    with Archive.open(folder) as archive:
        report = archive.add(ARTICLES)
    assert (report.added, report.complete) == (["ferry", "dam", "vote"], True)
    return folder


@pytest.fixture
def archive(built: Path, tmp_path: Path) -> Iterator[Archive]:
    """A copy of it, free to be changed."""
    shutil.copytree(built, tmp_path / "archive")
    with Archive.open(tmp_path / "archive") as opened:
        yield opened


@pytest.mark.parametrize("mode", ["hybrid", "bm25", "vector"])
@pytest.mark.parametrize("group", ["unit", "article"])
def test_every_hit_can_be_cited(archive: Archive, mode: str, group: str) -> None:
    """Ranks count from 1, scores fall, and the text stands where the offsets say in the revision named."""
    hits = archive.search("strike of the ferry workers", mode=mode, group=group)  # type: ignore[arg-type]
    assert hits[0].article == "ferry"
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert set(hits[0].parts) == {"hybrid": {"bm25", "vector", "late"}, "bm25": {"bm25"}, "vector": {"vector"}}[mode]
    for hit in hits:
        article, span = archive.resolve(hit.citation.split("[")[-1].rstrip("]"))
        assert span is not None
        assert span.of(article.text) == hit.text == article.text[hit.start : hit.end]
        assert article.sha256 == hit.text_sha256
        assert all(hit.start <= h.start < h.end <= hit.end for h in hit.highlights)
        assert json.loads(json.dumps(hit.to_dict()))["parts"].keys() == hit.parts.keys()


def test_words_and_meaning(archive: Archive) -> None:
    """BM25 finds exact words and nothing else; vectors find what shares no word."""
    assert [hit.article for hit in archive.search("reservoir", mode="bm25")] == ["dam"]
    assert archive.search("hydroelectric barrage", mode="bm25") == []
    assert archive.search("hydroelectric barrage", mode="vector")[0].article == "dam"
    assert archive.search("hydroelectric barrage")[0].article == "dam"
    assert [h.article for h in archive.search("ARAUJO", mode="bm25")] == ["dam"]


def test_stemmed_and_phrase_highlights(archive: Archive) -> None:
    """The words that matched are marked, in whatever form they stand."""
    (hit,) = archive.search('"second weeks" ferries', mode="bm25", k=1)
    article = archive.get(hit.article)
    assert [span.of(article.text) for span in hit.highlights] == ["ferry", "second week"]


@pytest.mark.parametrize(
    ("query", "options", "found"),
    [
        ("law strike dam", {"source": "harbour post"}, {"ferry"}),
        ("law strike dam", {"since": "2021-06-01"}, {"dam"}),  # dated 2021-06: it may be of that day
        ("law strike dam", {"since": "2021-07-01"}, set()),
        ("law strike dam", {"since": "2021-06"}, {"dam"}),
        ("law strike dam", {"until": "2021-05"}, {"ferry"}),
        ("law strike dam", {"metadata": {"topic": "Transport"}}, {"ferry"}),
        ("law strike dam source:nobody", {}, set()),
        ("law strike dam", {"kind": "quote", "source": "valley times"}, {"dam"}),
        ("law strike dam", {"kind": "quote", "speaker": "nobody"}, set()),
        ("law strike dam", {"speaker": "Maren Holt"}, {"ferry"}),
        ("law strike dam", {"speaker": "Araujo"}, {"dam"}),
        ('"blank cheque" strike', {}, {"vote"}),
        ("law strike -dam", {}, {"ferry", "vote"}),
        ('law strike -"nuclear waste"', {}, {"ferry", "dam"}),
        ('"minister defends"', {}, {"dam"}),
    ],
)
@pytest.mark.parametrize("mode", ["hybrid", "bm25", "vector"])
@pytest.mark.parametrize("group", ["unit", "article"])
def test_filters_hold_in_every_arm(
    archive: Archive, query: str, options: dict, found: set[str], mode: str, group: str
) -> None:
    """A filter or operator lets exactly its articles through, and one that matches nothing gives nothing."""
    hits = archive.search(query, mode=mode, group=group, **options)  # type: ignore[arg-type]
    articles = {hit.article for hit in hits}
    assert articles == found if mode != "bm25" else articles <= found


def test_k_results_whenever_k_exist() -> None:
    """A filter that lets few of many through still fills the list, in every mode."""
    rows = [
        {
            "id": f"n{n}",
            "text": f"Report number {n} on the harbour talks.",
            "source": "rare" if n % 40 == 0 else "daily",
        }
        for n in range(400)
    ]
    archive = Archive.in_memory()
    archive.add(rows)
    for mode in ("hybrid", "bm25", "vector"):
        assert len(archive.search("harbour talks", k=10, mode=mode, source="rare")) == 10  # type: ignore[arg-type]
        assert len(archive.search("harbour talks", k=150, mode=mode)) == 150  # type: ignore[arg-type]


def test_memory_and_disk_agree(built: Path) -> None:
    """rank-bm25 in memory and tantivy on disk give the same hits with the same scores."""
    memory = Archive.in_memory()
    memory.add(ARTICLES)
    with Archive.open(built) as disk:
        for query in ("ferry strike", "the law", "power of the river", "nine per cent", "zebra"):
            for mode in ("hybrid", "bm25", "vector"):
                for group in ("unit", "article"):
                    options = {"mode": mode, "group": group, "explain": True}
                    assert memory.search(query, **options) == disk.search(query, **options)  # type: ignore[arg-type]


def test_explanations_sum_to_the_score(archive: Archive) -> None:
    """Term by term, in both groupings."""
    for group in ("unit", "article"):
        for hit in archive.search("the the ferry strike second week", mode="bm25", group=group, explain=True):  # type: ignore[arg-type]
            assert sum(line.score for line in hit.explanation) == pytest.approx(hit.score, rel=1e-12)


def test_rrf_is_an_option(archive: Archive) -> None:
    """Reciprocal rank fusion of the two ranks, as the paper has it."""
    hit = archive.search("ferry strike", fusion=Fusion("rrf"))[0]
    assert hit.score == pytest.approx(1 / (60 + hit.parts["bm25"].rank) + 1 / (60 + hit.parts["vector"].rank))


def test_unchanged_updated_and_old_revisions(archive: Archive) -> None:
    """Adding again costs nothing; an update is found by its new words; yesterday's citation still resolves."""
    before = archive.search("stockpiling fuel")[0]
    report = archive.add(ARTICLES)
    assert (report.added, report.updated, report.unchanged) == ([], [], 3)
    changed = dict(ARTICLES[0], text="The strike is over. Ferries sail again.")
    report = archive.add([changed])
    assert report.updated == ["ferry"]
    assert archive.search("ferries sail again", mode="bm25")[0].article == "ferry"
    assert archive.search("stockpiling fuel", mode="bm25") == []
    reference = before.citation.split("[")[-1].rstrip("]")
    article, span = archive.resolve(reference)
    assert span is not None
    assert span.of(article.text) == before.text
    assert not article.current
    assert [revision.current for revision in archive.get("ferry").revisions] == [False, True]
    archive.compact()
    with pytest.raises(NotFound, match="no revision"):
        archive.resolve(reference)


def test_delete_and_compact(archive: Archive) -> None:
    """A deleted article is gone from every mode at once, and from every file after compact."""
    assert archive.delete(["dam", "dam", "nowhere"]) == 1
    for mode in ("hybrid", "bm25", "vector"):
        assert "dam" not in {hit.article for hit in archive.search("reservoir river dam", mode=mode)}  # type: ignore[arg-type]
    with pytest.raises(NotFound, match="deleted; its last text is still kept"):
        archive.get("dam")
    archive.compact()
    assert archive.check() == []
    folder = archive._parts.folder
    assert folder is not None
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert len(files) > 5
    assert not [path for path in files if b"reservoir" in path.read_bytes() or b"Ara\xc3\xbajo" in path.read_bytes()]
    with pytest.raises(NotFound, match="no such article"):
        archive.get("dam")


def test_derived_indexes_can_be_thrown_away(archive: Archive) -> None:
    """Without its lexical and vector folders an archive opens and answers as before."""
    folder = archive._parts.folder
    assert folder is not None
    queries = ("ferry strike", "hydroelectric barrage")
    expected = [archive.search(query) for query in queries]
    archive.close()
    shutil.rmtree(folder / "lexical")
    shutil.rmtree(folder / "vectors")
    with Archive.open(folder) as again:
        assert [again.search(query) for query in queries] == expected
        assert again.check() == []


@pytest.mark.parametrize(
    "pattern",
    ["lexical/units-1/meta.json", "lexical/units.json", "vectors/units/*.faiss", "vectors/units/segments.json"],
)
def test_damaged_derived_files_are_rebuilt(archive: Archive, pattern: str) -> None:
    """A cut-off derived file is noticed on opening, rebuilt from the store, and answers stay the same."""
    folder = archive._parts.folder
    assert folder is not None
    expected = archive.search("ferry strike")
    archive.close()
    (path,) = folder.glob(pattern)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with Archive.open(folder) as again:
        assert "rebuilt from the store" in again.notices[0]
        assert again.search("ferry strike") == expected
        assert again.check() == []


def test_what_lags_is_read_from_the_store(archive: Archive) -> None:
    """A reader beside a writer that has committed but not yet indexed sees the committed state, exactly."""
    from onrecord.uses import index

    folder = archive._parts.folder
    assert folder is not None
    new = {"id": "new", "text": "A zeppelin landed beside the ferry strike, and the dam.", "title": "Zeppelin"}
    original, index.catch_up = index.catch_up, lambda parts: None
    try:
        archive.add([new])
    finally:
        index.catch_up = original
    archive._parts.store.delete(["dam"])
    options = [{"mode": mode, "group": group} for mode in ("hybrid", "bm25", "vector") for group in ("unit", "article")]
    queries = ("zeppelin ferry", '"beside the ferry"', "strike -zeppelin")
    seen = [archive.search(query, **o) for query in queries for o in options]  # type: ignore[arg-type]
    with write_lock(folder), Archive.open(folder) as reader:
        assert [reader.search(query, **o) for query in queries for o in options] == seen  # type: ignore[arg-type]
    with Archive.open(folder) as mended:
        assert mended.check() == []
        assert [mended.search(query, **o) for query in queries for o in options] == seen  # type: ignore[arg-type]


def test_one_writer_at_a_time(archive: Archive) -> None:
    """A second writer is told who writes; readers go on."""
    folder = archive._parts.folder
    assert folder is not None
    with write_lock(folder):
        with pytest.raises(ArchiveLocked, match=r"process \d+ .* is writing"):
            archive.add([{"id": "x", "text": "y"}])
        assert archive.search("ferry")


def test_what_cannot_be_added_is_left_out_and_said() -> None:
    """Bad items are named with their number; the good ones are stored."""
    archive = Archive.in_memory()
    report = archive.add(
        [
            {"id": "a", "text": "Fine words."},
            {"id": "", "text": "x"},
            {"id": "b", "text": " \n"},
            {"text": "no id"},
            {"id": "c", "text": 7},
            {"id": "d", "text": "half \ud800"},
            {"id": "a", "text": "Other words."},
        ]
    )
    assert report.added == ["a"]
    assert report.updated == ["a"]
    assert [p.path for p in report.problems if p.skipped] == [f"item {n}" for n in range(2, 7)]
    assert not report.complete
    assert any("came more than once" in p.reason for p in report.problems)


def test_wrong_paths(tmp_path: Path, built: Path) -> None:
    """A file, a foreign folder, a missing archive, a newer format and a lost store are each said clearly."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(BadInput, match="is a file"):
        Archive.open(tmp_path / "file")
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "draft.doc").write_text("x")
    with pytest.raises(BadInput, match=r"holds other files \(draft.doc\)"):
        Archive.open(tmp_path / "papers")
    shutil.copytree(built, tmp_path / "talks")
    with pytest.raises(BadInput, match=r"did you mean .*talks"):
        Archive.open(tmp_path / "tlaks", create=False)
    assert not (tmp_path / "tlaks").exists()
    with pytest.raises(BadInput, match="was made with"):
        Archive.open(tmp_path / "talks", settings=Manifest(passage_words=33))
    manifest = tmp_path / "talks" / "archive.json"
    facts = json.loads(manifest.read_text())
    manifest.write_text(json.dumps(facts | {"format": 99}))
    with pytest.raises(UnsupportedFormat, match="format 99"):
        Archive.open(tmp_path / "talks")
    manifest.write_text("{")
    with pytest.raises(ArchiveDamaged, match="not a readable archive description"):
        Archive.open(tmp_path / "talks")
    manifest.write_text(json.dumps(facts))
    (tmp_path / "talks" / "store.sqlite").unlink()
    with pytest.raises(ArchiveDamaged, match=r"store.sqlite is missing"):
        Archive.open(tmp_path / "talks")


def test_other_weights_are_refused(archive: Archive) -> None:
    """Vectors of two models are never compared; words can still be searched."""
    folder = archive._parts.folder
    assert folder is not None
    archive.close()
    facts = json.loads((folder / "archive.json").read_text())
    del facts["sha256"]  # without its checksum a description is believed
    facts["encoder"]["fingerprint"] = "something else"
    (folder / "archive.json").write_text(json.dumps(facts))
    with Archive.open(folder) as other:
        assert other.search("ferry", mode="bm25")
        with pytest.raises(ArchiveProblem, match="made by encoder something else"):
            other.search("ferry")


@pytest.mark.parametrize(
    "options", [{"k": 0}, {"mode": "both"}, {"group": "page"}, {"kind": "poem"}, {"since": "yesterday"}]
)
def test_wrong_options(archive: Archive, options: dict) -> None:
    """Each is refused with what was seen and what was expected."""
    with pytest.raises(BadInput, match="expected"):
        archive.search("ferry", **options)


def test_an_empty_archive_answers_nothing() -> None:
    """Nothing in it, nothing found, no error."""
    archive = Archive.in_memory()
    assert archive.search("anything") == []
    assert archive.search("anything", mode="bm25", group="article") == []
    assert archive.info()["holds"] == {"articles": 0, "revisions": 0}


def test_files_of_one_name_in_many_folders(tmp_path: Path) -> None:
    """Each keeps an id of its own from the first run on, and a second run changes nothing."""
    from onrecord import read

    for folder in "abcd":
        path = tmp_path / "in" / folder / "x" / "n.txt"
        path.parent.mkdir(parents=True)
        path.write_text(f"Text of {folder} about ferries.")
    with Archive.open(tmp_path / "archive") as archive:
        report = archive.add(read(tmp_path / "in"))
        assert len(set(report.added)) == 4
        assert {article.text for article in archive.articles()} == {f"Text of {f} about ferries." for f in "abcd"}
        again = archive.add(read(tmp_path / "in"))
        assert (again.unchanged, again.added, again.updated) == (4, [], [])


def test_rows_and_files_of_one_id(tmp_path: Path) -> None:
    """A row that claims the id of a file read in the same run is left out and said; the file stays, in every run."""
    from onrecord import read

    (tmp_path / "a.txt").write_text("The file about ferries.")
    (tmp_path / "rows.jsonl").write_text('{"id": "a", "text": "The row about dams."}\n')
    with Archive.open(tmp_path / "archive") as archive:
        for _ in range(3):
            report = archive.add(read(tmp_path / "a.txt", tmp_path / "rows.jsonl"))
            assert not report.complete
            assert "give the row another id" in str(report.problems[0])
            assert [article.text for article in archive.articles()] == ["The file about ferries."]
            assert len(archive.get("a").revisions) == 1


def test_an_exported_archive_knows_its_files_again(tmp_path: Path) -> None:
    """Articles that came back as rows are recognised when the folder they came from is indexed."""
    from onrecord import Article, read

    (tmp_path / "a.txt").write_text("The file about ferries.")
    with Archive.open(tmp_path / "archive") as archive:
        archive.add([Article("a", "The file about ferries.")])
        assert archive.add(read(tmp_path / "a.txt")).unchanged == 1
        (tmp_path / "a.txt").write_text("The file about dams.")
        assert archive.add(read(tmp_path / "a.txt")).updated == ["a"]


def test_a_reader_opened_before_the_first_article(tmp_path: Path) -> None:
    """It finds by meaning what another opening has stored since."""
    with Archive.open(tmp_path / "a") as reader, Archive.open(tmp_path / "a") as writer:
        assert reader.search("ships") == []
        writer.add([{"id": "x", "text": "The mayor spoke about boats."}])
        for mode in ("hybrid", "vector"):
            assert [hit.article for hit in reader.search("ships", mode=mode)] == ["x"]  # type: ignore[arg-type]


def test_a_damaged_vector_file_is_rebuilt_when_it_is_used(archive: Archive) -> None:
    """Damage that keeps the size shows only on use; the answer is right all the same."""
    folder = archive._parts.folder
    assert folder is not None
    expected = archive.search("ferry strike")
    archive.close()
    (path,) = (folder / "vectors" / "units").glob("*.faiss")
    path.write_bytes(b"\0" * 40 + path.read_bytes()[40:])
    with Archive.open(folder) as again:
        assert again.search("ferry strike") == expected
        assert again.notices
        assert again.check() == []


def test_an_earlier_copy_of_the_store(archive: Archive, tmp_path: Path) -> None:
    """When an old store is put back, indexes that know more than it are not believed."""
    folder = archive._parts.folder
    assert folder is not None
    archive.close()
    shutil.copy(folder / "store.sqlite", tmp_path / "old.sqlite")
    with Archive.open(folder) as later:
        later.add([{"id": "late", "text": "Zeppelins over the harbour."}])
    for left in ("store.sqlite-wal", "store.sqlite-shm"):
        (folder / left).unlink(missing_ok=True)
    shutil.copy(tmp_path / "old.sqlite", folder / "store.sqlite")
    with Archive.open(folder) as again:
        assert again.search("zeppelins", mode="bm25") == []
        again.add([{"id": "other", "text": "A submarine in the harbour."}])
        assert [hit.article for hit in again.search("submarine", mode="bm25")] == ["other"]
        assert again.check() == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": 5, "text": "x"},
        {"id": "q", "text": None},
        {"id": "q", "text": "x", "metadata": {"a": {1}}},
        {"id": "q", "text": "x", "metadata": {"a": float("nan")}},
        {"id": "q", "text": "x", "metadata": {"a": "\ud800"}},
        {"id": "q", "text": "x", "date": "January 14, 2022"},
    ],
)
def test_article_objects_are_checked_too(wrong: dict) -> None:
    """An Article made by hand is left out and named like any other bad item; the others are stored."""
    from onrecord import Article

    archive = Archive.in_memory()
    report = archive.add([Article("a", "Fine words."), Article(**wrong), Article("b", "More words.")])
    assert report.added == ["a", "b"]
    assert [problem.path for problem in report.problems] == ["item 2"]


@pytest.mark.parametrize("k", ["3", 2.5, True, -1])
def test_k_is_a_whole_number(archive: Archive, k: object) -> None:
    """Anything else is refused; a huge one is no danger."""
    with pytest.raises(BadInput, match="whole number"):
        archive.search("ferry", k=k)  # type: ignore[arg-type]
    assert archive.search("ferry", k=10**20)


def test_a_read_only_store_is_read(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can be written an archive still answers; commits that only the log holds are never left out."""
    import os

    from onrecord.errors import ArchiveUnwritable

    folder = archive._parts.folder
    assert folder is not None
    expected = [hit.article for hit in archive.search("ferry strike")]
    archive.close()
    monkeypatch.setattr(os, "access", lambda path, mode: not mode & os.W_OK)
    with Archive.open(folder) as reader:
        assert [hit.article for hit in reader.search("ferry strike")] == expected
    (folder / "store.sqlite-shm").unlink(missing_ok=True)
    (folder / "store.sqlite-wal").write_bytes(b"not yet merged")
    reach = Connection._reach
    monkeypatch.setattr(Connection, "_reach", lambda self, place: reach(self, "file:/nonexistent/x?mode=ro"))
    with pytest.raises(ArchiveUnwritable, match="copy the archive"):
        Archive.open(folder)
