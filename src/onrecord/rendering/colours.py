"""Colour or no colour, decided once for a stream; plain SGR sequences, no library."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Literal

from onrecord.rendering.terminal import is_terminal

Style = Literal[
    "title", "score", "kind", "place", "speaker", "dim", "highlight", "problem",
    "source", "cue", "direct", "mixed", "indirect",
]  # fmt: skip

# Select Graphic Rendition parameters (ECMA-48). Only the eight basic colours: they follow the reader's own theme.
_SGR: Mapping[Style, str] = {
    "title": "1",
    "score": "32",
    "kind": "34",
    "place": "36",
    "speaker": "35",
    "dim": "2",
    "highlight": "1;31",
    "problem": "33",
    "source": "1;34",
    "cue": "3;35",
    "direct": "32",
    "mixed": "33",
    "indirect": "36",
}


@dataclass(frozen=True, slots=True)
class Palette:
    """Paints text when `enabled`, and leaves it alone when not."""

    enabled: bool = False

    @classmethod
    def for_stream(cls, stream: IO[str] | None, environment: Mapping[str, str] | None = None) -> Palette:
        """The palette that suits `stream`.

        In this order: `NO_COLOR` set and not empty: off (no-color.org). `FORCE_COLOR` set, not empty and not `0`: on.
        `TERM=dumb`: off. Otherwise on exactly when the stream is a terminal.
        """
        known = os.environ if environment is None else environment
        if known.get("NO_COLOR"):
            return cls(False)
        if known.get("FORCE_COLOR", "0") not in ("", "0"):
            return cls(True)
        return cls(known.get("TERM") != "dumb" and is_terminal(stream))

    def paint(self, text: str, style: Style | None) -> str:
        """`text` in `style`; unchanged when colours are off, the style is None or there is nothing to paint."""
        if not self.enabled or style is None or not text:
            return text
        return f"\x1b[{_SGR[style]}m{text}\x1b[0m"
