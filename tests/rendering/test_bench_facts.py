"""What reports read off a record: leading system, groups, means, costs."""

import math
from dataclasses import replace

from bench_samples import bare, small

from onrecord.benchmark import Answered, SystemOutcome
from onrecord.rendering.bench_facts import (
    Cell,
    cells_of,
    group_comparisons,
    groups_of,
    index_words,
    latency_words,
    lead_of,
    leading_comparisons,
    milliseconds,
    settings_words,
    systems_in_order,
    value_of,
)


def test_the_lead_is_what_is_compared() -> None:
    """The first comparison names it; without comparisons it is hybrid, else the last; without systems nobody."""
    record = small()
    assert lead_of(record) == "hybrid"
    swapped = replace(record.comparisons[0], system="bm25", against="hybrid")
    assert lead_of(replace(record, comparisons=(swapped,))) == "bm25"
    assert lead_of(replace(record, comparisons=())) == "hybrid"
    assert lead_of(replace(record, comparisons=(), systems=record.systems[:1])) == "bm25"
    assert lead_of(bare()) is None
    assert [system.name for system in systems_in_order(record)] == ["hybrid", "bm25"]


def test_groups_in_order() -> None:
    """All, families, styles; what nothing answers makes no group."""
    assert groups_of(small()) == ["all", "person", "quote", "~keyword", "~question"]
    assert groups_of(bare()) == ["all"]


def test_means_are_the_records_or_made_without_interval() -> None:
    """A mean of the record keeps its interval; one that is missing is made from the questions."""
    cells = cells_of(small())
    assert cells["bm25", "nDCG@10", "all"] == Cell(0.6667, 0.5, 1.0, 3)
    assert cells["bm25", "nDCG@10", "quote"] == Cell(0.75, None, None, 2)
    assert cells["hybrid", "hit@1", "~question"] == Cell(0.0, None, None, 1)
    assert cells["hybrid", "AUROC", "none"] == Cell(0.95, None, None, 4)
    assert ("hybrid", "nDCG@10", "none") not in cells


def test_values_that_are_no_numbers_are_none() -> None:
    """NaN, an undefined measure and a question that was not asked are all None."""
    system = SystemOutcome("s", {"q": Answered({"a": math.nan, "b": 0.5})})
    assert [value_of(system, qid, m) for qid, m in (("q", "a"), ("q", "b"), ("q", "c"), ("r", "b"))] == [
        None, 0.5, None, None,
    ]  # fmt: skip


def test_costs() -> None:
    """Latency by nearest rank, sizes in decimal units, a dash for the unknown."""
    bm25, _ = small().systems
    assert latency_words(bm25) == {"p50": "2.00 ms", "p95": "4.00 ms", "p99": "4.00 ms"}
    assert index_words(bm25) == "1.5 kB"
    for unknown in (None, "many", True, math.inf):
        assert index_words(replace(bm25, facts={"index_bytes": unknown})) == "–"
    assert [milliseconds(s) for s in (0.0, 0.00123, 0.0456, 0.789, 0.9996, 75.0)] == [
        "0.00 ms", "1.23 ms", "45.6 ms", "789 ms", "1.00 s", "75.0 s",
    ]  # fmt: skip


def test_comparisons_are_parted() -> None:
    """Over all questions, the primary measure first; and the primary measure's over groups."""
    record = small()
    turned = replace(record, comparisons=record.comparisons[::-1])
    assert [one.measure for one in leading_comparisons(turned)] == ["nDCG@10", "hit@1"]
    assert [one.group for one in group_comparisons(turned)] == ["quote"]


def test_settings_in_words() -> None:
    """Nested settings get a point, lists commas, absent ones a dash."""
    assert settings_words({"k": 10, "archive": {"articles": 3, "kinds": ["a", None]}, "on": True}) == [
        "k 10", "archive.articles 3", "archive.kinds a, –", "on yes",
    ]  # fmt: skip
