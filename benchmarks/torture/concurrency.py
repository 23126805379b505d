"""One writer, many readers, second writers and kills: is every answer that of a committed state?

    python benchmarks/torture/concurrency.py [--seconds 600] [--real-seconds 60] [--seed 1] [--record]

A writer adds, updates, deletes, compacts and rebuilds at random and is again and again killed (SIGKILL) or ended, and
another goes on at once. Meanwhile readers ask for passages, articles, quotes, people, claims and counts: threads that
share the writer's archive, threads of a forked process that use what their parent opened, threads of a spawned
process that was handed the archive, and threads that open it anew for every third question. Each commit of any
process is copied (torture/committed.py), and what is answered in that state is worked out from the copy by itself
(torture/oracle.py). An answer is right when it is that of a state which can have been seen between question and
answer. Second writers come all the time, with and without waiting, through the library and the command line: they
must write, or be told who writes, and that one must be alive. `--seconds` is with vectors that each process computes
once a text, so that the load is on the storage; `--real-seconds` with the encoder as it is.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from onrecord import Archive
from torture import articles, writers
from torture.committed import Timeline
from torture.oracle import Oracle
from torture.questions import NOT_ONE_READ, QUESTIONS
from torture.readers import Place, process

# Seconds after which a process that was told to end hangs.
_PATIENCE = 180.0


def forked(job: Callable[[], None]) -> int:
    """The number of a child that does the job and nothing else."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            job()
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    return child


class Run:
    """One run in a folder of its own."""

    def __init__(self, folder: Path, encoder: str, seed: int) -> None:
        self.place = Place(folder, encoder)
        self.chance = random.Random(seed)
        self.ended: dict[int, int] = {}
        self.outcomes: Counter[str] = Counter()
        self.failures: list[str] = []
        for path in (self.place.copies, self.place.logs):
            path.mkdir(parents=True)

    def go(self, seconds: float) -> None:
        """Everything from the first article to the last answer."""
        self.place.prepare()
        with Archive.open(self.place.archive) as archive:
            archive.add(articles.STORED)
            oracle = forked(Oracle(self.place).work)
            readers = [
                forked(lambda: process(self.place, "forked", archive, 3, 100)),
                forked(lambda: process(self.place, "opened anew", None, 2, 200)),
            ]
            spawned = multiprocessing.get_context("spawn").Process(
                target=process, args=(self.place, "spawned", archive, 3, 300)
            )
            spawned.start()
            self._write(time.monotonic() + seconds)
            self.place.stop.touch()
            self._reap(readers, "readers")
            spawned.join(_PATIENCE)
            if spawned.exitcode != 0:
                self.failures.append(f"spawned readers ended with {spawned.exitcode}")
            (self.place.folder / "all ended").touch()
            self._reap([oracle], "oracle", 10 * _PATIENCE)
            self.failures += [f"in the end: {line}" for line in archive.check()]

    def _write(self, until: float) -> None:
        """One writer after the other, and others beside it."""
        others: list[int] = []
        while time.monotonic() < until:
            writer = forked(lambda: writers.write(self.place, self.chance.randrange(1 << 30)))
            end = min(until, time.monotonic() + self.chance.uniform(1.0, 15.0))
            while time.monotonic() < end:
                time.sleep(min(self.chance.uniform(0.5, 4.0), max(0.0, end - time.monotonic())))
                if len(others) < 2:
                    seed = self.chance.randrange(1 << 30)
                    others.append(forked(lambda seed=seed: writers.contend(self.place, seed)))  # type: ignore[misc]
                others = [other for other in others if not self._has_ended(other)]
            kills = self.chance.random() < 0.7
            os.kill(writer, signal.SIGKILL if kills else signal.SIGTERM)
            self.outcomes["writers killed" if kills else "writers ended"] += 1
            self._reap([writer], "writer", killed=kills)
        self._reap(others, "second writers")

    def _has_ended(self, child: int) -> bool:
        number, status = os.waitpid(child, os.WNOHANG)
        if number:
            self.ended[child] = time.monotonic_ns()
            if status:
                self.failures.append(f"process {child} ended with status {status}")
        return bool(number)

    def _reap(self, children: Sequence[int], name: str, patience: float = _PATIENCE, *, killed: bool = False) -> None:
        until = time.monotonic() + patience
        for child in children:
            while True:
                number, status = os.waitpid(child, os.WNOHANG)
                if number:
                    break
                if time.monotonic() > until:
                    self.failures.append(f"{name} hang")
                    os.kill(child, signal.SIGKILL)
                    until = time.monotonic() + patience
                time.sleep(0.02)
            self.ended[child] = time.monotonic_ns()
            if status and not killed:
                self.failures.append(f"{name} ended with status {status}")

    def found(self) -> dict[str, Any]:
        """What was asked, and everything that was wrong."""
        lines = [
            (path.name.rpartition("-")[0].rpartition("-")[0], json.loads(line))
            for path in sorted(self.place.logs.iterdir())
            for line in path.read_text("utf-8").splitlines()
        ]
        answered = [json.loads(path.read_text("utf-8")) for path in (self.place.folder / "oracle").glob("*.json")]
        timeline = Timeline([(one["name"], one["answers"]) for one in answered])
        self.failures += [
            f"a new archive of the same articles answers otherwise: {q}" for a in answered for q in a["faults"]
        ]
        texts = {line["digest"]: line["text"] for _, line in lines if "digest" in line}
        by_reader: Counter[str] = Counter()
        by_question: Counter[str] = Counter()
        several = 0
        for kind, line in lines:
            if "failed" in line:
                self.failures.append(f"{kind}: {line['failed']}")
            elif "came" in line:
                self._judge_second(line)
            elif "wrote" in line:
                self.outcomes[f"changes: {line['wrote']}"] += 1
            elif "q" in line and line["q"] not in NOT_ONE_READ:
                seen = timeline.between(*line["t"])
                by_reader[kind] += 1
                by_question[line["q"]] += 1
                several += len(seen) > 1
                if all(state.answers[line["q"]] != line["a"] for state in seen):
                    self.failures.append(_told(kind, line, timeline, texts))
        return {
            "encoder": self.place.encoder,
            "answers_checked": by_reader.total(), "answers_by_reader": dict(sorted(by_reader.items())),
            "questions": len(by_question), "least_often_asked": min(by_question.values(), default=0),
            "answers_during_a_commit": several, "answers_that_differ": len(texts),
            "states": len(timeline.states), "states_made_anew": sum(one["compared"] for one in answered),
            "outcomes": dict(sorted(self.outcomes.items())),
            "failures": len(self.failures), "first_failures": [line[:1500] for line in self.failures[:20]],
        }  # fmt: skip

    def _judge_second(self, line: dict[str, Any]) -> None:
        self.outcomes[f"second writer: {line['came']}: {line['outcome']}"] += 1
        if line["outcome"] not in ("wrote", "locked"):
            self.failures.append(f"second writer, {line['came']}: {line['outcome']}: {line['said']}")
        if line["outcome"] == "locked":
            if line["named"] is None:
                self.outcomes["second writer: told that another process writes, not which"] += 1
            elif self.ended.get(line["named"], line["t"][0]) < line["t"][0]:
                self.failures.append(f"a dead process is blamed: {line['said']}")
            if "that waits" in line["came"]:
                self.failures.append(f"waited in vain: {line['said']}")


def _told(kind: str, line: dict[str, Any], timeline: Timeline, texts: dict[str, str]) -> str:
    start, end = line["t"]
    there = [n for n, state in enumerate(timeline.states) if state.answers[line["q"]] == line["a"]]
    allowed = [n for n, state in enumerate(timeline.states) if state in timeline.between(start, end)]
    what = f"that of states {there[:5]}" if there else "that of no state"
    return f"{kind}: {line['q']}: {what}, expected of {allowed[:5]} ({line['t']}): {texts[line['a']][:600]}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status: 0 when every answer was right, 1 otherwise; prints what was found as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--real-seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--record", action="store_true", help="write benchmarks/results/concurrency.json")
    given = parser.parse_args(arguments)
    parts = []
    for encoder, seconds in (("remembering", given.seconds), ("real", given.real_seconds)):
        if seconds <= 0:
            continue
        started = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="onrecord-concurrency-") as name:
            run = Run(Path(name).resolve(), encoder, given.seed)
            run.go(seconds)
            parts.append({"seconds": round(seconds), "seconds_in_all": round(time.monotonic() - started)} | run.found())
    measured = {"runs": parts, "failures": sum(part["failures"] for part in parts), "questions": list(QUESTIONS)}
    print(json.dumps(measured, indent=1, ensure_ascii=False))
    if given.record:
        from record import write_result

        write_result("concurrency", measured, seed=given.seed)
    return 1 if measured["failures"] else 0


if __name__ == "__main__":
    sys.exit(main())
