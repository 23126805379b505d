"""Random changes and questions, held against a naive twin: a short run of the harness under benchmarks/torture."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

SOAK = Path(__file__).parents[2] / "benchmarks" / "torture" / "soak.py"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory and handles are counted in /proc")
def test_an_archive_and_its_twin_agree() -> None:
    """One long course and four of hypothesis, always the same ones; the long run takes an hour (results/soak.json)."""
    command = [sys.executable, str(SOAK), "--rounds", "1", "--seed", "11"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    assert done.stdout, done.stderr[-3000:]
    told = json.loads(done.stdout)
    assert told["differences"] == [], done.stderr[-3000:]
    assert told["searches compared"]["memory"] >= 30
    assert told["searches compared"]["brute"] >= 10
    assert done.returncode == 0
