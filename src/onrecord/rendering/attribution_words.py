"""How one attribution is put into words, the same in all views: its number, its speaker, its words."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.records import Span
from onrecord.rendering.safe_text import printable
from onrecord.spoken import Speaker

UNKNOWN_SPEAKER = "speaker unknown"
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def superscript(number: int) -> str:
    """The number in superscript digits.

    >>> superscript(12)
    '¹²'
    """
    return str(number).translate(_SUPERSCRIPTS)


def speaker_name(speakers: Sequence[Speaker], index: int) -> str:
    """The printable name of attribution `index`'s speaker, '' when nobody is known."""
    return " ".join(printable(speakers[index].name).split()) if index < len(speakers) else ""


def quoted_text(text: str, spans: Sequence[Span]) -> str:
    """The characters of ascending spans as one quotation, ` … ` where words between them are left out.

    Blanks at the ends of spans go; spans with only blanks between them are joined by one space.

    >>> quoted_text("We go, he said, home.", [Span(0, 6), Span(16, 21)])
    'We go, … home.'
    """
    out, place = "", 0
    for span in spans:
        words = span.of(text).strip()
        if words:
            between = text[place : span.start]
            out += (" … " if between.strip() else " ") + words if out else words
        place = span.end
    return out
