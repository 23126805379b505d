"""Every input that once broke something breaks nothing any more."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from torture.fuzz import slug, targets
from torture.fuzz_child import attempt, too_slow

REGRESSIONS = Path(__file__).parent / "regressions"
TARGETS = {slug(name): target for name, target in targets().items()}
INPUTS = sorted(path for path in REGRESSIONS.rglob("*") if path.is_file())

# Generous, for a busy machine: what once took minutes is still told from what takes no time.
PATIENCE = 20.0


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: str(path.relative_to(REGRESSIONS)))
def test_input_that_once_failed(path: Path) -> None:
    """Only errors of onrecord come out of it, and nothing of what is promised breaks."""
    signal.signal(signal.SIGPROF, too_slow)
    failure = attempt(TARGETS[path.parent.name].run, path.read_bytes(), PATIENCE)
    assert failure is None, failure


def test_inputs_are_small() -> None:
    """Each is the smallest that was found, so that a reader sees what it is about."""
    assert len(INPUTS) >= 10
    assert [path for path in INPUTS if path.stat().st_size > 4096] == []
