"""What a benchmark asks of a suite, whether its answers are spans or articles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from onrecord.benchmark import Question
from onrecord.evaluation.given_hits import GivenArticle, GivenSpan
from onrecord.evaluation.runs import Run


@dataclass(frozen=True, slots=True)
class Scored:
    """One run against a suite: values and recall curve by qid, first hits, measures of the whole run, remarks."""

    values: Mapping[str, Mapping[str, float]]
    first: Mapping[str, GivenSpan | GivenArticle]
    overall: Mapping[str, float] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    curve: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


class Suite(Protocol):
    """Questions with their answers; `depth` is how many hits a system is asked for and how many count.

    `curve` are further measures, recall at the depths that `measures` leave out: only their means are kept. `remark`
    says what a reader of any figure must know, or is empty.
    """

    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> Literal["spans", "articles"]: ...
    @property
    def questions(self) -> tuple[Question, ...]: ...
    @property
    def measures(self) -> tuple[str, ...]: ...
    @property
    def curve(self) -> tuple[str, ...]: ...
    @property
    def depth(self) -> int | None: ...
    @property
    def remark(self) -> str: ...
    @property
    def articles(self) -> tuple[str, ...]: ...
    @property
    def settings(self) -> Mapping[str, int]: ...

    def score(self, run: Run) -> Scored:
        """The run's values; BadInput for hits that cannot be scored."""


def recall_curve(depth: int, measures: Sequence[str]) -> tuple[str, ...]:
    """`R@1`, `R@2`, `R@3`, `R@5`, `R@10` … up to the depth, those among the measures left out."""
    steps = (unit * step for unit in (1, 10, 100, 1000) for step in (1, 2, 3, 5))
    return tuple(name for step in steps if step <= depth and (name := f"R@{step}") not in measures)


def place_of(run: Run, qid: str, rank: int) -> str:
    """What an error about a hit begins with."""
    return f"{run.origin or 'the run'}: query {qid!r}, hit {rank}"


def remarks_on(run: Run, qids: Sequence[str]) -> tuple[str, ...]:
    """What the reader of a run's figures must know: questions it lacks, answers that nobody asked for."""
    known = set(qids)
    missing = [qid for qid in qids if qid not in run.hits]
    unknown = [qid for qid in run.hits if qid not in known]
    out = []
    if missing:
        out.append(f"{len(missing)} of {len(qids)} questions missing, counted as without hits: {_few(missing)}")
    if unknown:
        out.append(f"{len(unknown)} answered but not judged, not counted: {_few(unknown)}")
    return tuple(out)


def _few(names: Sequence[str]) -> str:
    return ", ".join(map(repr, names[:3])) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
