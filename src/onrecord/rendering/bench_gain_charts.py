"""Charts of what the leading system gains and loses against each other one, question by question."""

from __future__ import annotations

from dataclasses import replace

from onrecord.benchmark import Benchmark, SystemOutcome
from onrecord.rendering.bench_charts import Bar, Chart, Gains, Section
from onrecord.rendering.bench_facts import systems_in_order, value_of
from onrecord.rendering.bench_words import excerpt_words, name_words, number_words, signed_words
from onrecord.rendering.counts import format_count

# A table of every question of a large suite would outweigh the page; both ends are what people look at.
_MOST_ROWS = 200
_LONGEST_QUERY = 120


def gain_section(benchmark: Benchmark) -> Section:
    """One chart for each system that the leading one is held against, in the primary measure."""
    systems = systems_in_order(benchmark)
    heading = "Gains and losses, question by question"
    found = [(other, gains_between(benchmark, systems[0], other)) for other in systems[1:]]
    reach = max((gains.reach for _, gains in found), default=0.0) or 1.0
    charts = tuple(
        _chart(benchmark, systems[0], other, replace(gains, reach=reach)) for other, gains in found if gains.bars
    )
    if not charts:
        return Section(heading, "No two systems were measured on the same questions.")
    about = (
        f"Every question is one bar, sorted: above the line {name_words(systems[0].name)} does better, below it worse. "
        "A mean hides whether many questions gain a little or a few gain much."
    )
    return Section(heading, about, charts)


def gains_between(benchmark: Benchmark, system: SystemOutcome, against: SystemOutcome) -> Gains:
    """Differences in the primary measure on the questions where both have it, largest first, ties by qid."""
    bars = []
    for question in benchmark.questions:
        one = value_of(system, question.qid, benchmark.primary)
        other = value_of(against, question.qid, benchmark.primary)
        if question.answerable and one is not None and other is not None:
            bars.append(Bar(question.qid, question.query, one - other))
    bars.sort(key=lambda bar: (-bar.difference, bar.qid))
    better = sum(bar.difference > 0 for bar in bars)
    worse = sum(bar.difference < 0 for bar in bars)
    axis = f"difference in {name_words(benchmark.primary)}"
    reach = max((abs(bar.difference) for bar in bars), default=0.0)
    return Gains(axis, tuple(bars), better, len(bars) - better - worse, worse, reach)


def _chart(benchmark: Benchmark, system: SystemOutcome, against: SystemOutcome, gains: Gains) -> Chart:
    differing = [bar for bar in gains.bars if bar.difference]
    rows = []
    for bar in differing if len(differing) <= _MOST_ROWS else _ends(differing):
        values = (value_of(one, bar.qid, benchmark.primary) for one in (system, against))
        rows.append(
            (
                name_words(bar.qid),
                excerpt_words(bar.query, _LONGEST_QUERY),
                *map(number_words, values),
                signed_words(bar.difference),
            )
        )
    one, other = name_words(system.name), name_words(against.name)
    about = (
        f"{one} is above {other} on {format_count(gains.better)} of {format_count(len(gains.bars))} questions, "
        f"equal on {format_count(gains.equal)}, below on {format_count(gains.worse)}"
    )
    head = ("qid", "query", one, other, "difference")
    return Chart(f"{one} − {other}", about, gains, head, rows, len(differing) - len(rows))


def _ends(bars: list[Bar]) -> list[Bar]:
    return bars[: _MOST_ROWS // 2] + bars[-(_MOST_ROWS // 2) :]
