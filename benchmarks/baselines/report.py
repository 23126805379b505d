"""From finished runs to `benchmarks/results/baselines.json`: scores, latency, build time, size, versions, settings."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from baselines.scoring import score_answers
from baselines.sets import checksums
from baselines.table import markdown
from record import write_result

RESULT = "baselines"


def assemble(finished: Iterable[Mapping[str, Any]], data: Path, failed: Mapping[str, str]) -> str:
    """Scores every finished run, writes the result file, and returns the tables as Markdown."""
    sets: dict[str, dict[str, Any]] = {}
    data_checksums: dict[str, str] = {}
    for run in finished:
        one = run["set"]
        if one.name not in sets:
            sets[one.name] = {"main measure": one.main_measure, "documents": run["build"]["documents"], "systems": {}}
            data_checksums |= checksums(one, data)
        if run["encoding"]:
            sets[one.name]["seconds to encode the documents"] = round(run["encoding"]["seconds"], 1)
        scores = {
            name: score_answers(one, data, run["folder"] / "answers" / found["file"])
            for name, found in run["search"]["searched"].items()
        }
        sets[one.name]["systems"][run["module"]] = system(run, scores, one.main_measure)
    measured = {"sets": sets, "left out": {module: without_folders(reason) for module, reason in failed.items()}}
    write_result(RESULT, measured, data=data_checksums)
    return markdown(measured)


def system(run: Mapping[str, Any], scores: Mapping[str, Mapping[str, float]], main: str) -> dict[str, Any]:
    """One rival on one set: its variants in the order of its program, the best of them, versions and sizes.

    `best` has the highest main measure, the earlier one of equals; it is chosen on the very questions it is reported
    on, which favours the rival. `default` is what the rival does when nothing is chosen.
    """
    variants = {}
    for name, found in run["search"]["searched"].items():
        built = run["build"]["built"][found["index"]]
        variants[name] = {
            "scores": dict(scores[name]),
            "milliseconds": {
                "p50": milliseconds(found["seconds"], 0.5),
                "p95": milliseconds(found["seconds"], 0.95),
                "cpu, p50": milliseconds(found["cpu_seconds"], 0.5),
                "of which encoding, p50": milliseconds(found["encoding_seconds"], 0.5),
            },
            "build seconds": round(built["seconds"], 3),
            "open seconds": round(found["open_seconds"], 3),
            "index bytes": built["bytes"],
            "settings": built["settings"] | found["settings"],
            "queries": len(found["seconds"]),
        }
    best = max(variants, key=lambda name: (scores[name][main], -list(variants).index(name)))
    return {
        "title": run["build"]["title"],
        "versions": run["build"]["versions"],
        "default": next(iter(variants)),
        "best": best,
        "hits asked for": run["search"]["k"],
        "peak megabytes": {"build": run["build"]["peak_megabytes"], "search": run["search"]["peak_megabytes"]},
        "machine load": run["load"],
        "variants": variants,
    }


def without_folders(reason: str) -> str:
    """The message with every absolute path cut to its last part: results say nothing of the machine's folders.

    >>> without_folders("making /srv/cache/hybrid_txtai failed")
    'making …/hybrid_txtai failed'
    """
    return re.sub(r"(?<![\w.])/(?:[^\s/:]+/)+", "…/", reason)


def milliseconds(seconds: Sequence[float], share: float) -> float:
    """The nearest-rank percentile in milliseconds, two decimals; `seconds` may not be empty.

    >>> milliseconds([0.004, 0.001, 0.002, 0.003], 0.5)
    2.0
    """
    ordered = sorted(seconds)
    return round(1000 * ordered[max(0, math.ceil(share * len(ordered)) - 1)], 2)
