"""Text with styles on stretches of it: highlights are worked out before lines are broken and painted after."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onrecord.records import Span
from onrecord.rendering.colours import Palette, Style
from onrecord.rendering.wrapping import BLANKS, wrap

OPENING_MARK, CLOSING_MARK = "«", "»"


@dataclass(frozen=True, slots=True)
class StyledText:
    """Printable text and the (span, style) runs on it, ascending and without overlap."""

    text: str
    runs: tuple[tuple[Span, Style], ...] = ()

    @classmethod
    def of(cls, *pieces: tuple[str, Style | None]) -> StyledText:
        """The pieces one after the other, each in its style."""
        runs: list[tuple[Span, Style]] = []
        length = 0
        for text, style in pieces:
            if style is not None and text:
                runs.append((Span(length, length + len(text)), style))
            length += len(text)
        return cls("".join(text for text, _ in pieces), tuple(runs))

    def painted(self, region: Span, palette: Palette) -> str:
        """What `region` covers, with its runs in colour if the palette has any; no run goes on behind it."""
        if not palette.enabled:
            return region.of(self.text)
        out, place = [], region.start
        first = bisect_right(self.runs, region.start, key=lambda run: run[0].end)
        for index in range(first, len(self.runs)):
            span, style = self.runs[index]
            if span.start >= region.end:
                break
            start, end = max(span.start, region.start), min(span.end, region.end)
            out += [self.text[place:start], palette.paint(self.text[start:end], style)]
            place = end
        return "".join([*out, self.text[place : region.end]])

    def lines(self, width: int, palette: Palette) -> list[str]:
        """The text broken into lines of at most `width` cells and painted; taking the colours away gives `wrap`."""
        return [self.painted(line, palette) for line in wrap(self.text, width)]


def merged(spans: Iterable[Span], within: Span) -> list[Span]:
    """The spans clipped to `within`, ascending, overlapping and touching ones joined, empty ones left out."""
    out: list[Span] = []
    for span in sorted(spans):
        start, end = max(span.start, within.start), min(span.end, within.end)
        if start >= end:
            continue
        if out and start <= out[-1].end:
            out[-1] = Span(out[-1].start, max(out[-1].end, end))
        else:
            out.append(Span(start, end))
    return out


def trimmed(text: str, spans: Iterable[Span]) -> list[Span]:
    """The spans of `text` without the blanks at their ends, so that a mark stands next to a word."""
    out = []
    for span in spans:
        inside = span.of(text)
        start = span.start + len(inside) - len(inside.lstrip())
        if start < span.end:
            out.append(Span(start, span.start + len(inside.rstrip())))
    return out


def highlighted(
    text: str, spans: Sequence[Span], region: Span, *, marks: bool = False, collapse: bool = True
) -> StyledText:
    """What `region` covers of printable `text`, the spans in the style "highlight".

    `spans` are offsets into `text`, as `merged` returns them. With `marks`, « stands where a span starts and » where
    it ends (not where the region cuts it). With `collapse`, each run of blanks becomes one space and the blanks at
    both ends go.
    """
    pieces: list[tuple[str, Style | None]] = []
    glued = True
    place = region.start
    for span in spans[bisect_right(spans, region.start, key=lambda span: span.end) :]:
        if span.start >= region.end:
            break
        start, end = max(span.start, region.start), min(span.end, region.end)
        before, glued = _shown(text[place:start], glued, collapse)
        inside, glued = _shown(text[start:end], glued, collapse)
        opening = OPENING_MARK if marks and span.start == start else ""
        closing = CLOSING_MARK if marks and span.end == end else ""
        pieces += [(before, None), (opening + inside + closing, "highlight")]
        place = end
    shown, _ = _shown(text[place : region.end], glued, collapse)
    pieces.append((shown, None))
    return StyledText.of(*pieces)


def _shown(piece: str, glued: bool, collapse: bool) -> tuple[str, bool]:
    """The piece as it is shown, and whether blanks that follow it are left out (`glued`: they are before it)."""
    if not collapse or not piece:
        return piece, glued
    shown = BLANKS.sub(" ", piece)
    if glued and shown.startswith(" "):
        shown = shown[1:]
    return shown, shown.endswith(" ") or (not shown and glued)
