"""How long each stage of a process took, on the clock and on the processor, and the most memory it held meanwhile."""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

_MIB = 1024 * 1024


class Stages:
    """Figures by the name of the stage, in the order they were entered; a stage entered again adds up."""

    def __init__(self) -> None:
        self.figures: dict[str, dict[str, float]] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Everything inside counts for this stage."""
        forget_peak()
        began, used = time.perf_counter(), time.process_time()
        try:
            yield
        finally:
            figures = self.figures.setdefault(name, {"seconds": 0.0, "processor seconds": 0.0, "peak MiB": 0.0})
            figures["seconds"] = round(figures["seconds"] + time.perf_counter() - began, 2)
            figures["processor seconds"] = round(figures["processor seconds"] + time.process_time() - used, 2)
            figures["peak MiB"] = max(figures["peak MiB"], memory()["peak MiB"])


def forget_peak() -> None:
    """Lets the kernel count this process's peak from now on; where it does not, the peak is that of the whole run."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def memory(process: int | None = None) -> dict[str, float]:
    """MiB resident now: in all, anonymous, and of files (mapped ones, which the system may take back); and the peak."""
    try:
        lines = Path(f"/proc/{process or os.getpid()}/status").read_text().splitlines()
    except OSError:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return {"resident MiB": peak, "anonymous MiB": peak, "files MiB": 0.0, "peak MiB": peak}
    told: dict[str, Any] = dict(line.split(":", 1) for line in lines if ":" in line)
    names = {"resident MiB": "VmRSS", "anonymous MiB": "RssAnon", "files MiB": "RssFile", "peak MiB": "VmHWM"}
    return {name: round(int(told[key].split()[0]) * 1024 / _MIB, 1) for name, key in names.items()}
