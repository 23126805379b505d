"""One checked quotation for people: the verdict, the difference, who said it, where it stands."""

from __future__ import annotations

from onrecord.rendering.colours import Palette
from onrecord.rendering.counts import plural
from onrecord.rendering.styled_text import StyledText
from onrecord.rendering.terminal import DEFAULT_WIDTH
from onrecord.rendering.verdict_words import (
    MEANINGS,
    difference_of,
    one_line,
    place_of,
    places_of,
    speaker_words,
    verdict_style,
)
from onrecord.verdicts import Verification

_PLAIN = Palette(False)
_LABEL_WIDTH = 10
# Other places that are named one by one.
_NAMED_OTHERS = 3


def verdict_view(found: Verification, *, palette: Palette = _PLAIN, width: int = DEFAULT_WIDTH) -> str:
    """A block of lines that ends in a newline.

    The first line is the verdict, its confidence and what it means; below stand the difference (or, of a paraphrase,
    the recorded words), the speaker, each place, the first place that printed it, and others. Places are never broken
    so that they can be copied; all other lines fit into `width` cells.
    """
    head = StyledText.of(
        (found.verdict, verdict_style(found.verdict)),
        (f"  {found.confidence:.2f}", "score"),
        (f"  {MEANINGS[found.verdict]}", "dim"),
    )
    lines = head.lines(width, palette)
    rows: list[tuple[str, list[str]]] = []
    inner = width - _LABEL_WIDTH

    def row(label: str, text: StyledText) -> None:
        rows.append((label, text.lines(inner, palette)))

    if found.difference:
        row("words", difference_of(found.difference, palette, spliced=found.verdict == "spliced"))
    else:
        row("asked", StyledText.of((one_line(found.quote), None)))
        for part in found.parts:
            row("recorded", StyledText.of((one_line(part.text), None)))
    if said := speaker_words(found):
        row("speaker", StyledText.of((said, "speaker")))
    rows.append(("place" if len(found.parts) == 1 else "places", places_of(found.parts, inner, palette)))
    if found.first is not None and found.first not in found.parts:
        rows.append(("first", places_of([found.first], inner, palette)))
    others = [other for other in found.others if other != found.first]
    if others:
        named = [palette.paint(place_of(other), "place") for other in others[:_NAMED_OTHERS]]
        more = len(others) - len(named)
        rows.append(("also in", [*named, *([f"and {plural(more, 'more place')}"] if more else [])]))
    for note in found.notes:
        row("note", StyledText.of((one_line(note), "dim")))
    for label, shown in rows:
        for place, line in enumerate(shown):
            lines.append(palette.paint(f"{'' if place else label:<{_LABEL_WIDTH}}", "dim") + line)
    return "\n".join(lines) + "\n"
