"""Files that are either the old one or the new one, never half of one."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from onrecord.steps import reached

# When a file was written, how long it is and its number: what tells one that was replaced from the one before.
Stamp = tuple[int, int, int]


def stamp_of(path: Path) -> Stamp:
    """The stamp of the file that is there now; OSError when none is."""
    status = path.stat()
    return status.st_mtime_ns, status.st_size, status.st_ino


def replace_file(path: Path, content: bytes) -> None:
    """Makes `content` the file's whole content; OSError leaves the old file as it was."""
    with replacing(path) as file:
        file.write(content)


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A new file to write beside `path`: flushed to the disk and renamed over it at the end, removed on any error.

    What killed processes left of theirs is removed first.
    """
    _remove_abandoned(path)
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with beside.open("wb") as file:
            _lock(file)
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


def _lock(file: BinaryIO) -> bool:
    """Marks the file as being written for as long as this process lives; False when it is another's already."""
    if sys.platform == "win32":
        return True  # an open file cannot be removed there anyway
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _remove_abandoned(path: Path) -> None:
    for other in path.parent.glob(f".{glob.escape(path.name)}.*.tmp"):
        # One that somebody is writing stays, and so does one that we may not remove: it harms nobody.
        with suppress(OSError), other.open("rb") as file:
            if _lock(file):
                other.unlink()


def sync_file(path: Path) -> None:
    """Makes the file's content survive a power cut."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


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
