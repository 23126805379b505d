"""The targets of the fuzzer, for the tests of this folder."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

REGRESSIONS = Path(__file__).parent / "regressions"


@pytest.fixture(autouse=True, scope="module")
def own_encoder() -> Iterator[None]:
    """What a module's archives are made with is not what those of later modules are made with."""
    from onrecord.uses import opening

    loader = opening._load_encoder
    yield
    opening._load_encoder = loader


@pytest.fixture(autouse=True)
def unmoved() -> Iterator[None]:
    """Targets may change the folder, the encoder and the handler of a signal; afterwards all is as before."""
    from onrecord.uses import opening

    here, loader, handler = os.getcwd(), opening._load_encoder, signal.getsignal(signal.SIGPROF)
    yield
    os.chdir(here)
    opening._load_encoder = loader
    signal.signal(signal.SIGPROF, handler)
