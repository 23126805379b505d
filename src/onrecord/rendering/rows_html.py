"""Quotes, people, claims and profiles as small pieces of HTML for notebooks: all escaped, no script, nothing loaded."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

from onrecord.rendering.claim_view import LONGEST_CLAIM, claimant_of, facts_of
from onrecord.rendering.counts import format_count
from onrecord.rendering.links import html_link
from onrecord.rendering.people_view import counts_of
from onrecord.rendering.quote_formats import LONGEST_QUOTE
from onrecord.rendering.row_words import (
    NO_SPEAKER,
    CitedRow,
    listed,
    one_line,
    place_of_row,
    published,
    shortened,
    years,
)
from onrecord.rendering.spoken_rows import ClaimRow, PersonRow, ProfileRow, QuoteRow, RoleRow

# Inherited colours only, so that dark notebooks stay readable; the edges are seen on both.
_SMALL = "font-size:85%;opacity:.75"
_BLOCK = "margin:0 0 1em 0;max-width:50em"
_EDGES = {"direct": "solid #d19a00", "mixed": "dashed #d2691e", "indirect": "dotted #3c9a5f"}
_NO_EDGE = "solid #8a93a0"
_LEFT = "text-align:left;vertical-align:top;padding:.2em .7em"
_RIGHT = "text-align:right;vertical-align:top;padding:.2em .7em"
_MOST_ALIASES = 6
# A cell of a long archive's list would freeze the notebook; the rest is counted.
MOST_SHOWN = 200


def quotes_html(rows: Sequence[QuoteRow]) -> str:
    """The quotes as a `<div>` of block quotations with speaker, style, confidence and place; the first 200."""
    return _several(rows, "quote", map(_quote, rows[:MOST_SHOWN]))


def claims_html(rows: Sequence[ClaimRow]) -> str:
    """The claims as a `<div>`: act, claimant, words, quantities, worth; the first 200."""
    return _several(rows, "claim", map(_claim, rows[:MOST_SHOWN]))


def people_html(rows: Sequence[PersonRow]) -> str:
    """The people as a `<table>` with roles, aliases, counts and dates; the first 200."""
    if not rows:
        return _several(rows, "person", (), "people")
    heads = "".join(
        f'<th scope="col" style="{_RIGHT if name in _COUNTS else _LEFT}">{name}</th>'
        for name in ("person", "roles", "also", *_COUNTS, "dates")
    )
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>{''.join(map(_person, rows[:MOST_SHOWN]))}</tbody></table>"
    return _several(rows, "person", (table,), "people")


def profile_html(row: ProfileRow) -> str:
    """The profile as a `<div>`: name, counts, aliases, roles with their places, reasons folded away, recent quotes."""
    person = row.person
    also = f'<div style="{_SMALL}">also {_escaped(", ".join(person.aliases))}</div>' if person.aliases else ""
    roles = "".join(map(_role, row.roles)) or "".join(f'<li dir="auto">{_escaped(role)}</li>' for role in person.roles)
    reasons = "".join(f"<li>{_escaped(reason)}</li>" for reason in row.reasons)
    folded = f"<details><summary>Why these are one person</summary><ul>{reasons}</ul></details>" if reasons else ""
    quotes = "".join(map(_quote, row.quotes[:MOST_SHOWN]))
    return (
        f'<div style="{_BLOCK}"><div dir="auto"><strong>{_escaped(person.name)}</strong></div>'
        f'<div style="{_SMALL}">{_escaped(counts_of(person))}</div>{also}'
        + (f"<ul>{roles}</ul>" if roles else "")
        + f"{folded}{quotes}</div>"
    )


_COUNTS = ("quotes", "mentions", "articles")


def _several(rows: Sequence[object], one: str, pieces: Iterable[str], many: str = "") -> str:
    if not rows:
        return f"<div><em>No {many or one + 's'}.</em></div>"
    left = len(rows) - MOST_SHOWN
    rest = f'<div style="{_SMALL}">… and {format_count(left)} more</div>' if left > 0 else ""
    return f"<div>{''.join(pieces)}{rest}</div>"


def _quote(row: QuoteRow) -> str:
    edge = _EDGES.get(row.style, _NO_EDGE)
    speaker = f"<strong>{_escaped(row.speaker)}</strong>" if one_line(row.speaker or "") else f"<em>{NO_SPEAKER}</em>"
    because = f' title="{_escaped(row.reason)}"' if row.reason else ""
    return (
        f'<div style="{_BLOCK}"><blockquote dir="auto" style="margin:.2em 0;padding:0 .8em;border-left:3px {edge}">'
        f"{html.escape(shortened(row.text, LONGEST_QUOTE))}</blockquote>"
        f'<div dir="auto"{because}>— {speaker} '
        f'<span style="{_SMALL}">{_escaped(row.style)} · {row.confidence:.2f}</span></div>'
        f"{_printed(row, row.link or row.url)}</div>"
    )


def _claim(row: ClaimRow) -> str:
    facts = "".join(f" · {_escaped(label)} {_escaped(words)}" for label, words in facts_of(row))
    reasons = f' title="{_escaped("; ".join(row.reasons))}"' if row.reasons else ""
    return (
        f'<div style="{_BLOCK}"><div dir="auto"><strong>{_escaped(row.act)}</strong> · {_escaped(claimant_of(row))} '
        f'<span style="{_SMALL}"{reasons}>check {row.worthiness:.2f}</span></div>'
        f'<div dir="auto" style="margin:.2em 0">{html.escape(shortened(row.text, LONGEST_CLAIM))}</div>'
        + (f'<div style="{_SMALL}">{facts.removeprefix(" · ")}</div>' if facts else "")
        + f"{_printed(row, row.link or row.url)}</div>"
    )


def _person(row: PersonRow) -> str:
    words = (row.name, listed(row.roles, 2), listed(row.aliases, _MOST_ALIASES))
    named, *others = (_escaped(word) for word in words)
    cells = f'<td style="{_LEFT};white-space:nowrap"><strong>{named}</strong></td>'
    cells += "".join(f'<td dir="auto" style="{_LEFT}">{other}</td>' for other in others)
    cells += "".join(f'<td style="{_RIGHT}">{format_count(getattr(row, name))}</td>' for name in _COUNTS)
    return f'<tr>{cells}<td style="{_LEFT};white-space:nowrap">{_escaped(years(row.first, row.last))}</td></tr>'


def _role(role: RoleRow) -> str:
    place = html_link(one_line(f"{role.article}:{role.start}-{role.end}"), role.link)
    date = f" · {_escaped(role.date)}" if role.date else ""
    return f'<li dir="auto">{_escaped(role.text)} <span style="{_SMALL}">{place}{date}</span></li>'


def _printed(row: CitedRow, url: str) -> str:
    known = published(row)
    facts = f"{html.escape(known)} · " if known else ""
    return f'<div style="{_SMALL}">{facts}{html_link(place_of_row(row), url)}</div>'


def _escaped(text: str | None) -> str:
    return html.escape(one_line(text or ""))
