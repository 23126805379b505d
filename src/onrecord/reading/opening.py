"""Files and streams to bytes: only regular files are opened, gzip is unpacked, everything is counted."""

from __future__ import annotations

import gzip
import io
import os
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, cast

from onrecord.errors import BadInput
from onrecord.reading.formats import GZIP_MAGIC, SNIFFED_BYTES

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

    from onrecord.limits import Limits
    from onrecord.reading.reporting import Report

_KINDS = (
    (stat.S_ISDIR, "a folder"), (stat.S_ISFIFO, "a named pipe"), (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"), (stat.S_ISBLK, "a device"),
)  # fmt: skip


@dataclass(slots=True)
class Progress:
    """Bytes taken from the inputs so far (packed bytes where they are packed)."""

    bytes_read: int = 0


@contextmanager
def open_file(path: str, progress: Progress, limits: Limits, report: Report) -> Iterator[BinaryIO]:
    """The unpacked bytes of a regular file; notes at the end when it changed meanwhile. Raises BadInput or OSError."""
    refuse_special(os.stat(path).st_mode)
    # A named pipe put in the file's place since then would block for ever without O_NONBLOCK.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    with open(os.open(path, flags), "rb") as handle:
        before = os.fstat(handle.fileno())
        refuse_special(before.st_mode)
        try:
            yield unpacked(handle, progress, limits)
        finally:
            _note_change(path, before, report)


def unpacked(stream: BinaryIO, progress: Progress, limits: Limits) -> BinaryIO:
    """A buffered stream of the bytes of `stream`, unpacked when they begin like gzip."""
    counted = io.BufferedReader(_Counted(stream, progress), buffer_size=1 << 16)
    packed = cast(BinaryIO, counted)
    start = progress.bytes_read
    if counted.peek(SNIFFED_BYTES)[:2] != GZIP_MAGIC:
        return packed
    return cast(BinaryIO, io.BufferedReader(_Unpacked(packed, progress, start, limits), buffer_size=1 << 16))


def refuse_large(size: int, limits: Limits) -> None:
    """Raise BadInput when one article has more bytes than a file may have."""
    if size > limits.file_bytes:
        raise BadInput(f"one article of {limits.exceeded('file_bytes', size, 'bytes or more')}; split it")


def refuse_unpacked(unpacked: int, packed: int, what: str, limits: Limits) -> None:
    """Raise BadInput when so few packed bytes became so many, as text never does."""
    if unpacked > max(limits.unpacked_bytes_unchecked, limits.unpack_ratio * packed):
        told = limits.exceeded("unpack_ratio", unpacked // max(packed, 1) + 1, "times its size")
        raise BadInput(f"{packed} bytes of {what} unpack to {told}; unpack it first if it is sound")


def read_whole(stream: BinaryIO, limits: Limits) -> bytes:
    """All bytes of the stream; raises BadInput when there are more than one article may have."""
    chunks: list[bytes] = []
    size = 0
    while chunk := stream.read(1 << 20):
        size += len(chunk)
        refuse_large(size, limits)
        chunks.append(chunk)
    return b"".join(chunks)


def refuse_special(mode: int) -> None:
    """Raise BadInput unless the mode is that of a regular file: opening a pipe or a device may block or act."""
    if stat.S_ISREG(mode):
        return
    kind = next((name for test, name in _KINDS if test(mode)), "no regular file")
    raise BadInput(f"is {kind}, expected a regular file; pipe its content in and name the source -")


def _note_change(path: str, before: os.stat_result, report: Report) -> None:
    try:
        after = os.stat(path)
    except OSError:
        report.note("vanished while it was read; what was read is kept")
        return
    if (after.st_size, after.st_mtime_ns, after.st_ino) != (before.st_size, before.st_mtime_ns, before.st_ino):
        report.note(
            f"changed while it was read ({before.st_size} bytes before, {after.st_size} after); "
            "what was read is kept, read it again"
        )


class _Counted(io.RawIOBase):
    """Bytes of a stream, as they come, counted."""

    def __init__(self, stream: BinaryIO, progress: Progress) -> None:
        self._take = getattr(stream, "read1", stream.read)
        self._progress = progress

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        chunk = self._take(len(view)) or b""
        if not isinstance(chunk, bytes):
            raise BadInput(f"the stream gives {type(chunk).__name__}, expected bytes; open it in binary mode")
        view[: len(chunk)] = chunk
        self._progress.bytes_read += len(chunk)
        return len(chunk)


class _Unpacked(io.RawIOBase):
    """Unpacked bytes of a gzip stream; refuses a stream that is broken or unpacks to far too much."""

    def __init__(self, packed: BinaryIO, progress: Progress, start: int, limits: Limits) -> None:
        self._gzip = gzip.GzipFile(fileobj=packed)
        self._progress = progress
        self._start = start
        self._limits = limits
        self._unpacked = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        try:
            chunk = self._gzip.read1(len(view))
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise BadInput(f"broken gzip after {self._unpacked} unpacked bytes ({error}); fetch it again") from error
        self._unpacked += len(chunk)
        packed = self._progress.bytes_read - self._start
        refuse_unpacked(self._unpacked, packed, "gzip", self._limits)
        view[: len(chunk)] = chunk
        return len(chunk)
