"""Records the means of `onrecord bench seeds --format json`: the ways of ranking on the judged seed article.

python benchmarks/measure_seeds.py
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

from record import write_result

ROOT = Path(__file__).parents[1]


def main() -> None:
    command = [sys.executable, "-m", "onrecord", "bench", "seeds", "--format", "json"]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    used = [*(ROOT / "seeds").glob("*.txt"), ROOT / "benchmarks" / "seeds" / "queries.jsonl"]
    checksums = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(used)}
    groups: dict[str, dict[str, dict[str, float]]] = {}
    for mean in json.loads(printed)["means"]:
        row = groups.setdefault(mean["group"], {}).setdefault(mean["system"], {})
        row[mean["measure"]] = round(mean["mean"], 4)
        if mean["measure"] in ("nDCG@10", "AUROC"):  # who@1 is asked of fewer
            row["n"] = mean["questions"]
    print(write_result("seeds", {"groups": groups}, data=checksums))


if __name__ == "__main__":
    main()
