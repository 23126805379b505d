"""A function in a forked child of this warm process: what it told, how it ended."""

from __future__ import annotations

import json
import os
import select
import signal
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from onrecord.errors import OnrecordError

# Seconds after which a child hangs; the slowest takes two.
_PATIENCE = 120.0

Tell = Callable[[Any], None]


@dataclass(slots=True)
class Ended:
    """What the child told, in order; `signal` that ended it (0: none); `error` it raised, `ours` when on purpose."""

    told: list[Any] = field(default_factory=list)
    signal: int = 0
    error: str = ""
    ours: bool = False
    seconds: float = 0.0
    hung: bool = False

    @property
    def well(self) -> bool:
        return not (self.signal or self.error or self.hung)


def in_child(job: Callable[[Tell], None], kill_after: float | None = None) -> Ended:
    """Runs the job to its end, or kills it after so many seconds; `kill_after` counts from the fork."""
    inside, outside = os.pipe()[::-1]
    started = time.monotonic()
    child = os.fork()
    if child == 0:
        os.close(outside)
        _run(job, inside)
    os.close(inside)
    ended, content = Ended(), b""
    try:
        limit = _PATIENCE if kill_after is None else kill_after
        while True:
            left = started + limit - time.monotonic()
            ready = select.select([outside], [], [], max(left, 0))[0]
            if not ready:
                os.kill(child, signal.SIGKILL)
                ended.hung = kill_after is None
                limit = _PATIENCE * 2
                continue
            part = os.read(outside, 65536)
            if not part:
                break
            content += part
    finally:
        os.close(outside)
        status = os.waitpid(child, 0)[1]
    ended.seconds = time.monotonic() - started
    ended.signal = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    for line in content.split(b"\n")[:-1]:
        kind, said = json.loads(line)
        if kind == "told":
            ended.told.append(said)
        else:
            ended.error, ended.ours = said, kind == "refused"
    return ended


def _run(job: Callable[[Tell], None], pipe: int) -> None:
    """Never returns: neither the parent's clean-up nor its buffers belong to the child."""

    def send(kind: str, said: Any) -> None:
        os.write(pipe, json.dumps([kind, said]).encode() + b"\n")

    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 2)
    try:
        job(lambda said: send("told", said))
    except OnrecordError as error:
        send("refused", f"{type(error).__name__}: {error}")
    except BaseException as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        last = [frame for frame in traceback.extract_tb(error.__traceback__) if "onrecord" in frame.filename]
        at = last[-1] if last else where
        send("raised", f"{type(error).__name__}: {error} (at {at.filename.rpartition('onrecord/')[2]}:{at.lineno})")
    os._exit(0)
