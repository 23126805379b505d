"""Systems against each other on the same questions: means with intervals, differences with a verdict.

All comparisons that are shown together are corrected together (Holm), so a verdict stays true however many there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from onrecord.benchmark import Comparison, Mean, Question
from onrecord.evaluation.bootstrap import RESAMPLES, mean_intervals
from onrecord.evaluation.holm import holm, verdict_of
from onrecord.evaluation.judgments import ALL, NO_ANSWER
from onrecord.evaluation.randomisation import randomisation_p

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# {qid: {measure: value}} of one system, an undefined value absent.
Scores: TypeAlias = Mapping[str, Mapping[str, float]]
_DIGITS = 10


@dataclass(frozen=True, slots=True)
class Drawing:
    """How chance is played: the number of resamples and the seed."""

    resamples: int = RESAMPLES
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Difference:
    """A comparison before all of them are corrected together."""

    system: str
    against: str
    measure: str
    group: str
    questions: int
    difference: float
    low: float
    high: float
    p: float


def groups_of(questions: Iterable[Question], styles: bool = True) -> dict[str, list[Question]]:
    """{group: its questions}: "all", the families by name, "~" and each style by name.

    What nothing answers is left out. A family that is called "all" is none, and neither is an empty style.
    """
    groups: dict[str, list[Question]] = {}
    for question in questions:
        if question.family == NO_ANSWER:
            continue
        family = [question.family] if question.family not in ("", ALL) else []
        style = [f"~{question.style}"] if styles and question.style else []
        for name in (ALL, *family, *style):
            groups.setdefault(name, []).append(question)
    return {name: groups[name] for name in sorted(groups, key=lambda name: (name != ALL, name.startswith("~"), name))}


def find_means(
    questions: Sequence[Question],
    systems: Mapping[str, Scores],
    measures: Sequence[str],
    drawing: Drawing,
    *,
    only_all: bool = False,
) -> list[Mean]:
    """Every system's mean of every measure over every group (or "all" alone), by group, then system, then measure.

    A measure that no question of a group defines is left out.
    """
    out = []
    for group, members in groups_of(questions).items():
        if only_all and group != ALL:
            continue
        columns = [(system, measure) for system in systems for measure in measures]
        values = _matrix(members, [(systems[system], measure) for system, measure in columns])
        intervals = mean_intervals(values, [q.cluster for q in members], drawing.resamples, drawing.seed)
        for place, (system, measure) in enumerate(columns):
            defined = _defined(values, place)
            if len(defined):
                low, high = intervals[place] or (None, None)
                out.append(Mean(system, measure, group, len(defined), _mean(defined), low, high))
    return out


def find_differences(
    questions: Sequence[Question],
    systems: Mapping[str, Scores],
    pairs: Sequence[tuple[str, str]],
    measures: Sequence[str],
    drawing: Drawing,
) -> list[Difference]:
    """The first system of each pair minus the second: in each measure over "all", in the first over each family.

    A single family is left out: it is the same questions again, and testing them twice weighs on every other test.
    Questions on which either system leaves a measure undefined do not count. Left out: groups in which fewer than
    two clusters are left, because one cluster says nothing about others.
    """
    groups = groups_of(questions, styles=False)
    if len(groups) == 2:
        groups = {ALL: groups[ALL]}
    out = []
    for group, members in groups.items():
        tested_in = measures if group == ALL else measures[:1]
        columns = [(system, against, measure) for system, against in pairs for measure in tested_in]
        left = _matrix(members, [(systems[system], measure) for system, _, measure in columns])
        right = _matrix(members, [(systems[against], measure) for _, against, measure in columns])
        values, clusters = left - right, [question.cluster for question in members]
        intervals = mean_intervals(values, clusters, drawing.resamples, drawing.seed)
        p_values = randomisation_p(values, clusters, drawing.resamples, drawing.seed)
        for place, (system, against, measure) in enumerate(columns):
            if (interval := intervals[place]) is not None:
                defined = _defined(values, place)
                out.append(
                    Difference(
                        system, against, measure, group, len(defined), _mean(defined), *interval, p_values[place]
                    )
                )
    return out


def settle(differences: Sequence[Difference]) -> tuple[Comparison, ...]:
    """The differences with Holm's p over all of them, and the word for each."""
    corrected = holm([difference.p for difference in differences])
    return tuple(
        Comparison(
            d.system, d.against, d.measure, d.group, d.questions, d.difference, d.low, d.high, d.p, p,
            verdict_of(d.difference, p),
        )
        for d, p in zip(differences, corrected, strict=True)
    )  # fmt: skip


def _matrix(questions: Sequence[Question], columns: Sequence[tuple[Scores, str]]) -> NDArray[np.float64]:
    """(Q, M) values, NaN where there is none."""
    import numpy as np

    nothing: Mapping[str, float] = {}
    rows = [[scores.get(q.qid, nothing).get(measure, np.nan) for scores, measure in columns] for q in questions]
    return np.array(rows, dtype=np.float64).reshape(len(questions), len(columns))


def _defined(values: NDArray[np.float64], column: int) -> list[float]:
    return [float(value) for value in values[:, column] if value == value]


def _mean(values: Sequence[float]) -> float:
    # + 0.0: a mean of nothing but rounding must not be shown as -0.
    return round(sum(values) / len(values), _DIGITS) + 0.0
