"""One article on a terminal with what is said, by whom and with which words, in colours or between marks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from onrecord.records import Span
from onrecord.rendering.attribution_overlay import Part, Stretch, overlaid, parts_of, within
from onrecord.rendering.attribution_words import UNKNOWN_SPEAKER, speaker_name, superscript
from onrecord.rendering.colours import Palette, Style
from onrecord.rendering.display_width import padded, text_width
from onrecord.rendering.safe_text import printable
from onrecord.rendering.styled_text import StyledText
from onrecord.rendering.terminal import DEFAULT_WIDTH
from onrecord.rendering.wrapping import BLANKS, NARROWEST
from onrecord.spoken import Attribution, Speaker
from onrecord.text.paragraphs import find_paragraphs

_PLAIN = Palette(False)
# News hardly ever has braces and angle brackets, so they cannot be taken for the article's own.
_MARKS = {"source": ("{", "}"), "cue": ("<", ">"), "content": ("«", "»")}
_LEGEND: tuple[tuple[str, Style], ...] = (
    ("source", "source"), ("cue", "cue"), ("direct", "direct"), ("mixed", "mixed"), ("indirect", "indirect"),
)  # fmt: skip
_WIDEST_NAME = 30


def attributed_article(
    text: str,
    attributions: Sequence[Attribution],
    speakers: Sequence[Speaker] = (),
    *,
    title: str = "",
    palette: Palette = _PLAIN,
    width: int = DEFAULT_WIDTH,
    marks: bool | None = None,
    explain: bool = False,
) -> str:
    """Title, legend, the text with notes under each paragraph, and an index of speakers; ends in a newline.

    Sources, cues and contents are in colour, contents by style, each with its attribution's number behind it; all
    parts of an attribution share the number. With `marks`, or left open and without colours, sources stand between
    { and }, cues between < and >, contents between « and ». The note of an attribution (number, speaker, style,
    confidence; with `explain` the reason) stands under the paragraph where its content begins. Paragraphs are
    wrapped to `width` cells. `speakers` has one entry for each attribution; missing ones are unknown.
    """
    view = _View(text, attributions, speakers, palette, width, not palette.enabled if marks is None else marks)
    lines = StyledText.of((" ".join(printable(title).split()), "title")).lines(width, palette)
    lines += [*([""] if lines else []), *view.legend(), ""]
    for paragraph in view.paragraphs:
        lines += [*view.text_lines(paragraph), *view.notes(paragraph, explain), ""]
    lines += view.index()
    return "\n".join(lines).rstrip("\n") + "\n"


class _View:
    """What all paragraphs share."""

    def __init__(
        self,
        text: str,
        attributions: Sequence[Attribution],
        speakers: Sequence[Speaker],
        palette: Palette,
        width: int,
        marks: bool,
    ) -> None:
        self.paragraphs = find_paragraphs(text)
        self._text = printable(text)
        self._attributions, self._speakers = attributions, speakers
        self._palette, self._width, self._marks = palette, width, marks
        cuts = [place for paragraph in self.paragraphs for place in (paragraph.start, paragraph.end)]
        self._stretches = overlaid(parts_of(text, attributions), len(text), cuts)
        self._begins = sorted((a.content[0].start, n) for n, a in enumerate(attributions) if a.content)

    def legend(self) -> list[str]:
        """One line that shows what the colours or marks mean."""
        pieces: list[tuple[str, Style | None]] = []
        for word, style in _LEGEND:
            role = word if word in _MARKS else "content"
            if self._marks and style in ("mixed", "indirect"):
                continue
            opening, closing = _MARKS[role] if self._marks else ("", "")
            shown = "content" if self._marks and role == "content" else word
            pieces += [(f"{opening}{shown}{closing}", style), ("  ", None)]
        pieces.append(("numbers join what belongs together", "dim"))
        return StyledText.of(*pieces).lines(self._width, self._palette)

    def text_lines(self, paragraph: Span) -> list[str]:
        """The paragraph, wrapped and painted."""
        pieces: list[tuple[str, Style | None]] = []
        for stretch in within(self._stretches, paragraph):
            pieces += self._pieces(stretch)
        return _collapsed(pieces).lines(self._width, self._palette)

    def _pieces(self, stretch: Stretch) -> Iterator[tuple[str, Style | None]]:
        if self._marks:
            for part in stretch.opening:
                yield _MARKS[part.role][0], self._style(part)
        yield stretch.span.of(self._text), self._style(stretch.parts[0]) if stretch.parts else None
        for place, part in enumerate(stretch.closing):
            if self._marks:
                yield _MARKS[part.role][1], self._style(part)
            elif place:
                yield "·", "dim"  # or two numbers would read as one
            yield superscript(part.number), "dim"

    def _style(self, part: Part) -> Style:
        return self._attributions[part.number - 1].style if part.role == "content" else part.role

    def notes(self, paragraph: Span, explain: bool) -> Iterator[str]:
        """One line for each attribution whose content begins in the paragraph."""
        first = bisect_right(self._begins, (paragraph.start, -1))
        last = bisect_right(self._begins, (paragraph.end, -1))
        for _, index in self._begins[first:last]:
            number = f"  {superscript(index + 1)} "
            name = speaker_name(self._speakers, index)
            attribution = self._attributions[index]
            reason = self._speakers[index].reason if explain and index < len(self._speakers) else ""
            because = f" · {attribution.finder}" + (f" · {printable(reason)}" if reason else "") if explain else ""
            note = StyledText.of(
                (name or UNKNOWN_SPEAKER, "speaker" if name else "dim"),
                (" · ", "dim"),
                (attribution.style, attribution.style),
                (f" · {attribution.confidence:.2f}{because}", "dim"),
            )
            room = self._width - len(number)
            for row, line in enumerate(note.lines(room, self._palette)):
                yield (self._palette.paint(number, "dim") if row == 0 else " " * len(number)) + line

    def index(self) -> Iterator[str]:
        """The speakers in order of appearance with the numbers of what they say."""
        said: dict[str, list[int]] = {}
        for number in range(1, len(self._attributions) + 1):
            said.setdefault(speaker_name(self._speakers, number - 1) or UNKNOWN_SPEAKER, []).append(number)
        if not said:
            yield from StyledText.of(("No attributions found.", "dim")).lines(self._width, self._palette)
            return
        column = min(_WIDEST_NAME, max(map(text_width, said)), max(NARROWEST, self._width - NARROWEST - 4))
        yield self._palette.paint("Speakers", "title")
        for name, numbers in said.items():
            listed = StyledText.of((" ".join(map(str, numbers)), "dim")).lines(self._width - column - 4, self._palette)
            names = StyledText.of((name, None if name == UNKNOWN_SPEAKER else "speaker")).lines(column, _PLAIN)
            for row in range(max(len(names), len(listed))):
                shown = padded(names[row] if row < len(names) else "", column)
                painted = self._palette.paint(shown, "dim" if name == UNKNOWN_SPEAKER else "speaker")
                yield f"  {painted}  {listed[row] if row < len(listed) else ''}".rstrip()


def _collapsed(pieces: list[tuple[str, Style | None]]) -> StyledText:
    """The pieces with every run of blanks as one space, also where it runs over several pieces."""
    out: list[tuple[str, Style | None]] = []
    blank = True
    for piece, style in pieces:
        shown = BLANKS.sub(" ", piece)
        if blank and shown.startswith(" "):
            shown = shown[1:]
        if shown:
            blank = shown.endswith(" ")
            out.append((shown, style))
    return StyledText.of(*out)
