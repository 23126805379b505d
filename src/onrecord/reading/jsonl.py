"""JSON lines to articles, streamed; a `.json` file holds one row or a list of rows."""

from collections.abc import Iterator, Mapping
from typing import BinaryIO

from onrecord.errors import BadInput
from onrecord.limits import Limits
from onrecord.reading.decoding import decode
from onrecord.reading.lines import read_lines
from onrecord.reading.opening import read_whole
from onrecord.reading.reporting import Report
from onrecord.reading.rows import read_row
from onrecord.reading.strict_json import parse_json
from onrecord.records import Article


def read_jsonl(stream: BinaryIO, columns: Mapping[str, str], limits: Limits, report: Report) -> Iterator[Article]:
    """One article for each line that holds a row; other lines are reported with their number, blank ones passed."""
    seen = False
    for number, line in read_lines(stream, limits, report):
        if not line.strip():
            continue
        seen = True
        try:
            article, notes = read_row(renamed(_object(parse_json(line)), columns), limits)
        except BadInput as error:
            report.skip(str(error), number)
            continue
        for note in notes:
            report.note(note, number)
        yield article
    if not seen and not report.skips:
        report.skip("no rows in it; expected one JSON object a line")


def read_json(stream: BinaryIO, columns: Mapping[str, str], limits: Limits, report: Report) -> Iterator[Article]:
    """The articles of a JSON document that is one row or a list of rows; JSON lines under this name work too."""
    decoded = decode(read_whole(stream, limits))
    if decoded.note:
        report.note(decoded.note)
    for place, row in _rows_of(decoded.text):
        try:
            if isinstance(row, BadInput):
                raise row
            article, notes = read_row(renamed(_object(row), columns), limits)
        except BadInput as error:
            report.skip(f"{place}: {error}" if place else str(error))
            continue
        for note in notes:
            report.note(f"{place}: {note}" if place else note)
        yield article


def renamed(row: Mapping[str, object], columns: Mapping[str, str]) -> Mapping[str, object]:
    """The row with our names: `columns` maps ours to theirs. A key of theirs that bears our name gives way."""
    if not columns:
        return row
    theirs = set(columns.values())
    kept = {key: value for key, value in row.items() if key not in theirs and key not in columns}
    return kept | {ours: row[name] for ours, name in columns.items() if name in row}


def _rows_of(text: str) -> Iterator[tuple[str, object]]:
    """(where, row) for each row of a document; what is broken comes as the error itself."""
    if not text.strip():
        raise BadInput("the file is empty")
    try:
        value = parse_json(text)
    except BadInput:
        lines = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
        if len(lines) < 2 or not _parses(lines[0][1]):
            raise
        for number, line in lines:
            try:
                yield f"line {number}", parse_json(line)
            except BadInput as error:
                yield f"line {number}", error
        return
    if not isinstance(value, list):
        yield "", value
        return
    if not value:
        raise BadInput("the list holds no rows")
    for number, row in enumerate(value, start=1):
        yield f"item {number}", row


def _parses(line: str) -> bool:
    try:
        return isinstance(parse_json(line), dict)
    except BadInput:
        return False


def _object(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise BadInput(f"the row is {type(value).__name__}, expected an object with id and text")
    return value
