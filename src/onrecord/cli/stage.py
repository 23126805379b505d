"""How the story's lines are laid out, and which archive its commands name."""

from __future__ import annotations

import shlex
from dataclasses import dataclass

from onrecord.records import Hit
from onrecord.rendering.colours import Palette
from onrecord.rendering.hit_parts import passage_of, place_of
from onrecord.rendering.styled_text import StyledText

INDENT = "   "
# Enough for a paragraph of the article; a longer passage is shown by its best stretch.
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Stage:
    """How lines are laid out, and which archive the shown commands name."""

    palette: Palette
    width: int
    marks: bool
    archive: str

    def title(self, number: int, title: str) -> str:
        return self.palette.paint(f"{number}  {title}", "title")

    @property
    def inner(self) -> int:
        """Cells of a line behind the indent."""
        return self.width - len(INDENT)

    def lines(self, shown: str) -> list[str]:
        """The lines of a view, indented."""
        return [INDENT + line if line else "" for line in shown.rstrip("\n").split("\n")]

    def text(self, text: str) -> list[str]:
        return self.block(StyledText.of((text, None)))

    def block(self, styled: StyledText) -> list[str]:
        return [INDENT + line for line in styled.lines(self.width - len(INDENT), self.palette)]

    def command(self, *words: str) -> str:
        """A command to copy, never broken; its archive was named in the first act."""
        return self.typed(shlex.join(["onrecord", *words]))

    def typed(self, line: str) -> str:
        return INDENT + self.palette.paint(f"$ {line}", "place")

    def hit(self, hit: Hit) -> list[str]:
        """The passage with its highlights, and its place below."""
        shown = self.block(passage_of(hit, marks=self.marks, longest=_LONGEST))
        return [*shown, INDENT + self.palette.paint(place_of(hit), "place")]
