"""The paired randomisation test: p values counted by hand and by a plain twin."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.evaluation.holm import holm, verdict_of
from onrecord.evaluation.randomisation import randomisation_p


def test_counted_by_hand() -> None:
    """Three equal gains: two of the eight assignments of signs are as extreme. 3, 1 and -1: sums 3, 5 and 1; those
    of at least 3 are 6 of 8."""
    assert randomisation_p(np.array([[1.0], [1.0], [1.0]]), list("abc")) == [0.25]
    assert randomisation_p(np.array([[3.0], [1.0], [-1.0]]), list("abc")) == [0.75]


def test_a_cluster_turns_as_a_whole() -> None:
    """Five gains in one cluster are one coin; clusters whose gains cancel have none; nothing at all is 1."""
    assert randomisation_p(np.ones((5, 1)), ["a"] * 5) == [1.0]
    assert randomisation_p(np.array([[1.0], [2.0], [0.3], [-0.3]]), ["a", "b", "c", "c"]) == [0.5]
    assert randomisation_p(np.zeros((5, 1)), list("abcde")) == [1.0]
    assert randomisation_p(np.full((2, 1), math.nan), ["a", "b"]) == [1.0]


def naive_p(differences: list[float], clusters: list[str]) -> float:
    """Every assignment of signs to all clusters, counted."""
    sums: dict[str, float] = {}
    for difference, cluster in zip(differences, clusters, strict=True):
        sums[cluster] = sums.get(cluster, 0.0) + difference
    observed = abs(sum(sums.values()))
    flips = list(itertools.product((1, -1), repeat=len(sums)))
    extreme = sum(
        abs(sum(sign * value for sign, value in zip(signs, sums.values(), strict=True))) >= observed - 1e-9
        for signs in flips
    )
    return extreme / len(flips)


rows = st.lists(
    st.tuples(st.sampled_from([-1.0, -0.5, -0.1, 0.0, 0.1, 0.3, 1.0]), st.sampled_from("abcdefgh")), min_size=1
)


@settings(max_examples=100, deadline=None)
@given(rows)
def test_exact_p_is_that_of_full_enumeration(given_rows: list[tuple[float, str]]) -> None:
    """Leaving out clusters without a difference and holding the first sign change nothing."""
    differences, clusters = [d for d, _ in given_rows], [c for _, c in given_rows]
    (found,) = randomisation_p(np.array(differences)[:, None], clusters)
    assert found == pytest.approx(naive_p(differences, clusters))


def test_sampled_p_is_near_the_exact_one() -> None:
    """Twelve clusters with too few resamples for all 4,096 assignments: within three standard errors."""
    differences = np.array([[0.9], [0.4], [-0.3], [0.2], [0.8], [-0.1], [0.3], [0.5], [-0.6], [0.1], [0.2], [-0.2]])
    names = [str(n) for n in range(12)]
    exact = randomisation_p(differences, names)[0]
    sampled = randomisation_p(differences, names, resamples=4000, seed=7)[0]
    assert sampled != exact
    assert abs(sampled - exact) < 3 * math.sqrt(exact * (1 - exact) / 4000)


def test_no_p_is_zero() -> None:
    """Forty clear gains: no sampled assignment is as extreme, and p is one in resamples and one."""
    assert randomisation_p(np.ones((40, 1)), [str(n) for n in range(40)], resamples=999) == [1 / 1000]


def test_columns_do_not_touch_each_other() -> None:
    """A column has the same p alone and beside others, and turned around."""
    random = np.random.default_rng(0)
    values = random.normal(0.1, 1, (30, 3))
    names = [str(n) for n in range(30)]
    together = randomisation_p(values, names)
    assert together == [randomisation_p(values[:, [column]], names)[0] for column in range(3)]
    assert together == randomisation_p(-values, names)


def test_it_keeps_its_level() -> None:
    """Systems that differ by chance alone are called different in about one of twenty runs."""
    random = np.random.default_rng(5)
    values = random.normal(0, 1, (20, 1000))
    p = randomisation_p(values, [str(n) for n in range(20)], resamples=2000)
    share = sum(value <= 0.05 for value in p) / 1000
    assert 0.03 < share < 0.075


def rejected_stepwise(p_values: list[float], level: float) -> set[int]:
    """Holm's procedure as he wrote it: from the smallest p on, until one is above level / (those that are left)."""
    rejected = set()
    for done, place in enumerate(sorted(range(len(p_values)), key=lambda place: p_values[place])):
        if p_values[place] * (len(p_values) - done) > level:
            break
        rejected.add(place)
    return rejected


@given(st.lists(st.floats(0, 1), max_size=8), st.sampled_from([0.01, 0.05, 0.2, 0.5]))
def test_holm_rejects_what_his_steps_reject(p_values: list[float], level: float) -> None:
    """A corrected p is at most the level exactly when the step-down procedure rejects."""
    corrected = holm(p_values)
    assert {place for place, p in enumerate(corrected) if p <= level} == rejected_stepwise(p_values, level)
    assert all(p <= c <= 1 for p, c in zip(p_values, corrected, strict=True))


def test_holm_by_hand() -> None:
    """0.01 three times, 0.03 twice, and 0.04, once, is not below the one before; nothing exceeds 1."""
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert holm([0.9, 0.8]) == [1.0, 1.0]
    assert holm([]) == []


@pytest.mark.parametrize(
    ("difference", "p", "word"),
    [
        (0.1, 0.05, "better"),
        (-0.1, 0.05, "worse"),
        (0.1, 0.0501, "no difference seen"),
        (0.0, 0.01, "no difference seen"),
    ],
)
def test_verdicts(difference: float, p: float, word: str) -> None:
    """The sign speaks only when the corrected p is at most 0.05."""
    assert verdict_of(difference, p) == word
