"""Open archives across `os.fork`: a child can use what its parent opened, or is told to open it itself.

Before a fork every archive is waited for and its store closed (see `storage.connection`); both processes open it
again when they next use it, the child also its indexes and encoder, whose threads no child has. An archive that
cannot be waited for, because a thread is adding to it say, is its parent's alone.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import MutableMapping
from typing import Any
from weakref import WeakKeyDictionary

from onrecord.storage.connection import keep_for_ever
from onrecord.storage.lock import forget_writers, writer_of
from onrecord.uses.parts import Parts
from onrecord.uses.turns import Turn

# Seconds a fork waits for a query to end.
_PATIENCE = 10.0

_BUSY = (
    "was in use when this process was forked from the one that opened it, and can only be used there; fork when "
    "nothing is being written, or start processes by `spawn` and open the archive in each"
)


class _Forks:
    """The archives this process has open, and those that stand still while it forks."""

    def __init__(self) -> None:
        # What is no part of an archive and must not reach a child either: loaded rerankers, and whose turn it is.
        self.watched: WeakKeyDictionary[Parts, tuple[MutableMapping[str, Any], Turn]] = WeakKeyDictionary()
        self._turn = threading.Lock()
        self._still: list[Parts] = []

    def before(self) -> None:
        self._turn.acquire()
        self._still = [parts for parts in list(self.watched) if _stands_still(parts)]

    def in_parent(self) -> None:
        for parts in self._still:
            parts.guard.release()
        self._turn.release()

    def in_child(self) -> None:
        for parts, (models, turn) in list(self.watched.items()):
            busy = parts not in self._still or _is_written_to(parts)
            if busy:
                parts.store._db.disown(_BUSY)
            parts.guard = threading.RLock()
            turn.begin_anew(f"{parts.store.place}: {_BUSY}" if busy else "")
            _leave_behind(parts, models)
        forget_writers()
        if faiss := sys.modules.get("faiss"):
            # The threads of OpenMP are the parent's: a child would wait for them for ever.
            faiss.omp_set_num_threads(1)
        if "onnxruntime" in sys.modules:
            _end_without_libraries()
        self._turn, self._still = threading.Lock(), []


def _stands_still(parts: Parts) -> bool:
    """Whether the archive is ours until the fork is over, its store closed."""
    writer = None if parts.folder is None else writer_of(parts.folder)
    elsewhere = writer not in (None, threading.get_ident())
    # A change may last for hours, and may itself wait for the process that is being forked.
    if not parts.guard.acquire(timeout=0 if elsewhere else _PATIENCE):
        return False
    if not parts.store._db.let_go():
        parts.guard.release()
        return False
    return True


def _is_written_to(parts: Parts) -> bool:
    return parts.folder is not None and writer_of(parts.folder) is not None


def _leave_behind(parts: Parts, models: MutableMapping[str, Any]) -> None:
    """Forgets what has threads, without ending it: its end would wait for them."""
    held = [parts.__dict__.pop("encoder", None), *models.values()]
    models.clear()
    if parts.folder is not None:
        held += [*parts._engines.values(), *parts._vectors.values()]
        parts.forget_derived()
    for thing in held:
        keep_for_ever(thing)


def _end_without_libraries() -> None:
    """Ends this process, when its time comes, with Python's own end: ONNX Runtime's waits for a thread of the parent.

    Seen with ONNX Runtime 1.32 after nothing but its import and a fork. Only the C library of GNU can be told.
    """
    import ctypes

    library = ctypes.CDLL(None)
    if hasattr(library, "on_exit"):
        for name in ("_exit", "fcloseall"):  # the last one first
            library.on_exit(ctypes.cast(getattr(library, name), ctypes.c_void_p), None)


_forks = _Forks()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_forks.before, after_in_parent=_forks.in_parent, after_in_child=_forks.in_child)


def watch(parts: Parts, models: MutableMapping[str, Any]) -> Turn:
    """From now on a fork minds these parts; `models` are forgotten in a child."""
    turn = Turn()
    _forks.watched[parts] = models, turn
    return turn
