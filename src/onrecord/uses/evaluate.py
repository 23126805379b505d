"""The three modes of one archive on the same judged queries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from onrecord.evaluation.judgments import JudgedQuery
from onrecord.evaluation.spans import SpanReport
from onrecord.evaluation.suite import SearchFunction, run_suite
from onrecord.records import Hit, Mode

# BM25 and vector first: hybrid is read against them.
MODES: tuple[Mode, ...] = ("bm25", "vector", "hybrid")
MEASURES = ("nDCG", "hit@1", "RR", "R", "who@1")


class Search(Protocol):
    """What is asked of the archive under test."""

    def __call__(self, query: str, k: int, *, mode: Mode) -> list[Hit]: ...


def compare_modes(
    search: Search,
    judged: Sequence[JudgedQuery],
    *,
    k: int = 10,
    max_chars: int = 1200,
    progress: Callable[[], None] | None = None,
) -> dict[str, SpanReport]:
    """{mode: report}, in the order of `MODES`; `progress` is called after each query of each mode."""
    searches: dict[str, SearchFunction] = {mode: partial(_ask, search, mode, progress) for mode in MODES}
    return run_suite(judged, searches, k, max_chars)


def _ask(search: Search, mode: Mode, progress: Callable[[], None] | None, query: str, k: int) -> list[Hit]:
    hits = search(query, k, mode=mode)
    if progress is not None:
        progress()
    return hits
