"""Charts of honesty: how often the first hit answers when a system is this sure of it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from onrecord.benchmark import Answered, Benchmark, Question, SystemOutcome
from onrecord.rendering.bench_charts import Bin, Chart, Reliability, Section
from onrecord.rendering.bench_facts import systems_in_order
from onrecord.rendering.bench_words import interval_words, name_words, number_words
from onrecord.rendering.counts import format_count, plural

BINS = 10
_NORMAL_95 = 1.959964


def calibration_section(benchmark: Benchmark) -> Section:
    """One chart for each system that says how sure it is."""
    charts = []
    for slot, system in enumerate(systems_in_order(benchmark)):
        pairs = judged_confidences(benchmark.questions, system)
        if pairs:
            charts.append(_chart(slot, system.name, pairs))
    heading = "Calibration"
    if not charts:
        return Section(heading, "No system says how sure it is of its first hit, so there is nothing to calibrate.")
    about = (
        "Answers are grouped by the confidence of their first hit. On the dashed line a system is as often right as "
        "it claims; below it, it claims too much. Questions without an answer count as not answered. Lines are 95% "
        "intervals (Wilson), larger dots hold more answers."
    )
    return Section(heading, about, tuple(charts))


def judged_confidences(questions: Sequence[Question], system: SystemOutcome) -> list[tuple[float, bool]]:
    """(confidence, whether the first hit answers) of each question that has both, in the order of the questions.

    A first hit answers when `hit@1` is above zero, or without that measure when the reciprocal rank is 1. Questions
    without an answer are never answered; other questions without either measure are left out.
    """
    pairs = []
    for question in questions:
        answer = system.answers.get(question.qid)
        if answer is None or answer.confidence is None or not math.isfinite(answer.confidence):
            continue
        right = False if not question.answerable else _first_answers(answer)
        if right is not None:
            pairs.append((min(max(answer.confidence, 0.0), 1.0), right))
    return pairs


def bins_of(pairs: Sequence[tuple[float, bool]], count: int = BINS) -> list[Bin]:
    """The pairs in `count` bins of equal width, empty ones left out; confidence 1 belongs to the last.

    The interval of a share is Wilson's (1927), which does not vanish when all or none are right.
    """
    members: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in pairs:
        members.setdefault(min(int(confidence * count), count - 1), []).append((confidence, right))
    bins = []
    for place in sorted(members):
        inside = members[place]
        answering = sum(right for _, right in inside)
        low, high = wilson(answering, len(inside))
        mean = math.fsum(confidence for confidence, _ in inside) / len(inside)
        bins.append(Bin(len(inside), mean, answering / len(inside), low, high))
    return bins


def wilson(right: int, count: int) -> tuple[float, float]:
    """The 95% interval of a share, inside [0, 1]; `count` is at least 1.

    >>> tuple(round(bound, 3) for bound in wilson(8, 10))
    (0.49, 0.943)
    """
    share, square = right / count, _NORMAL_95**2
    middle = (share + square / (2 * count)) / (1 + square / count)
    half = _NORMAL_95 * math.sqrt(share * (1 - share) / count + square / (4 * count * count)) / (1 + square / count)
    return max(middle - half, 0.0), min(middle + half, 1.0)


def calibration_error(bins: Sequence[Bin]) -> float:
    """The mean gap between confidence and share, weighted by the answers of a bin, in [0, 1]."""
    total = sum(found.count for found in bins)
    return math.fsum(found.count * abs(found.confidence - found.share) for found in bins) / total


def _first_answers(answer: Answered) -> bool | None:
    if "hit@1" in answer.values:
        return answer.values["hit@1"] > 0
    return answer.values["RR"] >= 1 if "RR" in answer.values else None


def _chart(slot: int, system: str, pairs: Sequence[tuple[float, bool]]) -> Chart:
    bins = bins_of(pairs)
    brier = math.fsum((confidence - right) ** 2 for confidence, right in pairs) / len(pairs)
    about = (
        f"{plural(len(pairs), 'answer')}; mean gap between confidence and share (ECE) "
        f"{number_words(calibration_error(bins))}, Brier score {number_words(brier)} (lower is better)"
    )
    rows = [
        (
            number_words(found.confidence),
            format_count(found.count),
            number_words(found.share),
            interval_words(found.low, found.high),
        )
        for found in bins
    ]
    head = ("mean confidence", "answers", "share that answers", "95% interval")
    return Chart(name_words(system), about, Reliability(slot, tuple(bins)), head, rows)
