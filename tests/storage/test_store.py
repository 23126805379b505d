"""The store keeps articles, their revisions and true statistics, whatever happens in between."""

from __future__ import annotations

import sqlite3
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import ArchiveDamaged, InvalidSpan, UnsupportedFormat
from onrecord.records import Article, Filter, PreparedArticle, PreparedUnit, Span, Unit, parse_date
from onrecord.storage import postings
from onrecord.storage.store import Store


def prepared(id: str, text: str, **facts: object) -> PreparedArticle:
    """One passage and the whole article, each word a term."""
    article = Article(id, text, **facts)  # type: ignore[arg-type]
    counts = Counter(text.split())
    span = Span(0, len(text))
    units = [Unit("passage", span), Unit("article", span)]
    made = [PreparedUnit(unit, lane, counts.total(), counts, b"\0\0") for lane, unit in enumerate(units)]
    return PreparedArticle(article, tuple(made))


def test_an_update_keeps_the_earlier_revision() -> None:
    """The old text stays readable, only the new one is live, and units get new rows."""
    store = Store(None)
    store.write([prepared("a", "one two")])
    before = store.units_of("a")
    store.write([prepared("a", "two three")])
    assert [(r.article.text, r.current) for r in store.revisions("a")] == [("one two", False), ("two three", True)]
    after = store.units_of("a")
    assert {unit.row for unit in before}.isdisjoint(unit.row for unit in after)
    assert list(store.deleted_above(0)) == sorted(unit.row for unit in before)
    assert store.generation() == 2


def test_deleting_and_compacting() -> None:
    """A deleted article is in no search; after compact its text is in no table."""
    store = Store(None)
    store.write([prepared("a", "secret words"), prepared("b", "open words")])
    assert store.delete(["a", "zebra"]) == 1
    assert store.article_ids() == ["b"]
    assert store.revisions("a")[0].article.text == "secret words"
    assert store.compact()[0] == 1
    assert store.revisions("a") == []
    assert store.statistics(0, ["secret", "words"]).terms.keys() == {"words"}
    assert store.check() == []


words = st.lists(st.sampled_from("abcde"), min_size=1, max_size=6).map(" ".join)
steps = st.lists(st.tuples(st.sampled_from("xyz"), st.none() | words), max_size=12)


@settings(deadline=None)
@given(steps)
def test_statistics_are_those_of_the_live_articles(changes: list[tuple[str, str | None]]) -> None:
    """After any adds, updates and deletes, N, average length and document frequencies equal a recount."""
    store, live = Store(None), {}
    for id, text in changes:
        if text is None:
            assert store.delete([id]) == (1 if live.pop(id, None) else 0)
        else:
            store.write([prepared(id, text)])
            live[id] = text
    counts = [Counter(text.split()) for text in live.values()]
    for lane in (0, 1):
        found = store.statistics(lane, list("abcdef"))
        assert found.documents == len(live)
        assert found.average_length * len(live) == pytest.approx(sum(count.total() for count in counts))
        expected = Counter(term for count in counts for term in count)
        assert {term: facts.documents for term, facts in found.terms.items()} == dict(expected)
    assert store.check() == []
    rows = store.rows_above(0, 0)
    numbers = {term: facts.number for term, facts in store.statistics(0, list("abcde")).terms.items()}
    for row, (length, blob) in store.blobs.postings(rows).items():
        count = Counter(live[store.units([row])[row].article].split())
        assert length == count.total()
        assert dict(zip(numbers, postings.frequencies_of(blob, list(numbers.values())), strict=True)) == {
            term: count[term] for term in numbers
        }


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Filter(source="CNBC"), {"a"}),
        (Filter(source="cn"), set()),
        (Filter(since="2022-01-14"), {"a", "b"}),
        (Filter(since="2022-01", until="2022-01"), {"a"}),
        (Filter(until="2022-01-13"), set()),
        (Filter(until="2022"), {"a", "b"}),
        (Filter(metadata=(("topic", "War"),)), {"a"}),
        (Filter(metadata=(("topic", "peace"),)), {"b"}),
        (Filter(metadata=(("urgent", "true"),)), {"b"}),
        (Filter(metadata=(("topic", "war"), ("urgent", "true"))), set()),
        (Filter(metadata=(("author", "ann lee"),)), {"c"}),
        (Filter(metadata=(("words", "3"),)), {"c"}),
        (Filter(kinds=("quote",)), set()),
        (Filter(speaker="anyone"), set()),
        (Filter(source="'; DROP TABLE units; --"), set()),
        (Filter(), None),
    ],
)
def test_filters(wanted: Filter, found: set[str] | None) -> None:
    """Each filter finds exactly the articles it names; lists match by member; nothing is pasted into SQL."""
    store = Store(None)
    store.write(
        [
            prepared("a", "x", source="cnbc", date="2022-01-14", metadata={"topic": ["War", "NATO"]}),
            prepared("b", "y", source="bbc", date="2022-03", metadata={"topic": "peace", "urgent": True}),
            prepared("c", "z", author="Ann Lee", metadata={"words": 3}),
        ]
    )
    rows = store.rows.allowed(wanted, 0)
    assert (None if rows is None else {unit.article for unit in store.units(rows).values()}) == found


def test_ids_of_files() -> None:
    """The same path is the same article; an id held by another path gets its folder in front."""
    store = Store(None)
    for path, id in (("/n/a/talk.txt", "talk"), ("/n/b/talk.txt", "b/talk"), ("/m/b/talk.txt", "m/b/talk")):
        article = Article("talk", f"text of {path}", path=path)
        assert store.id_for(article) == id
        store.write([prepared(id, article.text, path=path)])
        assert store.id_for(article) == id
    assert store.id_for(Article("talk", "a row")) == "talk"


def test_a_snapshot_sees_one_state(tmp_path: Path) -> None:
    """What another connection commits meanwhile is not seen before the snapshot ends."""
    reader, writer = Store(tmp_path / "store.sqlite"), Store(tmp_path / "store.sqlite")
    writer.write([prepared("a", "one")])
    with reader.snapshot():
        assert reader.article_ids() == ["a"]
        writer.write([prepared("b", "two")])
        assert reader.article_ids() == ["a"]
    assert reader.article_ids() == ["a", "b"]


def test_a_failed_write_leaves_nothing(tmp_path: Path) -> None:
    """An error in the middle of a batch rolls all of it back."""
    store = Store(tmp_path / "store.sqlite")
    good, bad = prepared("a", "one"), prepared("b", "two")
    broken = PreparedArticle(bad.article, (*bad.units, None))  # type: ignore[arg-type]
    with pytest.raises(AttributeError):
        store.write([good, broken])
    assert store.article_ids() == []
    assert store.generation() == 0


def test_other_files_are_refused(tmp_path: Path) -> None:
    """A truncated store, a text file and a newer format each give one clear error."""
    path = tmp_path / "store.sqlite"
    path.write_text("no database at all, but long enough to look at" * 50)
    with pytest.raises(ArchiveDamaged, match="restore it from a copy"):
        Store(path)
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
        connection.execute("CREATE TABLE future (x)")
    with pytest.raises(UnsupportedFormat, match="format 99, this version reads formats 1 to 5"):
        Store(path)


def test_spans_and_dates() -> None:
    """Spans refuse what is no range; dates are ISO at three precisions or nothing."""
    for start, end in ((-1, 2), (3, 2)):
        with pytest.raises(InvalidSpan):
            Span(start, end)
    assert Span(2, 5).overlap(Span(4, 9)) == 1
    assert [parse_date(d) for d in ("2022-01-14", "2022-01", " 2022 ", "2022-02-30", "14.1.2022", "٢٠٢٢", "")] == [
        "2022-01-14", "2022-01", "2022", "", "", "", "",
    ]  # fmt: skip


def test_two_processes_may_make_the_same_store(tmp_path: Path) -> None:
    """Whoever comes second uses what the first has made."""
    from concurrent.futures import ThreadPoolExecutor

    for attempt in range(10):
        path = tmp_path / f"{attempt}.sqlite"
        with ThreadPoolExecutor(4) as pool:
            stores = list(pool.map(lambda path: Store(path), [path] * 4))
        assert [store.generation() for store in stores] == [0] * 4
        for store in stores:
            store.close()
