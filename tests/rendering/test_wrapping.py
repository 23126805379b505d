"""Lines are spans of the text, fit the width, and lose nothing but blanks."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.rendering.display_width import cell_width, cut, padded, text_width
from onrecord.rendering.safe_text import printable
from onrecord.rendering.wrapping import BLANKS, wrap

TEXTS = st.text(st.sampled_from("ab cd  \n.,漢字。「」é\u0301👩🏽\u200d🚀-\xa0\u3000שx")).map(
    lambda text: printable(text, keep_newlines=True)
)


def lines(text: str, width: int) -> list[str]:
    return [line.of(text) for line in wrap(text, width)]


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("", 20, []),
        ("  \n ", 20, []),
        ("the red line was crossed", 12, ["the red line", "was crossed"]),
        ("  lead and trail  ", 20, ["lead and trail"]),
        ("abcdefghijklmnop qr", 8, ["abcdefgh", "ijklmnop", "qr"]),
        ("12 345\xa0678", 8, ["12", "345\xa0678"]),
        ("漢字漢字漢字", 8, ["漢字漢字", "漢字"]),
        ("漢字漢字。漢", 8, ["漢字漢", "字。漢"]),
        ("漢字漢「字漢", 8, ["漢字漢", "「字漢"]),
        ("e\u0301" * 10, 8, ["e\u0301" * 8, "e\u0301" * 2]),
        ("narrow", 1, ["narrow"]),
    ],
)
def test_lines(text: str, width: int, expected: list[str]) -> None:
    """Worked out by hand; 8 cells are the least there is."""
    assert lines(text, width) == expected


@given(TEXTS, st.integers(8, 30))
def test_lines_fit_and_lose_only_blanks(text: str, width: int) -> None:
    """No line is too wide, between two lines stand only blanks, and lines neither begin nor end with one."""
    spans = wrap(text, width)
    assert all(text_width(span.of(text)) <= width for span in spans)
    edges = [0, *(edge for span in spans for edge in (span.start, span.end)), len(text)]
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        assert BLANKS.sub("", text[start:end]) == ""
    assert all(not BLANKS.match(span.of(text)[0]) and not BLANKS.match(span.of(text)[-1]) for span in spans)


@given(st.text("ab \n", max_size=60), st.integers(8, 20))
def test_lines_are_as_full_as_they_can_be(text: str, width: int) -> None:
    """The first word of a line would not have fitted into the line before."""
    spans = wrap(text, width)
    for before, after in pairwise(spans):
        word = after.of(text).split()[0]
        if after.start > before.end:
            assert text_width(text[before.start : after.start]) + min(len(word), width) > width


def test_widths() -> None:
    """Wide characters take two cells, marks none."""
    assert [cell_width(c) for c in "a漢ｗ👩\u0301\u200d"] == [1, 2, 2, 2, 0, 0]
    assert padded("漢", 4) == "漢  "
    assert cut("abcdef", 4) == "abc…"
    assert cut("漢字漢字", 4) == "漢…"
    assert cut("abcd", 4) == "abcd"
    assert cut("abcd", 0) == ""


@pytest.mark.parametrize("unit", ["a", "漢", "。", "\u0301", " ", "a ", "\n", "👩\u200d"])
def test_repeated_patterns_take_linear_time(unit: str) -> None:
    """No text of one repeated pattern is slow."""
    text = unit * (500_000 // len(unit))
    started = time.perf_counter()
    wrap(text, 80)
    assert time.perf_counter() - started < 5
