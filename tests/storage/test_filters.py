"""What passes a filter: dates at the coarser precision, text without case, accents and Unicode form."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.querying.parse import NEVER, merge_filters
from onrecord.records import Article, Filter, Json, PreparedArticle, PreparedUnit, Span, Unit
from onrecord.storage.filters import comparable
from onrecord.storage.store import Store


def stored(*articles: Article, speaker: Json = None) -> Store:
    """The articles, each with one quote by `speaker` and the whole article."""
    store = Store(None)
    for article in articles:
        span = Span(0, len(article.text))
        units = (Unit("quote", span, {"speaker": speaker}), Unit("article", span))
        made = tuple(PreparedUnit(unit, lane, 1, {"x": 1}, b"\0\0") for lane, unit in enumerate(units))
        store.write([PreparedArticle(article, made)])
    return store


def found(store: Store, wanted: Filter, lane: int = 0) -> set[str]:
    rows = store.rows.allowed(wanted, lane)
    assert rows is not None
    return {unit.article for unit in store.units(rows).values()}


DATES = ("", "2021-12-31", "2022", "2022-01", "2022-01-14", "2022-02", "2023")


@pytest.fixture(scope="module")
def dated() -> Store:
    """One article a date, named after it."""
    return stored(*(Article(date or "undated", "x", date=date) for date in DATES))


@pytest.mark.parametrize(
    ("wanted", "passing"),
    [
        (Filter(since="2022-01-01"), {"2022", "2022-01", "2022-01-14", "2022-02", "2023"}),
        (Filter(since="2022-01-15"), {"2022", "2022-01", "2022-02", "2023"}),
        (Filter(since="2022"), {"2022", "2022-01", "2022-01-14", "2022-02", "2023"}),
        (Filter(until="2022-01"), {"2021-12-31", "2022", "2022-01", "2022-01-14"}),
        (Filter(until="2022-01-13"), {"2021-12-31", "2022", "2022-01"}),
        (Filter(until="2021"), {"2021-12-31"}),
        (Filter(since="2022-02", until="2022-02"), {"2022", "2022-02"}),
        (Filter(until=NEVER), set()),
    ],
)
@pytest.mark.parametrize("lane", [0, 1])
def test_dates(dated: Store, wanted: Filter, passing: set[str], lane: int) -> None:
    """A date passes when it lies within the bound at the coarser of both precisions; an undated article never does."""
    assert found(dated, wanted, lane) == passing


bounds = st.sampled_from(("", "2021", "2022", "2023", "2022-01", "2022-02", "2022-01-14", "2022-01-15", "2021-12-31"))
date_filters = st.builds(Filter, since=bounds, until=bounds)


@settings(deadline=None)
@given(date_filters, date_filters)
def test_merged_dates_are_both(dated: Store, one: Filter, other: Filter) -> None:
    """Exactly those articles pass the merged filter that pass each of the two."""
    ids = {date or "undated" for date in DATES}

    def passing(wanted: Filter) -> set[str]:
        return ids if wanted == Filter() else found(dated, wanted)

    assert passing(merge_filters(one, other)) == passing(one) & passing(other)


@pytest.mark.parametrize("stored_form", ["NFC", "NFD"])
@pytest.mark.parametrize("asked", ["Le Café", "le café", "LE CAFÉ", "le cafe"])
def test_text_in_any_unicode_form(stored_form: str, asked: str) -> None:
    """Source, author, speaker and metadata compare alike whichever way an accent is written."""
    name = unicodedata.normalize(stored_form, "Le Café")  # type: ignore[arg-type]
    store = stored(Article("a", "x", source=name, author=name, metadata={"n": name, "l": ["b", name]}), speaker=name)
    for form in ("NFC", "NFD"):
        value = unicodedata.normalize(form, asked)  # type: ignore[arg-type]
        for wanted in (
            Filter(source=value),
            Filter(speaker=value),
            Filter(metadata=(("author", value), ("n", value), ("l", value))),
        ):
            assert found(store, wanted) == found(store, wanted, 1) == {"a"}
    assert found(store, Filter(source="le caf")) == set()


@pytest.mark.parametrize(
    ("value", "asked", "passes"),
    [
        (3, "3", True),
        (3.5, "3.5", True),
        (True, "TRUE", True),
        (False, "false", True),
        (True, "false", False),
        (None, "null", True),
        (None, "None", False),
        ([None], "none", False),
        ("war", "text", False),
        (["a", 7], "7", True),
        (["a"], "array", False),
    ],
)
def test_metadata_that_is_no_text(value: Json, asked: str, passes: bool) -> None:
    """Numbers compare as written, true, false and null by their names, and no other type by its name."""
    store = stored(Article("a", "x", metadata={"k": value}))
    assert found(store, Filter(metadata=(("k", asked),))) == ({"a"} if passes else set())


def test_units_without_a_speaker() -> None:
    """A missing speaker is nobody, not a person called None."""
    assert found(stored(Article("a", "x")), Filter(speaker="None")) == set()


def test_comparable() -> None:
    """Nothing stays nothing, an accent alone is not the empty text, and other values become folded text."""
    assert [comparable(v) for v in (None, "", "\u0301", "ÉTÉ", 3, 1.5)] == [None, "", "\u0301", "ete", "3", "1.5"]
