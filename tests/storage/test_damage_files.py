"""Each file of an archive cut, emptied, flipped, swapped and removed: found, named, mended or said, never wrong."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from torture.damage import Outcome, Trial, files_of


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    """Two archives that are alike, and a process that may crash on what is made of them."""
    made = Trial(tmp_path_factory.mktemp("damage"))
    yield made
    made.subject.close()


def outcomes(trial: Trial, pattern: str, flips: int) -> list[Outcome]:
    files = [path for path in files_of(trial.root) if path.relative_to(trial.root).match(pattern)]
    assert files, pattern
    return list(trial.outcomes(files[0], flips, random.Random(pattern)))


@pytest.mark.parametrize(
    "pattern",
    [
        "archive.json", "lexical/units.json", "lexical/units-*/meta.json", "lexical/units-*/*.term",
        "lexical/units-*/*.pos", "vectors/units/*.faiss", "vectors/units/segments.json",
    ],
)  # fmt: skip
def test_every_damage_is_met(trial: Trial, pattern: str) -> None:
    """`check` finds it unless opening healed it; a search errs or answers as before; no text is touched."""
    for one in outcomes(trial, pattern, flips=2):
        assert one.search in ("right", "error"), one
        assert one.found or one.harmless, one
        assert one.kept, one
        assert one.repaired or pattern == "archive.json", one


def test_damage_to_the_store(trial: Trial) -> None:
    """Whatever check does not find changed no row of any table; searches err or are right."""
    for one in outcomes(trial, "store.sqlite", flips=12):
        assert one.search != "crash", one
        assert one.found or one.harmless, one
        assert one.kept, one
