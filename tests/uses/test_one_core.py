"""Matrix products beside the encoder start no threads, and afterwards all is as it was."""

from __future__ import annotations

import numpy as np
import pytest
from threadpoolctl import threadpool_info

from onrecord.uses.one_core import on_one_core


def threads() -> list[int]:
    """How many threads NumPy's library of matrix products may use; other packages bring their own."""
    np.zeros(1)
    found = [library for library in threadpool_info() if library["user_api"] == "blas"]
    return [library["num_threads"] for library in found if "numpy" in library["filepath"]]


def test_one_thread_inside() -> None:
    """Also when what is inside fails."""
    before = threads()
    with on_one_core():
        assert set(threads()) <= {1}
    assert threads() == before

    def failing() -> None:
        with on_one_core():
            raise KeyError

    with pytest.raises(KeyError):
        failing()
    assert threads() == before
