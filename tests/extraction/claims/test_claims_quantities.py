"""Quantities: hand-made cases of every form, what is none, exact spans on any text."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.extraction.claims.quantities import find_quantities

Found = tuple[str, float, float, str, bool]


def found(text: str) -> list[Found]:
    return [(q.span.of(text), q.value, q.high, q.unit, q.approximate) for q in find_quantities(text)]


def plain(text: str, value: float, unit: str) -> Found:
    return (text, value, value, unit, False)


def rough(text: str, value: float, unit: str) -> Found:
    return (text, value, value, unit, True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nearly 100,000 troops wait.", [rough("Nearly 100,000 troops", 100_000, "troops")]),
        ("There were 100,000 Russian troops there.", [plain("100,000 Russian troops", 100_000, "troops")]),
        ("It sent 3,000 additional US soldiers.", [plain("3,000 additional US soldiers", 3_000, "soldiers")]),
        ("They hired 1,200 new police officers.", [plain("1,200 new police officers", 1_200, "officers")]),
        ("It grew 5 per cent.", [plain("5 per cent", 5, "percent")]),
        ("It grew 5%, or five percent.", [plain("5%", 5, "percent"), plain("five percent", 5, "percent")]),
        ("One in 20 pupils left.", [plain("One in 20", 5, "percent")]),
        ("About one of every nine agreed.", [rough("About one of every nine", 11.11, "percent")]),
        ("Nine out of ten agreed.", [plain("Nine out of ten", 90, "percent")]),
        ("Two-thirds of the wells failed.", [plain("Two-thirds", 66.67, "percent")]),
        ("More than half the farms closed.", [rough("More than half", 50, "percent")]),
        ("It shrank by a quarter.", [plain("a quarter", 25, "percent")]),
        ("They pay half of 1 percent.", [plain("half of 1 percent", 0.5, "percent")]),
        ("It cost $1.2bn.", [plain("$1.2bn", 1.2e9, "USD")]),
        ("It cost US$1.2 billion.", [plain("US$1.2 billion", 1.2e9, "USD")]),
        ("It cost €300m or £2,000.", [plain("€300m", 3e8, "EUR"), plain("£2,000", 2_000, "GBP")]),
        ("It cost 1.2 billion dollars.", [plain("1.2 billion dollars", 1.2e9, "USD")]),
        ("It cost 10 Canadian dollars.", [plain("10 Canadian dollars", 10, "CAD")]),
        ("It cost 6 billion rubles, A$5 or ¥2 trillion.",
         [plain("6 billion rubles", 6e9, "RUB"), plain("A$5", 5, "AUD"), plain("¥2 trillion", 2e12, "JPY")]),
        ("Between 10 and 20 people came.", [("Between 10 and 20 people", 10, 20, "people", False)]),
        ("10-20 people came.", [("10-20 people", 10, 20, "people", False)]),
        ("It takes 20,000 to 30,000 jobs.", [("20,000 to 30,000 jobs", 20_000, 30_000, "jobs", False)]),
        ("It takes 2 to 3 million jobs.", [("2 to 3 million jobs", 2e6, 3e6, "jobs", False)]),
        ("It jumps by 20-30%.", [("20-30%", 20, 30, "percent", False)]),
        ("It costs $5m-$7m.", [("$5m-$7m", 5e6, 7e6, "USD", False)]),
        ("It rose from 20 to 30 percent.", [plain("20", 20, "percent"), plain("30 percent", 30, "percent")]),
        ("It leads 64% to 27%.", [plain("64%", 64, "percent"), plain("27%", 27, "percent")]),
        ("Two dozen tanks.", [plain("Two dozen tanks", 24, "tanks")]),
        ("Tens of thousands of jobs.", [("Tens of thousands of jobs", 1e4, 99_999, "jobs", True)]),
        ("Hundreds of schools.", [("Hundreds of schools", 100, 999, "schools", True)]),
        ("Several hundred fighters.", [("Several hundred fighters", 200, 999, "fighters", True)]),
        ("Half a million votes.", [plain("Half a million votes", 500_000, "votes")]),
        ("Two and a half million votes.", [plain("Two and a half million votes", 2.5e6, "votes")]),
        ("One hundred and five members.", [plain("One hundred and five members", 105, "members")]),
        ("It took nearly eight hours.", [rough("nearly eight hours", 8, "hours")]),
        ("Crime fell 2.5 points.", [plain("2.5 points", 2.5, "points")]),
        ("A 25 basis points rise.", [plain("25 basis points", 25, "basis points")]),
        ("A 12-member panel.", [plain("12-member", 12, "member")]),
        ("At least 15,000 employees.", [rough("At least 15,000 employees", 15_000, "employees")]),
        ("As many as 60,000 refugees.", [rough("As many as 60,000 refugees", 60_000, "refugees")]),
        ("500+ homes and 100 or so guests.", [rough("500+ homes", 500, "homes"), rough("100 or so guests", 100,
         "guests")]),
        ("Fewer than 50 of the 700 detained children.",
         [rough("Fewer than 50", 50, "children"), plain("700 detained children", 700, "children")]),
        ("It weighs 3.5 tonnes and 12 km.", [plain("3.5 tonnes", 3.5, "tonnes"), plain("12 km", 12, "kilometers")]),
    ],
    ids=lambda case: case if isinstance(case, str) else "",
)  # fmt: skip
def test_forms(text: str, expected: list[Found]) -> None:
    """Every form is read with its value, unit and exact span."""
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The bill passed 52-48 after a 5-4 ruling.",
        "Call 555-0100-23 or 1-800-555-0199.",
        "Article 5, Section 230, Resolution 1441, No. 10 and page 4.",
        "The G7, an F-16, COVID-19 and MH17.",
        "At 8 p.m., at 10:30 and at 9 o'clock.",
        "A 45-year-old and Ms. Lund, 63, came.",
        "In 2014, on December 7, on 7 December 2021 and since 2002.",
        "The twenty-first, the 3rd, the 1990s and 50ths.",
        "One member state left, and no one came in the second half of a third term.",
        "See 192.168.1.1, a/b/3 and x=5.",
        "He lives at 1600 Pennsylvania Avenue.",
        "12345678901234567890 people",
    ],
)  # fmt: skip
def test_no_quantities(text: str) -> None:
    """Scores, telephones, names, times, ages, dates, ordinals, addresses and keys are no quantities."""
    assert found(text) == []


def test_part_of_a_text() -> None:
    """Only quantities wholly inside the range are reported, with offsets into the whole text."""
    text = "Ten men met 20 women and 30 children."
    assert [q.span.of(text) for q in find_quantities(text, 4, 24)] == ["20 women"]
    assert [q.span.of(text) for q in find_quantities(text, 13)] == ["30 children"]


PIECES = st.sampled_from(
    ["5", "100,000", "1.2", "$", "€", "US$", "%", "bn", " ", "-", "–", "to", "and", "between", "half", "a",
     "million", "of",
     "dozens", "one in", "troops", "two", "hundred", ",", ".", "İ", "ß", "\ud800", "٣", "²", "\n", "per cent",
     "2014", "May"]
)  # fmt: skip


@given(
    st.one_of(
        st.text(max_size=80), st.lists(PIECES, max_size=25).map("".join), st.lists(PIECES, max_size=25).map(" ".join)
    )
)
@settings(max_examples=400, deadline=None)
def test_spans_are_exact_on_any_text(text: str) -> None:
    """Nothing crashes; spans ascend without overlap, hold something, and values are finite and ordered."""
    end = 0
    for quantity in find_quantities(text):
        assert end <= quantity.span.start < quantity.span.end <= len(text)
        assert quantity.span.of(text).strip() == quantity.span.of(text)
        assert math.isfinite(quantity.value)
        assert quantity.value <= quantity.high < math.inf
        end = quantity.span.end


@pytest.mark.parametrize(
    "piece", ["1,", "one ", "$", "5 to ", "between 1 and ", "half a ", "1.", "twenty-", "of the ", "9-9"]
)
def test_repeats_do_not_run_away(piece: str) -> None:
    """A hundred thousand characters of one piece are read to the end."""
    find_quantities(piece * (100_000 // len(piece)))
