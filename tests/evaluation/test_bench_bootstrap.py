"""Intervals: sums by hand, a plain twin that draws the same clusters, and laws."""

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.evaluation.bootstrap import auroc_resamples, mean_intervals, percentile_interval
from onrecord.evaluation.spans import area_under_roc


def naive_means(values: list[float], clusters: list[str], resamples: int, seed: int) -> list[float]:
    """Draws whole clusters one resample after the other and pools their defined questions."""
    names = list(dict.fromkeys(clusters))
    random = np.random.default_rng(seed)
    means = []
    for _ in range(resamples):
        drawn = [names[place] for place in random.integers(0, len(names), size=len(names))]
        pooled = [v for name in drawn for v, c in zip(values, clusters, strict=True) if c == name and not math.isnan(v)]
        if pooled:
            means.append(sum(pooled) / len(pooled))
    return means


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from([0.0, 0.25, 0.5, 1.0, math.nan]), st.sampled_from("abcdef")), min_size=2, max_size=12
    ),
    st.integers(0, 5),
)
def test_intervals_are_those_of_plain_drawing(rows: list[tuple[float, str]], seed: int) -> None:
    """The 2.5th and the 97.5th percentile of the means of the same draws; None below two clusters with a value."""
    values, clusters = [value for value, _ in rows], [cluster for _, cluster in rows]
    (found,) = mean_intervals(np.array(values)[:, None], clusters, resamples=101, seed=seed)
    if len({cluster for value, cluster in rows if not math.isnan(value)}) < 2:
        assert found is None
        return
    low, high = np.quantile(naive_means(values, clusters, 101, seed), [0.025, 0.975])
    assert found == pytest.approx((low, high), abs=1e-9)


def test_blocks_do_not_show() -> None:
    """More clusters than fit into one block of draws: the interval of the mean of 0 and 1 in equal numbers is near
    0.5 by two standard errors."""
    values = np.array([0.0, 1.0] * 2000)[:, None]
    ((low, high),) = mean_intervals(values, [str(n) for n in range(4000)], resamples=2000)  # type: ignore[misc]
    error = 0.5 / math.sqrt(4000)
    assert (low, high) == pytest.approx((0.5 - 1.96 * error, 0.5 + 1.96 * error), abs=0.15 * error)


def test_equal_values_have_no_width() -> None:
    """Every resample of the same value is that value."""
    assert mean_intervals(np.full((4, 1), 0.3), ["a", "b", "c", "c"]) == [(0.3, 0.3)]


def test_clusters_widen() -> None:
    """Ten copies of two questions are two questions, not twenty."""
    values = np.array([0.0, 1.0] * 10)[:, None]
    single = mean_intervals(values, [str(n) for n in range(20)])[0]
    double = mean_intervals(values, [str(n % 2) for n in range(20)])[0]
    assert single is not None
    assert double == (0.0, 1.0)
    assert single[0] > 0.2
    assert single[1] < 0.8


def test_one_cluster_says_nothing() -> None:
    """One cluster, or no question at all, has no interval."""
    assert mean_intervals(np.array([[0.0, 1.0], [1.0, 1.0]]), ["a", "a"]) == [None, None]
    assert mean_intervals(np.zeros((0, 2)), []) == [None, None]


def test_paired_columns_see_the_same_draws() -> None:
    """Two equal columns have equal intervals, and the seed decides which."""
    values = np.repeat(np.random.default_rng(0).random((20, 1)), 2, axis=1)
    names = [str(n) for n in range(20)]
    one, two = mean_intervals(values, names, seed=1)
    assert one == two == mean_intervals(values, names, seed=1)[0]
    assert mean_intervals(values, names, seed=2)[0] != one


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from([0.0, 1.0, 2.0]), st.sampled_from("abc")), min_size=1, max_size=6),
    st.lists(st.tuples(st.sampled_from([0.0, 1.0, 2.0]), st.sampled_from("xyz")), min_size=1, max_size=6),
)
def test_auroc_resamples_are_those_of_plain_drawing(
    above: list[tuple[float, str]], below: list[tuple[float, str]]
) -> None:
    """Clusters of each side drawn from a stream of its own, the area computed anew each time."""
    found = auroc_resamples(above, below, resamples=60, seed=3)
    if len({c for _, c in above}) < 2 or len({c for _, c in below}) < 2:
        assert found is None
        return
    areas = []
    randoms = [np.random.default_rng(3), np.random.default_rng(4)]
    for _ in range(60):
        drawn = []
        for side, random in zip((above, below), randoms, strict=True):
            names = list(dict.fromkeys(c for _, c in side))
            often = Counter(names[n] for n in random.integers(0, len(names), size=len(names)))
            drawn.append([score for score, c in side for _ in range(often[c])])
        areas.append(area_under_roc(*drawn))
    assert found == pytest.approx(np.array(areas), abs=1e-9)


def test_no_hits_are_below_everything() -> None:
    """Minus infinity stands for silence: ties with silence count half."""
    silent = [(-math.inf, "x"), (-math.inf, "y")]
    for scores, area in ((0.1, 0.2), 1.0), ((-math.inf, -math.inf), 0.5):
        found = auroc_resamples([(scores[0], "a"), (scores[1], "b")], silent, resamples=50)
        assert found is not None
        assert percentile_interval(found) == (area, area)
