"""Times in milliseconds, summed up as their 50th, 95th and 99th percentile."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

_T = TypeVar("_T")


def percentiles(milliseconds: Sequence[float]) -> dict[str, float]:
    """`p50 ms`, `p95 ms`, `p99 ms` and how many; each the smallest value that so many percent do not exceed."""
    ordered = sorted(milliseconds)
    named = {f"p{share} ms": round(ordered[max(0, -(-len(ordered) * share // 100) - 1)], 2) for share in (50, 95, 99)}
    return named | {"n": len(ordered)}


def timed(work: Callable[[_T], object], items: Iterable[_T], most_seconds: float) -> dict[str, float]:
    """Percentiles of what the work takes for each item, one after the other; ends early after so many seconds.

    `p50 processor ms` is what a machine with nothing else to do would take.
    """
    wall, processor = [], []
    end = time.perf_counter() + most_seconds
    for item in items:
        began, used = time.perf_counter(), time.process_time()
        work(item)
        wall.append(1000 * (time.perf_counter() - began))
        processor.append(1000 * (time.process_time() - used))
        if time.perf_counter() > end:
            break
    return percentiles(wall) | {"p50 processor ms": percentiles(processor)["p50 ms"]}
