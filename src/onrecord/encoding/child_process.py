"""Run one of our modules in a fresh interpreter: torch never enters the process that asks.

FAISS and torch in one process have crashed macOS users for years, and importing torch takes seconds.
The child says `onrecord-progress TEXT` and, before it gives up, `onrecord-error TEXT`, a line each.
"""

from __future__ import annotations

import collections
import logging
import os
import subprocess
import sys
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

import onrecord
from onrecord.errors import ModelUnavailable

PROGRESS = "onrecord-progress "
ERROR = "onrecord-error "


def run_child(module: str, arguments: Sequence[str], progress: Callable[[str], None] | None = None) -> None:
    """Run `python -m module arguments` to its end, passing its progress on; nothing is fetched.

    Raises ModelUnavailable with the child's own message, or with the last lines it wrote when it just died.
    """
    # -P: a file torch.py in the current folder must not be taken for the library.
    command = [sys.executable, "-P", "-m", module, *arguments]
    last: collections.deque[str] = collections.deque(maxlen=8)
    complaint = ""
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=_environment(),
        encoding="utf-8", errors="replace",
    ) as child:  # fmt: skip
        assert child.stdout is not None
        try:
            for line in child.stdout:
                if line.startswith(PROGRESS) and progress is not None:
                    progress(line.removeprefix(PROGRESS).rstrip())
                elif line.startswith(ERROR):
                    complaint = line.removeprefix(ERROR).rstrip()
                elif line.strip():
                    last.append(line.rstrip())
        except BaseException:
            child.kill()
            raise
    if complaint:
        raise ModelUnavailable(complaint)
    if child.returncode != 0:
        raise ModelUnavailable(
            f"{module} ended with status {child.returncode} before it was done; its last words: "
            + (" | ".join(last) or "none")
        )


def say(kind: str, text: str) -> None:
    """Called in the child: one message for the parent, on one line."""
    sys.stdout.write(f"{kind}{' '.join(text.split())}\n")
    sys.stdout.flush()


def answer(job: Callable[[], None], failure: str) -> int:
    """Called in the child: does the job and returns the exit status; what went wrong is said to the parent.

    `failure` says what could not be done, for errors that do not explain themselves.
    """
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    try:
        job()
    except ModelUnavailable as error:
        say(ERROR, str(error))
    except Exception as error:  # a child has nobody above it; the parent raises what is said here
        say(ERROR, f"{failure} ({type(error).__name__}: {str(error)[:500]})")
    else:
        return 0
    return 1


def _environment() -> dict[str, str]:
    root = str(Path(onrecord.__file__).parents[1])
    path = os.environ.get("PYTHONPATH")
    return {
        **os.environ,
        "PYTHONPATH": root + os.pathsep + path if path else root,
        "PYTHONUTF8": "1",
        "HF_HUB_OFFLINE": "1",
        "TRANSFORMERS_OFFLINE": "1",
        "TOKENIZERS_PARALLELISM": "false",
    }
