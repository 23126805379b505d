"""Hits and articles as small pieces of HTML for notebooks: everything escaped, no script, nothing loaded."""

from __future__ import annotations

import html
from collections.abc import Sequence

from onrecord.records import Article, Hit, Span
from onrecord.rendering.counts import format_score
from onrecord.rendering.hit_parts import arms_of, headline_of, passage_of, place_of
from onrecord.rendering.links import html_link
from onrecord.rendering.safe_text import printable
from onrecord.rendering.styled_text import StyledText, highlighted, merged, trimmed

# Inherited colours only, so that dark notebooks stay readable.
_SMALL = "font-size:85%;opacity:.75"
_TEXT = "white-space:pre-wrap;margin:.3em 0"
_BLOCK = "margin:0 0 1em 0;max-width:50em"


def hits_html(hits: Sequence[Hit]) -> str:
    """The hits as a `<div>`: heading, place, passage with `<mark>`, arms; a sentence when there are none."""
    if not hits:
        return "<div><em>No hits.</em></div>"
    return "<div>" + "".join(map(_hit_html, hits)) + "</div>"


def article_html(article: Article, spans: Sequence[Span] = ()) -> str:
    """The article as a `<div>`: title, what is known about it, its text with the spans in `<mark>`.

    Spans beyond the text are clipped.
    """
    text = printable(article.text, keep_newlines=True)
    whole = Span(0, len(text))
    shown = highlighted(text, trimmed(text, merged(spans, whole)), whole, collapse=False)
    facts = " · ".join(_escaped(fact) for fact in (article.id, article.source, article.date, article.author) if fact)
    heading = html_link(printable(article.title) or printable(article.id), article.url)
    return (
        f'<div style="{_BLOCK}"><div dir="auto"><strong>{heading}</strong></div>'
        f'<div style="{_SMALL}">{facts}</div>{_marked(shown)}</div>'
    )


def _hit_html(hit: Hit) -> str:
    title, facts = headline_of(hit)
    speaker = f" · {_escaped(hit.speaker)}" if hit.speaker else ""
    small = f"{_escaped(hit.kind)} · {_escaped(place_of(hit))}{speaker}" + (f" · {_escaped(facts)}" if facts else "")
    arms = f'<div style="{_SMALL}">{_escaped(arms_of(hit))}</div>' if hit.parts else ""
    return (
        f'<div style="{_BLOCK}"><div dir="auto">{hit.rank}. <strong>{html_link(title, hit.url)}</strong> '
        f'<span style="{_SMALL}">{format_score(hit.score)}</span></div>'
        f'<div style="{_SMALL}">{small}</div>{_marked(passage_of(hit))}{arms}</div>'
    )


def _marked(styled: StyledText) -> str:
    out, place = [], 0
    for span, _ in styled.runs:
        out += [html.escape(styled.text[place : span.start]), f"<mark>{html.escape(span.of(styled.text))}</mark>"]
        place = span.end
    out.append(html.escape(styled.text[place:]))
    return f'<div dir="auto" style="{_TEXT}">{"".join(out)}</div>'


def _escaped(text: str) -> str:
    return html.escape(printable(text))
