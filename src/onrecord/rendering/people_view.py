"""People in a table, as JSON, JSON Lines, CSV and Markdown; and all about one of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.rendering.colours import Palette
from onrecord.rendering.counts import format_count, plural
from onrecord.rendering.csv_text import csv_text
from onrecord.rendering.display_width import cut, padded, text_width
from onrecord.rendering.markdown_text import markdown_text
from onrecord.rendering.row_formats import check_format, rows_json, rows_jsonl
from onrecord.rendering.row_words import listed, one_line, years
from onrecord.rendering.spoken_rows import PersonRow
from onrecord.rendering.styled_text import StyledText
from onrecord.rendering.terminal import DEFAULT_WIDTH

_PLAIN = Palette(False)
PERSON_COLUMNS = (
    "name", "roles", "affiliations", "aliases", "quotes", "mentions", "articles", "first", "last", "key",
)  # fmt: skip
_COUNTS = ("quotes", "mentions", "articles")
# Names are cut behind this many cells, roles get what is left; below this, roles stand on a line of their own.
_WIDEST_NAME = 32
_ROOM_FOR_ROLES = 24


def format_people(
    rows: Sequence[PersonRow],
    fmt: str,
    *,
    terminal: bool = False,
    palette: Palette | None = None,
    width: int = DEFAULT_WIDTH,
) -> str:
    """The people as text that ends in a newline, or '' when the format has nothing to say.

    `terminal`: people look at it, so JSON is indented and CSV made printable; `palette` and `width` matter to the
    table only. In CSV, several roles, affiliations or aliases are joined by ` | `. Raises BadInput for an unknown
    format.
    """
    check_format(fmt)
    if fmt == "json":
        return rows_json(rows, terminal=terminal)
    if fmt == "jsonl":
        return rows_jsonl(rows)
    if fmt == "csv":
        cells = ([_cell(row, name) for name in PERSON_COLUMNS] for row in rows)
        return csv_text(PERSON_COLUMNS, cells, terminal=terminal)
    if fmt == "markdown":
        return people_markdown(rows)
    return people_table(rows, palette=palette or _PLAIN, width=width)


def people_table(rows: Sequence[PersonRow], *, palette: Palette = _PLAIN, width: int = DEFAULT_WIDTH) -> str:
    """One line a person: name, counts of quotes, mentions and articles, dates, the first role; '' for nobody.

    Aliases stand on a line below, in full where they fit. Where it is narrow, roles do so too and dates are left out.
    """
    if not rows:
        return ""
    names = [cut(one_line(row.name), min(_WIDEST_NAME, max(8, width // 2))) for row in rows]
    first = max(text_width("person"), *map(text_width, names))
    counts = {name: max(len(name), *(len(format_count(getattr(row, name))) for row in rows)) for name in _COUNTS}
    dates = max(text_width("dates"), *(text_width(years(row.first, row.last)) for row in rows))
    used = first + sum(counts.values()) + 2 * len(counts)
    if used > width:
        counts, used = {"quotes": counts["quotes"]}, first + counts["quotes"] + 2
    dated = used + 2 + dates <= width
    used += dated * (2 + dates)
    beside = width - used - 2 >= _ROOM_FOR_ROLES
    head = padded("person", first) + "".join(f"  {name:>{size}}" for name, size in counts.items())
    head += f"  {'dates':<{dates}}" * dated + "  role" * beside
    lines = [palette.paint(head.rstrip(), "dim")]
    for row, name in zip(rows, names, strict=True):
        figures = "".join(f"  {format_count(getattr(row, count)):>{size}}" for count, size in counts.items())
        when = "  " + padded(years(row.first, row.last), dates) if dated else ""
        role = one_line(row.roles[0]) if row.roles else ""
        shown = "  " + cut(role, width - used - 2) if beside and role else ""
        painted = palette.paint(name, "speaker") + " " * (first - text_width(name))
        lines.append(f"{painted}{figures}{when}{shown}".rstrip())
        lines += _below(row, "" if beside else role, palette, width)
    return "\n".join(lines) + "\n"


def _below(row: PersonRow, role: str, palette: Palette, width: int) -> Iterator[str]:
    also = f"also {', '.join(map(one_line, row.aliases))}" if row.aliases else ""
    for words in filter(None, (role, also)):
        if text_width(words) > width - 2 and words == also:
            words = "also " + _fitting(row.aliases, width - 7)
        yield palette.paint("  " + cut(words, width - 2), "dim")


def _fitting(aliases: Sequence[str], width: int) -> str:
    """As many aliases as fit and the number of the rest; one at least."""
    count = len(aliases)
    while count > 1 and text_width(listed(aliases, count)) > width:
        count -= 1
    return listed(aliases, count)


def people_markdown(rows: Sequence[PersonRow]) -> str:
    """A table with a row for each person; all text is escaped."""
    if not rows:
        return ""
    lines = ["| person | roles | also | quotes | mentions | articles | dates |", "|---|---|---|---:|---:|---:|---|"]
    for row in rows:
        words = (row.name, "; ".join(row.roles), "; ".join(row.aliases))
        cells = [*map(markdown_text, words), *(format_count(getattr(row, name)) for name in _COUNTS)]
        lines.append(f"| {' | '.join([*cells, markdown_text(years(row.first, row.last))])} |")
    return "\n".join(lines) + "\n"


def counts_of(row: PersonRow) -> str:
    """`3 quotes · 9 mentions · 1 article · 2022-01-14`."""
    counted = [plural(getattr(row, name), name.removesuffix("s")) for name in _COUNTS]
    return " · ".join(filter(None, [*counted, years(row.first, row.last)]))


def _cell(row: PersonRow, name: str) -> str | int:
    value: str | int | tuple[str, ...] = getattr(row, name)
    return " | ".join(value) if isinstance(value, tuple) else value


def heading_of(row: PersonRow) -> StyledText:
    """The name as a title."""
    return StyledText.of((one_line(row.name), "title"))
