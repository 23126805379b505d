"""Numbers as people read them: counts, sizes, scores, durations."""

from __future__ import annotations

import math

_SIZES = ("kB", "MB", "GB", "TB", "PB")


def format_count(number: int) -> str:
    """The number with a comma between thousands.

    >>> format_count(1234567)
    '1,234,567'
    """
    return f"{number:,}"


def plural(number: int, one: str, many: str | None = None) -> str:
    """The count and its noun; `many` defaults to `one` and an s.

    >>> plural(1, "hit"), plural(1200, "query", "queries")
    ('1 hit', '1,200 queries')
    """
    return f"{format_count(number)} {one if number == 1 else many or one + 's'}"


def format_bytes(number: float) -> str:
    """A size in decimal units (1 kB is 1,000 bytes), with one decimal place below 100 of them.

    >>> format_bytes(999), format_bytes(1536), format_bytes(250_000_000)
    ('999 B', '1.5 kB', '250 MB')
    """
    if abs(number) < 1000:
        return f"{number:.0f} B"
    size, step = number / 1000, 0
    # 999.5 and more would be shown as 1000 of this unit.
    while abs(size) >= 999.5 and step + 1 < len(_SIZES):
        size, step = size / 1000, step + 1
    return f"{size:.1f} {_SIZES[step]}" if abs(size) < 99.95 else f"{size:,.0f} {_SIZES[step]}"


def format_score(score: float) -> str:
    """A score with four significant digits; from 1,000 on without decimals.

    >>> format_score(0.842), format_score(12.3456), format_score(0.01639344), format_score(4321.5)
    ('0.8420', '12.35', '0.01639', '4322')
    """
    if not math.isfinite(score):
        return str(score)
    return f"{score:#.4g}".rstrip(".") if abs(score) < 999.95 else f"{score:.0f}"


def format_duration(seconds: float) -> str:
    """A duration in its two largest units, rounded.

    >>> format_duration(42.4), format_duration(185), format_duration(7800)
    ('42 s', '3 min 05 s', '2 h 10 min')
    """
    whole = round(max(seconds, 0.0))
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02d} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02d} min"
