"""How many terminal cells a text takes: 2 for wide East Asian characters and emoji, 0 for marks, 1 for the rest."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=4096)
def cell_width(character: str) -> int:
    """Cells of one code point: 0, 1 or 2 (Unicode Standard Annex 11; ambiguous ones count as narrow)."""
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def text_width(text: str) -> int:
    """Cells of `text`, which must be printable.

    An emoji joined from several counts as several: terminals disagree, and a line too short does no harm.
    """
    return len(text) if text.isascii() else sum(map(cell_width, text))


def padded(text: str, width: int) -> str:
    """`text` with spaces behind it until it takes `width` cells."""
    return text + " " * (width - text_width(text))


def cut(text: str, width: int) -> str:
    """`text` if it fits into `width` cells, else its beginning with `…` as the last cell."""
    if text_width(text) <= width:
        return text
    kept, used = 0, 1
    for character in text:
        used += cell_width(character)
        if used > width:
            break
        kept += 1
    return text[:kept] + "…" if width > 0 else ""
