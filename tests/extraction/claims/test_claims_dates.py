"""Dates: absolute and relative forms from a stated day, the written rules, and exact spans on any text."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.extraction.claims.dates import find_dates

FRIDAY = "2022-01-14"
Found = list[tuple[str, str, str]]


def found(text: str, published: str = FRIDAY) -> Found:
    return [(when.span.of(text), when.first, when.last) for when in find_dates(text, published=published)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on December 7", [("December 7", "2021-12-07", "2021-12-07")]),
        ("on 7 December 2021", [("7 December 2021", "2021-12-07", "2021-12-07")]),
        ("on Dec. 5, 2019", [("Dec. 5, 2019", "2019-12-05", "2019-12-05")]),
        ("the 3rd of March 2020", [("3rd of March 2020", "2020-03-03", "2020-03-03")]),
        ("Friday (1/14/2022).", [("Friday (1/14/2022)", "2022-01-14", "2022-01-14")]),
        ("Monday, January 10", [("Monday, January 10", "2022-01-10", "2022-01-10")]),
        ("2021-12-30", [("2021-12-30", "2021-12-30", "2021-12-30")]),
        ("30.12.2021", [("30.12.2021", "2021-12-30", "2021-12-30")]),
        ("on 3/4/2021", [("3/4/2021", "2021-03-04", "2021-03-04")]),
        ("in 2014", [("2014", "2014-01-01", "2014-12-31")]),
        ("in May 2018", [("May 2018", "2018-05-01", "2018-05-31")]),
        ("in the 1990s", [("1990s", "1990-01-01", "1999-12-31")]),
        ("September 16-19", [("September 16-19", "2021-09-16", "2021-09-19")]),
        ("3 and 4 November", [("3 and 4 November", "2021-11-03", "2021-11-04")]),
        ("between 2010 and 2015", [("between 2010 and 2015", "2010-01-01", "2015-12-31")]),
        ("in 2019-20", [("2019-20", "2019-01-01", "2020-12-31")]),
        ("the first quarter of 2020", [("first quarter of 2020", "2020-01-01", "2020-03-31")]),
        ("the second half of 2020", [("second half of 2020", "2020-07-01", "2020-12-31")]),
        ("Q3 2020", [("Q3 2020", "2020-07-01", "2020-09-30")]),
        ("since 2002", [("since 2002", "2002-01-01", "2022-01-14")]),
        ("by 2030", [("by 2030", "2022-01-14", "2030-12-31")]),
        ("by the end of 2024", [("by the end of 2024", "2022-01-14", "2024-12-31")]),
        ("by 2010 it was gone", [("2010", "2010-01-01", "2010-12-31")]),
        ("on Friday", [("Friday", "2022-01-14", "2022-01-14")]),
        ("on Tuesday", [("Tuesday", "2022-01-11", "2022-01-11")]),
        ("he will speak on Tuesday", [("Tuesday", "2022-01-18", "2022-01-18")]),
        ("by Tuesday", [("by Tuesday", "2022-01-14", "2022-01-18")]),
        ("last Friday", [("last Friday", "2022-01-07", "2022-01-07")]),
        ("next Friday", [("next Friday", "2022-01-21", "2022-01-21")]),
        ("yesterday", [("yesterday", "2022-01-13", "2022-01-13")]),
        ("tomorrow", [("tomorrow", "2022-01-15", "2022-01-15")]),
        ("last month", [("last month", "2021-12-01", "2021-12-31")]),
        ("next week", [("next week", "2022-01-17", "2022-01-23")]),
        ("this year", [("this year", "2022-01-01", "2022-12-31")]),
        ("last November", [("last November", "2021-11-01", "2021-11-30")]),
        ("this winter", [("this winter", "2021-12-01", "2022-02-28")]),
        ("next summer", [("next summer", "2022-06-01", "2022-08-31")]),
        ("three years ago", [("three years ago", "2019-01-01", "2019-12-31")]),
        ("two weeks ago", [("two weeks ago", "2021-12-27", "2022-01-02")]),
        ("over the next two years", [("over the next two years", "2022-01-14", "2024-01-14")]),
        ("in the past decade", [("in the past decade", "2012-01-14", "2022-01-14")]),
        ("In October prices fell", [("October", "2021-10-01", "2021-10-31")]),
        ("It will open in April", [("April", "2022-04-01", "2022-04-30")]),
    ],
    ids=lambda case: case if isinstance(case, str) else "",
)  # fmt: skip
def test_forms(text: str, expected: Found) -> None:
    """Every form means the days it would mean to a reader of that Friday's paper."""
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "They may march on.", "2000 troops", "Black Friday sales", "February 30", "Article 1984", "$2014",
        "2,014 people",
        "in 31/31/2020", "route 2014.5", "a second look at the past",
    ],
)  # fmt: skip
def test_no_dates(text: str) -> None:
    """Ordinary words, counted thousands, sales days and impossible days are no dates."""
    assert found(text) == []


def test_without_a_day_of_publication() -> None:
    """Only what needs no day to be known is left: whole dates, years, decades."""
    text = "On Friday, last month, December 7, since 2002, 7 May 2021 and in the 1990s, by 2030."
    expected = [("2002", "2002-01-01", "2002-12-31"), ("7 May 2021", "2021-05-07", "2021-05-07"),
                ("1990s", "1990-01-01", "1999-12-31"), ("2030", "2030-01-01", "2030-12-31")]  # fmt: skip
    assert found(text, "") == found(text, "2022") == expected


def test_another_date_shows_that_the_day_comes_first() -> None:
    """`3/4/2021` is April 3 in a text that also writes 30/12/2021."""
    assert found("30/12/2021 and 3/4/2021")[1] == ("3/4/2021", "2021-04-03", "2021-04-03")


def test_a_weekday_counted_from_a_month() -> None:
    """Which day `the last Friday in August` was is not told by the article's day; the month is."""
    assert found("on the last Friday in August") == [("August", "2021-08-01", "2021-08-31")]


PIECES = st.sampled_from(
    ["May", "march", "7", "December", "2014", "99", "-", "/", "since", "by", "Friday", "last", "next", "week",
     "ago", "three",
     "999", "decades", "centuries", "(", ")", ",", ".", "0", "first", "quarter", "of", "between", "and", "İ",
     "\ud800", "١"]
)  # fmt: skip
DAYS = st.one_of(
    st.dates().map(datetime.date.isoformat),
    st.sampled_from(["", "2022", "x", "2022-13-45", "0001-01-01", "9999-12-31"]),
)


@given(
    st.one_of(
        st.text(max_size=60), st.lists(PIECES, max_size=20).map(" ".join), st.lists(PIECES, max_size=20).map("".join)
    ),
    DAYS,
)
@settings(max_examples=400, deadline=None)
def test_spans_are_exact_on_any_text(text: str, published: str) -> None:
    """Nothing crashes on any day; spans ascend without overlap and both ends are days in order."""
    end = 0
    for when in find_dates(text, published=published):
        assert end <= when.span.start < when.span.end <= len(text)
        assert datetime.date.fromisoformat(when.first) <= datetime.date.fromisoformat(when.last)
        end = when.span.end


@pytest.mark.parametrize("piece", ["1/", "May ", "last ", "2014-", "since ", "a ago ", "Friday, ", "31 "])
def test_repeats_do_not_run_away(piece: str) -> None:
    """A hundred thousand characters of one piece are read to the end."""
    find_dates(piece * (100_000 // len(piece)), published=FRIDAY)
