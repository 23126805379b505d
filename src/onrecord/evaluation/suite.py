"""Several systems on the same judged queries. A system is nothing but a function from query and k to hits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from onrecord.evaluation.judgments import JudgedQuery
from onrecord.evaluation.spans import SpanHit, SpanReport, score_run

SearchFunction: TypeAlias = Callable[[str, int], Sequence[SpanHit]]


def run_suite(
    judged: Sequence[JudgedQuery], searches: Mapping[str, SearchFunction], k: int = 10, max_chars: int = 1200
) -> dict[str, SpanReport]:
    """One report a system, in the order of `searches`; a system sees the query's words and k, never the judgments."""
    return {name: score_run(judged, answer_all(judged, search, k), k, max_chars) for name, search in searches.items()}


def answer_all(judged: Sequence[JudgedQuery], search: SearchFunction, k: int = 10) -> dict[str, Sequence[SpanHit]]:
    """{qid: hits, best first} of one system, in the order of the queries; its errors are not caught."""
    return {query.qid: search(query.query, k) for query in judged}
