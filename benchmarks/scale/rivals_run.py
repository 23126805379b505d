"""Rivals on the passages beside an archive: built, opened, asked and added to, each in a process of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from baselines.environment import ready_environment
from scale.fresh_process import BENCHMARKS

# Module and requirements of each; the environments are those of the other benchmark of rivals.
RIVALS: dict[str, tuple[str, str | None]] = {
    "txtai": ("txtai_hybrid", "hybrid_txtai.txt"),
    "LanceDB": ("lancedb_hybrid", "hybrid_lancedb.txt"),
    "Milvus Lite": ("milvus_lite_hybrid", "hybrid_milvus_lite.txt"),
    "bm25s + FAISS flat": ("by_hand_flat", "lexical_bm25s.txt"),
    "bm25s + FAISS HNSW": ("by_hand_hnsw", "lexical_bm25s.txt"),
}
_ENVIRONMENTS = BENCHMARKS.parent / "build" / "baselines" / "environments"
# Seconds after which a rival's step is cut.
MOST_SECONDS = 900.0


def rival_figures(name: str, work: Path, beside: Path, size: int, queries: Path) -> dict[str, Any]:
    """All figures of one rival, also written to `rivals/NAME/SIZE.figures.json`; a step that fails says why."""
    module, requirements = RIVALS[name]
    wanted = BENCHMARKS / "baselines" / requirements if requirements else None
    python = ready_environment(_ENVIRONMENTS / (wanted.stem if wanted else "running"), wanted)
    folder = work / "rivals" / name
    folder.mkdir(parents=True, exist_ok=True)
    index, found = folder / f"{size}.index", {}
    for verb in ("build", "opening", "search", "add"):
        print(f"{name}, {size}: {verb}", file=sys.stderr, flush=True)
        asked = [] if verb == "build" else [str(queries)]
        found[verb] = _step(python, module, [verb, str(beside), str(index), *asked])
        if verb == "build" and "failed" in found[verb]:
            break
    (folder / f"{size}.figures.json").write_text(json.dumps(found, indent=1), "utf-8")
    shutil.rmtree(index, ignore_errors=True)
    return found


def _step(python: Path, module: str, arguments: Sequence[str]) -> dict[str, Any]:
    # A rival's environment lies over the one that runs this, but does not see what is installed there for editing.
    paths = [str(BENCHMARKS), *filter(None, [os.environ.get("PYTHONPATH")]), str(BENCHMARKS.parent / "src")]
    own = {"PYTHONPATH": os.pathsep.join(paths), "HF_HUB_OFFLINE": "1", "OMP_WAIT_POLICY": "PASSIVE"}
    own |= {"LANCE_LOG": "error", "TOKENIZERS_PARALLELISM": "false"}
    command = [str(python), "-m", f"scale.rivals.{module}", *arguments]
    try:
        done = subprocess.run(
            command, env=os.environ | own, capture_output=True, text=True, check=False, timeout=MOST_SECONDS
        )
    except subprocess.TimeoutExpired:
        return {"failed": f"cut after {MOST_SECONDS:.0f} s"}
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.strip()]
        return {"failed": " | ".join(said[-3:])[-600:]}
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found
