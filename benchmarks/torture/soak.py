"""An hour of random changes and questions to an archive on disk, held against a slow twin of it after each.

    python benchmarks/torture/soak.py [--minutes 60] [--rounds N] [--seed 1] [--record]

Two kinds of rounds take turns. In one, random steps go on with one and the same archive, which is never made anew; in
the other hypothesis drives new archives as a state machine (torture/soak_machine.py) and would shorten what it finds.
The steps: add, update, move (another path), delete, compact, rebuild, refresh, reopen, correct, learn weights, search
in every mode, kind, group and fusion with phrases, exclusions, fields and filters, through the archive or a reader
beside it, list, read, verify, export, check. What is compared, and with what, says torture/soak_pair.py. After every
round memory, open files, threads and files in the folder are counted. Vectors are those of the default encoder; each
text is encoded once, and each article looked through once for each set of corrections.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from onrecord.encoding.model_export import exported_model
from onrecord.uses import extract, opening
from torture import soak_pool as pool
from torture.encoder import RememberingEncoder
from torture.soak_machine import machine
from torture.soak_pair import FUSIONS, KINDS, MODES, Pair, Splitter

_STEPS, _EXAMPLES, _COURSE = 120, 4, 30
# The first part of the time fills caches and pools of memory; what counts is whether it grows after that.
_WARM_UP = 0.25

_WEIGHTS = {
    "search": 45, "add": 14, "delete": 6, "lists": 6, "read": 6, "verify": 6, "person": 3, "reopen": 3, "correct": 2,
    "learn": 2, "compact": 2, "rebuild": 1, "export": 1, "refresh": 1, "check": 2,
}  # fmt: skip


def prepare() -> None:
    """Lets every archive opened here use one encoder that encodes each text once, and look through each once."""
    encoder = RememberingEncoder(exported_model("int8"))
    opening._load_encoder = lambda name, notify=None: encoder
    look, known = extract.Extractor.extract, {}

    def remembered(self: extract.Extractor, text: str, title: str, date: str, passages: Any) -> Any:
        key = (text, title, date)
        if key not in known:
            known[key] = look(self, text, title, date, passages)
        return known[key]

    extract.Extractor.extract = remembered  # type: ignore[method-assign]


def warm_up(splitter: Splitter) -> None:
    """Encodes every text and every query that will come, so that later nothing is remembered anew."""
    for number in range(pool.IDS):
        for version in range(pool.VERSIONS):
            splitter(pool.article(number, version))
    for number in range(pool.QUERIES):
        opening._load_encoder("default").encode([pool.query(number)])


class Walk:
    """Random steps on one archive, counted by name."""

    def __init__(self, pair: Pair, chance: random.Random) -> None:
        self.pair, self._chance = pair, chance
        self.counts: Counter[str] = Counter()
        # What was done last, to find out what led to a difference.
        self.course: list[str] = []

    def step(self) -> None:
        """One of the steps, with random values."""
        chance = self._chance
        name = chance.choices(list(_WEIGHTS), list(_WEIGHTS.values()))[0]
        self.counts[name] += 1
        values = self._values(name)
        self.course.append(f"{name} {values}")
        del self.course[:-60]
        getattr(self.pair, name)(**values)

    def _values(self, name: str) -> dict[str, Any]:
        chance, number = self._chance, self._chance.randrange(1000)
        given: Mapping[str, Callable[[], dict[str, Any]]] = {
            "search": self._search,
            "add": lambda: {"given": [
                (n, chance.randrange(pool.VERSIONS), chance.randrange(len(pool.FOLDERS)))
                for n in chance.sample(range(pool.IDS), chance.randint(1, 6))
            ]},
            "delete": lambda: {"numbers": [chance.randrange(1000) for _ in range(chance.randint(0, 3))]},
            "lists": lambda: {"number": number},
            "read": lambda: {"number": number},
            "verify": lambda: {"number": number, "speaker": chance.choice(pool.SPEAKERS)},
            "person": lambda: {"name": chance.choice(pool.SPEAKERS)},
            "reopen": lambda: {"reader": chance.random() < 0.5},
            "correct": lambda: {"number": chance.choice((0, number))},
            "learn": lambda: {"number": number},
        }  # fmt: skip
        return given[name]() if name in given else {}

    def _search(self) -> dict[str, Any]:
        chance = self._chance
        often = chance.random() < 0.5  # half of all searches have no filter
        question = {
            "query": pool.query(chance.randrange(pool.QUERIES)),
            "kind": chance.choice(KINDS),
            "speaker": None if often else chance.choice(pool.SPEAKERS),
            "source": None if often else chance.choice(pool.SOURCES),
            "since": None if often else chance.choice(pool.SINCE),
            "until": None if often else chance.choice(pool.UNTIL),
            "metadata": {} if often else chance.choice(pool.METADATA),
            "explain": chance.random() < 0.5,
        }
        return {
            "question": question, "k": chance.choice((1, 3, 10, 60)), "mode": chance.choice(MODES),
            "group": chance.choice(("unit", "unit", "article")), "fusion": chance.randrange(len(FUSIONS)),
            "by_reader": chance.random() < 0.3,
        }  # fmt: skip


@dataclass(slots=True)
class Samples:
    """What was counted after each round, and when (seconds from the start)."""

    at: list[float] = field(default_factory=list)
    resident: list[float] = field(default_factory=list)  # MB
    handles: list[int] = field(default_factory=list)
    threads: list[int] = field(default_factory=list)
    objects: list[int] = field(default_factory=list)
    files: list[int] = field(default_factory=list)

    def take(self, at: float, folder: Path) -> None:
        """Counts now."""
        gc.collect()
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        self.at.append(round(at, 1))
        self.resident.append(round(pages * os.sysconf("SC_PAGE_SIZE") / 1e6, 2))
        self.handles.append(len(os.listdir("/proc/self/fd")))
        self.threads.append(len(os.listdir("/proc/self/task")))
        self.objects.append(len(gc.get_objects()))
        self.files.append(sum(1 for path in folder.rglob("*") if path.is_file()))

    def told(self) -> dict[str, Any]:
        """First, last and largest of each after the warm-up, and the fitted growth by the hour."""
        first = next((n for n, at in enumerate(self.at) if at >= _WARM_UP * self.at[-1]), 0)
        hours = [at / 3600 for at in self.at[first:]]
        out: dict[str, Any] = {"samples": len(self.at), "after warm-up": len(hours)}
        for name, values in (
            ("resident memory, MB", self.resident), ("open file handles", self.handles), ("threads", self.threads),
            ("Python objects", self.objects), ("files in the folder", self.files),
        ):  # fmt: skip
            later = [float(value) for value in values[first:]]
            growth, error = slope(hours, later)
            out[name] = {
                "at first": values[0], "after warm-up": values[first], "at the end": values[-1], "most": max(later),
                "growth an hour": round(growth, 3), "standard error": round(error, 3),
            }  # fmt: skip
        return out


def slope(x: Sequence[float], y: Sequence[float]) -> tuple[float, float]:
    """The slope of the line fitted by least squares, and its standard error; (0, 0) for fewer than three points."""
    count = len(x)
    if count < 3:
        return 0.0, 0.0
    middle, level = sum(x) / count, sum(y) / count
    spread = sum((a - middle) ** 2 for a in x)
    rise = sum((a - middle) * (b - level) for a, b in zip(x, y, strict=True)) / spread
    left = sum((b - level - rise * (a - middle)) ** 2 for a, b in zip(x, y, strict=True))
    return rise, (left / (count - 2) / spread) ** 0.5


def hypothesis_round(made: type[RuleBasedStateMachine], number: int, examples: int, course: int) -> None:
    """Some courses of hypothesis on new archives, the same for the same number."""
    run_state_machine_as_test(
        seed(number)(made),
        settings=settings(
            max_examples=examples, stateful_step_count=course, deadline=None, database=None, print_blob=False,
            suppress_health_check=list(HealthCheck), phases=[Phase.generate, Phase.shrink],
        ),
    )  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--rounds", type=int, default=0, help="stop after so many, and encode only what they need")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--record", action="store_true", help="write benchmarks/results/soak.json")
    asked = parser.parse_args()
    prepare()
    found: list[str] = []
    with tempfile.TemporaryDirectory(prefix="onrecord-soak-") as name:
        scratch = Path(name)
        splitter, others = Splitter(scratch), Splitter(scratch)
        if not asked.rounds:
            warm_up(splitter)
        others.share(splitter)
        made = machine(scratch, others)
        print(f"warm: {len(splitter._known)} articles", file=sys.stderr, flush=True)
        (scratch / "long").mkdir()
        walk = Walk(Pair(scratch / "long" / "archive", splitter), random.Random(asked.seed))
        samples, started, rounds = Samples(), time.monotonic(), 0
        while not found and time.monotonic() - started < asked.minutes * 60 and rounds < (asked.rounds or rounds + 1):
            rounds += 1
            try:
                for _ in range(_STEPS):
                    walk.step()
                hypothesis_round(made, asked.seed * 100_000 + rounds, _EXAMPLES, _COURSE)
            except Exception:
                found.append(traceback.format_exc(limit=-8))
                print("\n".join(walk.course), found[-1], sep="\n", file=sys.stderr, flush=True)
            samples.take(time.monotonic() - started, walk.pair.folder)
            if rounds % 10 == 1:
                print(rounds, sum(walk.counts.values()), samples.resident[-1], samples.handles[-1], samples.objects[-1],
                      samples.files[-1], file=sys.stderr, flush=True)  # fmt: skip
        walk.pair.close()
    told = {
        "minutes": round((time.monotonic() - started) / 60, 1),
        "steps on the long-lived archive": dict(sorted(walk.counts.items())),
        "searches compared": walk.pair.counts,
        "courses of hypothesis on new archives": {"courses": rounds * _EXAMPLES, "at most steps each": _COURSE},
        "differences": found,
        "growth": samples.told(),
    }
    print(json.dumps(told, indent=1))
    if asked.record:
        from record import write_result

        write_result("soak", told, seed=asked.seed)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
