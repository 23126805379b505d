"""Numbers read well at every size and at every border."""

import pytest

from onrecord.rendering.counts import format_bytes, format_count, format_duration, format_score, plural


@pytest.mark.parametrize(
    ("number", "shown"),
    [(0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (99_949, "99.9 kB"), (99_950, "100 kB"), (999_499, "999 kB"),
     (999_500, "1.0 MB"), (3 * 10**9, "3.0 GB"), (2 * 10**18, "2,000 PB")],
)  # fmt: skip
def test_bytes(number: int, shown: str) -> None:
    """Sizes change unit before they would show 1000 of one."""
    assert format_bytes(number) == shown


@pytest.mark.parametrize(
    ("score", "shown"),
    [(0.842, "0.8420"), (1.0, "1.000"), (12.3456, "12.35"), (0.01639344, "0.01639"), (123.45, "123.5"),
     (999.94, "999.9"), (999.96, "1000"), (4321.5, "4322"), (0.0, "0.000"), (-0.25, "-0.2500"), (float("inf"), "inf")],
)  # fmt: skip
def test_scores(score: float, shown: str) -> None:
    """Four significant digits, never an exponent for large scores, never a dot at the end."""
    assert format_score(score) == shown


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (-1, "0 s"),
        (59.4, "59 s"),
        (59.6, "1 min 00 s"),
        (185, "3 min 05 s"),
        (3600, "1 h 00 min"),
        (7800, "2 h 10 min"),
    ],
)
def test_durations(seconds: float, shown: str) -> None:
    """Two units, the smaller one padded."""
    assert format_duration(seconds) == shown


def test_counts_and_plurals() -> None:
    """Only one is one."""
    assert format_count(1234567) == "1,234,567"
    assert [plural(n, "hit") for n in (0, 1, 2)] == ["0 hits", "1 hit", "2 hits"]
    assert plural(1200, "query", "queries") == "1,200 queries"
