"""Figures of a benchmark in words: measures, differences, intervals, probabilities, groups, verdicts.

Measures lie in [0, 1], so the zero before the point is left out, as in the journals. A difference never stands alone:
its interval, its p and the number of questions stand beside it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from onrecord.benchmark import Benchmark, Comparison, Verdict
from onrecord.rendering.counts import format_count, plural
from onrecord.rendering.display_width import cut
from onrecord.rendering.row_words import one_line, shortened

# What stands where there is no figure.
NOTHING = "–"
ALL, NO_ANSWER = "all", "none"
_STYLE = "~"
# Longer names would push the figures off the page; the JSON record has them whole.
LONGEST_NAME = 32
# What is shown of a text is found in its first characters; a report names some texts a thousand times, and reading
# one of two megabytes each time would take minutes.
_MOST_READ = 400
SIGNS: dict[Verdict, str] = {"better": "▲", "worse": "▼", "no difference seen": "○"}


def number_words(value: float | None, digits: int = 3) -> str:
    """A measure with three decimals and without the zero before the point; `–` for None, NaN and infinity.

    >>> number_words(0.6584), number_words(1.0), number_words(-0.25), number_words(-0.0001)
    ('.658', '1.000', '−.250', '.000')
    """
    if value is None or not math.isfinite(value):
        return NOTHING
    digits_shown = f"{abs(value):.{digits}f}"
    negative = value < 0 and float(digits_shown) != 0
    whole = digits_shown.removeprefix("0") if digits_shown.startswith("0.") else digits_shown
    return "−" + whole if negative else whole


def signed_words(value: float) -> str:
    """A difference with its sign: `+.054`, `−.010`; `.000` for what rounds to nothing."""
    words = number_words(value)
    return words if value <= 0 or words in (".000", NOTHING) else "+" + words


def tick_words(value: float, *, signed: bool = False) -> str:
    """A round value beside an axis, with no more digits than it has: `0`, `.5`, `1`, with `signed` also `+.05`.

    >>> tick_words(0.25), tick_words(0.0), tick_words(-0.5), tick_words(0.05, signed=True)
    ('.25', '0', '−.5', '+.05')
    """
    digits = f"{abs(value):.9f}".rstrip("0").rstrip(".")
    digits = digits.removeprefix("0") or "0"
    return ("−" if value < 0 else "+" if signed and value > 0 else "") + digits


def interval_words(low: float | None, high: float | None) -> str:
    """`[.021, .088]`; empty when there is no interval."""
    if low is None or high is None or not (math.isfinite(low) and math.isfinite(high)):
        return ""
    return f"[{number_words(low)}, {number_words(high)}]"


def with_interval(value: float | None, low: float | None, high: float | None) -> str:
    """`.658 [.610, .702]`, or the figure alone where no interval is given."""
    return f"{number_words(value)} {interval_words(low, high)}".rstrip()


def p_words(p: float) -> str:
    """`p .002`, or `p < .001` for what would round to .000.

    >>> p_words(0.002), p_words(0.0001), p_words(1.0)
    ('p .002', 'p < .001', 'p 1.000')
    """
    return "p < .001" if p < 0.0005 else f"p {number_words(p)}"


def name_words(name: str) -> str:
    """The name of a system, a measure or a group on one printable line, cut when long; `–` when nothing shows."""
    return cut(one_line(name[:_MOST_READ]), LONGEST_NAME) or NOTHING


def excerpt_words(text: str, longest: int) -> str:
    """The beginning of a query, a note or an article's words on one printable line, with an ellipsis when cut."""
    return shortened(text[: _MOST_READ + longest], longest)


def group_words(group: str) -> str:
    """`all`, `family quote`, `style keyword` (written `~keyword` in the record) or `without an answer`."""
    if group == ALL:
        return "all"
    if group == NO_ANSWER:
        return "without an answer"
    return f"style {name_words(group[1:])}" if group.startswith(_STYLE) else f"family {name_words(group)}"


def is_style(group: str) -> bool:
    """Whether the group is a style of question and not a family."""
    return group.startswith(_STYLE)


def comparison_words(found: Comparison, named: Callable[[str], str] = name_words) -> str:
    """The verdict first, then what it rests on: difference, 95% interval, p after Holm's correction, questions.

    `hybrid is better than bm25: nDCG@10 +.054 [.021, .088], p .002 after Holm, 160 questions`. `named` makes the
    names of systems and measures safe for where the sentence goes.
    """
    return f"{verdict_words(found, named)}: {evidence_words(found, named)}"


def verdict_words(found: Comparison, named: Callable[[str], str] = name_words) -> str:
    """`hybrid is better than bm25`, with the group of questions unless it is all of them."""
    one, other = named(found.system), named(found.against)
    if found.verdict == "no difference seen":
        words = f"no difference seen between {one} and {other}"
    else:
        words = f"{one} is {found.verdict} than {other}"
    return words if found.group == ALL else f"{words}, {named(group_words(found.group))}"


def evidence_words(found: Comparison, named: Callable[[str], str] = name_words) -> str:
    """`nDCG@10 +.054 [.021, .088], p .002 after Holm, 160 questions`."""
    difference = f"{signed_words(found.difference)} {interval_words(found.low, found.high)}".rstrip()
    return (
        f"{named(found.measure)} {difference}, {p_words(found.p_holm)} after Holm, "
        f"{plural(found.questions, 'question')}"
    )


def extent_words(benchmark: Benchmark) -> str:
    """`320 questions (60 without an answer), spans ranked by 5 systems`."""
    total = len(benchmark.questions)
    without = sum(not question.answerable for question in benchmark.questions)
    apart = f" ({format_count(without)} without an answer)" if without else ""
    return f"{plural(total, 'question')}{apart}, {benchmark.kind} ranked by {plural(len(benchmark.systems), 'system')}"


def listed_words(words: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return ", ".join(words[:-1]) + " and " + words[-1] if len(words) > 1 else "".join(words)
