"""Paragraphs: which line breaks of a text end something, and which are only the edge of a page.

News text comes in three forms: one paragraph a line, blank lines between paragraphs, and lines wrapped at a
fixed width (agency wires, old mail). A blank line always ends a paragraph. A single line break does not when
the next line goes on in lower case without an end mark before it, or when the text is wrapped at a width.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from onrecord.records import Span

_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_ALWAYS_BREAKS = frozenset("\f\u2029")
# A letter, a dash or a comma at the end of a line lets the sentence go on; these marks do not.
_END_MARKS = frozenset(".!?…:;。！？।؟۔")
_CLOSING = "\"'”’»›)]}“‘"
# Narrower columns are lists and verse, wider lines are paragraphs of their own.
_NARROWEST, _WIDEST = 40, 130
# Fewer breaks than this cannot show a width; a list of three headlines would pass for wrapped text.
_FEWEST_WRAPS = 3
_WRAPPED_SHARE = 0.75
# First words longer than this (links) say nothing about why a line was broken.
_LONGEST_WORD = 30


def find_paragraphs(text: str) -> list[Span]:
    """The paragraphs in order, trimmed, without overlap; every non-space character lies in one.

    >>> find_paragraphs("A title\\n\\nHe said that he\\nwould go.")
    [Span(start=0, end=7), Span(start=9, end=34)]
    """
    return list(_paragraphs(text))


# Everybody who looks through an article asks for its paragraphs: the last few texts are remembered.
@lru_cache(maxsize=4)
def _paragraphs(text: str) -> tuple[Span, ...]:
    lines = [line for line in (trimmed(text, m.start(), m.end()) for m in _LINE.finditer(text)) if len(line)]
    if not lines:
        return ()
    width = _wrap_width(text, lines)
    paragraphs = []
    start = lines[0].start
    for line, following in pairwise(lines):
        if not _goes_on(text, line, following, width):
            paragraphs.append(Span(start, line.end))
            start = following.start
    paragraphs.append(Span(start, lines[-1].end))
    return tuple(paragraphs)


def trimmed(text: str, start: int, end: int) -> Span:
    """The range without white space at its edges; empty when nothing else is there."""
    # Stepping beats slicing here: nested quotations share their insides, and copying each would be quadratic.
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _goes_on(text: str, line: Span, following: Span, width: int | None) -> bool:
    if not _touch(text, line, following):
        return False
    if width is not None and _reaches(text, line, following, width):
        return True
    return text[following.start].islower() and _last_mark(text, line) not in _END_MARKS


def _touch(text: str, line: Span, following: Span) -> bool:
    """Whether one plain line break, and no blank line, stands between two lines."""
    breaks = _BREAK.findall(text, line.end, following.start)
    return len(breaks) == 1 and breaks[0] not in _ALWAYS_BREAKS


def _last_mark(text: str, line: Span) -> str:
    """The last character before closing marks and brackets: `.` for `he said.")`."""
    return text[max(line.start, line.end - 8) : line.end].rstrip(_CLOSING)[-1:]


def _wrap_width(text: str, lines: list[Span]) -> int | None:
    """The column the text was wrapped at, None for text that was not wrapped."""
    breaks = [(line, following) for line, following in pairwise(lines) if _touch(text, line, following)]
    width = max((len(line) for line, _ in breaks if len(line) <= _WIDEST), default=0)
    if width < _NARROWEST:
        return None
    wraps = sum(_reaches(text, line, following, width) for line, following in breaks)
    return width if wraps >= max(_FEWEST_WRAPS, _WRAPPED_SHARE * len(breaks)) else None


def _reaches(text: str, line: Span, following: Span, width: int) -> bool:
    """Whether the next line's first word would not have fitted at the end of this line."""
    first = text[following.start : min(following.end, following.start + _LONGEST_WORD)].split(None, 1)[0]
    return len(line) <= _WIDEST and len(line) + 1 + len(first) > width
