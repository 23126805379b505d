"""Quotation marks told from apostrophes, feet and inches, and openers told from closers, by their neighbours."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple, TypeAlias


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# Marks of one family pair with one another: texts mix “ with ", but never " with ' or «.
Family: TypeAlias = Literal["double", "guillemet", "single", "angle"]
# What a mark can do where it stands; "either" closes what is open and else opens.
Role: TypeAlias = Literal["open", "close", "either"]


class Mark(NamedTuple):
    """One quotation mark. `after_digit`: could be inches; `possessive`: could be the end of `workers’`."""

    start: int
    end: int
    symbol: str
    family: Family
    role: Role
    after_digit: bool
    possessive: bool


_MARKS = re.compile(r"(?:''|’’|‘‘|``|[\"“”„‟«»‹›'‘’‚‛`])")
_OPEN_BRACKETS = frozenset("([{")
_BEFORE_OPENER = frozenset("([{—–-/…¿¡")
_NEVER_AFTER_OPENER = frozenset(",;:!?)]}")
# Marks of direction, zero-width spaces and byte-order marks that pasted posts and captions carry.
_INVISIBLE = frozenset("\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff")
_DOUBLE_OPENERS = frozenset({"“", "``", "‘‘", "‟"})
_ELISIONS = _words(
    """
    bout cause cos coz em fraid gainst hood kay merica n neath nuff ol ole round sup til till tis tude twas twere
    """
)
# Longer runs of touching marks are rulers and ditto signs.
_LONGEST_RUN = 6
_WORD = re.compile(r"[^\W\d_]+")
_DECADE = re.compile(r"\d\d(s?)(?!\w)")


def find_marks(text: str, start: int, end: int) -> list[Mark]:
    """The quotation marks in text[start:end] in order; apostrophes and single primes are left out."""
    spans = [m.span() for m in _MARKS.finditer(text, start, end)]
    marks = []
    first = 0
    while first < len(spans):
        last = first
        # Marks that touch share their neighbours: in `."'` the word before decides for both.
        while last + 1 < len(spans) and spans[last + 1][0] == spans[last][1]:
            last += 1
        if last - first >= _LONGEST_RUN:
            first = last + 1
            continue
        before = text[spans[first][0] - 1] if spans[first][0] > start else ""
        before = " " if before in _INVISIBLE else before
        after = text[spans[last][1]] if spans[last][1] < end else ""
        role = _role(before, after)
        for mark_start, mark_end in spans[first : last + 1]:
            mark = _mark(text, mark_start, mark_end, role, before)
            if mark is not None:
                marks.append(mark)
        first = last + 1
    return marks


def _role(before: str, after: str) -> Role:
    """What the neighbours of a run of marks allow; `before` and `after` are empty at a paragraph's edge."""
    opens = (not before or before.isspace() or before in _BEFORE_OPENER) and (
        after != "" and not after.isspace() and after not in _NEVER_AFTER_OPENER
    )
    closes = (before != "" and not before.isspace() and before not in _OPEN_BRACKETS) and not after.isalnum()
    if opens == closes:
        return "either"
    return "open" if opens else "close"


def _mark(text: str, start: int, end: int, role: Role, before: str) -> Mark | None:
    symbol = text[start:end]
    if len(symbol) == 1 and symbol in "'‘’‚‛`":
        return _single(text, start, role, before)
    family: Family = "double"
    if symbol in _DOUBLE_OPENERS:
        role = "close" if role == "close" else "open"
    elif symbol == "„":
        role = "open"
    elif symbol in {"”", "’’"}:
        role = "either" if role == "open" else "close"
    elif symbol in "«»‹›":
        family = "guillemet" if symbol in "«»" else "angle"
        # French « x », Swiss «x» and German »x« are all in use, so a mark may point either way.
        against: Role = "close" if symbol in "«‹" else "open"
        role = "either" if role == against else ("open" if symbol in "«‹" else "close")
    return Mark(start, end, symbol, family, role, before.isdigit(), False)


def _single(text: str, start: int, role: Role, before: str) -> Mark | None:
    """A single mark, or None for an apostrophe (don’t, ’90s, l’Oréal) and for one that nothing shows to be a mark."""
    symbol = text[start]
    inside_word = text[start + 1 : start + 2].isalnum() and start > 0 and text[start - 1].isalnum()
    if inside_word or role == "either" or _is_elision(text, start):
        return None
    if (role == "open" and symbol == "’") or (role == "close" and symbol == "‚"):
        return None
    follower = text[start + 1 : start + 3]
    possessive = role == "close" and before in "sSxzXZ" and follower[:1] == " " and follower[1:].islower()
    return Mark(start, start + 1, symbol, "single", role, before.isdigit(), possessive)


def _is_elision(text: str, start: int) -> bool:
    decade = _DECADE.match(text, start + 1)
    if decade:
        return text[start] in "'’" or decade[1] == "s"
    if not text[start + 1 : start + 2].isalpha():
        return False
    word = _WORD.match(text[start + 1 : start + 9])
    return word is not None and word[0].lower() in _ELISIONS
