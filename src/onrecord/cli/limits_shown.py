"""`onrecord --limits`: every limit in force, and what it bounds."""

from __future__ import annotations

from onrecord.cli import streams
from onrecord.limits import ENVIRONMENT, UNLIMITED, in_force, meanings


def show_limits() -> None:
    """Writes a line for each limit: its name, its value, what it bounds and what becomes of more."""
    limits = in_force()
    for name, meaning in meanings().items():
        value = getattr(limits, name)
        streams.write(f"{name:<25}{'none' if value == UNLIMITED else value:>12}  {meaning}\n")
    streams.write(f'\nChange them for a command, or in your shell: {ENVIRONMENT}="file_bytes=1GB, json_depth=64"\n')
