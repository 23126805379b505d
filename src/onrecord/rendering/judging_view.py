"""What a judge sees: the question, one place with its surroundings, and the keys. Never an arm, a rank or a score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.records import Article, Span
from onrecord.rendering.colours import Palette, Style
from onrecord.rendering.safe_text import printable
from onrecord.rendering.styled_text import StyledText, highlighted, merged, trimmed
from onrecord.text.paragraphs import find_paragraphs

_INDENT = "  "
# Sentences around the place may be long; so many of their code points are shown.
_CONTEXT = 240
# What is enough to recognise a part by.
_LONGEST_PART = 600


@dataclass(frozen=True, slots=True)
class JudgedPlace:
    """A place of an article: `around` is what is shown of it, `answer` the part that answers, None for all.

    `highlights` are the query's words in the article, ascending, without overlap.
    """

    article: Article
    span: Span
    around: Span
    answer: Span | None
    highlights: Sequence[Span]


def question_view(
    qid: str, query: str, kind: str, speaker: str | None, count: str, palette: Palette, width: int
) -> str:
    """The question with its id, its kind, whom an answer should name, and how far judging has come."""
    facts = [printable(qid), printable(kind), *([f"answer names {printable(speaker)}"] if speaker else []), count]
    head = StyledText.of((" · ".join(facts), "dim")).lines(width, palette)
    return _block([*head, *StyledText.of((printable(query), "title")).lines(width, palette)])


def place_view(place: JudgedPlace, palette: Palette, width: int) -> str:
    """The article's name and the place in its surroundings, the query's words highlighted; a blank line around.

    What is outside the place, or outside the chosen answer, is dim, and between brackets where there are no colours.
    """
    text = printable(place.article.text)
    facts = [printable(fact) for fact in (place.article.source, place.article.date) if fact]
    title = printable(place.article.title).strip() or printable(place.article.id)
    where = f"{printable(place.article.id)}:{place.span.start}-{place.span.end}"
    gold = place.answer or place.span
    before = Span(max(place.around.start, gold.start - _CONTEXT, 0), gold.start)
    after = Span(gold.end, min(max(place.around.end, gold.end), gold.end + _CONTEXT))
    marks = not palette.enabled
    found = _inside(text, place.highlights, gold)
    shown = [highlighted(text, found, part, marks=marks) for part in _paragraphs(place.article.text, gold)]
    lines = StyledText.of((title, "title"), *((f" · {fact}", None) for fact in facts)).lines(width - 2, palette)
    lines += StyledText.of((where, "place")).lines(width - 2, palette)
    body: list[str] = []
    for piece in (_dim(text, before, marks), *shown, _dim(text, after, marks)):
        body += piece.lines(width - 4, palette)
    return _block(["", *(_INDENT + line for line in lines), *(_INDENT * 2 + line for line in body), ""])


def parts_view(place: JudgedPlace, parts: Sequence[Span], palette: Palette, width: int) -> str:
    """The parts that can be chosen, numbered from 1; of a very long one the beginning."""
    text = printable(place.article.text)
    lines = []
    for number, part in enumerate(parts, 1):
        cut = Span(part.start, min(part.end, part.start + _LONGEST_PART))
        shown = highlighted(text, _inside(text, place.highlights, cut), cut, marks=not palette.enabled)
        if cut != part:
            shown = StyledText(f"{shown.text} …", shown.runs)
        for row, line in enumerate(shown.lines(width - 6, palette)):
            lines.append((f"{number:>4}  " if row == 0 else " " * 6) + line)
    return _block(lines)


def keys_view(keys: Sequence[tuple[str, str]], palette: Palette, width: int) -> str:
    """The keys and what they mean, as many on a line as fit."""
    lines: list[str] = []
    used = 0
    for key, meaning in keys:
        cells = len(key) + 1 + len(meaning)
        shown = f"{palette.paint(key, 'score')} {meaning}"
        if lines and used + 3 + cells <= width:
            lines[-1] += " · " + shown
            used += 3 + cells
        else:
            lines.append(shown)
            used = cells
    return _block(lines)


def _inside(text: str, highlights: Sequence[Span], region: Span) -> list[Span]:
    return trimmed(text, merged(highlights, region))


def _paragraphs(text: str, region: Span) -> list[Span]:
    """The paragraphs of `region`, cut to it."""
    inside = [paragraph for paragraph in find_paragraphs(text) if paragraph.overlap(region)]
    return [Span(max(part.start, region.start), min(part.end, region.end)) for part in inside]


def _dim(text: str, region: Span, bracketed: bool) -> StyledText:
    shown = " ".join(region.of(text).split())
    style: Style = "dim"
    return StyledText.of((f"[{shown}]" if bracketed and shown else shown, style))


def _block(lines: Sequence[str]) -> str:
    return "".join(line.rstrip() + "\n" for line in lines)
