"""The soak as a state machine of hypothesis: it looks for the shortest course of changes that ends in a difference."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from torture import soak_pool as pool
from torture.soak_pair import FUSIONS, KINDS, MODES, Pair, Splitter

NUMBER = st.integers(0, pool.IDS - 1)
SMALL = st.integers(0, 1000)
GIVEN = st.tuples(NUMBER, st.integers(0, pool.VERSIONS - 1), st.integers(0, len(pool.FOLDERS) - 1))
BATCH = st.lists(GIVEN, min_size=1, max_size=6, unique_by=lambda one: one[0])
SPEAKER = st.sampled_from(pool.SPEAKERS)
QUESTION = st.fixed_dictionaries(
    {
        "query": st.integers(0, pool.QUERIES - 1).map(pool.query),
        "kind": st.sampled_from(KINDS),
        "speaker": SPEAKER,
        "source": st.sampled_from(pool.SOURCES),
        "since": st.sampled_from(pool.SINCE),
        "until": st.sampled_from(pool.UNTIL),
        "metadata": st.sampled_from(pool.METADATA),
        "explain": st.booleans(),
    }
)


def machine(scratch: Path, splitter: Splitter) -> type[RuleBasedStateMachine]:
    """The machine's class, to be made once; each course has a folder of its own in `scratch`."""

    class Soak(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self._folder = Path(tempfile.mkdtemp(dir=scratch))
            self.pair = Pair(self._folder / "archive", splitter)

        def teardown(self) -> None:
            try:
                self.pair.check()
            finally:
                self.pair.close()
                shutil.rmtree(self._folder)

        @initialize(batch=BATCH)
        def begin(self, batch: list[tuple[int, int, int]]) -> None:
            self.pair.add(batch)

        @rule(batch=BATCH)
        def add(self, batch: list[tuple[int, int, int]]) -> None:
            self.pair.add(batch)

        @rule(numbers=st.lists(SMALL, max_size=3))
        def delete(self, numbers: list[int]) -> None:
            self.pair.delete(numbers)

        @rule()
        def compact(self) -> None:
            self.pair.compact()

        @rule()
        def rebuild(self) -> None:
            self.pair.rebuild()

        @rule(reader=st.booleans())
        def reopen(self, reader: bool) -> None:
            self.pair.reopen(reader)

        @rule(number=SMALL)
        def correct(self, number: int) -> None:
            self.pair.correct(number)

        @rule(number=SMALL)
        def learn(self, number: int) -> None:
            self.pair.learn(number)

        @rule(
            question=QUESTION, k=st.sampled_from((1, 3, 10, 60)), mode=st.sampled_from(MODES),
            group=st.sampled_from(("unit", "unit", "article")), fusion=st.integers(0, len(FUSIONS) - 1),
            by_reader=st.booleans(),
        )  # fmt: skip
        def search(self, **how: Any) -> None:
            self.pair.search(**how)

        @rule(number=SMALL)
        def lists(self, number: int) -> None:
            self.pair.lists(number)

        @rule(name=SPEAKER)
        def person(self, name: str | None) -> None:
            self.pair.person(name)

        @rule(number=SMALL)
        def read(self, number: int) -> None:
            self.pair.read(number)

        @rule(number=SMALL, speaker=SPEAKER)
        def verify(self, number: int, speaker: str | None) -> None:
            self.pair.verify(number, speaker)

        @rule()
        def export(self) -> None:
            self.pair.export()

        @rule()
        def refresh(self) -> None:
            self.pair.refresh()

    return Soak
