"""Many comparisons at once: p values raised so that one chance finding among all of them stays as rare as 5%."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.benchmark import Verdict

LEVEL = 0.05


def holm(p_values: Sequence[float]) -> list[float]:
    """The corrected p values, in the order given, at most 1: reject those up to the level. Source: Holm 1979.

    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    order = sorted(range(len(p_values)), key=lambda place: p_values[place])
    corrected = [0.0] * len(p_values)
    highest = 0.0
    for rank, place in enumerate(order):
        highest = max(highest, min(1.0, (len(p_values) - rank) * p_values[place]))
        corrected[place] = highest
    return corrected


def verdict_of(difference: float, corrected_p: float) -> Verdict:
    """The word for a difference: "better" or "worse" only when its corrected p is at most 0.05."""
    if corrected_p > LEVEL or difference == 0:
        return "no difference seen"
    return "better" if difference > 0 else "worse"
