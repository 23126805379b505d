"""What could not be read, one line each and one line in all."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.records import Problem
from onrecord.rendering.colours import Palette
from onrecord.rendering.counts import plural
from onrecord.rendering.safe_text import printable

_PLAIN = Palette(False)


def problem_line(problem: Problem, *, palette: Palette = _PLAIN) -> str:
    """`left out: file:line: reason`, or `warning: …` when the input was read all the same; one printable line."""
    word = "left out" if problem.skipped else "warning"
    return f"{palette.paint(word, 'problem')}: {printable(str(problem))}"


def problem_summary(problems: Sequence[Problem]) -> str:
    """How many inputs were left out and how many read with a reservation; '' when there is nothing to say."""
    skipped = sum(problem.skipped for problem in problems)
    warned = len(problems) - skipped
    words = [f"{plural(skipped, 'input')} left out"] if skipped else []
    if warned:
        words.append(f"{plural(warned, 'input')} read with a warning")
    return ", ".join(words)
