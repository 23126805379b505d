"""Writes a result with what is needed to repeat it: versions, commit, seed, machine in words."""

from __future__ import annotations

import datetime
import json
import os
import platform
import subprocess
from importlib import metadata
from pathlib import Path

RESULTS = Path(__file__).parent / "results"
_PACKAGES = (
    "onrecord", "torch", "sentence-transformers", "onnxruntime", "tokenizers",
    "faiss-cpu", "tantivy", "rank-bm25", "numpy",
)  # fmt: skip


def write_result(name: str, measured: object, *, seed: int | None = None, data: dict[str, str] | None = None) -> Path:
    """Writes `benchmarks/results/NAME.json` and returns its path; `data` holds checksums of what was measured on."""
    facts = {
        "measured": measured,
        "seed": seed,
        "data": data or {},
        "versions": {package: _version(package) for package in _PACKAGES} | {"python": platform.python_version()},
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "commit": commit(),
        "clean": not _git("status", "--porcelain", "--", "src"),
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
    }
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}.json"
    path.write_text(json.dumps(facts, indent=2, ensure_ascii=False) + "\n", "utf-8")
    return path


def commit() -> str:
    """The commit of the code that measures."""
    return _git("rev-parse", "--short=12", "HEAD")


def _version(package: str) -> str:
    try:
        return metadata.version(package).split("+")[0]
    except metadata.PackageNotFoundError:
        return "not installed"


def _git(*words: str) -> str:
    done = subprocess.run(["git", *words], capture_output=True, text=True, cwd=Path(__file__).parent, check=False)
    return done.stdout.strip()
