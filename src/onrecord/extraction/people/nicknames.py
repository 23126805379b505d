"""Given names that stand for one another: short forms, and the same name in another language.

A row is one name. Names in one row may be one person's (`Bill` and `William`, `Volodymyr` and `Vladimir`); a short form
may stand in several rows (`Alex`), and rows do not join there: Alexandra and Alexei stay apart.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from onrecord.extraction.people.transliteration import sounds
from onrecord.text.folding import fold

# One row a line, folded words parted by spaces; written for this project from general knowledge.
_ROWS = Path(__file__).with_name("nicknames.txt")


@lru_cache(maxsize=1)
def _rows_by_name() -> dict[str, frozenset[int]]:
    rows: dict[str, set[int]] = {}
    for number, line in enumerate(_ROWS.read_text("utf-8").splitlines()):
        for name in line.split():
            rows.setdefault(fold(name), set()).add(number)
    return {name: frozenset(numbers) for name, numbers in rows.items()}


@lru_cache(maxsize=1)
def _rows_by_sound() -> dict[str, frozenset[int]]:
    rows: dict[str, set[int]] = {}
    for name, numbers in _rows_by_name().items():
        for sound in sounds(name):
            rows.setdefault(sound, set()).update(numbers)
    return {sound: frozenset(numbers) for sound, numbers in rows.items()}


@lru_cache(maxsize=20_000)
def rows_of(name: str) -> frozenset[int]:
    """Numbers of the rows a given name stands in, by its letters or else by its sound; empty for an unknown name."""
    known = _rows_by_name().get(fold(name).strip("."))
    if known is not None:
        return known
    found: frozenset[int] = frozenset()
    for sound in sounds(name):
        if len(sound) > 2:
            found |= _rows_by_sound().get(sound, frozenset())
    return found


def is_given_name(folded: str) -> bool:
    """Whether a folded word is in the table as it is written."""
    return folded in _rows_by_name()


def stand_for_each_other(a: str, b: str) -> bool:
    """Whether two given names may be one person's by their rows.

    >>> stand_for_each_other("Bob", "Robert"), stand_for_each_other("Bill", "Hillary")
    (True, False)
    """
    return not rows_of(a).isdisjoint(rows_of(b))
