"""What somebody types: single keys on a terminal, whole lines from anything else."""

from __future__ import annotations

import os
import select
import sys
from typing import IO

from onrecord.cli import streams
from onrecord.rendering.terminal import is_terminal

_END_OF_INPUT = "\x04"
_ESCAPE = "\x1b"


class Keys:
    """Reads from standard input. On a terminal a key counts when it is pressed; elsewhere each line is one key.

    The terminal is put back after every key, so that an interruption leaves it as it was.
    """

    def __init__(self, source: IO[str] | None = None) -> None:
        self._source = sys.stdin if source is None else source
        self.on_terminal = is_terminal(self._source)

    def key(self, prompt: str) -> str | None:
        """The next key in lower case, '' for one that cannot be typed as a letter; None at the end of the input."""
        streams.write(prompt)
        pressed = self._pressed() if self.on_terminal else None
        if pressed is None:
            line = self._line()
            return None if line is None else line.strip()[:1].lower()
        streams.write("\n" if not pressed.isprintable() else f"{pressed}\n")
        if pressed == _END_OF_INPUT:
            return None
        return pressed.lower() if pressed.isprintable() else ""

    def line(self, prompt: str) -> str | None:
        """The next line without blanks at its ends; None at the end of the input."""
        streams.write(prompt)
        line = self._line()
        return None if line is None else line.strip()

    def _line(self) -> str | None:
        line = self._source.readline() if self._source is not None else ""
        if not self.on_terminal:
            # What a program typed is not echoed; without this the answers to two prompts would share a line.
            streams.write("\n")
        return line or None

    def _pressed(self) -> str | None:
        """One key of the terminal; None where this system cannot read single keys, and a line has to do."""
        try:
            import termios
            import tty
        except ImportError:
            return None
        handle = self._source.fileno()
        before = termios.tcgetattr(handle)
        try:
            tty.setcbreak(handle, termios.TCSADRAIN)
            read = os.read(handle, 1)
            if read.startswith(_ESCAPE.encode()):
                # An arrow is a sequence whose last letter must not be taken for a key.
                while select.select([handle], [], [], 0.02)[0]:
                    os.read(handle, 32)
        finally:
            termios.tcsetattr(handle, termios.TCSADRAIN, before)
        return read.decode("latin-1") if read and read < b"\x80" else _END_OF_INPUT if not read else "\0"
