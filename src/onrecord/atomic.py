"""Files that are either the old one or the new one, never half of one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from onrecord.steps import reached


def replace_file(path: Path, content: bytes) -> None:
    """Makes `content` the file's whole content; OSError leaves the old file as it was."""
    with replacing(path) as file:
        file.write(content)


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A new file to write beside `path`: flushed to the disk and renamed over it at the end, removed on any error."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with beside.open("wb") as file:
            yield file
            file.flush()
            reached("file: written")
            os.fsync(file.fileno())
        reached("file: on the disk")
        beside.replace(path)
        reached("file: renamed")
    finally:
        beside.unlink(missing_ok=True)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Makes renames in the folder survive a power cut, where the system can do that."""
    if os.name != "posix":
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except PermissionError:
        # A folder may be written without being readable; the new file is in place all the same.
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
