"""The page about reliability cannot drift from the results."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_page_is_what_the_results_say() -> None:
    """benchmarks/RELIABILITY.md equals what its script makes of the result files."""
    command = [sys.executable, "benchmarks/reliability_page.py", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_the_page_names_is_there() -> None:
    """Every program and test that the page says can be run exists."""
    page = (ROOT / "benchmarks" / "RELIABILITY.md").read_text("utf-8")
    named = set(re.findall(r"(?:benchmarks|tests)/[\w./*-]+\w", page))
    assert named
    assert [name for name in named if not list(ROOT.glob(name))] == []
