"""What the verbs write to: data to stdout, everything said to a person to stderr."""

from __future__ import annotations

import contextlib
import io
import os
import sys

from onrecord.rendering.colours import Palette
from onrecord.rendering.safe_text import printable
from onrecord.rendering.terminal import is_terminal, terminal_width


def write(text: str) -> None:
    """Data, to stdout, at once: a reader behind a pipe sees each answer when it is there."""
    if text:
        sys.stdout.write(text)
        sys.stdout.flush()


def say(text: str) -> None:
    """One line for a person, to stderr, made printable; a stderr that is gone never stops the work."""
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.write(printable(text) + "\n")
        sys.stderr.flush()


def warn(text: str) -> None:
    """A line that says what was taken differently than it was meant, perhaps."""
    say(f"warning: {text}")


def on_terminal() -> bool:
    """Whether a person looks at stdout."""
    return is_terminal(sys.stdout)


def palette() -> Palette:
    """The colours that suit stdout."""
    return Palette.for_stream(sys.stdout)


def width() -> int:
    """The cells of a line on stdout, 20 at least."""
    return max(20, terminal_width(sys.stdout))


def make_reliable() -> None:
    """Lets both streams take what their encoding cannot express, and stdout notice when a disk is full.

    With PYTHONUNBUFFERED, Python drops what a full disk did not take of a write, and says nothing; behind a buffer
    it tries again and fails. `write` flushes, so nothing comes later than before.
    """
    out = sys.stdout
    if isinstance(out, io.TextIOWrapper) and isinstance(out.buffer, io.RawIOBase):
        sys.stdout = io.TextIOWrapper(io.BufferedWriter(out.buffer), encoding=out.encoding)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def abandon_stdout() -> None:
    """Sends what is still to come to nowhere, so that the interpreter's last flush cannot fail again."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
