"""Rows as CSV that reads back as it was and that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from onrecord.rendering.safe_text import csv_safe, encodable, printable


def csv_text(
    columns: Sequence[str], rows: Iterable[Sequence[str | int | float | None]], *, terminal: bool = False
) -> str:
    """A header and the rows, each ended by a newline, every text quoted (RFC 4180); None is an empty text.

    Texts that a spreadsheet would run as a formula are guarded by an apostrophe (`csv_safe`); lone surrogates become
    U+FFFD. For a terminal the texts are made printable as well.
    """
    out = io.StringIO()
    # A lone carriage return in a cell is quoted only from Python 3.13 on, unless all texts are.
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(cell, terminal) for cell in row])
    return out.getvalue()


def _cell(cell: str | int | float | None, terminal: bool) -> str | int | float:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return csv_safe(printable(cell, keep_newlines=True) if terminal else encodable(cell))
    return cell
