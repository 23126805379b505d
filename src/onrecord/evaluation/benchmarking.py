"""From a suite and the answers of its systems to the whole record: values, means, intervals, verdicts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from onrecord.benchmark import Answered, Benchmark, SystemOutcome
from onrecord.errors import BadInput
from onrecord.evaluation.comparisons import Drawing, find_differences, find_means, settle
from onrecord.evaluation.earlier import Earlier, differences_since
from onrecord.evaluation.runs import Run
from onrecord.evaluation.suites import Scored, Suite
from onrecord.evaluation.unanswered import Unanswered

# Whose system this is: it is compared with all others unless another is chosen.
FOCUS = "hybrid"
# How many of the measures, from the first, are tested over all questions; families are tested in the first alone,
# because every test makes the others weaker.
LEADING = 2


@dataclass(frozen=True, slots=True)
class Plan:
    """Which system is compared with all others (empty: `hybrid`, else the first), and how.

    `leading` is how many of the measures are tested over all questions.
    """

    focus: str = ""
    leading: int = LEADING
    drawing: Drawing = field(default_factory=Drawing)
    earlier: Earlier | None = None


def make_benchmark(
    suite: Suite, runs: Mapping[str, Run], plan: Plan | None = None, data: Mapping[str, str] | None = None
) -> Benchmark:
    """The record of these runs, in their order; without versions and misses, which others add.

    `data` holds the checksums of what the suite was made from, by which an earlier record is recognised.

    Raises BadInput without runs, for a focus that is none of them, and for hits that cannot be scored.
    """
    plan = plan or Plan()
    if not runs:
        raise BadInput("no systems to compare; expected at least one")
    focus = _focus(plan.focus, list(runs))
    scored = {name: suite.score(run) for name, run in runs.items()}
    scores = {name: result.values for name, result in scored.items()}
    curves = {name: result.curve for name, result in scored.items()}
    systems = tuple(_outcome(name, runs[name], result) for name, result in scored.items())
    clusters = len({question.cluster for question in suite.questions if question.answerable})
    drawing = plan.drawing
    unanswered = Unanswered(suite.questions, drawing)
    record = Benchmark(
        suite=suite.name,
        kind=suite.kind,
        measures=suite.measures,
        primary=suite.measures[0],
        questions=suite.questions,
        systems=systems,
        settings={
            **suite.settings,
            "resamples": drawing.resamples,
            "seed": drawing.seed,
            "clusters": clusters,
            "focus": focus,
        },
        data=dict(data or {}),
        means=(
            *find_means(suite.questions, scores, suite.measures, drawing),
            *find_means(suite.questions, curves, suite.curve, drawing, only_all=True),
            *unanswered.means(scored),
        ),
        notes=(
            *([suite.remark] if suite.remark else []),
            *(f"{name}: {remark}" for name, result in scored.items() for remark in result.remarks),
        ),
    )
    leading = suite.measures[: plan.leading]
    pairs = [(focus, other) for other in runs if other != focus]
    differences = find_differences(suite.questions, scores, pairs, leading, drawing)
    differences += unanswered.differences(scored, pairs)
    since, remarks = differences_since(record, plan.earlier, leading, drawing) if plan.earlier else ([], [])
    settled = settle([*differences, *since])
    return replace(
        record,
        comparisons=settled[: len(differences)],
        earlier=settled[len(differences) :],
        notes=(*record.notes, *remarks),
    )


def _focus(wanted: str, names: Sequence[str]) -> str:
    if not wanted:
        return FOCUS if FOCUS in names else names[0]
    if wanted not in names:
        raise BadInput(f"focus {wanted!r}; expected one of {', '.join(names)}")
    return wanted


def _outcome(name: str, run: Run, scored: Scored) -> SystemOutcome:
    answers = {}
    for qid, values in scored.values.items():
        first = scored.first.get(qid)
        answers[qid] = Answered(
            dict(values),
            score=first.score if first else None,
            seconds=run.seconds.get(qid),
            confidence=first.confidence if first else None,
        )
    return SystemOutcome(name, answers, dict(scored.overall), dict(run.facts))
