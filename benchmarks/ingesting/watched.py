"""A process that indexes, watched from outside: its memory over time, its archive's log, how it ended."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import subprocess
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

MIB = 1024 * 1024
_EVERY = 1.0


@dataclass(slots=True)
class Watched:
    """Peaks in MiB; `curve` holds (seconds, MiB of anonymous memory, MiB resident, MiB fed so far)."""

    status: int = 0
    seconds: float = 0.0
    processor_seconds: float = 0.0
    fed: int = 0
    peak_resident: float = 0.0
    peak_anonymous: float = 0.0
    largest_log: float = 0.0
    curve: list[tuple[int, int, int, int]] = field(default_factory=list)
    said: str = ""


def watched(
    command: list[str],
    archive: Path,
    rows: Iterable[bytes] | None,
    *,
    limit: int | None = None,
    stop_after: float | None = None,
    most: int | None = None,
    stop_with: int = signal.SIGINT,
) -> Watched:
    """Runs the command, feeds it `rows` (up to `most` bytes) and watches it.

    `limit` is the most bytes of heap and private memory the system lets it have (RLIMIT_DATA: files mapped for reading
    do not count). After `stop_after` seconds it gets the signal.
    """
    found, began = Watched(), time.monotonic()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)

    def confine() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
        signal.signal(signal.SIGINT, signal.default_int_handler)

    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL if rows is None else subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        preexec_fn=confine,
    ) as child:
        assert child.stderr is not None
        feeder = threading.Thread(target=_feed, args=(child, rows, most, found), daemon=True)
        if rows is not None:
            feeder.start()
        words: list[bytes] = []
        listener = threading.Thread(target=lambda: words.extend(child.stderr or []), daemon=True)
        listener.start()
        while child.poll() is None:
            elapsed = time.monotonic() - began
            if stop_after is not None and elapsed > stop_after:
                child.send_signal(stop_with)
                stop_after = None
            _look(child.pid, archive, elapsed, found)
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(_EVERY)
        found.status = child.returncode
        if rows is not None:
            feeder.join(5)
            child.stdin = None  # closing it would flush what nobody reads any more
        listener.join(5)
    found.seconds = time.monotonic() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    found.processor_seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    found.said = b"".join(words).decode(errors="replace")[-600:]
    return found


def _feed(child: subprocess.Popen[bytes], rows: Iterable[bytes] | None, most: int | None, found: Watched) -> None:
    if child.stdin is None:
        return
    with contextlib.suppress(BrokenPipeError, ValueError):
        for row in rows or ():
            if most is not None and found.fed >= most:
                break
            child.stdin.write(row)
            found.fed += len(row)
    with contextlib.suppress(BrokenPipeError):
        child.stdin.close()


def _look(pid: int, archive: Path, elapsed: float, found: Watched) -> None:
    try:
        lines = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
        anonymous, resident = (int(lines[name].split()[0]) / 1024 for name in ("RssAnon", "VmRSS"))
        peak = int(lines["VmHWM"].split()[0]) / 1024
    except (OSError, KeyError, ValueError):
        return  # it has just ended
    found.peak_resident = max(found.peak_resident, peak)
    found.peak_anonymous = max(found.peak_anonymous, anonymous)
    with contextlib.suppress(OSError):
        found.largest_log = max(found.largest_log, os.stat(archive / "store.sqlite-wal").st_size / MIB)
    found.curve.append((round(elapsed), round(anonymous), round(resident), found.fed // MIB))


def thinned(curve: list[tuple[int, int, int, int]], most: int = 40) -> list[tuple[int, int, int, int]]:
    """Every n-th point of the curve, the last one too."""
    step: int = max(1, -(-len(curve) // most))
    return curve[::step] + ([curve[-1]] if curve and (len(curve) - 1) % step else [])
