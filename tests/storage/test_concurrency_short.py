"""Every answer beside a writer is that of a committed state: a short run of the harness under benchmarks/torture."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HARNESS = Path(__file__).parents[2] / "benchmarks" / "torture" / "concurrency.py"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked and killed by signals")
def test_every_answer_is_that_of_a_committed_state() -> None:
    """Readers of all kinds beside writers that are killed; the long run is benchmarks/results/concurrency.json."""
    command = [sys.executable, str(HARNESS), "--seconds", "6", "--real-seconds", "0", "--seed", "7"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)
    assert done.stdout, done.stderr[-2000:]
    found = json.loads(done.stdout)
    (run,) = found["runs"]
    assert run["first_failures"] == []
    assert run["answers_checked"] > 0
    assert run["states"] > 1
    assert done.returncode == 0
