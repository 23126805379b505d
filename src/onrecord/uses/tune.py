"""`tune`: the weights of the fusion learned on judged questions, kept only when they prove better on held-out ones."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from onrecord.errors import ArchiveProblem, BadInput, UnsupportedFormat
from onrecord.evaluation.bootstrap import mean_intervals
from onrecord.evaluation.checksums import Watch
from onrecord.evaluation.judgments import JudgedQuery
from onrecord.evaluation.span_suite import SpanSuite
from onrecord.querying.weights import Weights
from onrecord.records import Json
from onrecord.storage.learned import Learned
from onrecord.uses.bench_suite import OpenSuite, Reading, open_suite
from onrecord.uses.evaluate import require_words
from onrecord.uses.late import StateKeeper
from onrecord.uses.parts import PASSAGES, Parts
from onrecord.uses.search import default_weights
from onrecord.uses.search_units import Group
from onrecord.uses.tune_cases import Case, gather, make_scorer
from onrecord.uses.tune_learn import GRIDS, Trials, cross_validate, learn

if TYPE_CHECKING:
    from onrecord.benchmark import Question

# Judged queries, or where they are.
Judged: TypeAlias = "str | os.PathLike[str] | Sequence[JudgedQuery] | OpenSuite"

FOLDS = 5
# With fewer, an interval of the gain is so wide that nothing could ever be seen in it.
LEAST_QUESTIONS = 20
# How many hits are looked at: as many as a search shows.
DEPTH = 10
MEASURE = f"nDCG@{DEPTH}"


@dataclass(frozen=True, slots=True)
class Tuning:
    """What was learned, and whether it may be believed.

    `before` are the default weights, `after` those learned on all questions. `mean_before` and `mean_after` are means
    of the measure over the questions, the latter cross-validated: each question under weights (`of_folds`) that were
    learned without it and without those that share an article with it. `gain` is their difference with a 95% interval
    (`low`, `high`). `sha256` has the checksums of the suite's files by name; `stored` says whether the archive took it.
    """

    group: Group
    suite: str
    sha256: Mapping[str, str]
    measure: str
    questions: int
    clusters: int
    before: Weights
    after: Weights
    of_folds: tuple[Weights, ...]
    mean_before: float
    mean_after: float
    gain: float
    low: float
    high: float
    encoder: str
    notes: tuple[str, ...] = ()
    stored: bool = False

    @property
    def verdict(self) -> str:
        """ "better", "worse" or "no difference seen", of weights learned in this way on questions like these."""
        return "better" if self.low > 0 else "worse" if self.high < 0 else "no difference seen"

    @property
    def changed(self) -> bool:
        """Whether the learned weights are others than the defaults."""
        return self.after != self.before

    def worth_keeping(self, anyway: bool = False) -> bool:
        """Whether they proved better, or `anyway`; never when they are the defaults."""
        return self.changed and (anyway or self.verdict == "better")

    def facts(self) -> dict[str, Json]:
        """Where the weights come from, as the archive keeps it."""
        return {
            "suite": self.suite,
            "sha256": dict(self.sha256),
            "questions": self.questions,
            "clusters": self.clusters,
            "folds": len(self.of_folds),
            "measure": self.measure,
            "before": self.mean_before,
            "after cross-validated": self.mean_after,
            "gain": [self.gain, self.low, self.high],
            "encoder": self.encoder,
        }

    def to_dict(self) -> dict[str, Json]:
        """Everything, ready for JSON."""
        return {
            "group": self.group,
            **self.facts(),
            "verdict": self.verdict,
            "stored": self.stored,
            "weights": {"before": self.before.to_dict(), "after": self.after.to_dict()},
            "weights of the folds": [weights.to_dict() for weights in self.of_folds],
            "notes": list(self.notes),
        }


def read_suite(
    judged: Judged, split: str = "train", queries: str | os.PathLike[str] | None = None, measure: str = MEASURE
) -> OpenSuite:
    """The suite as it is learned on: of judged queries, or from a path as `open_suite` takes it; an open one stays."""
    words = None if queries is None else Path(queries)
    if isinstance(judged, OpenSuite):
        return judged
    if isinstance(judged, str | os.PathLike):
        return open_suite(os.fspath(judged), Reading(k=DEPTH, measures=(measure,), split=split, queries=words))
    suite = SpanSuite("judgments", judged, k=DEPTH, measures=(measure,))
    return OpenSuite(suite, Watch({}), tuple(judged))


def tune(
    parts: Parts,
    writing: Callable[[], AbstractContextManager[None]],
    judged: Judged,
    *,
    anyway: bool = False,
    dry_run: bool = False,
    progress: Callable[[], None] | None = None,
) -> Tuning:
    """What was learned; the archive keeps it when it proved better, or `anyway`, unless it is the defaults.

    Only keeping it needs the archive's lock, which `writing` holds. `progress` is called after each question was asked.
    """
    if not dry_run:
        _learned_earlier(parts)  # what a later version learned is refused before the long work
    found = learn_weights(parts, read_suite(judged), progress=progress)
    if dry_run or not found.worth_keeping(anyway):
        return found
    with writing():
        parts.take_learned(_learned_earlier(parts).with_weights(found.group, found.after, found.facts()))
    return replace(found, stored=True)


def learn_weights(
    parts: Parts, opened: OpenSuite, start: Weights | None = None, progress: Callable[[], None] | None = None
) -> Tuning:
    """Learns weights on the suite's answerable questions, from `start`, the defaults unless given; stores nothing.

    It does not start from what the archive learned earlier: that may have been learned on these very questions, and
    would bring what the held-out folds say into the others. Raises BadInput for too few questions and ArchiveProblem
    for an archive that keeps no token states.
    """
    suite, measure = opened.suite, opened.suite.measures[0]
    if measure.startswith("who"):
        raise BadInput(f"measure {measure!r} is about speakers; expected one of the order, such as {MEASURE}")
    group: Group = "article" if suite.kind == "articles" else "unit"
    asked = _answerable(opened)
    _require_states(parts)
    notes = _missing_articles(parts, opened)
    cases = []
    for question in asked:
        gathered = gather(parts, question.query, group, DEPTH)
        cases.append(Case(question.qid, question.cluster, gathered, DEPTH, make_scorer(suite, question.qid, measure)))
        if progress is not None:
            progress()
    silent = sum(case.evidence is None for case in cases)
    if silent == len(cases):
        raise ArchiveProblem(
            f"{parts.store.place}: no question met passages with token states; index the articles again, so that "
            "they get them"
        )
    trials, begun = Trials(cases), start or default_weights(group)
    found = cross_validate(trials, FOLDS, begun, GRIDS[group])
    after = learn(trials, range(len(cases)), begun, GRIDS[group])
    gain, low, high = _gain(found.before, found.after, [case.cluster for case in cases])
    notes += [suite.remark] if suite.remark else []
    if silent:
        notes.append(f"{silent} of {len(cases)} questions are answered without weights, and stay as they are")
    edited = "was edited meanwhile; the weights are of what it held when it was read"
    notes += [f"{name} {edited}" for name in opened.watch.changed()]
    return Tuning(
        group, suite.name, dict(opened.watch.sums), measure, len(cases), len({case.cluster for case in cases}),
        begun, after, found.weights, _mean(found.before), _mean(found.after), gain, low, high,
        parts.manifest.encoder_fingerprint, tuple(notes),
    )  # fmt: skip


def _learned_earlier(parts: Parts) -> Learned:
    """What stays beside the new weights: nothing when it is damaged or of another encoder, and so good for nothing."""
    try:
        return parts.learned
    except UnsupportedFormat:
        raise
    except ArchiveProblem:
        return Learned()


def _answerable(opened: OpenSuite) -> list[Question]:
    suite = opened.suite
    require_words(suite)
    asked = [question for question in suite.questions if question.answerable]
    if len(asked) < LEAST_QUESTIONS:
        raise BadInput(
            f"{suite.name}: {len(asked)} questions with an answer; expected at least {LEAST_QUESTIONS}, because fewer "
            "cannot show a gain; judge more with `onrecord judge`"
        )
    clusters = len({question.cluster for question in asked})
    if clusters < FOLDS:
        raise BadInput(
            f"{suite.name}: its questions share so few articles that only {clusters} groups of them are independent; "
            f"expected at least {FOLDS}; judge questions about other articles with `onrecord judge`"
        )
    return asked


def _missing_articles(parts: Parts, opened: OpenSuite) -> list[str]:
    """In words, how many of the judged articles the archive lacks; BadInput when it lacks all."""
    wanted, known = opened.suite.articles, frozenset(parts.store.article_ids())
    missing = [id for id in wanted if id not in known]
    if len(missing) == len(wanted):
        raise BadInput(
            f"{parts.store.place}: holds none of the {len(wanted)} articles that {opened.suite.name} judges, "
            f"{missing[0]!r} first; name the archive that was judged"
        )
    return [f"{len(missing)} of {len(wanted)} judged articles are not in the archive"] if missing else []


def _require_states(parts: Parts) -> None:
    """Weights are for the evidence of late interaction: without its token states there is nothing to weigh."""
    parts.refresh_manifest()
    if not parts.manifest.width or not parts.store.statistics(PASSAGES, ()).documents:
        raise ArchiveProblem(f"{parts.store.place}: holds no articles; index some first")
    if StateKeeper.of(parts) is None:
        why = (
            "was made without token states"
            if not parts.manifest.token_states
            else f"keeps no token states, because there is no projection for its encoder {parts.manifest.encoder!r}"
        )
        raise ArchiveProblem(
            f"{parts.store.place}: {why}; a fixed mix orders its answers and there are no weights to learn; index the "
            "articles into an archive with token states"
        )


def _gain(before: tuple[float, ...], after: tuple[float, ...], clusters: list[str]) -> tuple[float, float, float]:
    import numpy as np

    gains = np.array(after, dtype=np.float64) - np.array(before, dtype=np.float64)
    interval = mean_intervals(gains[:, None], clusters)[0]
    assert interval is not None  # there are as many clusters as folds at least
    return (_mean(tuple(gains.tolist())), *interval)


def _mean(values: tuple[float, ...]) -> float:
    # + 0.0: what is nothing but rounding must not be shown as -0.
    return round(sum(values) / len(values), 10) + 0.0
