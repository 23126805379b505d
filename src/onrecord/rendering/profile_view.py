"""All about one person: names, roles with the places that state them, counts, recent quotes, and why they are one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.rendering.colours import Palette
from onrecord.rendering.csv_text import csv_text
from onrecord.rendering.markdown_text import markdown_link, markdown_text
from onrecord.rendering.people_view import counts_of, format_people, heading_of
from onrecord.rendering.quote_formats import quote_table, quotes_markdown
from onrecord.rendering.row_formats import check_format, rows_json, rows_jsonl
from onrecord.rendering.row_words import one_line
from onrecord.rendering.safe_text import printable
from onrecord.rendering.spoken_rows import ProfileRow, RoleRow
from onrecord.rendering.styled_text import StyledText
from onrecord.rendering.terminal import DEFAULT_WIDTH

_PLAIN = Palette(False)
_LABEL = 14
EVIDENCE_COLUMNS = ("person", "role", "affiliation", "article", "start", "end", "date", "citation", "link")


def format_profile(
    rows: Sequence[ProfileRow],
    fmt: str,
    *,
    terminal: bool = False,
    palette: Palette | None = None,
    width: int = DEFAULT_WIDTH,
    explain: bool = False,
) -> str:
    """The profiles as text that ends in a newline, or '' when the format has nothing to say.

    More than one person may answer to a name, so it is a sequence. `terminal`: people look at it, so JSON is indented
    and CSV made printable. `explain` adds why forms were merged and why quotes are theirs, to the table and to
    Markdown; JSON always holds it. CSV has one line for each place that states a role; a person without any has the
    line `format_people` gives. Raises BadInput for an unknown format.
    """
    check_format(fmt)
    if fmt == "json":
        return rows_json(rows, terminal=terminal)
    if fmt == "jsonl":
        return rows_jsonl(rows)
    if fmt == "csv":
        if not any(row.roles for row in rows):
            return format_people([row.person for row in rows], "csv", terminal=terminal)
        cells = (_cells(row.person.name, role) for row in rows for role in row.roles)
        return csv_text(EVIDENCE_COLUMNS, cells, terminal=terminal)
    if fmt == "markdown":
        return "\n".join(_markdown(row, explain) for row in rows)
    shown = palette or _PLAIN
    return "\n".join(profile_table(row, palette=shown, width=width, explain=explain) for row in rows)


def profile_table(
    row: ProfileRow, *, palette: Palette = _PLAIN, width: int = DEFAULT_WIDTH, explain: bool = False
) -> str:
    """Name, counts and dates, aliases, affiliations, roles each with its place, recent quotes; ends in a newline."""
    person = row.person
    lines = heading_of(person).lines(width, palette)
    lines += StyledText.of((counts_of(person), "dim")).lines(width, palette)
    lines += _fact("also", ", ".join(map(one_line, person.aliases)), palette, width)
    lines += _fact("affiliations", ", ".join(map(one_line, person.affiliations)), palette, width)
    for number, role in enumerate(row.roles):
        lines += _role(role, "roles" if number == 0 else "", palette, width)
    if not row.roles:
        lines += _fact("roles", "; ".join(map(one_line, person.roles)), palette, width)
    if explain:
        for number, reason in enumerate(row.reasons):
            lines += _fact("because" if number == 0 else "", one_line(reason), palette, width)
    body = "\n".join(lines) + "\n"
    if not row.quotes:
        return body
    quotes = quote_table(row.quotes, palette=palette, width=width - 2, explain=explain)
    indented = "".join(f"  {line}\n" if line else "\n" for line in quotes.splitlines())
    return f"{body}\n{palette.paint('Recent quotes', 'title')}\n{indented}"


def _fact(label: str, words: str, palette: Palette, width: int) -> Iterator[str]:
    if not words:
        return
    for number, line in enumerate(StyledText.of((words, None)).lines(width - _LABEL, palette)):
        yield palette.paint(f"{'' if number else label:<{_LABEL}}", "dim") + line


def _role(role: RoleRow, label: str, palette: Palette, width: int) -> Iterator[str]:
    yield from _fact(label or " ", one_line(role.text), palette, width)
    facts = palette.paint(f" · {one_line(role.date)}", "dim") if role.date else ""
    place = f"{printable(role.article)}:{role.start}-{role.end}"
    yield " " * _LABEL + palette.paint(place, "place") + facts


def _cells(name: str, role: RoleRow) -> list[str | int | float | None]:
    return [
        name, role.text, role.affiliation, role.article, role.start, role.end, role.date, role.citation, role.link,
    ]  # fmt: skip


def _markdown(row: ProfileRow, explain: bool) -> str:
    person = row.person
    parts = [f"## {markdown_text(person.name)}\n", f"{markdown_text(counts_of(person))}\n"]
    if person.aliases:
        parts.append(f"Also: {', '.join(map(markdown_text, person.aliases))}\n")
    if person.affiliations:
        parts.append(f"Affiliations: {', '.join(map(markdown_text, person.affiliations))}\n")
    if row.roles:
        roles = (f"- {markdown_text(role.text)} {_cited(role)}\n" for role in row.roles)
        parts.append("".join(roles))
    elif person.roles:
        parts.append("".join(f"- {markdown_text(role)}\n" for role in person.roles))
    if explain and row.reasons:
        parts.append("Why these are one person:\n\n" + "".join(f"- {markdown_text(r)}\n" for r in row.reasons))
    if row.quotes:
        parts += ["### Recent quotes\n", quotes_markdown(row.quotes)]
    return "\n".join(parts)


def _cited(role: RoleRow) -> str:
    """The place that states the role, as its citation names it."""
    return markdown_link(role.citation or f"[{role.article}:{role.start}-{role.end}]", role.link)
