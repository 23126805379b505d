"""Any error as one line on stderr and an exit code; no user ever sees a traceback they did not ask for."""

from __future__ import annotations

import errno
import os
import sys
import traceback

from onrecord.cli import streams
from onrecord.errors import NotFound, OnrecordError

INTERRUPTED = 130
WRONG_USE = 2
DEBUG = "ONRECORD_DEBUG"


def tell(error: BaseException) -> int:
    """Says what happened and returns the exit code that goes with it.

    Codes: those of `onrecord.errors`; 130 for Ctrl-C; 0 for a reader that went away (`| head -1`); 2 for the rest.
    """
    if isinstance(error, BrokenPipeError):
        streams.abandon_stdout()
        return 0
    if os.environ.get(DEBUG):
        traceback.print_exception(error, file=sys.stderr)
    if isinstance(error, KeyboardInterrupt):
        streams.say("onrecord: interrupted")
        return INTERRUPTED
    # Nothing found is an answer, not an error.
    word = "onrecord" if isinstance(error, NotFound) else "onrecord: error"
    streams.say(f"{word}: {_line(error)}")
    if isinstance(error, OSError):
        streams.abandon_stdout()
    return error.exit_code if isinstance(error, OnrecordError) else WRONG_USE


def _line(error: BaseException) -> str:
    if isinstance(error, OnrecordError):
        return str(error)
    if isinstance(error, MemoryError):
        return "out of memory; give it smaller pieces, or a machine with more"
    if isinstance(error, OSError) and error.strerror:
        place = f"{error.filename}: " if error.filename else "writing the output: " if _is_full(error) else ""
        return f"{place}{error.strerror}"
    hint = f"; a defect of onrecord: {DEBUG}=1 shows where it happened"
    return f"{type(error).__name__}: {error or 'no message'}{hint}"


def _is_full(error: OSError) -> bool:
    return error.errno in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EIO)
