"""What a figure was made with: versions of what shapes it, and the commit of a checkout."""

from __future__ import annotations

import os
import platform
import subprocess
from importlib import metadata
from pathlib import Path

# What changes a ranking, a score or a statistic.
_PACKAGES = (
    "onrecord", "numpy", "onnxruntime", "tokenizers", "faiss-cpu", "tantivy", "rank-bm25", "PyStemmer", "ir_measures",
)  # fmt: skip
_PACKAGE = Path(__file__).parents[1]
_PATIENCE = 10.0


def software() -> dict[str, str]:
    """{package: version} of what is installed, Python, and the machine in words, for the latencies."""
    versions = {name: found for name in _PACKAGES if (found := _version(name))}
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    return versions | {"python": platform.python_version(), "machine": machine}


def commit() -> str:
    """The checkout's commit, 12 digits, with a "+" when its sources were changed since; empty for an installed copy.

    Only a repository that tracks this very package counts: not a user's own, in which it merely is installed.
    """
    if not _git("ls-files", "--", "benchmark.py"):
        return ""
    found = _git("rev-parse", "--short=12", "HEAD")
    return found + ("+" if found and _git("status", "--porcelain", "--", ".") else "")


def _version(package: str) -> str:
    try:
        return metadata.version(package).split("+")[0]
    except metadata.PackageNotFoundError:
        return ""


def _git(*words: str) -> str:
    try:
        done = subprocess.run(
            ["git", *words], capture_output=True, text=True, cwd=_PACKAGE, check=False, timeout=_PATIENCE
        )
    except (OSError, subprocess.TimeoutExpired):
        # Without git there is no commit to name.
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
