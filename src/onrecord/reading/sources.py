"""The front door of reading: sources in, articles out, problems beside them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, BinaryIO

from onrecord.errors import BadInput
from onrecord.limits import Limits, in_force
from onrecord.records import Article, Problem

# Everything else is imported where it is used: `import onrecord` names `read`, and a search reads no file.
if TYPE_CHECKING:
    from onrecord.reading.formats import Format
    from onrecord.reading.opening import Progress
    from onrecord.reading.reporting import Report


class Reading:
    """Articles, read while you iterate; `problems` fills up meanwhile. Iterating again reads everything again.

    `on_problem`, when set, is called with each problem as it is found.
    """

    def __init__(
        self,
        sources: tuple[str, ...],
        columns: Mapping[str, str],
        stdin: BinaryIO | None,
        limits: Limits,
        on_problem: Callable[[Problem], None] | None,
    ) -> None:
        self.problems: list[Problem] = []
        self.on_problem = on_problem
        self._sources = sources
        self._columns = columns
        self._stdin = stdin
        self._limits = limits
        self._progress = _progress()

    @cached_property
    def total_bytes(self) -> int | None:
        """Bytes on disk of everything to be read, for progress bars; None when standard input is among it."""
        from onrecord.reading.walking import total_size

        return total_size(self._sources)

    @property
    def bytes_read(self) -> int:
        """Bytes taken from disk or standard input so far."""
        return self._progress.bytes_read

    def __iter__(self) -> Iterator[Article]:
        from onrecord.reading.reporting import Report
        from onrecord.reading.walking import STANDARD_INPUT, find_inputs, shown

        self.problems.clear()
        self._progress.bytes_read = 0
        for path in find_inputs(self._sources, self._add):
            report = Report(shown(path), self._add, self._limits)
            try:
                if path == STANDARD_INPUT:
                    yield from self._standard_input(report)
                else:
                    yield from self._file(path, report)
            except BadInput as error:
                report.skip(str(error))
            except OSError as error:
                report.skip(f"cannot be read ({error.strerror or error})")
            report.close()

    def _file(self, path: str, report: Report) -> Iterator[Article]:
        from onrecord.reading.formats import ROW_FORMATS, format_of, sniff
        from onrecord.reading.one_article import read_one
        from onrecord.reading.opening import open_file, refuse_large
        from onrecord.reading.sidecar import read_sidecar
        from onrecord.reading.walking import shown

        with open_file(path, self._progress, self._limits, report) as stream:
            named = format_of(os.path.basename(path))
            form = named.format or sniff(_head(stream))
            if form in ROW_FORMATS:
                yield from self._rows(stream, form, report, tabs=named.suffix == ".tsv")
                return
            refuse_large(os.stat(path).st_size, self._limits)
            sidecar = read_sidecar(path, self._limits, report)
            real = shown(os.path.realpath(path))
            article = read_one(stream, form, shown(named.stem), real, sidecar, self._limits, report)
        yield article

    def _standard_input(self, report: Report) -> Iterator[Article]:
        from onrecord.reading.formats import ROW_FORMATS, sniff
        from onrecord.reading.one_article import read_one
        from onrecord.reading.opening import unpacked

        stream = self._stdin if self._stdin is not None else getattr(sys.stdin, "buffer", None)
        if stream is None:
            raise BadInput("there is no standard input to read; pipe something in")
        content = unpacked(stream, self._progress, self._limits)
        form = sniff(_head(content))
        if form in ROW_FORMATS:
            yield from self._rows(content, form, report)
        else:
            yield read_one(content, form, "stdin", None, {}, self._limits, report)

    def _rows(self, stream: BinaryIO, form: Format, report: Report, *, tabs: bool = False) -> Iterator[Article]:
        from onrecord.reading.jsonl import read_json, read_jsonl
        from onrecord.reading.table import read_table

        if form == "table":
            return read_table(stream, self._columns, self._limits, report, tabs=tabs)
        if form == "json":
            return read_json(stream, self._columns, self._limits, report)
        return read_jsonl(stream, self._columns, self._limits, report)

    def _add(self, problem: Problem) -> None:
        self.problems.append(problem)
        if self.on_problem is not None:
            self.on_problem(problem)


def read(
    *sources: str | os.PathLike[str],
    columns: Mapping[str, str] | None = None,
    stdin: BinaryIO | None = None,
    limits: Limits | None = None,
    on_problem: Callable[[Problem], None] | None = None,
) -> Reading:
    """The articles behind files, folders, globs (also `**`) and `-` (standard input), read while you iterate.

    `columns` maps our field names to those of CSV columns or JSON keys: `{"text": "body", "id": "nr"}`.
    Whatever cannot be read ends up in `problems`, never as an exception; only wrong use raises BadInput. `limits` say
    how much of an input is taken, those in force when left out (see `onrecord.limits`).
    """
    if not sources:
        raise BadInput("no source given; expected files, folders, globs or - for standard input")
    if columns:
        _check_columns(columns)
    return Reading(tuple(map(_path, sources)), dict(columns or {}), stdin, limits or in_force(), on_problem)


def _check_columns(columns: Mapping[str, str]) -> None:
    from onrecord.reading.table import ALIASES

    for ours, theirs in columns.items():
        if ours not in ALIASES or not isinstance(theirs, str):
            raise BadInput(f'columns maps {", ".join(ALIASES)} to your names; it cannot map "{ours}" to {theirs!r}')


def _progress() -> Progress:
    from onrecord.reading.opening import Progress

    return Progress()


def _path(source: str | os.PathLike[str]) -> str:
    try:
        return os.fsdecode(source)
    except TypeError as error:
        raise BadInput(f"a source is of type {type(source).__name__}, expected a path or a pattern as text") from error


def _head(stream: BinaryIO) -> bytes:
    """The first bytes of a buffered stream, which stay in it."""
    from onrecord.reading.formats import SNIFFED_BYTES

    peek: Callable[[int], bytes] = stream.peek  # type: ignore[attr-defined]
    return peek(SNIFFED_BYTES)[:SNIFFED_BYTES]
