"""A stream in UTF-16 or UTF-32 as a stream of UTF-8, without reading it whole."""

from __future__ import annotations

import codecs
import io
from typing import TYPE_CHECKING, BinaryIO, cast

from onrecord.reading.decoding import BYTE_ORDER_MARKS

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_CHUNK_BYTES = 1 << 16


def as_utf8(stream: BinaryIO) -> tuple[BinaryIO, str]:
    """(the stream without its byte-order mark, as UTF-8; its encoding when it was another one, else '')."""
    buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast(io.RawIOBase, stream))
    head = buffered.peek(4)[:4]
    for mark, encoding in BYTE_ORDER_MARKS:
        if head.startswith(mark):
            buffered.read(len(mark))
            if encoding == "utf-8":
                break
            return cast(BinaryIO, io.BufferedReader(_Utf8(cast(BinaryIO, buffered), encoding))), encoding
    return cast(BinaryIO, buffered), ""


class _Utf8(io.RawIOBase):
    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._ready = b""
        self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        while not self._ready and not self._ended:
            chunk = self._stream.read(_CHUNK_BYTES)
            self._ended = not chunk
            self._ready = self._decoder.decode(chunk, self._ended).encode("utf-8")
        taken, self._ready = self._ready[: len(view)], self._ready[len(view) :]
        view[: len(taken)] = taken
        return len(taken)
