"""What extraction found lives and dies with its article, in new archives and in those of format 1."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from onrecord.records import Article, Filter, PreparedArticle, PreparedUnit, Span, Unit
from onrecord.storage.extracted import ArchivedPerson
from onrecord.storage.schema import FORMAT
from onrecord.storage.store import Store

FORMATS = Path(__file__).parents[1] / "formats"
PASSAGES, ARTICLES, STATEMENTS = 0, 1, 2
PROFILE = {"person": "Ada Fenn", "aliases": ["Fenn"], "roles": [], "mentions": [], "reasons": [], "aside": "Ada Fenn"}
PROFILE["block"] = "fn"


def unit(kind: str, start: int, end: int, lane: int, host: int | None = None, **details: object) -> PreparedUnit:
    made = Unit(kind, Span(start, end), details)  # type: ignore[arg-type]
    return PreparedUnit(made, lane, 2, {"quay": 1, kind: 1}, b"\0" * 8, host)


def prepared(id: str = "harbour", text: str = "Ada Fenn said no. The quay is shut.") -> PreparedArticle:
    units = (
        unit("passage", 0, 17, PASSAGES),
        unit("passage", 18, len(text), PASSAGES),
        unit("article", 0, len(text), ARTICLES),
        unit("quote", 14, 16, STATEMENTS, 0, speaker="Ada Fenn", person="Ada Fenn", aside="Ada Fenn"),
        unit("claim", 18, 35, STATEMENTS, 1, speaker="Harbour Office", person=None),
        unit("person", 0, 17, STATEMENTS, 0, **PROFILE),
    )
    return PreparedArticle(Article(id, text, date="2021-03-04"), units, "rules-7", ("by rules alone",))


@pytest.fixture(params=["memory", "disk", "format 1"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "memory":
        return Store(None)
    if request.param == "format 1":
        shutil.copy(FORMATS / "v1" / "store.sqlite", tmp_path / "store.sqlite")
    return Store(tmp_path / "store.sqlite")


def test_statements_know_their_passages(store: Store) -> None:
    """Each quote, claim and person names the passage it stands in, and each passage names them."""
    store.write([prepared()])
    rows = {(u.kind, u.span.start): u.row for u in store.units_of("harbour")}
    first, second = rows["passage", 0], rows["passage", 18]
    assert store.extracted.hosted([first, second]) == {
        first: [rows["quote", 14], rows["person", 0]],
        second: [rows["claim", 18]],
    }
    assert store.extracted.hosts([rows["claim", 18]]) == {rows["claim", 18]: second}
    assert store.extracted.extractor("harbour") == "rules-7"
    assert store.extracted.notes() == [("harbour", "by rules alone")]
    assert store.statistics(STATEMENTS, ["quay"]).documents == 3


def test_words_beside_a_unit_are_indexed_with_it(store: Store) -> None:
    """A quote's text for the lexical index holds its speaker's name, which stands elsewhere."""
    store.write([prepared()])
    row = next(u.row for u in store.units_of("harbour") if u.kind == "quote")
    assert store.unit_texts([row]) == [(row, "", "no\nAda Fenn")]


def test_people_across_articles(store: Store) -> None:
    """Settling names everyone; a filter finds a person's quotes by key, a body's by name."""
    store.write([prepared("a"), prepared("b")])
    assert store.extracted.touched() == ["fn"]
    people = [ArchivedPerson("fenn-1", "Ada Mary Fenn", ("Ada Fenn", "Fenn"))]
    store.extracted.settle(people, [(id, "Ada Fenn", "fenn-1", "same name") for id in ("a", "b")])
    assert store.extracted.touched() == []
    assert store.extracted.people() == people
    assert [(p.article, p.person, p.reason) for p in store.extracted.locals()] == [
        ("a", "fenn-1", "same name"),
        ("b", "fenn-1", "same name"),
    ]
    assert store.extracted.known([("b", "Ada Fenn"), ("b", "Nobody")]) == {("b", "Ada Fenn"): people[0]}
    assert store.extracted.quote_counts() == {("a", "Ada Fenn"): 1, ("b", "Ada Fenn"): 1}

    def kinds(wanted: Filter) -> list[str]:
        rows = store.rows.allowed(wanted, STATEMENTS)
        assert rows is not None
        return [found.kind for found in store.units(rows).values()]

    assert kinds(Filter(kinds=("quote", "claim"), speaker="Mary Fenn", people=("fenn-1",))) == ["quote", "quote"]
    assert kinds(Filter(kinds=("quote", "claim"), speaker="harbour office", people=())) == ["claim", "claim"]
    assert kinds(Filter(kinds=("quote",), speaker="Mary Fenn", people=())) == []


def test_everything_goes_with_its_article(store: Store) -> None:
    """After a delete nothing that was extracted is left, and whoever nobody mentions is to be forgotten."""
    store.write([prepared()])
    store.extracted.settle([ArchivedPerson("k", "Ada Fenn", ())], [("harbour", "Ada Fenn", "k", "")])
    passages = [u.row for u in store.units_of("harbour") if u.kind == "passage"]
    store.delete(["harbour"])
    assert store.extracted.hosted(passages) == {}
    assert store.extracted.locals() == []
    assert store.extracted.extractor("harbour") == ""
    assert store.extracted.touched() == ["fn"]
    assert store.statistics(STATEMENTS, ["quay"]).documents == 0
    assert store.check() == []


def test_looking_through_again_makes_no_revision(store: Store) -> None:
    """The same article with other findings stays the revision it is; a changed one becomes a new one."""
    store.write([prepared()])
    store.write([PreparedArticle(prepared().article, prepared().units[:3], "rules-8")])
    assert len(store.revisions("harbour")) == 1
    assert [u.kind for u in store.units_of("harbour")] == ["article", "passage", "passage"]
    assert store.extracted.extractor("harbour") == "rules-8"
    assert store.extracted.locals() == []
    store.write([prepared(text="Ada Fenn said no! The quay is open.")])
    assert len(store.revisions("harbour")) == 2
    assert store.check() == []


def test_format_1_is_read_without_being_changed(tmp_path: Path) -> None:
    """An archive of format 1 answers as one in which nothing was extracted, and stays format 1 until it is changed."""
    path = tmp_path / "store.sqlite"
    shutil.copy(FORMATS / "v1" / "store.sqlite", path)
    store = Store(path)
    assert store.extracted.people() == store.extracted.locals() == store.extracted.notes() == []
    assert store.extracted.hosted([1, 2]) == {}
    assert store.extracted.touched() == []
    assert store.statistics(STATEMENTS, ["quay"]).documents == 0
    store.extracted.settle([ArchivedPerson("k", "Nobody", ())], [])

    def version() -> int:
        with sqlite3.connect(path) as connection:
            return int(connection.execute("PRAGMA user_version").fetchone()[0])

    assert version() == 1
    store.delete(["orchard"])
    store.write([prepared()])
    assert version() == FORMAT
    assert [person.name for person in store.extracted.locals()] == ["Ada Fenn"]
