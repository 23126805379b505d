"""Which opening mark belongs to which closing mark within one paragraph: one pass with a stack, linear time."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from onrecord.records import Span
from onrecord.text.attribution import find_attribution
from onrecord.text.marks import Family, Mark
from onrecord.text.paragraphs import trimmed


class Pair(NamedTuple):
    """An opening mark and what ends it, as offsets: start <= inner_start < inner_end <= end."""

    start: int
    inner_start: int
    inner_end: int
    end: int
    closed: bool
    family: Family


@dataclass(slots=True)
class _Open:
    mark: Mark
    # Where the next opener of the same family stands: when the closing mark is lost, it was before that.
    next_start: int | None = None
    # Where the last quotation before that one ends: an attribution inside it would not be this one's.
    inside: int = 0


# Scare quotes of up to this many spaces may end in s; in longer ones `workers’ rights` is a possessive.
_SCARE_QUOTE_SPACES, _SCARE_QUOTE_LENGTH = 2, 40
_STRAIGHT = frozenset({'"', "''"})
# A curly closer belongs to its own opener even when a straight mark was opened in between and never closed.
_PARTNERS = {"”": frozenset("“„”‟"), "“": frozenset("„"), "‘": frozenset("‚"), "`": frozenset("`")}
_ONLY_PARTNERS = frozenset("‘`")
_FEET_AND_INCHES = re.compile(r"\d['’′]\s?\d{1,2}$")
# Nobody nests quotations deeper; more openers than this in a row are noise.
_DEEPEST = 12
_REVERSED_OPENERS = frozenset("»›")


class Pairing:
    """Reads the marks of one paragraph into `found`.

    `carried` is the one quotation that the paragraph before left open; `closed_carried` tells that a stray
    closing mark here ended it (then `found` holds the longer form). `left_open` is what this paragraph leaves.
    """

    def __init__(self, text: str, paragraph: Span, carried: Pair | None) -> None:
        self.found: list[Pair] = []
        self.closed_carried = False
        self.left_open: Pair | None = None
        self._text = text
        self._paragraph = paragraph
        self._carried = carried
        self._open: list[_Open] = []
        self._families: dict[Family, int] = {"double": 0, "guillemet": 0, "single": 0, "angle": 0}
        self._symbols: defaultdict[str, int] = defaultdict(int)
        # Position in `found` of a quotation that `12"` seemed to close.
        self._doubtful: int | None = None

    def read(self, marks: Sequence[Mark]) -> None:
        """Pairs the marks, which are in order, and reports what stays open at the end."""
        next_closes = _next_single_closes(self._text, marks)
        for place, mark in enumerate(marks):
            if mark.role == "open":
                self._push(mark)
            elif mark.role == "either" and not self._families[mark.family]:
                if not mark.after_digit:
                    self._push(mark)
            elif not (mark.possessive and next_closes[place] and (next_closes[place] > 1 or self._is_long(mark))):
                self._close(mark)
        self._report_open()

    def _push(self, mark: Mark) -> None:
        if len(self._open) == _DEEPEST and not self._forget_outermost():
            return
        if self._open and self._open[-1].mark.family == mark.family and self._open[-1].next_start is None:
            self._open[-1].next_start = mark.start
            self._open[-1].inside = self._last_end_inside(self._open[-1].mark)
        if mark.family != "single":
            self._carried = self._doubtful = None
        self._open.append(_Open(mark))
        self._families[mark.family] += 1
        self._symbols[mark.symbol] += 1

    def _forget_outermost(self) -> bool:
        """Makes room by ending the outermost open quotation, if the opener after it says where it ended."""
        opened = self._open[0]
        if opened.next_start is None:
            return False
        del self._open[0]
        self._families[opened.mark.family] -= 1
        self._symbols[opened.mark.symbol] -= 1
        self._give_up(opened, opened.next_start)
        return True

    def _pop(self) -> _Open:
        opened = self._open.pop()
        self._families[opened.mark.family] -= 1
        self._symbols[opened.mark.symbol] -= 1
        return opened

    def _last_end_inside(self, opened: Mark) -> int:
        if self.found and self.found[-1].start > opened.start:
            return self.found[-1].end
        return opened.end

    def _is_long(self, mark: Mark) -> bool:
        start = self._open[-1].mark.end if self._open else mark.start
        beginning = self._text[start : min(mark.start, start + _SCARE_QUOTE_LENGTH)]
        return beginning.count(" ") > _SCARE_QUOTE_SPACES

    def _close(self, mark: Mark) -> None:
        if not self._families[mark.family]:
            self._close_earlier(mark)
            return
        partners = _PARTNERS.get(mark.symbol, frozenset())
        known = any(self._symbols[symbol] for symbol in partners)
        if mark.symbol in _ONLY_PARTNERS and not known:
            return
        if mark.family in ("single", "angle") and self._open[-1].mark.family != mark.family:
            return
        if mark.after_digit and _FEET_AND_INCHES.search(self._text[max(0, mark.start - 6) : mark.start]):
            return
        while not self._matches(self._open[-1].mark, mark, partners if known else frozenset()):
            self._give_up(self._pop(), mark.start)
        opened = self._pop().mark
        self._add(opened, mark)
        if mark.after_digit and not self._open and self.found and self.found[-1].end == mark.end:
            self._doubtful = len(self.found) - 1

    def _matches(self, opened: Mark, mark: Mark, partners: frozenset[str]) -> bool:
        return opened.symbol in partners if partners else opened.family == mark.family

    def _add(self, opened: Mark, mark: Mark) -> None:
        last = self.found[-1] if self.found else None
        # Marks doubled by a careless export (""…"") are one quotation.
        if last and last.closed and (last.start, last.end, last.family) == (opened.end, mark.start, opened.family):
            self.found[-1] = last._replace(start=opened.start, end=mark.end)
        elif len(trimmed(self._text, opened.end, mark.start)):
            self.found.append(Pair(opened.start, opened.end, mark.start, mark.end, True, opened.family))

    def _close_earlier(self, mark: Mark) -> None:
        """A closing mark with nothing open: the end of the last paragraph's speech, or the true end after `12"`."""
        if any(opened.mark.family != "single" for opened in self._open[:1]):
            return
        if self._carried is not None and mark.family == self._carried.family:
            self._drop_singles()
            self.found.append(self._carried._replace(inner_end=mark.start, end=mark.end, closed=True))
            self.closed_carried = True
        elif self._doubtful is not None and mark.family == "double":
            self._drop_singles()
            earlier = self.found[self._doubtful]
            self.found[self._doubtful] = earlier._replace(inner_end=mark.start, end=mark.end)
        self._carried = self._doubtful = None

    def _drop_singles(self) -> None:
        while self._open:
            self._pop()

    def _report_open(self) -> None:
        if len(self._open) >= 2 and _is_misplaced_closer(self._text, self._open[-1].mark):
            closer = self._pop().mark
            if self._open[-1].mark.symbol == closer.symbol:
                self._add(self._pop().mark, closer)
        before = len(self.found)
        while self._open:
            self._give_up(self._pop(), self._paragraph.end)
        if len(self.found) == before + 1 and self.found[-1].end == self._paragraph.end:
            last = self.found[-1]
            self.left_open = last if last.family != "single" else None

    def _give_up(self, opened: _Open, limit: int) -> None:
        """Ends a quotation that nothing closes, or forgets a mark that was hardly one."""
        mark = opened.mark
        if mark.family == "single":
            # A lone ' or ‘ is nearly always an apostrophe, unless each paragraph of a speech begins with it.
            if mark.symbol != "‘" or mark.start != self._paragraph.start:
                return
        elif mark.role == "either" or mark.symbol in _REVERSED_OPENERS:
            return
        end = limit if opened.next_start is None else opened.next_start
        inside = self._last_end_inside(mark) if opened.next_start is None else opened.inside
        attribution = find_attribution(self._text, inside, end)
        inner = trimmed(self._text, mark.end, end if attribution is None else attribution)
        if len(inner):
            self.found.append(Pair(mark.start, mark.end, inner.end, inner.end, False, mark.family))


def _next_single_closes(text: str, marks: Sequence[Mark]) -> list[int]:
    """For each mark, whether the next single mark could close something: 0 no, 1 perhaps, 2 after a comma or stop."""
    answers = [0] * len(marks)
    closes = 0
    for place in range(len(marks) - 1, -1, -1):
        answers[place] = closes
        if marks[place].family == "single":
            closes = 0 if marks[place].role != "close" else 1 + (text[marks[place].start - 1] in ",.!?…")
    return answers


def _is_misplaced_closer(text: str, mark: Mark) -> bool:
    """Whether a straight mark that looks like an opener is a closer after a stray space: `we won, "he said`."""
    return mark.symbol in _STRAIGHT and text[mark.end : mark.end + 1].islower() and text[mark.start - 1] == " "
