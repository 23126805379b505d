"""The archive beside its rivals: each rival's figure over the archive's, and a sentence where the archive is behind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Figures = Mapping[str, Any]

# What is compared: the archive's figure, the rival's, and whether more is better.
COMPARED: dict[str, tuple[Callable[[Figures], float], Callable[[Figures], float], bool]] = {
    "build, s": (
        lambda f: sum(f["build"]["stages"][name]["seconds"] for name in ("write", "identify", "indexes")),
        lambda r: r["build"]["seconds"], False,
    ),
    "disk, MB": (lambda f: f["sizes"]["bytes"] / 1e6, lambda r: r["build"]["bytes"] / 1e6, False),
    "first hybrid answer, s": (lambda f: f["opening-hybrid"]["whole"], lambda r: r["opening"]["whole"], False),
    "BM25 p50, ms": (lambda f: f["latency"]["bm25"]["p50 ms"], lambda r: r["search"]["bm25"]["p50 ms"], False),
    "hybrid p50, ms": (lambda f: f["latency"]["hybrid"]["p50 ms"], lambda r: r["search"]["hybrid"]["p50 ms"], False),
    "hybrid p50 in 10%, ms": (
        lambda f: f["latency"]["hybrid, 10% by source"]["p50 ms"],
        lambda r: r["search"]["hybrid, 10% by source"]["p50 ms"], False,
    ),
    "recall@10": (
        lambda f: f["recall"]["no filter"]["recall@10"], lambda r: r["search"]["recall@10, no filter"], True,
    ),
    "recall@10 in 1%": (
        lambda f: f["recall"]["1% by source"]["recall@10"], lambda r: r["search"]["recall@10, 1% by source"], True,
    ),
    "memory searching, MiB": (
        lambda f: f["memory"]["all"]["peak MiB"], lambda r: r["search"]["memory"]["peak MiB"], False,
    ),
    "adding 100 articles, vectors known, s": (
        lambda f: f["changing"]["add 100 articles, vectors known"]["seen after"], lambda r: r["add"]["seconds"], False,
    ),
}  # fmt: skip

# Why the archive is behind somebody, where it is.
BEHIND = {
    "build, s": "it also stores and indexes quotes, claims and people (four units a passage) and checksums.",
    "disk, MB": "four units a passage, token states for late interaction, terms for exact BM25, checksums.",
    "BM25 p50, ms": "scores are exact under deletions, and articles' quotes and claims are looked through as well.",
    "hybrid p50, ms": "passages, statements and word pieces are weighed; rivals fuse two lists of passages.",
    "hybrid p50 in 10%, ms": "as without the filter, and the rows that pass are looked up in the store.",
    "recall@10": "the lists to probe are chosen by questions that are easier than real ones.",
    "recall@10 in 1%": "vectors are kept as one byte a number; a rival that scans float32 is exact.",
    "adding 100 articles, vectors known, s": "quotes, claims and people are looked for; who is who is settled anew.",
}


def compared(archive: Figures, rivals: Mapping[str, Figures]) -> dict[str, Any]:
    """By figure: `archive`, each rival's figure and how many `times` the archive is ahead, and why where it is behind.

    A rival that has no such figure is left out.
    """
    table: dict[str, Any] = {}
    for name, (own, other, more) in COMPARED.items():
        mine = own(archive)
        row: dict[str, Any] = {"archive": round(mine, 3), "rivals": {}}
        for rival, figures in rivals.items():
            try:
                value = other(figures)
            except (KeyError, TypeError):
                continue
            times = mine / value if more else value / mine
            row["rivals"][rival] = {"figure": round(value, 3), "times": round(times, 2)}
        if any(found["times"] < 1 for found in row["rivals"].values()) and name in BEHIND:
            row["behind"] = BEHIND[name]
        table[name] = row
    return table
