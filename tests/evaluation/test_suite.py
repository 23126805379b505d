"""A system under test sees words and a depth, and every system is scored on the same queries."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from onrecord.errors import NotFound
from onrecord.evaluation.judgments import GoldSpan, JudgedQuery
from onrecord.evaluation.suite import answer_all, run_suite

JUDGED = [
    JudgedQuery("q2", "quote", "keyword", "two", None, (GoldSpan("a", 10, 20, 2),)),
    JudgedQuery("q1", "claim", "keyword", "one", None, (GoldSpan("a", 30, 40, 2),)),
]


@dataclass(frozen=True)
class FixedHit:
    article: str
    start: int
    end: int
    score: float = 1.0
    speaker: str | None = None


def test_every_system_is_scored_in_the_given_order() -> None:
    """One system answers the first query, the other both on rank 2; reports stand in the order of the systems."""
    two, one, wrong = FixedHit("a", 10, 20), FixedHit("a", 30, 40), FixedHit("b", 0, 9)
    reports = run_suite(
        JUDGED,
        {
            "zeta": lambda query, k: [two] if query == "two" else [],
            "alpha": lambda query, k: [wrong, two if query == "two" else one],
        },
        k=5,
        max_chars=600,
    )
    assert list(reports) == ["zeta", "alpha"]
    assert [report.value("all", "hit@1") for report in reports.values()] == [0.5, 0.0]
    assert [report.value("all", "RR") for report in reports.values()] == [0.5, 0.5]
    assert {(report.k, report.max_chars) for report in reports.values()} == {(5, 600)}


def test_a_system_sees_the_query_and_k_only() -> None:
    """Queries are asked once each, in file order, with the depth that will be scored."""
    seen: list[tuple[str, int]] = []

    def search(query: str, k: int) -> Sequence[FixedHit]:
        seen.append((query, k))
        return []

    assert answer_all(JUDGED, search, k=7) == {"q2": [], "q1": []}
    assert seen == [("two", 7), ("one", 7)]


def test_a_failing_system_is_not_scored() -> None:
    """An error of a system is the caller's to see: a silent 0 would be a false measurement."""

    def search(query: str, k: int) -> Sequence[FixedHit]:
        raise NotFound(query)

    with pytest.raises(NotFound, match="two"):
        run_suite(JUDGED, {"broken": search})
