"""Claims in a table, as JSON, JSON Lines, CSV and Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.rendering.colours import Palette, Style
from onrecord.rendering.csv_text import csv_text
from onrecord.rendering.markdown_text import markdown_link, markdown_text
from onrecord.rendering.row_formats import check_format, rows_json, rows_jsonl
from onrecord.rendering.row_words import (
    cited_place,
    listed,
    one_line,
    place_of_row,
    published,
    quantity_words,
    shortened,
    when_words,
)
from onrecord.rendering.spoken_rows import ClaimRow
from onrecord.rendering.styled_text import StyledText
from onrecord.rendering.terminal import DEFAULT_WIDTH

_PLAIN = Palette(False)
LONGEST_CLAIM = 600
_MOST_TOPICS = 6
IN_OWN_VOICE = "the article itself"
CLAIM_COLUMNS = (
    "act", "claimant", "attributed", "text", "quantities", "dates", "topics", "worthiness", "reasons", "article",
    "start", "end", "title", "date", "source", "url", "link", "unit_id", "text_sha256", "citation",
)  # fmt: skip
# Acts that bind or menace stand out from those that only say something.
_ACTS: dict[str, Style] = {"threat": "highlight", "warning": "problem", "accusation": "problem", "pledge": "score"}


def format_claims(
    rows: Sequence[ClaimRow],
    fmt: str,
    *,
    terminal: bool = False,
    palette: Palette | None = None,
    width: int = DEFAULT_WIDTH,
    explain: bool = False,
) -> str:
    """The claims as text that ends in a newline, or '' when the format has nothing to say.

    `terminal`: people look at it, so JSON is indented and CSV made printable. `palette`, `width` and `explain`
    matter to the table only. Raises BadInput for an unknown format.
    """
    check_format(fmt)
    if fmt == "json":
        return rows_json(rows, terminal=terminal)
    if fmt == "jsonl":
        return rows_jsonl(rows)
    if fmt == "csv":
        cells = ([_cell(row, name) for name in CLAIM_COLUMNS] for row in rows)
        return csv_text(CLAIM_COLUMNS, cells, terminal=terminal)
    if fmt == "markdown":
        return claims_markdown(rows)
    return claim_table(rows, palette=palette or _PLAIN, width=width, explain=explain)


def claim_table(
    rows: Sequence[ClaimRow], *, palette: Palette = _PLAIN, width: int = DEFAULT_WIDTH, explain: bool = False
) -> str:
    """The claims as blocks of lines, with a blank line between them and a newline at the end; '' for no claims.

    A block holds the act, who claims it and how much it is worth checking, in [0, 1]; the words, cut after 600 code
    points; quantities, dates and topics; title, source and date; the place `article:start-end`, never broken; with
    `explain` the reasons for the worth. All other lines fit into `width` cells.
    """
    return "\n".join("\n".join(_block(row, palette, width, explain)) + "\n" for row in rows)


def _block(row: ClaimRow, palette: Palette, width: int, explain: bool) -> list[str]:
    act, claimant = one_line(row.act), claimant_of(row)
    head = StyledText.of(
        (act, _ACTS.get(act, "kind")), ("  ", None),
        (claimant, "speaker" if row.claimant else "dim"), (f"  check {row.worthiness:.2f}", "score"),
    )  # fmt: skip
    inner = width - 2
    lines = head.lines(width, palette)
    body = [StyledText.of((shortened(row.text, LONGEST_CLAIM), None))]
    for label, words in facts_of(row):
        body.append(StyledText.of((f"{label} ", "dim"), (words, None)))
    body.append(StyledText.of((published(row), "dim")))
    lines += [f"  {line}" for styled in body for line in styled.lines(inner, palette)]
    lines.append("  " + palette.paint(place_of_row(row), "place"))
    if explain:
        for reason in row.reasons:
            because = StyledText.of(("because ", "dim"), (one_line(reason), None))
            lines += [f"  {line}" for line in because.lines(inner, palette)]
    return lines


def claimant_of(row: ClaimRow) -> str:
    """The claimant, `speaker unknown`, or that it is the article's own voice."""
    return one_line(row.claimant or "") or ("speaker unknown" if row.attributed else IN_OWN_VOICE)


def facts_of(row: ClaimRow) -> list[tuple[str, str]]:
    """Quantities, dates and topics with their labels, those there are."""
    facts = (
        ("quantities", ", ".join(map(quantity_words, row.quantities))),
        ("dates", ", ".join(map(when_words, row.dates))),
        ("topics", listed(row.topics, _MOST_TOPICS)),
    )
    return [(label, words) for label, words in facts if words]


def claims_markdown(rows: Sequence[ClaimRow]) -> str:
    """A list item each: act and claimant, the words, what they count, the citation; all text is escaped."""
    lines = []
    for row in rows:
        facts = "; ".join(f"{label}: {words}" for label, words in facts_of(row))
        printed = ", ".join(filter(None, map(markdown_text, (row.title, row.source, row.date))))
        cited = markdown_link(f"[{cited_place(row)}]", row.link or row.url)
        lines.append(
            f"- **{markdown_text(row.act)}**, {markdown_text(claimant_of(row))}: {markdown_text(row.text)}"
            + (f" ({markdown_text(facts)})" if facts else "")
            + f" — {printed}{' ' if printed else ''}{cited}\n"
        )
    return "".join(lines)


def _cell(row: ClaimRow, name: str) -> str | int | float | None:
    """Lists joined by `; `, quantities and dates in words, truth as true or false."""
    if name == "quantities":
        return "; ".join(map(quantity_words, row.quantities))
    if name == "dates":
        return "; ".join(map(when_words, row.dates))
    value: str | int | float | tuple[str, ...] | None = getattr(row, name)
    if isinstance(value, tuple):
        return "; ".join(value)
    return ("false", "true")[value] if isinstance(value, bool) else value
