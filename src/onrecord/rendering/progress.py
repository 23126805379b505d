"""A line on stderr that says how far long work has come; nothing at all where nobody is looking."""

from __future__ import annotations

import os
import sys
import time
from collections import deque
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import IO

from onrecord.rendering.counts import format_bytes, format_count, format_duration
from onrecord.rendering.display_width import cut
from onrecord.rendering.safe_text import printable
from onrecord.rendering.terminal import is_terminal, terminal_width

# Ten times a second looks smooth and costs nothing.
_INTERVAL = 0.1
# Before this much time has passed, a rate is a guess.
_SETTLED = 1.0
# Rate and time left are those of the last minute: what was passed over quickly says little of what comes.
_WINDOW = 60.0
_CLEAR_LINE = "\r\x1b[K"


class Progress:
    """Counts what is done and shows it: `indexing  1,200 of 4,000 passages  30%  58/s  48 s left`.

    Silent when the stream is no terminal or `TERM=dumb` (notes are still written). `total` None: no share and no
    time left. The unit `bytes` is shown as sizes; `items` are then counted beside it, and the rate is theirs:
    `indexing  1.2 MB of 40 MB  3%  210 articles  9.5/s  2 min 10 s left`. Use it as a context manager: it takes its
    line away at the end.
    """

    def __init__(
        self,
        total: int | None,
        label: str,
        unit: str = "",
        stream: IO[str] | None = None,
        *,
        items: str = "",
        clock: Callable[[], float] = time.monotonic,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.total = total
        self.done = self.items = 0
        self._label, self._unit, self._items = printable(label), printable(unit), printable(items)
        self._stream = sys.stderr if stream is None else stream
        self._clock, self._environment = clock, os.environ if environment is None else environment
        self._live = is_terminal(self._stream) and self._environment.get("TERM") != "dumb"
        self._started = self._drawn_at = clock()
        # (when, done, items) about once a second, as far back as the window and at least one.
        self._marks: deque[tuple[float, int, int]] = deque([(self._started, 0, 0)])
        self._visible = False

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def advance(self, number: int = 1, *, items: int = 0) -> None:
        """Counts `number` more as done; draws when a tenth of a second has passed since the last drawing."""
        self.done += number
        self.items += items
        if not self._live:
            return
        now = self._clock()
        if now - self._drawn_at >= _INTERVAL:
            self._drawn_at = now
            self._write(_CLEAR_LINE + self._line(now))
            self._visible = True
            self._mark(now)

    def note(self, text: str) -> None:
        """Writes `text`, made printable, as a line of its own above the progress line."""
        self._clear()
        self._write(printable(text) + "\n", always=True)

    def close(self) -> None:
        """Takes the line away; nothing is drawn after that."""
        self._clear()
        self._live = False

    def _clear(self) -> None:
        if self._visible:
            self._write(_CLEAR_LINE)
            self._visible = False

    def _mark(self, now: float) -> None:
        if now - self._marks[-1][0] >= 1.0:
            self._marks.append((now, self.done, self.items))
        while len(self._marks) > 1 and self._marks[1][0] <= now - _WINDOW:
            self._marks.popleft()

    def _line(self, now: float) -> str:
        amount = self._amount(self.done)
        if self.total is not None:
            amount += f" of {self._amount(self.total)}"
        words = [self._label, amount if self._unit in ("", "bytes") else f"{amount} {self._unit}"]
        if self.total:
            words.append(f"{min(100 * self.done // self.total, 100)}%")
        if self._items:
            words.append(f"{format_count(self.items)} {self._items}")
        since, done, items = self._marks[0]
        if self.done > done and now - self._started >= _SETTLED:
            rate = (self.done - done) / (now - since)
            words.append(f"{self._rate(rate, (self.items - items) / (now - since))}/s")
            if self.total is not None and self.total > self.done:
                words.append(f"{format_duration((self.total - self.done) / rate)} left")
        # One column stays free: a terminal may wrap at its last one, and the line could not be cleared.
        return cut("  ".join(words), terminal_width(self._stream, self._environment) - 1)

    def _rate(self, units: float, items: float) -> str:
        if self._items:
            return f"{items:,.0f}" if items >= 10 else f"{items:.1f}"
        return self._amount(round(units)) if units >= 10 else f"{units:.1f}"

    def _amount(self, number: int) -> str:
        return format_bytes(number) if self._unit == "bytes" else format_count(number)

    def _write(self, text: str, *, always: bool = False) -> None:
        """Writes and flushes; a stream that is gone ends the display, never the work."""
        if not (self._live or always):
            return
        try:
            self._stream.write(text)
            self._stream.flush()
        except (OSError, ValueError):
            self._live = False
