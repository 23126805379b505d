"""One interruption after another: where a command can be stopped, and whether all is well afterwards."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from onrecord import Archive
from onrecord.steps import watch
from torture import articles, examine, faults
from torture.child import Ended, Tell, in_child
from torture.commands import ARCHIVE, Command, lay_out

_COMMITS = {"write: committed", "delete: committed", "compact: committed"}


@dataclass(frozen=True, slots=True)
class Stop:
    """Where a command is stopped.

    `kind` is "step" (`name` reached for the `nth` time), "time" (after `seconds`), "call" (before the `nth` call that
    changes a file), "torn" (after half of the `nth` write), "error" (the `nth` of `calls` fails with `error`, with all
    after it if `lasting`), "limit" (files of at most `nth` bytes), "full" (a disk with `nth` bytes left) or
    "read-only" (a disk that may not be written).
    """

    kind: str
    name: str = ""
    nth: int = 0
    seconds: float = 0.0
    calls: faults.Call = faults.Call.ANY
    error: int = 0
    lasting: bool = False


@dataclass(slots=True)
class Course:
    """What an undisturbed run goes through: each committed state, the steps in order, how many calls of each group."""

    states: list[examine.State] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)
    calls: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0


@dataclass(slots=True)
class Tally:
    """What has been tried and found."""

    kills: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    unharmed: int = 0
    rebuilt: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        return {one.name: getattr(self, one.name) for one in fields(self)}

    def take(self, other: Mapping[str, Any]) -> None:
        """Adds what another process counted."""
        self.kills.update(other["kills"])
        self.errors.update(other["errors"])
        self.refused += other["refused"]
        self.unharmed += other["unharmed"]
        self.rebuilt += other["rebuilt"]
        self.failures += other["failures"]


class Trials:
    """Runs the commands in `place`, a folder of its own; `base` holds what they start from, `model` an export."""

    def __init__(self, base: Path, place: Path, model: Path) -> None:
        self._base, self.place, self._model = base, place, model
        self._courses: dict[str, Course] = {}
        self._expected: dict[str, Any] = {}
        self.tally = Tally()

    def move(self, folder: Path) -> None:
        """Goes on in a new folder, where no other process works."""
        folder.mkdir()
        self.place = folder / "place"

    def course(self, command: Command) -> Course:
        """The undisturbed run of the command."""
        if command.name not in self._courses:
            lay_out(self._base, command.start, self.place)
            course = Course([examine.state_of(self.place)])

            def job(tell: Tell) -> None:
                def watcher(step: str) -> None:
                    tell([step, examine.state_of(self.place) if step in _COMMITS else None])

                watch(watcher)
                command.run(self.place)

            course.seconds = (ended := in_child(job)).seconds
            if not ended.well:
                raise RuntimeError(f"{command.name}, undisturbed: {ended.error or ended.signal}")
            for step, state in ended.told:
                course.steps.append(step)
                course.states += [state] if state is not None else []
            if faults.available():
                lay_out(self._base, command.start, self.place)
                course.calls = in_child(lambda tell: self._count(command, tell)).told[-1]
            self._courses[command.name] = course
        return self._courses[command.name]

    def _count(self, command: Command, tell: Tell) -> None:
        faults.arm(self.place, faults.Call.ANY, faults.COUNT)
        command.run(self.place)
        tell(faults.seen())

    def attempt(self, command: Command, stop: Stop) -> None:
        """Stops the command there, and looks at what is left, before and after it is simply run again."""
        course = self.course(command)
        lay_out(self._base, command.start, self.place)
        with _Disk(self.place, stop) as disk:
            ended = in_child(lambda tell: self._stopped(command, stop, tell), stop.seconds or None)
            disk.mend()
            found = self._outcome(command, stop, ended)
            commits = sum(step in _COMMITS for step in ended.told)
            allowed = course.states[commits : commits + 2]
            found += self._look(command, allowed, again=False)
            again = in_child(lambda tell: command.run(self.place))
            if not again.well:
                found.append(f"cannot be run again: {again.error or again.signal or 'hangs'}")
            found += self._look(command, course.states[-1:], again=True)
        where = f"{command.name}, {stop}"
        self.tally.failures += [f"{where}: {line}" for line in dict.fromkeys(found)]

    def _outcome(self, command: Command, stop: Stop, ended: Ended) -> list[str]:
        tally = self.tally
        if stop.kind in ("step", "time", "call", "torn"):
            if ended.signal == signal.SIGKILL:
                tally.kills[f"{command.name}: {stop.name or stop.kind}"] += 1
            elif ended.well:
                tally.unharmed += 1
            else:
                return [f"ended with {ended.error or ended.signal} before it was killed"]
        else:
            kind = f"{os.strerror(stop.error)} on {stop.calls.name}" if stop.kind == "error" else stop.kind
            tally.errors[f"{command.name}: {kind}"] += 1
            tally.refused += bool(ended.error and ended.ours)
            if ended.signal or ended.hung or (ended.error and not ended.ours):
                return [f"not explained: {ended.error or ('hangs' if ended.hung else f'signal {ended.signal}')}"]
        return []

    def _stopped(self, command: Command, stop: Stop, tell: Tell) -> None:
        reached: Counter[str] = Counter()

        def watcher(step: str) -> None:
            reached[step] += 1
            tell(step)
            if stop.kind == "step" and step == stop.name and reached[step] == stop.nth:
                os.kill(os.getpid(), signal.SIGKILL)

        watch(watcher)
        if stop.kind in ("call", "torn"):
            faults.arm(self.place, stop.calls, faults.KILL if stop.kind == "call" else faults.TEAR, stop.nth)
        elif stop.kind == "error":
            faults.arm(self.place, stop.calls, faults.FAIL, stop.nth, stop.error, lasting=stop.lasting)
        elif stop.kind == "limit":
            resource.setrlimit(resource.RLIMIT_FSIZE, (stop.nth, resource.RLIM_INFINITY))
        command.run(self.place)

    def _look(self, command: Command, allowed: list[examine.State], *, again: bool) -> list[str]:
        """What is wrong with what the command left; `again` when it has been run to its end meanwhile."""
        moment = "run again: " if again else ""
        place, found = self.place, []
        if again:
            # An index is tidied up when it is next written, which an add with nothing to do does not.
            strict = command.name in ("compact", "rebuild")
            found = [f"left over: {path}" for path in examine.litter(place, everything=strict)]
        if command.name.startswith("model export"):
            wrong = examine.model_is_whole(place, self._model, there=again)
            return [moment + line for line in [*found, wrong] if line]
        if command.name == "export" and (wrong := examine.export_is_whole(place)):
            found.append(wrong)
        if again and command.name == "compact":
            found += [f"not forgotten: {word}" for word in examine.remembered(place, articles.FORGOTTEN)]
        looked = in_child(lambda tell: self._open(tell))
        if not looked.well:
            return [moment + line for line in [*found, f"cannot be opened: {looked.error or looked.signal}"]]
        state, notices, faulty, answers = looked.told[0]
        self.tally.rebuilt += [f"{command.name}: {notice.replace(str(place), '')}" for notice in notices]
        found += faulty
        if state not in allowed:
            found.append(f"holds {examine.live(state)}; expected one of {[examine.live(one) for one in allowed]}")
        else:
            differing = [
                n for n, pair in enumerate(zip(answers, self._answers(state), strict=True)) if pair[0] != pair[1]
            ]
            if differing:
                found.append(f"answers {differing} differ from those of a new archive of the same articles")
        return [moment + line for line in found]

    def _open(self, tell: Tell) -> None:
        with Archive.open(self.place / ARCHIVE) as archive:
            tell([examine.state_of(self.place), archive.notices, examine.faults_of(archive), examine.answers(archive)])

    def _answers(self, state: examine.State) -> Any:
        """What a new archive of the same articles answers."""
        key = examine.live(state)
        if key not in self._expected:
            new = self.place.with_name("new")
            shutil.rmtree(new, ignore_errors=True)

            def job(tell: Tell) -> None:
                with Archive.open(self.place / ARCHIVE) as archive:
                    same = list(archive.articles())
                with Archive.open(new) as fresh:
                    fresh.add(same)
                    tell(examine.answers(fresh))

            made = in_child(job)
            if not made.well:
                raise RuntimeError(f"a new archive cannot be made: {made.error or made.signal}")
            self._expected[key] = made.told[0]
        return self._expected[key]


class _Disk:
    """For stops of the kinds "full" and "read-only": a disk of its own is mounted at the place while it lasts."""

    def __init__(self, place: Path, stop: Stop) -> None:
        self.place, self._stop = place, stop

    def __enter__(self) -> _Disk:
        if self._stop.kind == "full":
            used = sum(path.stat().st_blocks * 512 for path in self.place.rglob("*"))
            self._mount(f"size={used + self._stop.nth + 65536}")
        elif self._stop.kind == "read-only":
            self._mount("size=64m")
            _mount("-o", "remount,ro", str(self.place))
        return self

    def _mount(self, options: str) -> None:
        beside = self.place.with_name("beside")
        self.place.rename(beside)
        self.place.mkdir()
        _mount("-t", "tmpfs", "-o", options, "onrecord-torture", str(self.place))
        subprocess.run(["cp", "-a", f"{beside}/.", str(self.place)], check=True)
        subprocess.run(["rm", "-rf", str(beside)], check=True)

    def mend(self) -> None:
        """The disk is large and may be written again."""
        if self._stop.kind in ("full", "read-only"):
            _mount("-o", "remount,rw,size=64m", str(self.place))

    def __exit__(self, *_: object) -> None:
        if self._stop.kind in ("full", "read-only"):
            subprocess.run(["umount", str(self.place)], check=True)


def _mount(*words: str) -> None:
    subprocess.run(["mount", *words], check=True, capture_output=True)


def can_mount(folder: Path) -> bool:
    """Whether a disk may be mounted here: by root, in most containers not even by it."""
    folder.mkdir(exist_ok=True)
    try:
        _mount("-t", "tmpfs", "-o", "size=1m", "onrecord-torture", str(folder))
    except (OSError, subprocess.CalledProcessError):
        return False
    subprocess.run(["umount", str(folder)], check=True)
    return True
