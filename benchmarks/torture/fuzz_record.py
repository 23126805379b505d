"""Records runs of the fuzzer: inputs and edges of each target, what was found, and whether it still fails.

python benchmarks/torture/fuzz_record.py DIR ...: the folders that `fuzz.py --keep` filled, together; writes
benchmarks/results/fuzz.json.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

# Alarms about the harness itself, long mended: a check that took `hTtp:` for no address, one that encoded what nobody
# promises to be encodable, and sources such as `..`, which read whatever lay in the folder above.
_OWN_MISTAKES = (
    "arkdown that is more than words", "UnicodeEncodeError in fuzz_text.py", "TooSlow in fuzz_reading.py:_sources",
)  # fmt: skip
_OWN_TARGETS = {"sources"}
REGRESSIONS = HERE.parents[1] / "tests" / "hostile" / "regressions"


def summary(folders: Sequence[Path], names: Mapping[str, str]) -> dict[str, Any]:
    """What is recorded; `names` are the targets by the name of their folder."""
    targets = {name: _target(folders, slug, name) for slug, name in names.items()}
    found = [f"{name}: {kind}" for name, facts in targets.items() for kind in facts["found"]]
    left = [f"{name}: {kind}" for name, facts in targets.items() for kind in facts["left"]]
    return {
        "inputs": sum(facts["inputs"] for facts in targets.values()),
        "targets_tried": len(targets),
        "failures_found": len(found),
        "failures_mended": len(found) - len(left),
        "failures": len(left),
        "found": found,
        "left": left,
        "kept_from_earlier_runs": sum(path.is_file() for path in REGRESSIONS.rglob("*")),
        "processor_seconds_allowed_for_64_kb": 2.0,
        "targets": {
            name: {key: facts[key] for key in ("inputs", "edges", "corpus")} for name, facts in targets.items()
        },
    }


def _target(folders: Sequence[Path], slug: str, name: str) -> dict[str, Any]:
    inputs = edges = corpus = 0
    inputs_of: dict[str, list[Path]] = {}
    for folder in folders:
        corpus = max(corpus, sum(1 for _ in (folder / slug).glob("corpus/*")))
        for run in sorted((folder / slug).glob("run-*")):
            if (run / "status.json").exists():
                facts = json.loads((run / "status.json").read_text())
                inputs += facts["inputs"]
                for failure in facts["failures"]:
                    inputs_of.setdefault(failure["kind"], []).append(run / failure["file"])
            log = (run / "log.txt").read_text("utf-8", "replace") if (run / "log.txt").exists() else ""
            edges = max([edges, *(int(seen) for seen in re.findall(r"cov: (\d+)", log))])
            if name not in _OWN_TARGETS:
                inputs_of.setdefault("the process died", []).extend(sorted(run.glob("died-[cot]*")))
    ours = {kind: files for kind, files in inputs_of.items() if files and not any(own in kind for own in _OWN_MISTAKES)}
    failing = {kind: [file for file in files if _fails(name, file)] for kind, files in ours.items()}
    # Slow under instruments only is not slow.
    found = sorted(kind for kind in ours if failing[kind] or not kind.startswith("TooSlow"))
    return {
        "inputs": inputs, "edges": edges, "corpus": corpus, "found": found,
        "left": sorted(kind for kind in found if failing[kind]),
    }  # fmt: skip


def _fails(name: str, file: Path) -> bool:
    command = [sys.executable, str(HERE / "fuzz_child.py"), name, "--replay", str(file)]
    return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode != 0


def record(folders: Sequence[Path], names: Mapping[str, str]) -> int:
    """Writes the result; returns how many failures are left."""
    from record import write_result

    measured = summary(folders, names)
    write_result("fuzz", measured)
    print(json.dumps({key: value for key, value in measured.items() if key != "targets"}, indent=1))
    return int(measured["failures"])


if __name__ == "__main__":
    from torture.fuzz import slug, targets

    sys.exit(min(1, record([Path(folder) for folder in sys.argv[1:]], {slug(name): name for name in targets()})))
