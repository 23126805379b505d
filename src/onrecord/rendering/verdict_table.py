"""The checked quotations of a draft: one block each, and how many of each verdict there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import get_args

from onrecord.errors import BadInput
from onrecord.records import Json
from onrecord.rendering.colours import Palette
from onrecord.rendering.counts import plural
from onrecord.rendering.display_width import padded
from onrecord.rendering.json_text import json_text
from onrecord.rendering.safe_text import printable
from onrecord.rendering.styled_text import StyledText
from onrecord.rendering.terminal import DEFAULT_WIDTH
from onrecord.rendering.verdict_view import verdict_view
from onrecord.rendering.verdict_words import (
    difference_of,
    one_line,
    places_of,
    speaker_words,
    verdict_style,
)
from onrecord.verdicts import DraftQuotation, Verdict, Verification

_PLAIN = Palette(False)
VERDICT_FORMATS = ("table", "json", "jsonl")
_VERDICT_WIDTH = max(map(len, get_args(Verdict))) + 2
# Below this the words do not fit beside line and verdict.
_ROOM_BESIDE = 50


def format_verdict(
    found: Verification, fmt: str, *, terminal: bool = False, palette: Palette = _PLAIN, width: int = DEFAULT_WIDTH
) -> str:
    """One checked quotation as text that ends in a newline; BadInput for an unknown format."""
    _check(fmt)
    if fmt == "table":
        return verdict_view(found, palette=palette, width=width)
    return json_text(found.to_dict(), indent=2 if terminal and fmt == "json" else None) + "\n"


def format_draft(
    found: Sequence[DraftQuotation],
    fmt: str,
    *,
    terminal: bool = False,
    palette: Palette = _PLAIN,
    width: int = DEFAULT_WIDTH,
) -> str:
    """The checked quotations of a draft; '' when a table or JSON Lines has none. BadInput for an unknown format."""
    _check(fmt)
    if fmt == "table":
        return draft_table(found, palette=palette, width=width)
    if fmt == "jsonl":
        return "".join(json_text(one.to_dict()) + "\n" for one in found)
    rows: list[Json] = [one.to_dict() for one in found]
    return json_text(rows, indent=2 if terminal else None) + "\n"


def draft_table(found: Sequence[DraftQuotation], *, palette: Palette = _PLAIN, width: int = DEFAULT_WIDTH) -> str:
    """A row for each quotation: line, verdict, the words with what was changed; below them speaker and citation.

    Places are never broken so that they can be copied; all other lines fit into `width` cells.
    """
    if not found:
        return ""
    digits = max(len("line"), max(len(str(one.line)) for one in found))
    beside = width >= _ROOM_BESIDE
    indent = " " * (digits + 2 + _VERDICT_WIDTH if beside else 2)
    head = padded("line", digits) + "  " + padded("verdict", _VERDICT_WIDTH) + ("quotation" if beside else "")
    lines = [palette.paint(head.rstrip(), "dim")]
    for one in found:
        check = one.verification
        verdict = palette.paint(padded(check.verdict, _VERDICT_WIDTH), verdict_style(check.verdict))
        front = f"{one.line:>{digits}}  {verdict}"
        shown = _words(check, palette).lines(width - len(indent), palette)
        if beside:
            lines.append(front + (shown[0] if shown else ""))
            shown = shown[1:]
        else:
            lines.append(front.rstrip())
        lines += [indent + line for line in [*shown, *_facts(check, width - len(indent), palette)]]
    return "\n".join(lines) + "\n"


def summary(found: Sequence[DraftQuotation]) -> str:
    """`6 quotations: 3 verbatim, 2 altered, 1 not found`, in the order of the definitions."""
    counts = Counter(one.verification.verdict for one in found)
    parts = [f"{counts[verdict]} {verdict}" for verdict in get_args(Verdict) if counts[verdict]]
    return plural(len(found), "quotation") + (": " + ", ".join(parts) if parts else "")


def _words(found: Verification, palette: Palette) -> StyledText:
    if found.difference:
        return difference_of(found.difference, palette, spliced=found.verdict == "spliced")
    return StyledText.of((one_line(found.quote), None))


def _facts(found: Verification, width: int, palette: Palette) -> list[str]:
    lines: list[str] = []
    if found.verdict == "paraphrase" and found.text:
        lines += StyledText.of(("recorded: ", "dim"), (one_line(found.text), None)).lines(width, palette)
    if said := speaker_words(found):
        lines += StyledText.of((said, "speaker")).lines(width, palette)
    return lines + places_of(found.parts, width, palette)


def _check(fmt: str) -> None:
    if fmt not in VERDICT_FORMATS:
        raise BadInput(f"format {printable(fmt)!r}: expected one of {', '.join(VERDICT_FORMATS)}")
