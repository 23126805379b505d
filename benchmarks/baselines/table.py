"""The Markdown tables of the rivals, from the result file alone.

python benchmarks/baselines/table.py [RESULT.json]
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_RESULT = Path(__file__).parents[1] / "results" / "baselines.json"
_LONG = "at most 600 characters"
# (set, measure, heading) of the table of scores.
_COLUMNS = (
    ("judged/polnear-dev", "nDCG@10", "news passages nDCG@10"),
    ("judged/polnear-dev", "hit@1", "hit@1"),
    ("judged/polnear-dev", f"nDCG@10, {_LONG}", "nDCG@10 ≤ 600"),
    ("judged/polnear-dev", "nDCG@10, paraphrase", "paraphrases"),
    ("judged/polnear-dev", "AUROC", "AUROC"),
    ("checkthat2020", "AP@5", "checkthat2020 MAP@5"),
    ("checkthat2020", "AP@5, equal scores as written", "equal scores as written"),
    ("scifact", "nDCG@10", "scifact nDCG@10"),
    ("time1963", "nDCG@10", "time1963 nDCG@10"),
)


_HEADINGS = "median / 95th percentile of a query, median of its computing time; building; index"


def markdown(measured: Mapping[str, Any]) -> str:
    """Scores of each rival's best variant, then of its default, what it costs, and who could not be run."""
    parts = [
        "Best variant of each (chosen on these questions, in the rival's favour):", scores(measured, "best"),
        "As each is set up by default:", scores(measured, "default"),
        f"What it costs: {_HEADINGS}, of the best variant{_loads(measured)}.", costs(measured),
    ]  # fmt: skip
    left_out = measured.get("left out", {})
    if left_out:
        parts.append("\n".join(f"Left out: {module} ({reason})." for module, reason in left_out.items()))
    return "\n\n".join(parts) + "\n"


def scores(measured: Mapping[str, Any], which: str) -> str:
    """One row a rival, one column a set and measure; the variant that is meant stands in the last column."""
    sets = measured["sets"]
    columns = [column for column in _COLUMNS if column[0] in sets]
    lines = [_row(["system", *(heading for _, _, heading in columns), "variant"])]
    lines.append("|---|" + "---:|" * len(columns) + "---|")
    for module, title in _systems(sets):
        cells = []
        for name, measure, _ in columns:
            system = sets[name]["systems"].get(module)
            cells.append("–" if system is None else _number(system["variants"][system[which]]["scores"].get(measure)))
        lines.append(_row([title, *cells, _chosen(sets, module, which)]))
    return "\n".join(lines)


def _chosen(sets: Mapping[str, Any], module: str, which: str) -> str:
    """The variant, or each variant with the sets it was chosen on."""
    by_variant: dict[str, list[str]] = {}
    for name, one in sets.items():
        if module in one["systems"]:
            by_variant.setdefault(one["systems"][module][which], []).append(name.split("/")[-1])
    if len(by_variant) == 1:
        return next(iter(by_variant))
    return "; ".join(f"{variant} ({', '.join(names)})" for variant, names in by_variant.items())


def costs(measured: Mapping[str, Any]) -> str:
    """Milliseconds a query (encoding included), seconds to build (vectors given) and MB of index, on every set.

    Milliseconds are the median and the 95th percentile by the clock on the wall, and the median of computing time,
    which a busy machine changes less.
    """
    sets = measured["sets"]
    lines = [_row(["system", *(f"{name} ({one['documents']:,})" for name, one in sets.items())])]
    lines.append("|---|" + "---|" * len(sets))
    for module, title in _systems(sets):
        cells = []
        for one in sets.values():
            system = one["systems"].get(module)
            cells.append("–" if system is None else _cost(system["variants"][system["best"]]))
        lines.append(_row([title, *cells]))
    encoding = [one.get("seconds to encode the documents") for one in sets.values()]
    lines.append(_row(["encoding the documents", *("–" if s is None else f"{s:.0f} s" for s in encoding)]))
    return "\n".join(lines)


def _cost(variant: Mapping[str, Any]) -> str:
    times = variant["milliseconds"]
    size = variant["index bytes"] / 2**20
    clocks = f"{times['p50']:.1f} / {times['p95']:.1f} ms, {times['cpu, p50']:.1f} ms CPU"
    return f"{clocks}; {variant['build seconds']:.1f} s; {size:.1f} MB"


def _loads(measured: Mapping[str, Any]) -> str:
    systems = [system for one in measured["sets"].values() for system in one["systems"].values()]
    loads = [load for system in systems for load in system["machine load"].values()]
    return f"; other programs kept the machine at a load of {min(loads):.0f} to {max(loads):.0f}" if loads else ""


def _systems(sets: Mapping[str, Any]) -> list[tuple[str, str]]:
    found: dict[str, str] = {}
    for one in sets.values():
        for module, system in one["systems"].items():
            found.setdefault(module, system["title"])
    return list(found.items())


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else _RESULT
    print(markdown(json.loads(path.read_text("utf-8"))["measured"]), end="")
