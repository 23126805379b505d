"""Damages every file of an archive in every way and looks at what `check`, `--repair` and searches make of it.

python benchmarks/torture/damage.py [--flips 40]: writes benchmarks/results/damage.json.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
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
    `kept` (articles and revisions are what they were in the damaged file), and what searches did."""

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
    def well(self) -> bool:
        return self.search in ("error", "right") and (self.found or self.harmless) and self.kept


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
    """One archive, another like it, and the process that meets them."""

    def __init__(self, scratch: Path) -> None:
        self.subject = Subject()
        self.root, self._other, self._copy = scratch / "one", scratch / "two", scratch / "damaged"
        for folder, flavour in ((self.root, 0), (self._other, 1)):
            answer = self.subject.ask("build", folder, flavour=flavour)
            assert answer == {}, answer
            assert self.subject.ask("check", folder) == {"lines": []}
        self.expected = self.subject.ask("search", self.root)
        assert "answers" in self.expected, self.expected
        self.truth = self.subject.ask("truth", self.root)
        assert "texts" in self.truth, self.truth

    def outcomes(self, path: Path, flips: int, rng: random.Random) -> Iterator[Outcome]:
        """What became of each damage to this file."""
        for damage, inflict in damages(path, counterpart(path, self.root, self._other), flips, rng):
            yield self._outcome(path, damage, inflict)

    def _outcome(self, path: Path, damage: str, inflict: Callable[[Path], None]) -> Outcome:
        name = str(path.relative_to(self.root))
        found = self._ask("search", path, inflict)
        if "answers" in found:
            search = "right" if found == self.expected else "wrong"
        else:
            search = "error" if "error" in found else "crash"
        told = self._ask("check", path, inflict)
        lines = [told["message"]] if "error" in told else told.get("lines", [])
        said = " | ".join(lines)
        truth = self.subject.ask("truth", self._copy) if name == "store.sqlite" else {}
        mended = self._ask("repair", path, inflict)
        kept = self.subject.ask("truth", self._copy).get("texts")
        return Outcome(
            file=name,
            damage=damage,
            found=bool(lines),
            named=any(word in said for word in (path.name, "lane", "store", "article", str(path.parent.name))),
            repaired=mended.get("lines") == [],
            # In a damaged store itself the texts need only be what the damage made of them.
            kept=kept == (truth.get("texts") if name == "store.sqlite" else self.truth["texts"]),
            search=search,
            harmless=search == "right" and (truth.get("all") == self.truth["all"] if truth else not lines),
            said=(said or str(found))[:300] if search in ("crash", "wrong") or not lines else said[:200],
        )

    def _ask(self, job: str, path: Path, inflict: Callable[[Path], None]) -> dict[str, Any]:
        shutil.rmtree(self._copy, ignore_errors=True)
        shutil.copytree(self.root, self._copy)
        inflict(self._copy / path.relative_to(self.root))
        return self.subject.ask(job, self._copy)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--flips", type=int, default=40, help="bits flipped in each file (the store: 20 times as many)")
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--show", action="store_true", help="print what is not well, write nothing")
    asked = parser.parse_args()
    outcomes: list[Outcome] = []
    with tempfile.TemporaryDirectory() as scratch:
        trial = Trial(Path(scratch))
        for path in files_of(trial.root):
            rng = random.Random(f"{asked.seed} {path.suffix} {path.parent.name}")
            flips = asked.flips * (20 if path.name == "store.sqlite" else 1)
            for outcome in trial.outcomes(path, flips, rng):
                outcomes.append(outcome)
                if not outcome.well:
                    print(json.dumps(asdict(outcome)), flush=True)
        trial.subject.close()
    told = summary(outcomes)
    print(json.dumps(told, indent=1))
    if not asked.show:
        sys.path.insert(0, str(HERE.parent))
        from record import write_result

        write_result("damage", told, seed=asked.seed)


def summary(outcomes: list[Outcome]) -> dict[str, Any]:
    """Counts by file and kind of damage, and every damage that was not met as promised."""
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
        "damages": len(outcomes),
        "found": sum(one.found for one in outcomes),
        "harmless and not found": sum(one.harmless and not one.found for one in outcomes),
        "neither": sum(not one.found and not one.harmless for one in outcomes),
        "truth touched by a repair": sum(not one.kept for one in outcomes),
        "searches": dict(Counter(one.search for one in outcomes)),
        "by file and damage": {name: dict(counts) for name, counts in sorted(kinds.items())},
        "not as promised": [asdict(one) for one in outcomes if not one.well],
    }


if __name__ == "__main__":
    main()
