"""What reports read off a benchmark's record: which system leads, which groups there are, each system's means."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onrecord.benchmark import Benchmark, Comparison, Question, SystemOutcome, latency
from onrecord.records import Json
from onrecord.rendering.bench_words import ALL, NO_ANSWER, NOTHING
from onrecord.rendering.counts import format_bytes

# Which of two systems a report speaks of when no comparison says so.
_DEFAULT = "hybrid"
_RECALL = re.compile(r"(?:R|[Rr]ecall)@([1-9]\d{0,8})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Cell:
    """One mean over `questions` questions, with its 95% interval where the record gives one."""

    mean: float
    low: float | None
    high: float | None
    questions: int


Cells = Mapping[tuple[str, str, str], Cell]


def lead_of(benchmark: Benchmark) -> str | None:
    """The system that the others are held against.

    That of the first comparison; without comparisons `hybrid`, or the last one. None without systems.
    """
    names = [system.name for system in benchmark.systems]
    compared = next((one.system for one in benchmark.comparisons if one.system in names), None)
    return compared or (_DEFAULT if _DEFAULT in names else names[-1] if names else None)


def systems_in_order(benchmark: Benchmark) -> list[SystemOutcome]:
    """The leading system, then the others as they stand in the record: a system's place gives its colour and shape."""
    lead = lead_of(benchmark)
    return sorted(benchmark.systems, key=lambda system: system.name != lead)


def groups_of(benchmark: Benchmark) -> list[str]:
    """`all`, then families, then styles (`~` and the style), each in alphabetical order; answerable questions only."""
    known = [question for question in benchmark.questions if question.answerable]
    families = sorted({question.family for question in known} - {ALL, NO_ANSWER})
    styles = sorted({f"~{question.style}" for question in known if question.style})
    return [ALL, *families, *styles]


def cells_of(benchmark: Benchmark) -> Cells:
    """{(system, measure, group): mean}; undefined ones are absent.

    The record's own means go first. Where it has none they are made from the values of the questions, without an
    interval: uncertainty is measured where the benchmark runs, not where it is shown.
    """
    cells = {
        (one.system, one.measure, one.group): Cell(one.mean, one.low, one.high, one.questions)
        for one in benchmark.means
        if math.isfinite(one.mean)
    }
    members = _members(benchmark.questions)
    curves = [measure for measure in measures_in(benchmark.systems) if depth_of(measure)]
    for system in benchmark.systems:
        for group, qids in members.items():
            # Depths of recall may be kept for the curve alone, without being among the measures of the tables.
            for measure in dict.fromkeys((*benchmark.measures, *(curves if group == ALL else ()))):
                if (system.name, measure, group) not in cells and (found := _values(system, measure, qids)):
                    mean = math.fsum(found) / len(found)
                    cells[system.name, measure, group] = Cell(mean, None, None, len(found))
        for measure, value in system.overall.items():
            if (system.name, measure, NO_ANSWER) not in cells and math.isfinite(value):
                cells[system.name, measure, NO_ANSWER] = Cell(value, None, None, len(benchmark.questions))
    return cells


def depth_of(measure: str) -> int | None:
    """k of `R@k`, None for any other measure.

    >>> depth_of("R@100"), depth_of("nDCG@10")
    (100, None)
    """
    found = _RECALL.fullmatch(measure)
    return int(found[1]) if found else None


def measures_in(systems: Sequence[SystemOutcome]) -> list[str]:
    """Every measure that any question has in any system, in the order in which they first stand."""
    return list(dict.fromkeys(m for system in systems for answer in system.answers.values() for m in answer.values))


def value_of(system: SystemOutcome, qid: str, measure: str) -> float | None:
    """One question's measure; None when the system was not asked, or the measure is undefined or not finite."""
    answer = system.answers.get(qid)
    value = None if answer is None else answer.values.get(measure)
    return value if value is not None and math.isfinite(value) else None


def overall_measures(benchmark: Benchmark) -> list[str]:
    """Measures of whole runs (silence, AUROC) that any system has, in the order in which they first stand."""
    return list(dict.fromkeys(measure for system in benchmark.systems for measure in system.overall))


def latency_words(system: SystemOutcome) -> dict[str, str]:
    """{"p50", "p95", "p99"} as `12.3 ms`; empty when nothing was timed."""
    return {rank: milliseconds(seconds) for rank, seconds in latency(system).items()}


def milliseconds(seconds: float) -> str:
    """A duration in milliseconds with three significant digits, from 1,000 on in seconds.

    >>> milliseconds(0.0123), milliseconds(0.4), milliseconds(12.34)
    ('12.3 ms', '400 ms', '12.3 s')
    """
    if not math.isfinite(seconds):
        return NOTHING
    milli = seconds * 1000
    value, unit = (milli, "ms") if milli < 999.5 else (seconds, "s")
    return f"{value:.0f} {unit}" if value >= 99.95 else f"{value:.{1 if value >= 9.995 else 2}f} {unit}"


def tick_time(seconds: float) -> str:
    """A round duration beside an axis, with no more digits than it has.

    >>> tick_time(0.0005), tick_time(0.02), tick_time(2.0)
    ('0.5 ms', '20 ms', '2 s')
    """
    return f"{seconds * 1000:g} ms" if seconds < 1 else f"{seconds:g} s"


def index_words(system: SystemOutcome) -> str:
    """The size of the system's index, `–` when it is not known."""
    size = system.facts.get("index_bytes")
    known = isinstance(size, (int, float)) and not isinstance(size, bool) and math.isfinite(size)
    return format_bytes(float(size)) if known else NOTHING  # type: ignore[arg-type]


def leading_comparisons(benchmark: Benchmark) -> list[Comparison]:
    """Those over all questions, the primary measure's first."""
    over_all = [one for one in benchmark.comparisons if one.group == ALL]
    return sorted(over_all, key=lambda one: one.measure != benchmark.primary)


def group_comparisons(benchmark: Benchmark) -> list[Comparison]:
    """Those of the primary measure over families, styles and questions without an answer."""
    return [one for one in benchmark.comparisons if one.group != ALL and one.measure == benchmark.primary]


def settings_words(settings: Mapping[str, Json]) -> list[str]:
    """`seed 7`, `archive.articles 1`: names and values in the order of the record, nested ones with a point."""
    words: list[str] = []
    for key, value in settings.items():
        if isinstance(value, dict):
            words += [f"{key}.{inner}" for inner in settings_words(value)]
        else:
            words.append(f"{key} {_plain(value)}")
    return words


def _plain(value: Json) -> str:
    if isinstance(value, list):
        return ", ".join(_plain(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(settings_words(value))
    if isinstance(value, bool) or value is None:
        return {True: "yes", False: "no", None: NOTHING}[value]
    return str(value)


def _members(questions: Sequence[Question]) -> dict[str, list[str]]:
    members: dict[str, list[str]] = {}
    for question in questions:
        if question.answerable:
            for group in dict.fromkeys((ALL, question.family, f"~{question.style}")):
                members.setdefault(group, []).append(question.qid)
    return members


def _values(system: SystemOutcome, measure: str, qids: Sequence[str]) -> list[float]:
    return [value for qid in qids if (value := value_of(system, qid, measure)) is not None]
