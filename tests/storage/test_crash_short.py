"""Killed and refused commands lose nothing: a short run of the harness under benchmarks/torture."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

CRASH = Path(__file__).parents[2] / "benchmarks" / "torture" / "crash.py"


@pytest.mark.skipif(sys.platform == "win32", reason="processes are forked and killed by signals")
def test_nothing_is_lost_when_commands_are_killed_and_disks_fail() -> None:
    """Thirty kills and ten failing disks; the long run makes hundreds (see benchmarks/results/crash.json)."""
    command = [sys.executable, str(CRASH), "--kills", "30", "--errors", "10", "--seed", "7"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    assert done.stdout, done.stderr[-2000:]
    found = json.loads(done.stdout)
    assert found["failures"] == []
    assert found["kills"] >= 25
    assert found["errors_injected"] == 10
    assert done.returncode == 0
