"""Matrix products on one core, while the encoder keeps all of them busy."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

# Limits of threads hold for the whole process; two of them must not be lifted in the wrong order.
_ONE_AT_A_TIME = threading.Lock()


@contextmanager
def on_one_core() -> Iterator[None]:
    """Inside, matrix products start no threads; not to be nested.

    Beside the encoder those threads would only wait for a core, in loops that take it from others (3.3 processor
    seconds for what takes .24 on one thread).
    """
    with _ONE_AT_A_TIME, _blas_threads().limit(limits=1, user_api="blas"):
        yield


@lru_cache(maxsize=1)
def _blas_threads() -> Any:
    """Looks up which libraries of matrix products are loaded, once."""
    import numpy as np
    from threadpoolctl import ThreadpoolController

    np.zeros(1)  # the library is loaded by now, so that it is found
    return ThreadpoolController()
