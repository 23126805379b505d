"""Every regular expression takes time in proportion to its input, whatever that is; the exceptions are named."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest

from adversarial import inputs, patterns

# Searched for anywhere these would take quadratic time; each is only ever used where that cannot matter.
BOUNDED = {
    r"\s*(\d{1,4})\s*(?:[-–]\s*(\d{1,4})\s*)?": "matched from the first character of one typed answer",
    r"(\d+)/(\d+)/\d{4}": "read inside one match of a date, a few dozen characters",
    r"[\d,.]*\d": "matched from one digit on, and the next look begins where it ended",
    r"((?:[\w.’'-]+ ){0,4}[\w.’'-]+),? $": "searched in the 80 characters before a pronoun",
    r"[ie]?[iy]+(?=e)": "replaced in a word cut to its first 40 letters",
    r"([^<>=≥≤≠!\d]{1,60}?)\s*(>=|<=|==|=>|=<|>|<|=|≥|≤)\s*(\S.{0,100})": "matched with 200 characters",
    r"\s*(?:\.{2,3}|…|–)\s*": "splits the number of one condition, at most 101 characters",
    r"(?:[^\W\d_]\.)+[^\W\d_]$": "searched in the last 40 characters of a word",
    r"[\W_]{0,4}[^\W\d_][’'\w]*[,:;]? +[^\W\d_]": "matched from the one place after each label",
}
BOUNDED_BEGINNINGS = {
    r"\s*(?:$|[,;:()\[\]—–\"“”]|-{1,2}\s|(?:and|or|of|": "matched with the 40 characters after a name",
}

# A quadratic search of so few characters takes over 20 ms, a linear one under one.
PROBE, SUSPECT = 4_000, 0.008

PATTERNS = patterns()


def seconds(pattern: re.Pattern[Any], before: str, body: str, after: str, size: int, times: int = 1) -> float:
    """The shortest of so many searches through all of a text of about `size` characters."""
    text: str | bytes = before + body * (size // len(body) + 1) + after
    if isinstance(pattern.pattern, bytes):
        text = str(text).encode("latin-1", "replace")
    taken = []
    for _ in range(times):
        start = time.process_time()
        for _ in pattern.finditer(text):
            pass
        taken.append(time.process_time() - start)
    return min(taken)


def is_bounded(pattern: re.Pattern[Any]) -> bool:
    text = str(pattern.pattern)
    return text in BOUNDED or text.startswith(tuple(BOUNDED_BEGINNINGS))


def grows(pattern: re.Pattern[Any]) -> str:
    """The input that takes more than ten times as long when it is four times as long, and suspiciously long at all."""
    for before, body, after in inputs(pattern):
        for size in (25, 100, 400, 1_000, PROBE):
            taken = seconds(pattern, before, body, after, size)
            # Exponential or cubic: there is no need to wait for a longer one.
            if taken > 0.1 and size < PROBE:
                return f"{before!r} + {body!r} * n: {taken:.2f} s for {size} characters"
        if taken < SUSPECT:
            continue
        for _ in range(2):  # a busy machine is forgiven
            short, long = (seconds(pattern, before, body, after, size) for size in (PROBE, 4 * PROBE))
            if long < 10.0 * short or long < 0.1:
                break
        else:
            return f"{before!r} + {body!r} * n: {short:.2f} s for 4,000 characters, {long:.2f} s for 16,000"
    return ""


def test_all_are_found() -> None:
    """The walk over the modules finds expressions of every layer, also those inside tables and calls."""
    assert len(PATTERNS) > 200
    known = {str(pattern.pattern) for pattern in PATTERNS.values()}
    assert {r"[ie]?[iy]+(?=e)", r"\b(?:reject|dismiss)"} <= known


@pytest.mark.parametrize("one", PATTERNS, ids=lambda one: one[:60])
def test_is_linear(one: str) -> None:
    """Inputs made from the expression itself, searched from every place."""
    pattern = PATTERNS[one]
    if not is_bounded(pattern):
        assert grows(pattern) == ""


def test_exceptions_exist() -> None:
    """A reason whose expression has gone is taken out."""
    known = [str(pattern.pattern) for pattern in PATTERNS.values()]
    assert [text for text in BOUNDED if text not in known] == []
    assert [text for text in BOUNDED_BEGINNINGS if not any(one.startswith(text) for one in known)] == []


@pytest.mark.parametrize("bad", [r"(a+)+b", r"[^\W\d_]+[’'\w]*[,:;]? +[a-z]"])
def test_bad_ones_are_seen(bad: str) -> None:
    """Exponential and quadratic expressions fail this test, among them one that was once in this project."""
    assert grows(re.compile(bad)) != ""


def test_one_long_word_after_a_label() -> None:
    """A transcript's label before a word of half a million letters, which took hours once."""
    from onrecord.extraction.attributions.transcripts import _TWO_WORDS

    assert _TWO_WORDS.match("A" * 500_000) is None
    assert _TWO_WORDS.match("Don’t go") is not None
