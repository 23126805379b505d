"""Scales and ticks: values by hand, and laws for any range."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.rendering.bench_scales import Scale, log_ticks, ticks_between


def test_linear_places() -> None:
    """Ends map to ends, the middle to the middle, outside stands at the nearer end; an axis may go upwards."""
    across = Scale(0, 2, 100, 300)
    assert [across.at(v) for v in (0, 0.5, 1, 2, 3, -1)] == [100, 150, 200, 300, 300, 100]
    assert [Scale(0, 1, 200, 0).at(v) for v in (0, 0.25, 1)] == [200, 150, 0]
    assert Scale(1, 1, 0, 10).at(1) == 5


def test_logarithmic_places() -> None:
    """Each power of ten takes the same room."""
    scale = Scale(1, 100, 0, 200, log=True)
    assert [round(scale.at(v), 9) for v in (1, 10, 100)] == [0, 100, 200]


@pytest.mark.parametrize(
    ("low", "high", "most", "ticks"),
    [
        (0.0, 1.0, 5, [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]),
        (0.37, 0.97, 5, [0.2, 0.4, 0.6, 0.8, 1.0]),
        (-0.61, 0.61, 4, [-1.0, -0.5, 0.0, 0.5, 1.0]),
        (-0.03, 0.12, 5, [-0.05, 0.0, 0.05, 0.1, 0.15]),
        (0.5, 0.5, 5, [0.44, 0.46, 0.48, 0.5, 0.52, 0.54, 0.56]),
        (1.0, 1.0, 5, [0.95, 0.96, 0.97, 0.98, 0.99, 1.0]),
    ],
)
def test_ticks(low: float, high: float, most: int, ticks: list[float]) -> None:
    """Round values around the range, without the noise of floats."""
    assert ticks_between(low, high, most) == ticks


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.integers(2, 10))
def test_ticks_cover_the_range(one: float, other: float, most: int) -> None:
    """Ticks ascend, reach past both ends, and are few."""
    low, high = min(one, other), max(one, other)
    ticks = ticks_between(low, high, most)
    slack = 1e-6 * max(abs(low), abs(high), 1e-6)
    assert ticks[0] <= low + slack
    assert ticks[-1] >= high - slack
    assert ticks == sorted(ticks)
    assert 2 <= len(ticks) <= most + 3


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0.003, 0.04, [0.002, 0.005, 0.01, 0.02, 0.05]),
        (0.01, 0.01, [0.01, 0.02]),
        (1.0, 5000.0, [1, 10, 100, 1000, 10000]),
    ],
)
def test_log_ticks(low: float, high: float, ticks: list[float]) -> None:
    """1, 2 and 5, or powers alone over three decades."""
    assert log_ticks(low, high) == ticks


@given(st.floats(1e-6, 1e5), st.floats(1e-6, 1e5))
def test_log_ticks_cover_the_range(one: float, other: float) -> None:
    """Logarithmic ticks reach past both ends and are at least two."""
    low, high = min(one, other), max(one, other)
    ticks = log_ticks(low, high)
    assert ticks[0] <= low * 1.000001
    assert ticks[-1] >= high * 0.999999
    assert len(ticks) >= 2
