"""A stream of bytes to numbered lines of text, one at a time."""

from collections.abc import Iterator
from typing import BinaryIO

from onrecord.errors import BadInput
from onrecord.limits import Limits
from onrecord.reading.decoding import detect
from onrecord.reading.reporting import Report
from onrecord.reading.transcoding import as_utf8

# Detection costs some milliseconds: a file gets this many tries, not one for each of a million lines.
_MAX_DETECTIONS = 3


def read_lines(stream: BinaryIO, limits: Limits, report: Report) -> Iterator[tuple[int, str]]:
    """(line number from 1, line with its ending); lines that are too long or fit no encoding are reported."""
    stream, encoding = as_utf8(stream)
    if encoding:
        report.note(f"decoded as {encoding}, not UTF-8")
    decoder = _LineDecoder(report)
    number = 0
    while line := stream.readline(limits.line_bytes + 1):
        number += 1
        if len(line) > limits.line_bytes and not line.endswith(b"\n"):
            size = len(line) + _drop_rest_of_line(stream)
            report.skip(f"a line of {limits.exceeded('line_bytes', size, 'bytes')}", number)
            continue
        try:
            yield number, decoder.decode(line, number)
        except BadInput as error:
            report.skip(str(error), number)


def _drop_rest_of_line(stream: BinaryIO) -> int:
    size = 0
    while chunk := stream.readline(1 << 20):
        size += len(chunk)
        if chunk.endswith(b"\n"):
            break
    return size


class _LineDecoder:
    """UTF-8, else an encoding found on an earlier line, else detection; each encoding is noted once."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._encoding = ""
        self._detections = 0

    def decode(self, line: bytes, number: int) -> str:
        try:
            return line.decode("utf-8")
        except UnicodeDecodeError:
            pass
        if self._encoding:
            try:
                return line.decode(self._encoding)
            except UnicodeDecodeError:
                pass
        if self._detections >= _MAX_DETECTIONS:
            raise BadInput("not valid UTF-8, and the encoding of earlier lines does not fit; save the file as UTF-8")
        self._detections += 1
        encoding = detect(line)
        try:
            text = line.decode(encoding)
        except UnicodeDecodeError as error:
            raise BadInput(f"looks like {encoding}, but does not fit it; save the file as UTF-8") from error
        self._encoding = encoding
        self._report.note(f"decoded as {encoding}, not UTF-8", number)
        return text
