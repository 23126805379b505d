"""Lines of a bounded width, as spans of the text: nothing is copied, so offsets stay what they are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from onrecord.records import Span
from onrecord.rendering.display_width import cell_width, text_width

# Where a line may break: blanks of `printable` text, but not the no-break spaces U+00A0, U+2007 and U+202F.
_BLANK = r" \n\u1680\u2000-\u2006\u2008-\u200a\u205f\u3000"
BLANKS = re.compile(rf"[{_BLANK}]+")
_WORD = re.compile(rf"[^{_BLANK}]+")
_ZERO_WIDTH_JOINER = "\u200d"
NARROWEST = 8


def wrap(text: str, width: int) -> list[Span]:
    """The lines of printable `text`, each at most `width` cells (8 at least), without blanks at their ends.

    Breaks stand between words, beside wide East Asian characters (not before closing nor after opening punctuation),
    and inside words longer than a line. Blanks inside a line stay. A text of blanks has no lines. Linear time.
    """
    width = max(width, NARROWEST)
    lines: list[Span] = []
    start = end = used = 0
    for piece_start, piece_end, cells in _pieces(text, width):
        gap = text_width(text[end:piece_start])
        if end > start and used + gap + cells <= width:
            used += gap + cells
        else:
            if end > start:
                lines.append(Span(start, end))
            start, used = piece_start, cells
        end = piece_end
    if end > start:
        lines.append(Span(start, end))
    return lines


def _pieces(text: str, width: int) -> Iterator[tuple[int, int, int]]:
    """(start, end, cells) of what must not be broken, each at most `width` cells."""
    for match in _WORD.finditer(text):
        word = match.group()
        if word.isascii() and len(word) <= width:
            yield match.start(), match.end(), len(word)
        else:
            yield from _parts_of_word(text, match.start(), match.end(), width)


def _parts_of_word(text: str, start: int, end: int, width: int) -> Iterator[tuple[int, int, int]]:
    used, before, before_cells = 0, "", 0
    for place in range(start, end):
        character = text[place]
        cells = cell_width(character)
        wanted = 2 in (cells, before_cells) and _may_part(before, character)
        if used and cells and (used + cells > width or wanted):
            yield start, place, used
            start, used = place, 0
        used += cells
        before = character
        before_cells = cells or before_cells
    if start < end:
        yield start, end, used


def _may_part(before: str, after: str) -> bool:
    """Whether a line may end between two characters, one of them wide; a skin tone stays with its emoji."""
    if not before or before == _ZERO_WIDTH_JOINER or unicodedata.category(before) in ("Ps", "Pi"):
        return False
    return unicodedata.category(after) not in ("Pe", "Pf", "Po", "Sk")
