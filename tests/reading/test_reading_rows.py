"""Rows to articles, and their fields."""

import datetime
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import BadInput
from onrecord.limits import Limits
from onrecord.reading.fields import read_fields
from onrecord.reading.rows import article_from_dict, read_row
from onrecord.records import Article


def test_all_keys_find_their_place() -> None:
    """Named keys become fields, all others metadata."""
    row = {
        "id": "a", "text": " T\r\n", "title": "Talks", "date": "2022-01-14", "source": "Daily", "author": ["A", "B"],
        "url": "https://example.org", "section": "world", "pages": [1, 2.5, None, {"x": True}],
    }  # fmt: skip
    assert article_from_dict(row) == Article(
        "a", " T\r\n", "Talks", "2022-01-14", "Daily", "A, B", "https://example.org",
        {"section": "world", "pages": [1, 2.5, None, {"x": True}]},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"id": "a", "_id": "b"}, ("a", {"_id": "b"})),
        ({"_id": "b"}, ("b", {})),
        ({"id": None, "_id": "b"}, ("b", {})),
        ({"id": 7}, ("7", {})),
        ({"id": "a", "metadata": {"k": 1, "id": "x"}}, ("a", {"k": 1, "id": "x"})),
        ({"id": "a", "metadata": {"k": 1}, "k": 2}, ("a", {"k": 2})),
        ({"id": "a", "metadata": "words"}, ("a", {"metadata": "words"})),
        ({"id": "a", "metadata": {"source": {"name": "Daily"}}}, ("a", {"source": {"name": "Daily"}})),
    ],
)
def test_ids_and_metadata(row: dict[str, object], expected: tuple[str, dict[str, object]]) -> None:
    """`id` goes before `_id`; a metadata object is merged in, keys beside it win."""
    article = article_from_dict({**row, "text": "t"})
    assert (article.id, article.metadata) == expected


def test_fields_inside_metadata_are_found() -> None:
    """BEIR rows keep url and the like in the metadata object; a field of the row itself wins."""
    article = article_from_dict(
        {"_id": "1", "text": "t", "title": "Own", "metadata": {"url": "u", "title": "Other", "date": "2020"}}
    )
    assert (article.url, article.title, article.date, article.metadata) == ("u", "Own", "2020", {"title": "Other"})


@pytest.mark.parametrize(
    ("value", "date", "kept"),
    [
        ("2022-01-14", "2022-01-14", None),
        (" 2022-01 ", "2022-01", None),
        (2022, "2022", None),
        ("2022-01-14T10:00:00Z", "2022-01-14", None),
        ("2022-01-14 10:00", "2022-01-14", None),
        (datetime.date(2022, 1, 14), "2022-01-14", None),
        (datetime.datetime(2022, 1, 14, 23), "2022-01-14", None),
        ("January 14, 2022", "", "January 14, 2022"),
        ("2022-13-01", "", "2022-13-01"),
        ("2022-13-01T10:00", "", "2022-13-01T10:00"),
        ("", "", None),
        (None, "", None),
    ],
)
def test_dates(value: object, date: str, kept: str | None) -> None:
    """ISO-like dates are normalised; others are kept as they are, with a note."""
    article, notes = read_row({"id": "a", "text": "t", "date": value}, Limits())
    assert (article.date, article.metadata.get("date_text")) == (date, kept)
    assert bool(notes) == (kept is not None)


DEEP: Any = "x"
for _ in range(200):
    DEEP = [DEEP]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"text": "t"}, "no id"),
        ({"id": "", "text": "t"}, "no id"),
        ({"id": "  ", "text": "t"}, "white space"),
        ({"id": True, "text": "t"}, '"id"'),
        ({"_id": 1.5, "text": "t"}, '"_id"'),
        ({"id": 10**5000, "text": "t"}, '"id"'),
        ({"id": "a"}, "no text"),
        ({"id": "a", "text": None}, '"text"'),
        ({"id": "a", "text": ["t"]}, '"text" is of type list'),
        ({"id": "a", "text": " \n"}, '"text" is empty'),
        ({"id": "a", "text": "x\ud800"}, r'"text" holds the lone surrogate U\+D800 at character 1'),
        ({"id": "a\udfff", "text": "t"}, '"id"'),
        ({"id": "a", "text": "t", "title": 5}, '"title" is a number'),
        ({"id": "a", "text": "t", "author": ["A", 1]}, '"author" is a list'),
        ({"id": "a", "text": "t", "date": ["2022"]}, '"date"'),
        ({"id": "a", "text": "t", "n": float("nan")}, '"n" holds nan'),
        ({"id": "a", "text": "t", "n": [float("inf")]}, '"n" holds inf'),
        ({"id": "a", "text": "t", "n": 10**5000}, '"n"'),
        ({"id": "a", "text": "t", "n": {1}}, '"n" holds of type set'),
        ({"id": "a", "text": "t", "n": DEEP}, '"n" is nested'),
        ({"id": "a", "text": "t", "n": "\ud800"}, '"n"'),
        ({"id": "a", "text": "t", 5: "x"}, "key"),
        ("words", "type str"),
    ],
)
def test_the_wrong_key_is_named(row: Any, said: str) -> None:
    """A row that cannot be used raises BadInput that names the key."""
    with pytest.raises(BadInput, match=said):
        article_from_dict(row)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(st.characters()), inner, max_size=3),
    max_leaves=8,
)
KEYS = st.sampled_from(["id", "_id", "text", "title", "date", "source", "author", "url", "metadata", "x"])


@given(st.dictionaries(KEYS, JSON | st.text(), max_size=8))
def test_any_row_is_an_article_or_bad_input(row: dict[str, object]) -> None:
    """Whatever a row holds: BadInput, or an article that can be stored as JSON in UTF-8."""
    try:
        article = article_from_dict(row)
    except BadInput:
        return
    stored = json.dumps([article.id, article.text, article.title, dict(article.metadata)], allow_nan=False)
    assert json.loads(stored)[1] == row["text"]
    article.text.encode()
    assert len(article.fingerprint) == 64


def test_metadata_is_a_copy() -> None:
    """Changing the caller's row later does not change the article; tuples become lists."""
    inner = [1]
    fields = read_fields({"k": inner, "t": (1, 2)}, Limits())
    inner.append(2)
    assert fields.metadata == {"k": [1], "t": [1, 2]}
