"""What the figures of an archive should be, on two cores, and whether they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

_HUNDRED_THOUSAND, _MILLION = 100_000, 1_000_000
_GIB = 1024.0


@dataclass(frozen=True, slots=True)
class Target:
    """At most `bound` (at least, if `least`) of what `measured` reads from the figures of an archive of that size."""

    name: str
    bound: float
    measured: Callable[[Mapping[str, Any]], float]
    passages: int | None = None
    least: bool = False


def _least_recall(figures: Mapping[str, Any]) -> float:
    return float(min(found["recall@10"] for found in figures["recall"].values()))


def _hybrid(figures: Mapping[str, Any]) -> float:
    return float(figures["latency"]["hybrid"]["p50 ms"])


TARGETS = (
    Target("hybrid p50 at 100,000 passages, ms, encoding included", 15, _hybrid, _HUNDRED_THOUSAND),
    Target("hybrid p50 at 1,000,000 passages, ms, encoding included", 40, _hybrid, _MILLION),
    Target("recall@10 of vectors, the worst of all filters", 0.98, _least_recall, least=True),
    Target("cold open and first BM25 answer, s", 1.0, lambda figures: figures["opening-bm25"]["whole"]),
    Target(
        "100 articles added and seen, s", 5.0, lambda figures: figures["changing"]["add 100 articles"]["seen after"]
    ),
    Target("memory while searching, MiB", 1.5 * _GIB, lambda f: f["memory"]["all"]["peak MiB"], _MILLION),
    Target("bytes of disk a unit besides the texts", 2_500, lambda f: f["sizes"]["bytes a unit besides the texts"]),
)


def judged(archives: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """One row a target: its bound, what was measured on the largest archive it is meant for, and whether it is met.

    A target for a size that was not built stands there without a figure.
    """
    rows = []
    for target in TARGETS:
        row: dict[str, Any] = {"target": target.name, "least" if target.least else "most": target.bound}
        fitting = [
            figures
            for figures in archives.values()
            if target.passages is None or abs(figures["build"]["passages"] / target.passages - 1) < 0.01
        ]
        if fitting:
            figures = max(fitting, key=lambda one: one["build"]["passages"])
            value = target.measured(figures)
            met = value >= target.bound if target.least else value <= target.bound
            row |= {"measured": value, "passages": figures["build"]["passages"], "met": met}
        rows.append(row)
    return rows
