"""Options and typed query become one Query, in which both hold and every value can be stored."""

from __future__ import annotations

import pytest

from onrecord.archive import Archive
from onrecord.errors import BadInput
from onrecord.records import Article, Filter
from onrecord.storage.manifest import Manifest
from onrecord.uses.ask import restrict, understand


def test_options_are_normalised() -> None:
    """Dates are kept as `parse_date` gives them, and no lone surrogate is left anywhere."""
    made = restrict("quote", "a\ud800", "b\udcff", " 2021 ", " 2022-01 ", {"k\udc80": "v\ud800", "a": "b"})
    assert made == Filter(
        kinds=("quote",),
        speaker="a\ufffd",
        source="b\ufffd",
        since="2021",
        until="2022-01",
        metadata=(("a", "b"), ("k\ufffd", "v\ufffd")),
    )
    assert restrict(None, None, None, None, None, {}) == Filter()


@pytest.mark.parametrize("date", ["yesterday", "0000", "2022-13", "  "])
def test_dates_that_are_none(date: str) -> None:
    """The option is named, with what was expected."""
    with pytest.raises(BadInput, match="since is .* expected a date such as"):
        restrict(None, None, None, date, None, {})


def test_the_query_cannot_widen_the_options() -> None:
    """A typed `since` before the caller's changes nothing; a later one narrows."""
    assert understand("x since:2020", Filter(since="2021")).filter == Filter(since="2021")
    assert understand("x since:2022", Filter(since="2021")).filter == Filter(since="2022")


@pytest.fixture(scope="module")
def archive() -> Archive:
    """Two articles, searched by words alone."""
    made = Archive.in_memory(Manifest())
    made.add([Article("a", "Sanctions on grain.", source="cnbc"), Article("b", "Sanctions on war.", source="bbc")])
    return made


@pytest.mark.parametrize("group", ["unit", "article"])
@pytest.mark.parametrize(
    ("query", "options", "found"),
    [
        ('"…" sanctions', {}, {"a", "b"}),
        ('"🙂" war', {}, {"b"}),
        ('"grain", sanctions', {}, {"a"}),
        ('sanctions ("grain")', {}, {"a"}),
        ("sanctions source:cnbc", {}, {"a"}),
        ("sanctions source:cnbc", {"source": "CNBC"}, {"a"}),
        ("sanctions source:cnbc", {"source": "bbc"}, set()),
        ("sanctions source:cn\udcff", {}, set()),
        ("sanctions \ud800", {}, {"a", "b"}),
        ("sanctions", {"source": "\ud800"}, set()),
        ("sanctions", {"speaker": "\ud800"}, set()),
        ("sanctions", {"metadata": {"topic": "\ud800"}}, set()),
        ("sanctions", {"metadata": {"\ud800": "x"}}, set()),
    ],
)
def test_what_is_found(archive: Archive, query: str, options: dict, found: set[str], group: str) -> None:
    """Phrases without words restrict nothing, both filters hold, and stray bytes match nothing without an error."""
    hits = archive.search(query, mode="bm25", group=group, **options)  # type: ignore[arg-type]
    assert {hit.article for hit in hits} == found
