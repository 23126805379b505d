"""CSV and TSV with a header row to articles, streamed."""

import csv
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from onrecord.errors import BadInput
from onrecord.limits import Limits
from onrecord.reading.lines import read_lines
from onrecord.reading.reporting import Report
from onrecord.reading.rows import read_row
from onrecord.records import Article

# Names that other programs give to our fields, in order of preference; compared without case.
ALIASES: dict[str, tuple[str, ...]] = {
    "id": ("id", "_id", "article_id", "doc_id", "docid", "guid"),
    "text": ("text", "body", "content", "article", "full_text", "fulltext"),
    "title": ("title", "headline"),
    "date": ("date", "published", "published_at", "publish_date", "publication_date", "pubdate"),
    "source": ("source", "publisher", "publication", "outlet", "newspaper"),
    "author": ("author", "authors", "byline"),
    "url": ("url", "link"),
}
_DELIMITERS = ",;\t|"


def read_table(
    stream: BinaryIO, columns: Mapping[str, str], limits: Limits, report: Report, *, tabs: bool = False
) -> Iterator[Article]:
    """One article for each row; `columns` maps our names to theirs, else common names are understood.

    Cells may be quoted as in RFC 4180. With `tabs`, quote marks are characters like others, because articles
    are full of them; only a cell that a spreadsheet quoted (its inner marks doubled) is unquoted.
    Raises BadInput when the header lacks a column for id or text.
    """
    lines = _Lines(read_lines(stream, limits, report))
    header_line = next((line for line in lines if line.strip()), None)
    if header_line is None:
        raise BadInput("the file is empty; expected a header row with id and text")
    rows = _split_rows(lines, header_line, limits, tabs)
    header, _ = next(rows)
    if isinstance(header, str):
        raise BadInput(f"the header row cannot be read ({header})")
    if len(header) > limits.table_columns:
        raise BadInput(f"a header of {limits.exceeded('table_columns', len(header), 'columns')}")
    places = _places(header, columns)
    seen = False
    for cells, number in rows:
        if not cells:
            continue
        seen = True
        try:
            if isinstance(cells, str):
                raise BadInput(cells)
            article, notes = read_row(_row(cells, header, places), limits)
        except BadInput as error:
            report.skip(str(error), number)
            continue
        for note in notes:
            report.note(note, number)
        yield article
    if not seen and not report.skips:
        report.skip("no rows below the header")


class _Lines:
    """Iterator over lines that remembers the number of the last one handed out."""

    def __init__(self, lines: Iterator[tuple[int, str]]) -> None:
        self._lines = lines
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        self.number, line = next(self._lines)
        return line


def _split_rows(lines: _Lines, header_line: str, limits: Limits, tabs: bool) -> Iterator[tuple[list[str] | str, int]]:
    """(cells, or the reason why there are none; number of the row's first line), the header first."""
    delimiter = "\t" if tabs else max(_DELIMITERS, key=header_line.count)
    if tabs:
        yield _tab_cells(header_line), lines.number
        for line in lines:
            yield _tab_cells(line), lines.number
        return
    # The default of 131,072 characters is below a long article; the setting is one for the whole process.
    csv.field_size_limit(max(csv.field_size_limit(), min(limits.line_bytes, 2**31 - 1)))
    try:
        yield next(csv.reader([header_line], delimiter=delimiter, strict=False)), lines.number
    except csv.Error as error:
        yield str(error), lines.number
        return
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        first = lines.number + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield _reason(error, first, lines.number), first
        else:
            yield cells, first


def _reason(error: csv.Error, first: int, last: int) -> str:
    if "unexpected end of data" in str(error):
        return f"a quoted cell is never closed; lines {first} to {last} are lost, close it and read again"
    return f"not CSV ({error})"


def _tab_cells(line: str) -> list[str]:
    line = line.rstrip("\r\n")
    return [_unquoted(cell) for cell in line.split("\t")] if line else []


def _unquoted(cell: str) -> str:
    inner = cell[1:-1]
    if len(cell) < 2 or not (cell[0] == cell[-1] == '"') or '""' not in inner:
        return cell
    plain = inner.replace('""', "")
    return cell if '"' in plain else inner.replace('""', '"')


def _places(header: list[str], columns: Mapping[str, str]) -> dict[str, int]:
    """Our field name → index of its column."""
    folded = [name.strip().casefold() for name in header]
    places = {}
    for ours, aliases in ALIASES.items():
        if ours in columns:
            if columns[ours].strip().casefold() not in folded:
                raise BadInput(f'no column "{columns[ours]}" for {ours}; the header has {_listed(header)}')
            places[ours] = folded.index(columns[ours].strip().casefold())
            continue
        named = [folded.index(alias) for alias in aliases if alias in folded]
        if named:
            places[ours] = named[0]
    for ours in ("id", "text"):
        if ours not in places:
            raise BadInput(
                f"no column for {ours}; the header has {_listed(header)}; "
                f'say which it is, as in columns={{"{ours}": "body"}}'
            )
    return places


def _row(cells: list[str], header: list[str], places: Mapping[str, int]) -> dict[str, object]:
    """The row with our names; other columns keep theirs, empty cells are left out."""
    if len(cells) > len(header):
        raise BadInput(f"the row has {len(cells)} cells, the header {len(header)}; quote cells that hold a delimiter")
    if any("\0" in cell for cell in cells):
        raise BadInput("the row holds NUL bytes")
    taken = set(places.values())
    row: dict[str, object] = {
        name.strip() or f"column {index + 1}": cell
        for index, (name, cell) in enumerate(zip(header, cells, strict=False))
        if index not in taken and cell and name.strip() not in places
    }
    row.update({ours: cells[index] for ours, index in places.items() if index < len(cells) and cells[index]})
    return row


def _listed(header: list[str]) -> str:
    shown = ", ".join(name.strip()[:40] for name in header[:12])
    return shown if len(header) <= 12 else f"{shown} and {len(header) - 12} more"
