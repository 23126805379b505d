"""Folds for cross-validation: every question once, clusters whole, sizes even."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.evaluation.tuning_folds import make_folds

QUESTIONS = st.dictionaries(st.text(max_size=3), st.sampled_from("abcdefgh"), max_size=40)


@given(QUESTIONS, st.integers(1, 6), st.integers(0, 5))
def test_every_question_is_held_back_once(clusters: dict[str, str], count: int, seed: int) -> None:
    """Together the folds hold every question once, and no cluster is in two of them."""
    folds = make_folds(clusters, count, seed)
    assert sorted(qid for fold in folds for qid in fold) == sorted(clusters)
    assert len(folds) == count
    where = {clusters[qid]: number for number, fold in enumerate(folds) for qid in fold}
    assert all(where[clusters[qid]] == number for number, fold in enumerate(folds) for qid in fold)


@given(st.integers(0, 60), st.integers(1, 6))
def test_folds_of_single_questions_differ_by_one(size: int, count: int) -> None:
    """Without clusters the sizes are as even as they can be."""
    sizes = [len(fold) for fold in make_folds({f"q{n}": f"q{n}" for n in range(size)}, count)]
    assert max(sizes) - min(sizes) <= 1


def test_neighbours_are_spread_and_the_seed_spreads_otherwise() -> None:
    """The folds are no stretches of the suite, the same each time, and others under another seed."""
    clusters = {f"q{n:02}": f"q{n:02}" for n in range(30)}
    folds = make_folds(clusters, 3)
    assert folds == make_folds(clusters, 3)
    assert folds != make_folds(clusters, 3, seed=1)
    assert folds[0] != tuple(sorted(clusters))[:10]


def test_the_largest_cluster_is_placed_first() -> None:
    """A cluster of six stays whole and leaves the other fold to the six that stand alone."""
    clusters = {**{f"s{n}": f"s{n}" for n in range(6)}, **{f"c{n}": "c" for n in range(6)}}
    assert sorted(map(set, make_folds(clusters, 2)), key=min) == [
        {f"c{n}" for n in range(6)},
        {f"s{n}" for n in range(6)},
    ]
