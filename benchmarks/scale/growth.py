"""How figures grow with the archive: a power of the number of passages, fitted by least squares of the logarithms."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

Figures = Mapping[str, Any]

# Label and unit of what is drawn, and where it stands in an archive's figures.
CURVES: dict[str, tuple[str, Callable[[Figures], float]]] = {
    "build": ("s", lambda f: sum(f["build"]["stages"][name]["seconds"] for name in ("write", "identify", "indexes"))),
    "disk": ("MB", lambda f: f["sizes"]["bytes"] / 1e6),
    "BM25, median": ("ms", lambda f: f["latency"]["bm25"]["p50 ms"]),
    "vector, median": ("ms", lambda f: f["latency"]["vector"]["p50 ms"]),
    "hybrid, median": ("ms", lambda f: f["latency"]["hybrid"]["p50 ms"]),
    "hybrid, 99th": ("ms", lambda f: f["latency"]["hybrid"]["p99 ms"]),
    "hybrid, 1% filter": ("ms", lambda f: f["latency"]["hybrid, 1% by source"]["p50 ms"]),
    "first BM25 answer": ("s", lambda f: f["opening-bm25"]["whole"]),
    "first hybrid answer": ("s", lambda f: f["opening-hybrid"]["whole"]),
    "memory searching": ("MiB", lambda f: f["memory"]["all"]["peak MiB"]),
    "adding 100 articles": ("s", lambda f: f["changing"]["add 100 articles"]["seconds"]),
    "deleting 10%": ("s", lambda f: f["changing"]["delete 10%"]["seconds"]),
}


def exponent(sizes: Sequence[float], values: Sequence[float]) -> float:
    """The e of values ~ sizes ** e; 0 where there are fewer than two sizes.

    >>> exponent([10, 100, 1000], [3, 30, 300])
    1.0
    """
    if len(sizes) < 2:
        return 0.0
    xs, ys = [math.log(size) for size in sizes], [math.log(max(value, 1e-9)) for value in values]
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    slope = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True))
    return round(slope / sum((x - mean_x) ** 2 for x in xs), 3)


def grown(archives: Mapping[str, Figures]) -> dict[str, dict[str, Any]]:
    """For each curve its unit, its values by passages, and the exponent."""
    ordered = sorted(archives.values(), key=lambda figures: figures["build"]["passages"])
    found = {}
    for name, (unit, value) in CURVES.items():
        passages = [figures["build"]["passages"] for figures in ordered]
        values = [round(value(figures), 3) for figures in ordered]
        found[name] = {"unit": unit, "values": dict(zip(map(str, passages), values, strict=True))}
        found[name]["exponent"] = exponent(passages, values)
    return found
