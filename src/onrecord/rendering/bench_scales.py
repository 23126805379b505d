"""From values to places on a page, and the round values that are written along an axis."""

from __future__ import annotations

import math
from dataclasses import dataclass

_STEPS = (1.0, 2.0, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Scale:
    """Maps [low, high] onto [start, end], by logarithms if `log`; values outside stand at the nearer end.

    `end` may be smaller than `start` (an axis upwards on a page). An empty range maps everything to the middle.

    >>> Scale(0, 2, 10, 110).at(0.5)
    35.0
    """

    low: float
    high: float
    start: float
    end: float
    log: bool = False

    def at(self, value: float) -> float:
        """The place of a value; a logarithmic scale wants its range above zero."""
        low, high, inside = self.low, self.high, min(max(value, self.low), self.high)
        if self.log:
            low, high, inside = math.log(low), math.log(high), math.log(inside)
        share = (inside - low) / (high - low) if high > low else 0.5
        return self.start + share * (self.end - self.start)


def ticks_between(low: float, high: float, most: int = 6) -> list[float]:
    """Round values from at most `low` to at least `high`, evenly spaced by 1, 2 or 5 times a power of ten.

    At most `most` + 3 of them; a single value gets a range around it, and 1 one below it: no measure is above.

    >>> ticks_between(0.0, 1.0, 5)
    [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
    """
    if not high > low:
        low, high = low - 0.05, high if high == 1 else high + 0.05
    rough = (high - low) / most
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(step * power for step in _STEPS if step * power >= rough * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    # Twelve digits: 3 * 0.1 is not 0.3, and a label must be.
    return [round(place * step, 12) + 0.0 for place in range(first, last + 1)]


def log_ticks(low: float, high: float) -> list[float]:
    """1, 2 and 5 times the powers of ten from at most `low` to at least `high`; powers alone over three decades.

    >>> log_ticks(0.003, 0.04)
    [0.002, 0.005, 0.01, 0.02, 0.05]
    """
    bases = (1, 2, 5) if high / low < 1000 else (1,)
    first, last = math.floor(math.log10(low)) - 1, math.ceil(math.log10(high)) + 1
    values = [float(f"{base}e{power}") for power in range(first, last + 1) for base in bases]
    below = max(value for value in values if value <= low * (1 + 1e-9))
    above = min(value for value in values if value >= high * (1 - 1e-9))
    if below == above:
        above = values[values.index(below) + 1]
    return [value for value in values if below <= value <= above]
