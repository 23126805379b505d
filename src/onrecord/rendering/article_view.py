"""One article to read on a terminal: what is known about it, then its text with the asked spans highlighted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from onrecord.errors import InvalidSpan
from onrecord.records import Article, Span
from onrecord.rendering.colours import Palette
from onrecord.rendering.counts import format_count, plural
from onrecord.rendering.excerpt import widened
from onrecord.rendering.safe_text import printable
from onrecord.rendering.styled_text import StyledText, highlighted, merged, trimmed
from onrecord.rendering.terminal import DEFAULT_WIDTH

_PLAIN = Palette(False)
_SHORT_HASH = 12
_LINE = re.compile(r"[^\n]+")


def article_view(
    article: Article,
    spans: Sequence[Span] = (),
    *,
    palette: Palette = _PLAIN,
    width: int = DEFAULT_WIDTH,
    marks: bool | None = None,
    context: int | None = None,
    offsets: bool = False,
    revision: tuple[int, int] | None = None,
) -> str:
    """Header, blank line, text; ends in a newline.

    The text keeps its lines, its blank lines (several become one) and the indentation of a line; long lines are
    wrapped to `width` cells. The spans are in colour, and between « and » when `marks` is true or, left open, when
    the palette has no colours. `context` shows only so many code points around each span, with an ellipsis where
    text is left out. `offsets` puts the offset of the first character of each line of the article into the margin.
    `revision` is (number, how many there are). Raises InvalidSpan for a span that reaches beyond the text.
    """
    _check_spans(article, spans)
    text = printable(article.text, keep_newlines=True)
    whole = Span(0, len(text))
    joined = trimmed(text, merged(spans, whole))
    regions = [whole] if context is None or not joined else merged((widened(text, s, context) for s in joined), whole)
    body = _Body(text, joined, palette, width, not palette.enabled if marks is None else marks, offsets)
    lines = [*_header(article, revision, width, palette), ""]
    for region in regions:
        if region.start > 0:
            lines.append(body.margin(None) + "…")
        lines += body.lines(region)
    if regions[-1].end < len(text):
        lines.append(body.margin(None) + "…")
    return "\n".join(lines) + "\n"


class _Body:
    """How the text is laid out; knows the margin and the marks, so that a region is all that is asked for."""

    def __init__(
        self, text: str, spans: Sequence[Span], palette: Palette, width: int, marks: bool, offsets: bool
    ) -> None:
        self._text, self._spans, self._palette, self._marks = text, spans, palette, marks
        self._digits = len(str(len(text))) if offsets else 0
        self._width = width - len(self.margin(None))

    def margin(self, offset: int | None) -> str:
        """The offset, right-aligned, and two blanks; blanks for None; nothing when offsets are not asked for."""
        if not self._digits:
            return ""
        shown = "" if offset is None else str(offset)
        return self._palette.paint(f"{shown:>{self._digits}}  ", "dim") if shown else " " * (self._digits + 2)

    def lines(self, region: Span) -> Iterator[str]:
        """The lines of one region, with one blank line where the text has any."""
        shown_until = None
        for line in self._source_lines(region):
            # Two line ends or more between this line and the one before.
            if shown_until is not None and self._text.count("\n", shown_until, line.start) > 1:
                yield ""
            shown_until = line.end
            yield from self._wrapped(line)

    def _source_lines(self, region: Span) -> Iterator[Span]:
        """The lines of the region that hold more than blanks, without the blanks at their ends."""
        for match in _LINE.finditer(self._text, region.start, region.end):
            line = match.group()
            start = match.start() + len(line) - len(line.lstrip())
            if start < match.end():
                yield Span(start, match.start() + len(line.rstrip()))

    def _wrapped(self, line: Span) -> Iterator[str]:
        indent = " " * min(self._indentation(line.start), self._width // 3)
        styled = highlighted(self._text, self._spans, line, marks=self._marks, collapse=False)
        for number, shown in enumerate(styled.lines(self._width - len(indent), self._palette)):
            yield self.margin(None if number else line.start) + indent + shown

    def _indentation(self, start: int) -> int:
        """How many blanks stand between the line's beginning and `start`; none when a region begins among words."""
        place = start
        while place > 0 and self._text[place - 1] != "\n" and self._text[place - 1].isspace():
            place -= 1
        return start - place if place == 0 or self._text[place - 1] == "\n" else 0


def _header(article: Article, revision: tuple[int, int] | None, width: int, palette: Palette) -> list[str]:
    facts = {
        "article": article.id,
        "date": article.date,
        "source": article.source,
        "author": article.author,
        "url": article.url,
        "length": plural(len(article.text), "character"),
        "sha256": article.sha256[:_SHORT_HASH],
        "revision": "" if revision is None else f"{revision[0]} of {revision[1]}",
    }
    lines = StyledText.of((printable(article.title), "title")).lines(width, palette)
    label_width = max(map(len, facts)) + 2
    for label, fact in facts.items():
        shown = StyledText.of((printable(fact), None)).lines(width - label_width, palette)
        for number, line in enumerate(shown):
            lines.append(palette.paint(f"{'' if number else label:<{label_width}}", "dim") + line)
    return lines


def _check_spans(article: Article, spans: Sequence[Span]) -> None:
    for span in spans:
        if span.end > len(article.text):
            raise InvalidSpan(
                f"{printable(article.id)}:{span.start}-{span.end}: the text has "
                f"{format_count(len(article.text))} characters; ask for a span within 0-{len(article.text)}"
            )
