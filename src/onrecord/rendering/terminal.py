"""What is known about the stream that is written to: whether people read it, and how wide it is."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import IO

# What a pipe gets: the width of a page, the same on every machine.
DEFAULT_WIDTH = 80


def is_terminal(stream: IO[str] | None) -> bool:
    """Whether `stream` goes to a screen; a closed or missing stream does not."""
    try:
        return stream is not None and stream.isatty()
    except (ValueError, OSError):
        return False


def terminal_width(stream: IO[str] | None, environment: Mapping[str, str] | None = None) -> int:
    """Columns of the terminal behind `stream`: `COLUMNS` if it is a positive number, else what the system says.

    80 when the stream is no terminal or nobody knows.
    """
    if stream is None or not is_terminal(stream):
        return DEFAULT_WIDTH
    asked = (os.environ if environment is None else environment).get("COLUMNS", "")
    if asked.isascii() and asked.isdigit() and int(asked[:6]) > 0:
        return int(asked[:6])
    try:
        return os.get_terminal_size(stream.fileno()).columns or DEFAULT_WIDTH
    except (ValueError, OSError):
        return DEFAULT_WIDTH
