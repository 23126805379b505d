"""What the fuzzer does for hours, for seconds: its first inputs, these with something broken, and any bytes."""

from __future__ import annotations

import signal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from torture.fuzz import targets
from torture.fuzz_child import attempt, too_slow
from torture.fuzz_target import Target

TARGETS = targets()
PATIENCE = 30.0
# Those that take some hundredths of a second an input.
SLOW = {"draft", "filters", "read html", "read pdf", "references", "search", "store", "verify", "extraction by rules"}


def broken(target: Target) -> st.SearchStrategy[bytes]:
    """A first input with some of its bytes doubled, left out, or replaced by a word of the target."""
    words = st.sampled_from([*target.words, b"\xff", b"\0", b""])

    def mutated(data: bytes, at: list[tuple[int, int, bytes]]) -> bytes:
        for start, length, word in at:
            place = start % (len(data) + 1)
            data = data[:place] + word + data[place + length :]
        return data

    changes = st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 40), words), min_size=1, max_size=4)
    return st.builds(mutated, st.sampled_from(list(target.seeds())), changes)


@pytest.mark.parametrize("name", TARGETS)
def test_first_inputs(name: str) -> None:
    """The inputs that the fuzzer begins with are well."""
    signal.signal(signal.SIGPROF, too_slow)
    for data in TARGETS[name].seeds():
        assert attempt(TARGETS[name].run, data, PATIENCE) is None


@pytest.mark.parametrize("name", TARGETS)
def test_broken_inputs(name: str) -> None:
    """Only errors of onrecord come out of them, and nothing of what is promised breaks."""
    signal.signal(signal.SIGPROF, too_slow)
    target = TARGETS[name]

    @settings(
        max_examples=6 if name in SLOW else 25,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        derandomize=True,
    )
    @given(st.binary(max_size=200) | broken(target) | broken(target) | broken(target))
    def run(data: bytes) -> None:
        failure = attempt(target.run, data, PATIENCE)
        assert failure is None, failure

    run()
