"""Quotes in a table, as JSON, JSON Lines, CSV and Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.rendering.colours import Palette, Style
from onrecord.rendering.csv_text import csv_text
from onrecord.rendering.markdown_text import markdown_link, markdown_text
from onrecord.rendering.row_formats import check_format, rows_json, rows_jsonl
from onrecord.rendering.row_words import NO_SPEAKER, cited_place, one_line, place_of_row, published, shortened
from onrecord.rendering.spoken_rows import QuoteRow
from onrecord.rendering.styled_text import StyledText
from onrecord.rendering.terminal import DEFAULT_WIDTH

_PLAIN = Palette(False)
# What a block of a few lines holds; the other formats never cut.
LONGEST_QUOTE = 600
QUOTE_COLUMNS = (
    "speaker", "text", "style", "confidence", "article", "start", "end", "source_text", "cue_text", "title", "date",
    "source", "url", "link", "unit_id", "text_sha256", "citation", "finder", "reason", "content",
)  # fmt: skip
_STYLES: dict[str, Style] = {"direct": "direct", "mixed": "mixed", "indirect": "indirect"}


def format_quotes(
    rows: Sequence[QuoteRow],
    fmt: str,
    *,
    terminal: bool = False,
    palette: Palette | None = None,
    width: int = DEFAULT_WIDTH,
    explain: bool = False,
) -> str:
    """The quotes as text that ends in a newline, or '' when the format has nothing to say.

    `terminal`: people look at it, so JSON is indented and CSV made printable. `palette`, `width` and `explain`
    matter to the table only. Raises BadInput for an unknown format.
    """
    check_format(fmt)
    if fmt == "json":
        return rows_json(rows, terminal=terminal)
    if fmt == "jsonl":
        return rows_jsonl(rows)
    if fmt == "csv":
        return quotes_csv(rows, terminal=terminal)
    if fmt == "markdown":
        return quotes_markdown(rows)
    return quote_table(rows, palette=palette or _PLAIN, width=width, explain=explain)


def quote_table(
    rows: Sequence[QuoteRow], *, palette: Palette = _PLAIN, width: int = DEFAULT_WIDTH, explain: bool = False
) -> str:
    """The quotes as blocks of lines, with a blank line between them and a newline at the end; '' for no quotes.

    A block holds the speaker, style and confidence; the words, cut after 600 code points; title, source and date; the
    place `article:start-end`, never broken so that it can be copied; with `explain` the source's and the cue's own
    words, who found it and why it is that speaker. All other lines fit into `width` cells.
    """
    return "\n".join("\n".join(_block(row, palette, width, explain)) + "\n" for row in rows)


def _block(row: QuoteRow, palette: Palette, width: int, explain: bool) -> list[str]:
    speaker = one_line(row.speaker or "")
    style = one_line(row.style)
    head = StyledText.of(
        (speaker or NO_SPEAKER, "speaker" if speaker else "dim"),
        ("  ", None), (style, _STYLES.get(style)), (f"  {row.confidence:.2f}", "score"),
    )  # fmt: skip
    lines = head.lines(width, palette)
    inner = width - 2
    lines += [f"  {line}" for line in StyledText.of((shortened(row.text, LONGEST_QUOTE), None)).lines(inner, palette)]
    lines += [f"  {line}" for line in StyledText.of((published(row), "dim")).lines(inner, palette)]
    lines.append("  " + palette.paint(place_of_row(row), "place"))
    if explain:
        facts = (
            ("source ", one_line(row.source_text)), ("cue ", one_line(row.cue_text)),
            ("found by ", one_line(row.finder)), ("because ", one_line(row.reason)),
        )  # fmt: skip
        for label, fact in facts:
            if fact:
                lines += [f"  {line}" for line in StyledText.of((label, "dim"), (fact, None)).lines(inner, palette)]
    return lines


def quotes_csv(rows: Sequence[QuoteRow], *, terminal: bool = False) -> str:
    """CSV with a header (`QUOTE_COLUMNS`); `content` as `start-end` pairs joined by `;`."""
    cells = ([_cell(row, name) for name in QUOTE_COLUMNS] for row in rows)
    return csv_text(QUOTE_COLUMNS, cells, terminal=terminal)


def _cell(row: QuoteRow, name: str) -> str | int | float | None:
    if name == "content":
        return ";".join(f"{span.start}-{span.end}" for span in row.content)
    value: str | int | float | None = getattr(row, name)
    return value


def quotes_markdown(rows: Sequence[QuoteRow]) -> str:
    """A block quotation each: the words, the speaker, where they were printed, and the citation.

    Citations link to the words in the page where `link` is known, else to `url`. All text is escaped.
    """
    return "\n".join(map(_quotation, rows))


def _quotation(row: QuoteRow) -> str:
    speaker = markdown_text(row.speaker or "")
    said = f"**{speaker}**" if speaker else f"*{NO_SPEAKER}*"
    title = f"*{markdown_link(row.title, row.url)}*" if one_line(row.title) else ""
    facts = ", ".join(filter(None, (said, title, markdown_text(row.source), markdown_text(row.date))))
    return f"> {markdown_text(row.text)}\n>\n> — {facts} {markdown_citation(cited_place(row), row.link or row.url)}\n"


def markdown_citation(place: str, url: str) -> str:
    """The place in brackets, as a link when `url` is a web address."""
    return markdown_link(f"[{place}]", url)
