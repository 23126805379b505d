"""One process of the fuzzer: runs one target under atheris, keeps count, and goes on after what it finds.

python fuzz_child.py TARGET --corpus DIR --out DIR --inputs N --seconds N [--seed N]: writes OUT/status.json and, for
each kind of failure, its smallest input. python fuzz_child.py TARGET --replay FILE...: runs these, without atheris.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import signal
import sys
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import NoReturn

sys.path.insert(0, str(Path(__file__).parents[1]))

# What an input of 64 KB may take, in seconds of processor time; a small one takes no longer.
PATIENCE = 2.0
LONGEST = 65_536
# Instrumented code is slower than what users run: what only takes long here is looked at again without instruments.
_INSTRUMENTED = 3.0
_INSTRUMENTS = ("onrecord", "pypdf", "trafilatura", "htmldate")


class TooSlow(BaseException):
    """An input took longer than PATIENCE; no `except Exception` swallows it."""


@dataclass(slots=True)
class Failure:
    """One kind of failure: what and where, how often, and the smallest input."""

    kind: str
    times: int = 0
    size: int = 1 << 30
    trace: str = ""


@dataclass(slots=True)
class Count:
    """What this process has done."""

    inputs: int = 0
    failures: dict[str, Failure] = field(default_factory=dict)


def attempt(run: object, data: bytes, patience: float) -> BaseException | None:
    """What came out of one input that should not have; None when all is well."""
    signal.setitimer(signal.ITIMER_PROF, patience)
    try:
        run(data)  # type: ignore[operator]
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        return error
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return None


def signature(error: BaseException) -> str:
    """Type of the error and the innermost place of the project where it passed."""
    ours = [
        f"{Path(frame.filename).name}:{frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
        if "onrecord" in frame.filename or "torture" in frame.filename
    ]
    places = [place for place in ours if not place.startswith("fuzz_child")]
    if isinstance(error, TooSlow):
        return f"TooSlow in {' > '.join(places[:3])}"
    # Digits and quoted text differ from input to input; the promise does not.
    said = re.sub(r"[^a-z ]+|'.*", "", str(error))[:40] if type(error).__name__ == "Broken" else ""
    return f"{type(error).__name__} in {places[-1] if places else '?'} {said}".rstrip()


def too_slow(number: int, frame: FrameType | None) -> None:
    raise TooSlow(f"more than {PATIENCE} s")


def replay(name: str, files: list[str]) -> int:
    """Runs the inputs as the tests do; says what comes out."""
    from torture.fuzz import targets

    run = targets()[name].run
    bad = 0
    for file in files:
        data = Path(file).read_bytes()
        started = time.process_time()
        error = attempt(run, data, 60.0)
        took = time.process_time() - started
        if error is None and took > PATIENCE * max(1.0, len(data) / LONGEST):
            error = TooSlow(f"{took:.1f} s for {len(data)} bytes")
        if error is not None:
            bad += 1
            print(f"{file}: {signature(error)}")
            traceback.print_exception(error, file=sys.stdout)
    return bad


def fuzz(name: str, corpus: Path, out: Path, inputs: int, seconds: float, seed: int) -> NoReturn:
    """Runs until so many inputs or seconds; never returns."""
    import atheris

    count, ends = Count(), time.monotonic() + seconds
    with atheris.instrument_imports(include=list(_INSTRUMENTS)):
        from torture.fuzz import targets

        target = targets()[name]
        for one in target.seeds():
            # What the target imports when it runs is instrumented as well.
            attempt(target.run, one, 120.0)

    def once(data: bytes) -> None:
        error = attempt(target.run, data, PATIENCE * _INSTRUMENTED)
        count.inputs += 1
        if error is not None:
            _keep(count, error, data, out)
        if count.inputs % 500 == 0 or count.inputs >= inputs or time.monotonic() > ends:
            _write(count, out)
            if count.inputs >= inputs or time.monotonic() > ends:
                sys.stderr.flush()
                os._exit(0)

    words = out / "words.txt"
    words.write_text("".join(f'"{_escaped(word)}"\n' for word in target.words))
    options = [
        f"-max_len={LONGEST}", "-len_control=30", "-rss_limit_mb=4096", "-timeout=120", f"-artifact_prefix={out}/died-",
        f"-seed={seed}", "-reload=0", "-print_final_stats=0", *([f"-dict={words}"] if target.words else []),
    ]  # fmt: skip
    atheris.Setup([sys.argv[0], *options, str(corpus)], once)
    atheris.Fuzz()
    raise SystemExit


def _keep(count: Count, error: BaseException, data: bytes, out: Path) -> None:
    kind = signature(error)
    failure = count.failures.setdefault(kind, Failure(kind))
    failure.times += 1
    if len(data) < failure.size:
        failure.size = len(data)
        failure.trace = "".join(traceback.format_exception(error))[-4000:]
        (out / f"input-{hashlib.sha256(kind.encode()).hexdigest()[:12]}").write_bytes(data)


def _write(count: Count, out: Path) -> None:
    facts = {
        "inputs": count.inputs,
        "failures": [
            {"kind": f.kind, "times": f.times, "size": f.size, "trace": f.trace,
             "file": f"input-{hashlib.sha256(f.kind.encode()).hexdigest()[:12]}"}
            for f in count.failures.values()
        ],
    }  # fmt: skip
    beside = out / "status.tmp"
    beside.write_text(json.dumps(facts))
    beside.replace(out / "status.json")


def _escaped(word: bytes) -> str:
    return "".join(chr(b) if 32 <= b < 127 and b not in (34, 92) else f"\\x{b:02x}" for b in word)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("target")
    parser.add_argument("--replay", nargs="+")
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--inputs", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    signal.signal(signal.SIGPROF, too_slow)
    if given.replay:
        return min(1, replay(given.target, given.replay))
    fuzz(given.target, given.corpus, given.out, given.inputs, given.seconds, given.seed)


if __name__ == "__main__":
    sys.exit(main())
