"""Typed conditions on stored quantities: `troops > 50000`, `usd >= 1bn`, `percent = 5..10`.

Grammar: UNIT COMPARISON NUMBER, spaces free. COMPARISON is one of > >= < <= = (also ≥ ≤ ==); behind `=` two numbers
joined by `..` are a range, both ends included. NUMBER is digits with commas or a decimal point, and a scale: k, m,
million, bn, billion, tn, trillion, thousand. UNIT is any noun, in singular or plural, `percent` (also `%`), or money by
its ISO code (also `$`, `€`, `£`, `dollars`). Units match by their folded stem: `troop` finds `troops`, but `soldiers`
are other units than `troops` unless `SAME` says that a reader would count them together.

A stored range holds when any number in it does; `high` is `value` where there is no range.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeGuard

from onrecord.errors import BadInput
from onrecord.limits import in_force
from onrecord.records import Json
from onrecord.text.folding import fold

Comparison = Literal[">", ">=", "<", "<=", "="]

# Units a reader counts as one. Kept small on purpose: soldiers are not troops to a defence desk, nor deaths to dead.
SAME = (
    ("percent", "pct", "%", "percentage"),
    ("points", "percentage points"),
    ("USD", "$", "us$", "dollar"),
    ("EUR", "€", "euro"),
    ("GBP", "£", "pound"),
    ("JPY", "¥", "yen"),
    ("person", "people"),
    ("man", "men"),
    ("woman", "women"),
    ("child", "children"),
    ("life", "lives"),
    ("kilometers", "km", "kilometres"),
    ("meters", "m", "metres"),
    ("miles", "mi"),
    ("tonnes", "tons", "metric tons"),
)
_CONDITION = re.compile(r"([^<>=≥≤≠!\d]{1,60}?)\s*(>=|<=|==|=>|=<|>|<|=|≥|≤)\s*(\S.{0,100})")
_NUMBER = re.compile(r"(\d{1,15}|\d{1,3}(?:,\d{3}){1,4})(\.\d{1,6})?\s*([a-z]*)")
_RANGE = re.compile(r"\s*(?:\.{2,3}|…|–)\s*")
_SCALES = {
    "": 1.0, "k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "million": 1e6, "bn": 1e9, "b": 1e9,
    "billion": 1e9, "tn": 1e12, "t": 1e12, "trillion": 1e12, "hundred": 1e2,
}  # fmt: skip
_SIGNS: dict[str, Comparison] = {
    ">": ">", ">=": ">=", "=>": ">=", "≥": ">=", "<": "<", "<=": "<=", "=<": "<=", "≤": "<=", "=": "=", "==": "=",
}  # fmt: skip
_SINGULAR_IN_S = frozenset({"gas", "bus", "virus", "campus", "analysis", "crisis", "basis", "class", "process"})
_EXPECTED = "expected UNIT COMPARISON NUMBER, for example: troops > 50000, usd >= 1bn, percent = 5..10"


@dataclass(frozen=True, slots=True)
class Condition:
    """What a quantity must be: `unit` is the stem that units are compared by, `high` the upper end of a range (`=`)."""

    unit: str
    comparison: Comparison
    value: float
    high: float

    def holds(self, quantities: Sequence[Mapping[str, Json]]) -> bool:
        """Whether any of the stored quantities meets it; rows without a number or a unit meet nothing.

        >>> parse_condition("troops > 50k").holds([{"value": 100000.0, "high": 100000.0, "unit": "troops"}])
        True
        """
        return any(self._meets(quantity) for quantity in quantities)

    def _meets(self, quantity: Mapping[str, Json]) -> bool:
        unit, low = quantity.get("unit"), quantity.get("value")
        high = quantity.get("high", low)
        if not isinstance(unit, str) or not _is_number(low) or not _is_number(high) or unit_stem(unit) != self.unit:
            return False
        if self.comparison == ">":
            return high > self.value
        if self.comparison == ">=":
            return high >= self.value
        if self.comparison == "<":
            return low < self.value
        if self.comparison == "<=":
            return low <= self.value
        return low <= self.high and self.value <= high


def parse_condition(typed: str) -> Condition:
    """The condition that was typed.

    Raises BadInput, with what was seen, what was expected and an example, when it is none.

    >>> parse_condition("jobs = 10,000..20k")
    Condition(unit='job', comparison='=', value=10000.0, high=20000.0)
    """
    limits = in_force()
    if len(typed) > limits.condition_characters:
        told = limits.exceeded("condition_characters", len(typed), "characters")
        raise BadInput(f"a condition of {told}; {_EXPECTED}")
    found = _CONDITION.fullmatch(typed.strip())
    if found is None:
        raise BadInput(f"{typed.strip()!r} is no condition on a quantity: {_EXPECTED}")
    unit, comparison, number = unit_stem(found[1]), _SIGNS[found[2]], found[3]
    if not unit:
        raise BadInput(f"{typed.strip()!r} names no unit: {_EXPECTED}")
    ends = _RANGE.split(number)
    if len(ends) > 2 or (len(ends) == 2 and comparison != "="):
        raise BadInput(f"{typed.strip()!r}: a range goes with =, from low to high: {_EXPECTED}")
    values = [_read_number(end, typed) for end in ends]
    if values[0] > values[-1]:
        raise BadInput(f"{typed.strip()!r}: the range runs backwards: {_EXPECTED}")
    return Condition(unit, comparison, values[0], values[-1])


@lru_cache(maxsize=4_096)
def unit_stem(unit: str) -> str:
    """What two units must have in common to be the same;.

    >>> unit_stem("Troops") == unit_stem("troop"), unit_stem("dollars"), unit_stem("soldiers") == unit_stem("troops")
    (True, 'usd', False)
    """
    folded = " ".join(fold(unit).split())
    return _SAME_STEM.get(folded) or _SAME_STEM.get(_singular(folded)) or _singular(folded)


def _singular(word: str) -> str:
    if word in _SINGULAR_IN_S or word.endswith(("ss", "us", "is")) or len(word) < 4 or not word.endswith("s"):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    return word[:-1]


_SAME_STEM = {fold(word): _singular(fold(words[0])) for words in SAME for word in words}


def _read_number(written: str, typed: str) -> float:
    # Money may be typed before its number as well: `usd > $5m`.
    found = _NUMBER.fullmatch(fold(written).strip().lstrip("$€£").rstrip("%").strip())
    if found is None or found[3] not in _SCALES:
        raise BadInput(f"{typed.strip()!r}: {written.strip()!r} is no number: {_EXPECTED}")
    return float(f"{found[1].replace(',', '')}{found[2] or ''}") * _SCALES[found[3]]


def _is_number(value: Json) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)
