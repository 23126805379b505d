"""Verdicts in words, and the difference between what is recorded and what is quoted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from onrecord.rendering.colours import Palette, Style
from onrecord.rendering.safe_text import printable
from onrecord.rendering.styled_text import StyledText
from onrecord.rendering.wrapping import BLANKS
from onrecord.verdicts import FAITHFUL, Change, Place, Verdict, Verification

MEANINGS: Mapping[Verdict, str] = {
    "verbatim": "word for word",
    "trimmed": "words left out at its ends, or where it has an ellipsis",
    "altered": "words changed inside one place",
    "spliced": "parts of several places joined as one",
    "misattributed": "on record from another speaker",
    "paraphrase": "the meaning is on record, the words are not",
    "not found": "nothing like it in the archive",
}
# What the difference shows of longer stretches; the formats for programs never cut.
_LONGEST_EQUAL, _LONGEST_LEFT_OUT = 240, 60


def verdict_style(verdict: Verdict) -> Style:
    """Green for what may be printed, yellow for what is near, red for what is wrong."""
    if verdict in FAITHFUL:
        return "score"
    return "problem" if verdict in ("altered", "paraphrase") else "highlight"


def difference_of(changes: Sequence[Change], palette: Palette, *, spliced: bool = False) -> StyledText:
    """The quoted words with what was changed: `are [-getting-]{+growing+} louder`.

    Recorded words that are not quoted stand in [- -], quoted ones that are not recorded in {+ +}; where the palette
    has colours, these tell them apart and the brackets are left out. Of a splice a bar parts the places. Long
    stretches are shortened.
    """
    pieces: list[tuple[str, Style | None]] = []
    for place, change in enumerate(changes):
        if place:
            parted = spliced and change.edit == changes[place - 1].edit == "equal"
            pieces.append((" ‖ ", "highlight") if parted else (" ", None))
        if change.edit == "equal":
            pieces.append((_middle(one_line(change.quoted), _LONGEST_EQUAL), None))
            continue
        if change.recorded:
            pieces.append((_marked("[-", _middle(one_line(change.recorded), _LONGEST_LEFT_OUT), "-]", palette), "dim"))
        if change.recorded and change.quoted and palette.enabled:
            pieces.append((" ", None))
        if change.quoted:
            pieces.append((_marked("{+", one_line(change.quoted), "+}", palette), "highlight"))
    return StyledText.of(*pieces)


def one_line(text: str) -> str:
    """Printable, with each run of blanks as one space."""
    return BLANKS.sub(" ", printable(text)).strip()


def places_of(parts: Sequence[Place], width: int, palette: Palette) -> list[str]:
    """Each place to copy, and below the last one of an article where that was published."""
    lines: list[str] = []
    for number, part in enumerate(parts):
        note = "" if part.quoted else palette.paint("  in running text", "dim")
        lines.append(palette.paint(place_of(part), "place") + note)
        if part.article != (parts[number + 1].article if number + 1 < len(parts) else None):
            lines += StyledText.of((published(part), "dim")).lines(width, palette)
    return lines


def place_of(place: Place) -> str:
    """`article:start-end`, printable, as `onrecord show` takes it."""
    return f"{printable(place.article)}:{place.start}-{place.end}"


def published(place: Place) -> str:
    """Title, source and date, those that are known."""
    return " · ".join(one_line(fact) for fact in (place.title, place.source, place.date) if fact)


def speaker_words(found: Verification) -> str:
    """Who is recorded, and what that says about the speaker asked for; empty when there is nothing to say."""
    recorded = one_line(found.recorded_speaker or "")
    asked = one_line(found.speaker or "")
    if found.speaker_check == "not asked" or not asked:
        return recorded
    if found.speaker_check == "confirmed":
        return f"{recorded}, confirmed" if recorded == asked else f"{recorded}, confirmed as {asked}"
    if found.speaker_check == "contradicted":
        return f"{recorded}, not {asked}"
    return f"{recorded}, perhaps not {asked}" if recorded else f"not recorded; asked for {asked}"


def _marked(opening: str, text: str, closing: str, palette: Palette) -> str:
    return text if palette.enabled else f"{opening}{text}{closing}"


def _middle(text: str, longest: int) -> str:
    """The text, without its middle when it is longer than `longest` code points."""
    if len(text) <= longest:
        return text
    half = (longest - 3) // 2
    # Whole words where there are any: half a word reads like a slip.
    first, last = text[:half].rpartition(" ")[0] or text[:half], text[-half:].partition(" ")[2] or text[-half:]
    return f"{first} … {last}"
