"""Feeds every reader, parser and file of onrecord with inputs that atheris makes, guided by what code they reach.

python benchmarks/torture/fuzz.py [--inputs 1000000] [--only NAME ...]: writes benchmarks/results/fuzz.json.

Atheris is an extra: `pip install 'onrecord[fuzz]'`; it has wheels for Linux. What comes out of an input may be an
error of onrecord, which must say something; anything else is a failure, and so are a broken promise (offsets that are
not exact, say) and more than 2 s for 64 KB. Inputs that failed are kept, once mended, as
tests/hostile/regressions/TARGET/NAME, and run by the tests.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from torture.fuzz_target import Target  # noqa: E402

_MODULES = ("reading", "text", "querying", "archives", "weights", "evaluation")


@dataclass(slots=True)
class Outcome:
    """What became of one target: inputs, edges of the code they reached, seconds, and the failures."""

    inputs: int = 0
    edges: int = 0
    corpus: int = 0
    seconds: float = 0.0
    failures: dict[str, dict[str, Any]] = field(default_factory=dict)
    died: int = 0


def targets() -> dict[str, Target]:
    """Every target by its name."""
    found: dict[str, Target] = {}
    for name in _MODULES:
        found |= importlib.import_module(f"torture.fuzz_{name}").TARGETS
    return found


def run_target(name: str, target: Target, inputs: int, keep: Path, seconds: float) -> Outcome:
    """So many inputs for one target, in as many processes as have to be started again because one died."""
    outcome, ends, seed = Outcome(), time.monotonic() + seconds, 1
    corpus = keep / slug(name) / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(target.seeds()):
        (corpus / f"seed-{number}").write_bytes(data)
    started = time.monotonic()
    while outcome.inputs < inputs and (left := ends - time.monotonic()) > 0:
        out = keep / slug(name) / f"run-{seed}"
        out.mkdir(parents=True, exist_ok=True)
        wanted = ["--inputs", str(inputs - outcome.inputs), "--seconds", str(left), "--seed", str(seed)]
        command = [
            sys.executable,
            str(HERE / "fuzz_child.py"),
            name,
            "--corpus",
            str(corpus),
            "--out",
            str(out),
            *wanted,
        ]
        with (out / "log.txt").open("wb") as log:
            code = subprocess.run(command, stdout=log, stderr=subprocess.STDOUT, check=False).returncode
        _take(outcome, out, code)
        seed += 1
        if code and seed > 20:
            break
    outcome.corpus = len(list(corpus.iterdir()))
    outcome.seconds = round(time.monotonic() - started, 1)
    _look_again(name, outcome)
    return outcome


def slug(name: str) -> str:
    """The folder of a target."""
    return name.replace(" ", "-")


def _take(outcome: Outcome, out: Path, code: int) -> None:
    facts = (
        json.loads((out / "status.json").read_text())
        if (out / "status.json").exists()
        else {"inputs": 0, "failures": []}
    )
    outcome.inputs += facts["inputs"]
    log = (out / "log.txt").read_text("utf-8", "replace")
    outcome.edges = max([outcome.edges, *(int(found) for found in re.findall(r"cov: (\d+)", log))])
    for failure in facts["failures"]:
        known = outcome.failures.setdefault(failure["kind"], failure | {"times": 0, "path": str(out / failure["file"])})
        known["times"] += failure["times"]
    if code:
        outcome.died += 1
        files = sorted(out.glob("died-*"))
        kind = f"the process ended with {code}"
        outcome.failures[f"{kind} ({out.name})"] = {
            "kind": kind, "times": 1, "path": str(files[0]) if files else "", "trace": log[-2000:],
        }  # fmt: skip


def _look_again(name: str, outcome: Outcome) -> None:
    """Takes out what was only slow under instruments."""
    for kind in [kind for kind in outcome.failures if kind.startswith("TooSlow")]:
        command = [sys.executable, str(HERE / "fuzz_child.py"), name, "--replay", outcome.failures[kind]["path"]]
        if subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode == 0:
            del outcome.failures[kind]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--inputs", type=int, default=1_000_000, help="for all targets together")
    parser.add_argument("--only", nargs="*", help="names of targets")
    parser.add_argument(
        "--keep", type=Path, help="folder for corpora, logs and failures; what is done there stays done"
    )
    parser.add_argument("--seconds", type=float, default=3600.0, help="for one target at most")
    parser.add_argument("--workers", type=int, default=2, help="targets at a time")
    parser.add_argument("--no-record", action="store_true")
    given = parser.parse_args()
    if importlib.util.find_spec("atheris") is None:
        sys.exit("atheris is not installed: pip install 'onrecord[fuzz]'")
    every = targets()
    chosen = {name: every[name] for name in given.only or every}
    shares = sum(target.share for target in chosen.values())
    with tempfile.TemporaryDirectory(prefix="onrecord-fuzz-") as temporary:
        keep = given.keep or Path(temporary)

        def run(name: str) -> Outcome:
            wanted = -(-given.inputs * chosen[name].share // shares)
            done = keep / slug(name) / "outcome.json"
            if done.exists() and (facts := json.loads(done.read_text()))["inputs"] >= wanted:
                return Outcome(**{**facts, "failures": {kind: {} for kind in facts["failures"]}})
            one = run_target(name, chosen[name], wanted, keep, given.seconds)
            print(f"{name}: {one.inputs:,} inputs, {one.edges:,} edges, {one.seconds:.0f} s", flush=True)
            for kind, failure in one.failures.items():
                print(f"  {kind}: {failure['times']} times, {failure['path']}", flush=True)
            (keep / slug(name) / "outcome.json").write_text(json.dumps(_facts(one), indent=1))
            return one

        with ThreadPoolExecutor(given.workers) as pool:
            outcomes = dict(zip(chosen, pool.map(run, chosen), strict=True))
        if given.no_record:
            return min(1, sum(len(one.failures) for one in outcomes.values()))
        from torture.fuzz_record import record

        return min(1, record([keep], {slug(name): name for name in chosen}))


def _facts(outcome: Outcome) -> dict[str, Any]:
    return {
        "inputs": outcome.inputs, "edges": outcome.edges, "corpus": outcome.corpus, "seconds": outcome.seconds,
        "failures": sorted(outcome.failures),
    }  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
