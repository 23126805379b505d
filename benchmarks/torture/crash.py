"""Kills commands and fails their disk, and says whether anything was lost.

    python benchmarks/torture/crash.py [--kills 500] [--errors 300] [--seed 1] [--workers 2] [--record]

Each command (add, first add, delete, compact, rebuild, export, model export) runs in a child process on a small
archive of invented articles and is killed (SIGKILL) at every named step, before a system call that changes a file,
in the middle of a write, and at random moments; or its system calls fail with errors of a full, broken or read-only
disk. After each the archive must open, hold exactly one of the two states around the last commit that was reported,
agree with itself in every arm, answer as a new archive of the same articles does, and the command, simply run again,
must end as an undisturbed run does. Commits are made small (5 passages), so that a command has many. Vectors are
those of the default encoder; as a text's vector is always the same, each is computed once.
"""

from __future__ import annotations

import argparse
import errno
import json
import os
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from onrecord.encoding.model_export import exported_model
from torture import faults
from torture.child import in_child
from torture.commands import Command, commands, make_bases, small_steps
from torture.encoder import RememberingEncoder
from torture.trials import Stop, Tally, Trials, can_mount

_ERRORS = (errno.ENOSPC, errno.EIO, errno.EROFS, errno.EDQUOT)
_GROUPS = (faults.Call.WRITE, faults.Call.SYNC, faults.Call.CREATE, faults.Call.RENAME, faults.Call.REMOVE,
           faults.Call.TRUNCATE)  # fmt: skip


def kills(trials: Trials, all_commands: Sequence[Command], count: int, chance: random.Random) -> Iterator[Any]:
    """(command, stop): each named step at one of the times it is reached, then calls, torn writes and moments."""
    given = 0
    steps = [
        (command, Stop("step", step, chance.randint(1, times)))
        for command in all_commands
        for step, times in sorted(Counter(trials.course(command).steps).items())
    ]
    chance.shuffle(steps)
    for pair in steps[:count]:
        given += 1
        yield pair
    while given < count:
        command, kind = chance.choice(all_commands), chance.choice(("step", "time", "call", "call", "torn"))
        course = trials.course(command)
        if kind == "step":
            at = chance.randrange(len(course.steps))
            stop = Stop("step", course.steps[at], course.steps[: at + 1].count(course.steps[at]))
        elif kind == "time" or not faults.available():
            stop = Stop("time", seconds=chance.uniform(0.002, course.seconds))
        else:
            group = faults.Call.WRITE if kind == "torn" else faults.Call.ANY
            most = course.calls["WRITE"] if kind == "torn" else sum(course.calls.values())
            stop = Stop(kind, nth=chance.randint(1, max(1, most)), calls=group)
        given += 1
        yield command, stop


def errors(trials: Trials, all_commands: Sequence[Command], count: int, chance: random.Random) -> Iterator[Any]:
    """(command, stop): failing system calls of each group in turn, and errors of the kernel's own."""
    mounts = can_mount(trials.place)
    kinds = ["error"] * 8 if faults.available() else []
    kinds += ["limit", *(["full", "full", "read-only"] if mounts else [])]
    for given in range(count):
        command, kind = chance.choice(all_commands), kinds[given % len(kinds)]
        if kind == "limit":
            yield command, Stop("limit", nth=chance.choice((0, 1 << 12, 1 << 14, 1 << 16, 1 << 18, 1 << 20)))
        elif kind == "full":
            yield command, Stop("full", nth=chance.randint(0, 600) * 1024)
        elif kind == "read-only":
            yield command, Stop("read-only")
        else:
            calls = trials.course(command).calls
            groups = [group for group in _GROUPS if calls[str(group.name)]]
            group = chance.choice(groups)
            nth = chance.randint(1, calls[str(group.name)])
            yield (
                command,
                Stop("error", nth=nth, calls=group, error=chance.choice(_ERRORS), lasting=chance.random() < 0.5),
            )


def torture(folder: Path, kill_count: int, error_count: int, seed: int, workers: int) -> tuple[Tally, dict[str, Any]]:
    """What was tried and found, and what an undisturbed run of each command consists of."""
    model = exported_model()
    encoder = RememberingEncoder(model)
    small_steps(encoder)
    encoder.warm_up()
    make = folder / "base"
    made = in_child(lambda tell: make_bases(make, model))
    if not made.well:
        raise RuntimeError(made.error or str(made.signal))
    trials, chance = Trials(make, folder / "place", model), random.Random(seed)
    all_commands = commands(model)
    attempts = [
        *kills(trials, all_commands, kill_count, chance),
        *errors(trials, all_commands, error_count, chance),
    ]
    tally = side_by_side(trials, folder, attempts, workers)
    courses = {
        command.name: {"commits": len(course.states) - 1, "steps": len(course.steps), "calls": course.calls}
        for command in all_commands
        for course in [trials.course(command)]
    }
    return tally, courses


def side_by_side(trials: Trials, folder: Path, attempts: Sequence[Any], workers: int) -> Tally:
    """Makes the attempts in so many processes, each in a folder of its own; what all found."""
    children = []
    for number in range(workers):
        child = os.fork()
        if child == 0:
            status = 1
            try:
                trials.move(folder / f"worker-{number}")
                for command, stop in attempts[number::workers]:
                    trials.attempt(command, stop)
                (folder / f"{number}.json").write_text(json.dumps(trials.tally.to_dict()), "utf-8")
                status = 0
            except Exception:
                traceback.print_exc()
            finally:
                os._exit(status)
        children.append(child)
    statuses = [os.waitpid(child, 0)[1] for child in children]
    if any(statuses):
        raise RuntimeError("a process of the harness itself has failed; see above")
    tally = Tally()
    for number in range(workers):
        tally.take(json.loads((folder / f"{number}.json").read_text("utf-8")))
    return tally


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status: 0 when nothing was lost, 1 otherwise; prints what was tried as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--errors", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2, help="processes side by side")
    parser.add_argument("--record", action="store_true", help="write benchmarks/results/crash.json")
    given = parser.parse_args(arguments)
    started = time.monotonic()
    faults.start_again_with_faults()
    with tempfile.TemporaryDirectory(prefix="onrecord-torture-") as name:
        tally, courses = torture(Path(name).resolve(), given.kills, given.errors, given.seed, given.workers)
    faults.clean_up()
    measured = {
        "kills": tally.kills.total(), "kills_by_step": dict(sorted(tally.kills.items())),
        "ended_before_the_kill": tally.unharmed,
        "errors_injected": tally.errors.total(), "errors_by_kind": dict(sorted(tally.errors.items())),
        "errors_explained": tally.refused, "indexes_rebuilt_on_opening": tally.rebuilt,
        "failures": tally.failures, "undisturbed": courses, "system_calls_intercepted": faults.available(),
        "seconds": round(time.monotonic() - started),
    }  # fmt: skip
    print(json.dumps(measured, indent=1))
    if given.record:
        from record import write_result

        write_result("crash", measured, seed=given.seed)
    return 1 if tally.failures else 0


if __name__ == "__main__":
    sys.exit(main())
