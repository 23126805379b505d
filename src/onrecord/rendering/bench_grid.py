"""A table of short texts in columns that never grows wider than it may: too many columns stand in blocks."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.rendering.display_width import cut, padded, text_width

_GAP = 2


def grid_lines(head: Sequence[str], rows: Sequence[Sequence[str]], width: int | None) -> list[str]:
    """Head and rows as lines of at most `width` cells (None: no bound), the texts printable, columns aligned left.

    Columns that do not fit beside the first go to further blocks below, each with the first column again and parted
    by an empty line. A cell wider than the line is cut.
    """
    columns = [list(column) for column in zip(head, *rows, strict=True)]
    widths = [max(map(text_width, column)) for column in columns]
    lines: list[str] = []
    for block in _blocks(widths, width):
        if lines:
            lines.append("")
        for row in range(len(rows) + 1):
            line = (" " * _GAP).join(padded(columns[column][row], widths[column]) for column in block).rstrip()
            lines.append(line if width is None else cut(line, width))
    return lines


def _blocks(widths: Sequence[int], width: int | None) -> list[list[int]]:
    """The columns of each block; the first column opens all of them."""
    if width is None or len(widths) < 2:
        return [list(range(len(widths)))]
    blocks: list[list[int]] = []
    used = 0
    for column in range(1, len(widths)):
        if blocks and used + _GAP + widths[column] <= width:
            blocks[-1].append(column)
            used += _GAP + widths[column]
        else:
            blocks.append([0, column])
            used = widths[0] + _GAP + widths[column]
    return blocks
