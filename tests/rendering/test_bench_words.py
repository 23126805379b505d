"""Figures in words: no bare difference, no NaN, no leading zero."""

import math

import pytest
from bench_samples import HOSTILE, bare, small
from hypothesis import given
from hypothesis import strategies as st

from onrecord.benchmark import Comparison
from onrecord.rendering.bench_words import (
    LONGEST_NAME,
    comparison_words,
    extent_words,
    group_words,
    interval_words,
    name_words,
    number_words,
    p_words,
    signed_words,
    tick_words,
    with_interval,
)
from onrecord.rendering.display_width import text_width
from onrecord.rendering.safe_text import is_safe


@pytest.mark.parametrize(
    ("value", "words"),
    [(0.6584, ".658"), (1.0, "1.000"), (0.0, ".000"), (-0.25, "−.250"), (-1.5, "−1.500"), (0.9996, "1.000"),
     (-0.0004, ".000"), (None, "–"), (math.nan, "–"), (math.inf, "–")],
)  # fmt: skip
def test_numbers(value: float | None, words: str) -> None:
    """Three decimals, no zero before the point, a minus sign, a dash for what is no number."""
    assert number_words(value) == words


@pytest.mark.parametrize(
    ("value", "words"), [(0.054, "+.054"), (-0.01, "−.010"), (0.0, ".000"), (0.0001, ".000"), (math.nan, "–")]
)
def test_differences_have_a_sign(value: float, words: str) -> None:
    """A difference says which way it goes, unless it rounds to nothing."""
    assert signed_words(value) == words


@pytest.mark.parametrize(
    ("value", "words"), [(0.25, ".25"), (0.0, "0"), (1.0, "1"), (-0.5, "−.5"), (10.0, "10"), (0.0005, ".0005")]
)
def test_ticks_are_short(value: float, words: str) -> None:
    """Values along an axis have no more digits than they need."""
    assert tick_words(value) == words


def test_p_is_never_zero() -> None:
    """A small p is told as a bound."""
    assert (p_words(0.0004), p_words(0.0005), p_words(0.0121)) == ("p < .001", "p .001", "p .012")


def test_intervals() -> None:
    """An interval has two finite ends or is not shown."""
    assert interval_words(0.021, 0.088) == "[.021, .088]"
    assert interval_words(None, 0.5) == interval_words(0.1, math.nan) == ""
    assert with_interval(0.5, None, None) == ".500"
    assert with_interval(0.5, 0.25, 1.0) == ".500 [.250, 1.000]"


def test_comparisons_in_words() -> None:
    """The verdict stands first, the evidence behind it."""
    better = Comparison("hybrid", "bm25", "nDCG@10", "all", 160, 0.054, 0.021, 0.088, 0.001, 0.002, "better")
    worse = Comparison("hybrid", "bm25", "RR", "~keyword", 1, -0.1, -0.2, -0.05, 0.0, 0.0, "worse")
    level = Comparison("a", "b", "AP@5", "quote", 1200, 0.0, -0.1, 0.1, 0.9, 1.0, "no difference seen")
    assert comparison_words(better) == (
        "hybrid is better than bm25: nDCG@10 +.054 [.021, .088], p .002 after Holm, 160 questions"
    )
    assert comparison_words(worse) == (
        "hybrid is worse than bm25, style keyword: RR −.100 [−.200, −.050], p < .001 after Holm, 1 question"
    )
    assert comparison_words(level) == (
        "no difference seen between a and b, family quote: AP@5 .000 [−.100, .100], p 1.000 after Holm, 1,200 questions"
    )


def test_groups_and_extent() -> None:
    """Groups are named for people; the extent says what nothing answers."""
    assert [group_words(g) for g in ("all", "none", "quote", "~misquote")] == [
        "all", "without an answer", "family quote", "style misquote",
    ]  # fmt: skip
    assert extent_words(small()) == "4 questions (1 without an answer), spans ranked by 2 systems"
    assert extent_words(bare()) == "0 questions, articles ranked by 0 systems"


@given(st.text() | st.sampled_from(HOSTILE))
def test_names_are_short_safe_and_never_empty(name: str) -> None:
    """Any name becomes one printable line that fits into a column."""
    words = name_words(name)
    assert words
    assert is_safe(words)
    assert text_width(words) <= LONGEST_NAME


@given(st.floats())
def test_any_number_has_words(value: float) -> None:
    """No float is shown as nan or inf."""
    assert not {"nan", "inf"} & set(number_words(value).split())
    assert not {"nan", "inf"} & set(signed_words(value).split())
