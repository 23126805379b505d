"""Damages every file of an archive in every way and looks at what `check`, `--repair` and all questions make of it.

    python benchmarks/torture/damage.py [--flips 40] [--rows 3]: writes benchmarks/results/damage.json

Each file is removed, emptied, cut, swapped with another archive's, and has bits flipped; so has the write-ahead log
that a killed process leaves. Rows of every table of the store are changed column by column and removed, which SQLite
itself cannot notice. Then everything that can be asked of an archive is asked (torture/damage_subject.py).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
# Seconds after which the process that meets the damage hangs.
_PATIENCE = 120.0
# They hold nothing: a lock is held by the system, not by what is written.
EMPTY = {"lock", ".tantivy-meta.lock", ".tantivy-writer.lock"}


class Subject:
    """The process that opens the archives, started again whenever it has died."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def ask(self, job: str, folder: Path, **more: Any) -> dict[str, Any]:
        """Its answer; {"crash": exit status} when it ended instead."""
        if self._process is None or self._process.poll() is not None:
            command = [sys.executable, str(HERE / "damage_subject.py")]
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
            )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"job": job, "folder": str(folder), **more}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            return {"crash": self._process.wait(_PATIENCE)}
        found: dict[str, Any] = json.loads(line)
        return found

    def close(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one damage: `found` by check (`named`: its line names the file or the article), `repaired`,
    `kept` (articles and revisions are what they were in the damaged file), and what became of the questions."""

    file: str
    damage: str
    found: bool
    named: bool
    repaired: bool
    kept: bool
    search: str
    harmless: bool
    said: str = ""

    @property
    def of_row(self) -> bool:
        """Whether a row of the store was changed, as no single bit on the disk can."""
        return self.damage.startswith("row: ")

    @property
    def well(self) -> bool:
        """Answers are right, or an error, or opening said that something is gone; and check finds what did harm.

        Rows that SQLite takes for valid need only be found by check, which alone looks at all of them.
        """
        if self.of_row:
            return (self.found or self.search == "right") and self.kept
        return self.search in ("error", "right", "told") and (self.found or self.harmless) and self.kept


def damages(
    path: Path, other: Path | None, flips: int, rng: random.Random
) -> Iterator[tuple[str, Callable[[Path], None]]]:
    """Every damage to one file by name, as what does it."""
    content = path.read_bytes()
    yield "removed", lambda target: target.unlink()
    if content:
        yield "emptied", lambda target: target.write_bytes(b"")
        yield "cut by a byte", lambda target: target.write_bytes(content[:-1])
        yield "cut in half", lambda target: target.write_bytes(content[: len(content) // 2])
    if other is not None and other.read_bytes() != content:
        yield "swapped", lambda target: target.write_bytes(other.read_bytes())
    for at in sorted(rng.sample(range(len(content)), min(flips, len(content)))):
        bit = 1 << rng.randrange(8)
        changed = content[:at] + bytes([content[at] ^ bit]) + content[at + 1 :]
        yield f"bit {bit} of byte {at} flipped", lambda target, changed=changed: target.write_bytes(changed)


def row_damages(path: Path, rows: int, rng: random.Random) -> Iterator[tuple[str, Callable[[Path], None]]]:
    """Changes to `rows` rows of every table of the store, each column by itself, and their removal."""
    db = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        for table in tables:
            columns = [(row[1], row[5]) for row in db.execute(f"PRAGMA table_info({table})")]
            keys = [name for name, place in columns if place] or ["rowid"]
            where = " AND ".join(f"{key} IS ?" for key in keys)
            held = db.execute(f"SELECT {', '.join(keys)} FROM {table} ORDER BY {', '.join(keys)}").fetchall()
            for key in rng.sample(held, min(rows, len(held))):
                for column, _ in columns:
                    (value,) = db.execute(f"SELECT {column} FROM {table} WHERE {where}", key).fetchone()
                    if (other := _changed(value, rng)) is not None:
                        change = f"UPDATE {table} SET {column} = ? WHERE {where}"
                        yield f"row: {table}.{column} changed", _statement(change, (other, *key))
                yield f"row: {table} removed", _statement(f"DELETE FROM {table} WHERE {where}", key)
    finally:
        db.close()


def _changed(value: Any, rng: random.Random) -> Any:
    """Another value much like it; None for nothing and for values without anything to change."""
    if isinstance(value, bytes) and value:
        at = rng.randrange(len(value))
        return value[:at] + bytes([value[at] ^ 1 << rng.randrange(8)]) + value[at + 1 :]
    if isinstance(value, int | float):
        return value + 1
    letters = [at for at, c in enumerate(value or "") if c.isascii() and c.isalnum()]
    if not letters:
        return None
    at = rng.choice(letters)
    return value[:at] + ("7" if value[at] != "7" else "8") + value[at + 1 :]


def _statement(statement: str, values: tuple[Any, ...]) -> Callable[[Path], None]:
    def run(target: Path) -> None:
        db = sqlite3.connect(target, isolation_level=None)
        try:
            db.execute(statement, values)
        except sqlite3.IntegrityError as error:
            raise Refused from error
        finally:
            db.close()

    return run


class Refused(Exception):
    """SQLite itself does not take such a row."""


def counterpart(path: Path, root: Path, other: Path) -> Path | None:
    """The file of the other archive that has this one's part."""
    same = other / path.relative_to(root)
    if same.exists():
        return same
    folder = same.parent if same.parent.exists() else None
    return next(iter(sorted(folder.glob(f"*{path.suffix}"))), None) if folder else None


def files_of(root: Path) -> list[Path]:
    """All files that hold something, those of the store first."""
    return sorted((path for path in root.rglob("*") if path.is_file() and path.name not in EMPTY), key=str)


class Trial:
    """One archive, another like it, and the process that meets them; with `logged` as killed processes leave them."""

    def __init__(self, scratch: Path, *, logged: bool = False) -> None:
        self.subject = Subject()
        self.root, self._other = scratch / "one", scratch / "two"
        self._copy = scratch / f"damaged-{os.getpid()}"
        for folder, flavour in ((self.root, 0), (self._other, 1)):
            if folder.exists():
                continue  # made by the process that shares the work out
            answer = self.subject.ask("build", folder, flavour=flavour, logged=logged)
            assert answer == {}, answer
        assert self._ask("check") == {"lines": []}
        found = self._ask("search")
        self.expected = found["answers"]
        assert not found["notices"], found
        assert not any(
            isinstance(answer, dict) and {"error", "fault"} & set(answer) for answer in self.expected.values()
        )
        # Where a log is left its commits are in the store once it was opened.
        self.truth = self.subject.ask("truth", self._copy)
        assert "texts" in self.truth, self.truth

    def outcomes(self, path: Path, flips: int, rng: random.Random) -> Iterator[Outcome]:
        """What became of each damage to this file."""
        for damage, inflict in self.damages(path, flips, rng):
            yield self.outcome(path, damage, inflict)

    def damages(self, path: Path, flips: int, rng: random.Random) -> Iterator[tuple[str, Callable[[Path], None]]]:
        """Each damage to this file, as what does it."""
        return damages(path, counterpart(path, self.root, self._other), flips, rng)

    def outcome(self, path: Path, damage: str, inflict: Callable[[Path], None]) -> Outcome:
        """What became of one damage; Refused when it cannot be done."""
        name = str(path.relative_to(self.root))
        stores = name.startswith("store.sqlite")

        def ask(job: str) -> tuple[dict[str, Any], dict[str, Any]]:
            answer = self._ask(job, path, inflict)
            return answer, self.subject.ask("truth", self._copy)

        found, after = ask("search")
        told, truth = ask("check")
        mended, last = ask("repair")
        lines = [told["message"]] if "message" in told else told.get("lines", [])
        said = " | ".join(lines)
        search, wrong = self._judged(found)
        # In a damaged store itself the texts need only be what the damage made of them.
        expected = truth.get("texts") if stores else self.truth["texts"]
        return Outcome(
            file=name,
            damage=damage,
            found=bool(lines),
            named=any(word in said for word in (path.name, "lane", "store", "article", str(path.parent.name))),
            repaired=mended.get("lines") == [],
            kept=after.get("texts") == expected and last.get("texts") == expected,
            search=search,
            harmless=search == "right" and (truth.get("all") == self.truth["all"] if stores else not lines),
            said=f"{wrong} {said}"[:500] if search in ("crash", "wrong") or not lines else said[:200],
        )

    def _judged(self, found: dict[str, Any]) -> tuple[str, str]:
        """What became of the questions, the worst first, and one of the answers that show it."""
        if "answers" not in found:
            return ("error" if "error" in found else "crash"), str(found)
        answers = found["answers"]
        faults = {name: answer for name, answer in answers.items() if isinstance(answer, dict) and "fault" in answer}
        if faults:
            return "crash", str(faults)
        errors = [name for name, answer in answers.items() if isinstance(answer, dict) and "error" in answer]
        wrong = [name for name, right in self.expected.items() if name not in errors and answers[name] != right]
        if wrong:
            return ("told" if found["notices"] else "wrong"), f"{wrong}: {answers[wrong[0]]}"
        return ("error" if errors else "right"), ""

    def _ask(self, job: str, path: Path | None = None, inflict: Callable[[Path], None] | None = None) -> dict[str, Any]:
        shutil.rmtree(self._copy, ignore_errors=True)
        shutil.copytree(self.root, self._copy)
        if path is not None and inflict is not None:
            inflict(self._copy / path.relative_to(self.root))
        return self.subject.ask(job, self._copy)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--flips", type=int, default=40, help="bits flipped in each file (the store: 20 times as many)")
    parser.add_argument("--rows", type=int, default=3, help="rows changed in each table of the store")
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--only", default="", help="damage only files of this name; 'rows' for rows")
    parser.add_argument("--show", action="store_true", help="print what is not well, write nothing")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--share", help=argparse.SUPPRESS)  # of a worker: which of how many
    asked = parser.parse_args()
    if asked.share:
        _work(asked)
        return
    with tempfile.TemporaryDirectory() as scratch:
        outcomes = _shared_out(Path(scratch), asked.workers)
    told = summary(outcomes)
    print(json.dumps(told, indent=1))
    if not asked.show:
        sys.path.insert(0, str(HERE.parent))
        from record import write_result

        write_result("damage", told, seed=asked.seed)


def _shared_out(scratch: Path, workers: int) -> list[Outcome]:
    """What all workers found; they damage copies of the same archives."""
    for trial in _trials(scratch):
        trial.subject.close()
    shares = [[*sys.argv, "--share", f"{number}/{workers}/{scratch}"] for number in range(workers)]
    running = [subprocess.Popen([sys.executable, *share], stdout=subprocess.PIPE, text=True) for share in shares]
    outcomes = []
    for worker in running:
        for line in worker.stdout or ():
            outcomes.append(Outcome(**json.loads(line)))
            if not outcomes[-1].well:
                print(line, flush=True)
        if worker.wait():
            sys.exit(f"a worker ended with status {worker.returncode}")
    return outcomes


def _trials(scratch: Path) -> tuple[Trial, Trial]:
    """One with archives that were closed, one with archives as killed processes leave them."""
    for name in ("closed", "logged"):
        (scratch / name).mkdir(exist_ok=True)
    return Trial(scratch / "closed"), Trial(scratch / "logged", logged=True)


def _work(asked: argparse.Namespace) -> None:
    """Prints the outcomes of this worker's share of all damages, one a line."""
    number, count, scratch = asked.share.split("/", 2)
    for at, (trial, path, damage, inflict) in enumerate(_all(Path(scratch), asked)):
        if at % int(count) == int(number):
            with suppress(Refused):
                print(json.dumps(asdict(trial.outcome(path, damage, inflict))), flush=True)


def _all(scratch: Path, asked: argparse.Namespace) -> Iterator[tuple[Trial, Path, str, Callable[[Path], None]]]:
    """Every damage: to files, to rows, and to the log that a killed process leaves."""
    trial, logged = _trials(scratch)
    try:
        for path in files_of(trial.root):
            if asked.only in ("", path.name):
                rng = random.Random(f"{asked.seed} {path.suffix} {path.parent.name}")
                flips = asked.flips * (20 if path.name == "store.sqlite" else 1)
                yield from ((trial, path, *one) for one in trial.damages(path, flips, rng))
        if asked.only in ("", "rows"):
            path = trial.root / "store.sqlite"
            yield from ((trial, path, *one) for one in row_damages(path, asked.rows, random.Random(asked.seed)))
        if asked.only in ("", "store.sqlite-wal"):
            path = logged.root / "store.sqlite-wal"
            yield from (
                (logged, path, *one) for one in logged.damages(path, 5 * asked.flips, random.Random(asked.seed))
            )
    finally:
        trial.subject.close()
        logged.subject.close()


def summary(outcomes: list[Outcome]) -> dict[str, Any]:
    """Counts by file and kind of damage, and every damage that was not met as promised."""
    files = [one for one in outcomes if not one.of_row]
    rows = [one for one in outcomes if one.of_row]
    kinds: dict[str, Counter[str]] = {}
    for one in outcomes:
        kind = "flipped" if "flipped" in one.damage else one.damage
        part = one.file if "/" not in one.file else f"{one.file.split('/')[0]}/*{Path(one.file).suffix}"
        counts = kinds.setdefault(f"{part}: {kind}", Counter())
        counts.update(
            tried=1, found=one.found, harmless=one.harmless and not one.found, repaired=one.repaired,
            **{f"search {one.search}": 1},
        )  # fmt: skip
    return {
        "damages": len(files),
        "found": sum(one.found for one in files),
        "harmless and not found": sum(one.harmless and not one.found for one in files),
        "neither": sum(not one.found and not one.harmless for one in files),
        "truth touched by a repair": sum(not one.kept for one in outcomes),
        "questions after damage to files": dict(Counter(one.search for one in files)),
        "rows": {
            "damages": len(rows),
            "found": sum(one.found for one in rows),
            "harmless": sum(not one.found and one.search == "right" for one in rows),
            "not found": sorted({one.damage.removeprefix("row: ") for one in rows if not one.well}),
            "questions before a check": dict(Counter(one.search for one in rows)),
        },
        "by file and damage": {name: dict(counts) for name, counts in sorted(kinds.items())},
        "not as promised": [asdict(one) for one in outcomes if not one.well],
    }


if __name__ == "__main__":
    main()
