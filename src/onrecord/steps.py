"""Named steps of everything that changes files, so that a test can stop a process exactly there.

The name in the environment variable ONRECORD_STOP_AT kills this process when it gets there for the first time; a test
in the same process may instead be told of every step. Otherwise nothing happens.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable


def _stop(step: str) -> None:
    if step == os.environ["ONRECORD_STOP_AT"]:
        os.kill(os.getpid(), signal.SIGKILL)


_watcher: Callable[[str], None] | None = _stop if os.environ.get("ONRECORD_STOP_AT") else None


def reached(step: str) -> None:
    """Called in the middle of a change: `step` is the command or file, a colon, and what has just been done."""
    if _watcher is not None:
        _watcher(step)


def watch(watcher: Callable[[str], None] | None) -> None:
    """Calls `watcher` at each step from now on, in the thread that gets there; None for nobody."""
    global _watcher
    _watcher = watcher
