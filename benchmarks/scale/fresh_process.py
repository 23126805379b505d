"""Runs one measurement in a process of its own, so that nothing an earlier one loaded is counted or of help."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

BENCHMARKS = Path(__file__).parents[1]


def in_fresh_process(module: str, arguments: Sequence[str], python: str = sys.executable) -> dict[str, Any]:
    """What `python -m scale.MODULE ARGUMENTS` prints as JSON on its last line; RuntimeError with what it said last."""
    paths = [str(BENCHMARKS), *filter(None, [os.environ.get("PYTHONPATH")])]
    # Threads that wait sleep: on a busy machine spinning takes the time from those that work.
    own = {"PYTHONPATH": os.pathsep.join(paths), "HF_HUB_OFFLINE": "1", "OMP_WAIT_POLICY": "PASSIVE"}
    environment = os.environ | own
    done = subprocess.run(
        [python, "-m", f"scale.{module}", *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{module} {' '.join(arguments[:2])}: {done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def forget_files(folder: Path) -> None:
    """Asks the system to drop its copies in memory of the folder's files, as after a restart of the machine."""
    if hasattr(os, "posix_fadvise"):
        for path in folder.rglob("*"):
            if path.is_file():
                file = os.open(path, os.O_RDONLY)
                try:
                    os.fsync(file)
                    os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
                finally:
                    os.close(file)
