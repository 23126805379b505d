"""How rows are put into words, shared by the views of quotes, people and claims."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from onrecord.records import Span
from onrecord.rendering.excerpt import excerpt
from onrecord.rendering.safe_text import printable
from onrecord.spoken import Quantity, When

NO_SPEAKER = "speaker unknown"
_SHORT_HASH = 12


class CitedRow(Protocol):
    """A row that stands in an article."""

    @property
    def article(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def date(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def text_sha256(self) -> str: ...


def one_line(text: str) -> str:
    """Printable text with every run of blanks as one space.

    >>> one_line("a\\n  b")
    'a b'
    """
    return " ".join(printable(text).split())


def place_of_row(row: CitedRow) -> str:
    """`article:start-end`, printable, as `onrecord show` takes it."""
    return f"{printable(row.article)}:{row.start}-{row.end}"


def cited_place(row: CitedRow) -> str:
    """`article@sha256:start-end` with twelve digits of the hash: names the revision, outlives an update."""
    named = f"@{printable(row.text_sha256[:_SHORT_HASH])}" if row.text_sha256 else ""
    return f"{printable(row.article)}{named}:{row.start}-{row.end}"


def published(row: CitedRow) -> str:
    """`title · source · date`, what is known of it."""
    return " · ".join(filter(None, map(one_line, (row.title, row.source, row.date))))


def shortened(text: str, longest: int) -> str:
    """The beginning of the text on one line, at most `longest` code points and an ellipsis, ending between words."""
    line = one_line(text)
    region: Span = excerpt(line, (), longest)
    return line if region.end == len(line) else region.of(line).rstrip() + " …"


def number_words(value: float) -> str:
    """The number with commas between thousands and no more decimals than it has, at most six digits behind the point.

    >>> number_words(100000.0), number_words(5.25), number_words(1.2e9)
    ('100,000', '5.25', '1,200,000,000')
    """
    return f"{value:,.6f}".rstrip("0").rstrip(".")


def quantity_words(quantity: Quantity) -> str:
    """`≈ 100,000 troops`, `5–10 percent`, `1,200,000,000 USD`."""
    value = number_words(quantity.value)
    reach = f"{value}–{number_words(quantity.high)}" if quantity.high > quantity.value else value
    return one_line(f"{'≈ ' if quantity.approximate else ''}{reach} {quantity.unit}")


def when_words(when: When) -> str:
    """`2022-01-14`, or `2022-01-01–2022-01-31` for a period."""
    return years(when.first, when.last)


def years(first: str, last: str) -> str:
    """The first and last date, one when they are equal, '' when there are none; printable."""
    known = [one_line(date) for date in (first, last) if date]
    return "–".join(dict.fromkeys(known))


def listed(words: Sequence[str], most: int) -> str:
    """The first `most` words with commas, and how many more there are."""
    shown = ", ".join(map(one_line, words[:most]))
    return f"{shown} and {len(words) - most} more" if len(words) > most else shown
