"""Failing system calls: a small library, compiled here and preloaded, that `arm` sets off in a child process."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
import tempfile
from enum import IntFlag
from pathlib import Path

SOURCE = Path(__file__).with_name("faults.c")
_LIBRARY = "ONRECORD_FAULTS"


class Call(IntFlag):
    """Groups of system calls; the numbers are those of faults.c."""

    WRITE = 1
    SYNC = 2
    CREATE = 4
    RENAME = 8
    REMOVE = 16
    TRUNCATE = 32
    ANY = 63


COUNT, FAIL, KILL, TEAR = range(4)


def start_again_with_faults() -> None:
    """Replaces this process by itself with the library preloaded and one thread for numbers; returns in the new one.

    Without a compiler, or elsewhere than on Linux, it starts again all the same and `available` is False.
    """
    if _LIBRARY in os.environ:
        return
    library = _compiled(Path(tempfile.mkdtemp(prefix="onrecord-faults-"))) if sys.platform == "linux" else None
    threads = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")}
    preload = {"LD_PRELOAD": str(library)} if library else {}
    named = {_LIBRARY: str(library or ""), "TOKENIZERS_PARALLELISM": "false", "HF_HUB_OFFLINE": "1"}
    os.execve(sys.executable, [sys.executable, *sys.argv], os.environ | threads | preload | named)


def clean_up() -> None:
    """Removes the library's file; only at the very end, as every program started would miss it."""
    if available():
        shutil.rmtree(Path(os.environ[_LIBRARY]).parent, ignore_errors=True)


def available() -> bool:
    """Whether `arm` can be called."""
    return bool(os.environ.get(_LIBRARY))


def arm(folder: Path, calls: Call, action: int, nth: int = 0, error: int = 0, *, lasting: bool = False) -> None:
    """From now on the `nth` (from 1) of the calls below the folder, and if `lasting` all after it, meet the action."""
    _library().faults_arm(os.fsencode(folder), int(calls), action, ctypes.c_long(nth), error, int(lasting))


def seen() -> dict[str, int]:
    """How many calls of each group came since `arm`."""
    return {str(group.name): int(_library().faults_seen(int(group))) for group in Call if group != Call.ANY}


def _library() -> ctypes.CDLL:
    library = ctypes.CDLL(os.environ[_LIBRARY])
    library.faults_seen.restype = ctypes.c_long
    return library


def _compiled(folder: Path) -> Path | None:
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        return None
    target = folder / "faults.so"
    done = subprocess.run(
        [compiler, "-O1", "-fPIC", "-shared", "-o", str(target), str(SOURCE), "-ldl"], capture_output=True, check=False
    )
    return target if done.returncode == 0 else None
