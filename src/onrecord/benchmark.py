"""What one benchmark found: the record that every report, comparison and later run reads.

Numbers are per question, so that uncertainty, comparisons and plots can be made from the record alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from onrecord.records import Json

# The step at which the answer to a missed question was lost, in the order in which a document and a query pass them.
Stage = Literal["splitting", "extraction", "attribution", "bm25", "vectors", "bm25 and vectors", "fusion", "collapse"]
Verdict = Literal["better", "worse", "no difference seen"]


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a suite; questions of one `cluster` (a story or an article) are drawn together in a bootstrap."""

    qid: str
    query: str
    family: str
    style: str
    cluster: str
    answerable: bool


@dataclass(frozen=True, slots=True)
class Answered:
    """How one system did on one question: `values` by measure, an undefined one absent.

    `score` is the first hit's, None without hits; `seconds` are wall clock, None when it was not timed.
    `confidence` in [0, 1] is the system's own calibrated belief that the first hit answers, None when it has none.
    """

    values: Mapping[str, float]
    score: float | None = None
    seconds: float | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class SystemOutcome:
    """One system: `answers` by qid; `overall` holds measures of the whole run (silence, AUROC), `facts` what else
    is known of it (versions, settings, bytes on disk under `index_bytes`)."""

    name: str
    answers: Mapping[str, Answered]
    overall: Mapping[str, float] = field(default_factory=dict)
    facts: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Comparison:
    """System minus `against` in one measure over one group of questions, with a 95% interval and Holm's p."""

    system: str
    against: str
    measure: str
    group: str
    questions: int
    difference: float
    low: float
    high: float
    p: float
    p_holm: float
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Mean:
    """One system's mean of a measure over one group, with a 95% interval; no interval from a single cluster.

    Groups: "all" (what has an answer), the families, "~" and a style, and "none" for silence and AUROC.
    """

    system: str
    measure: str
    group: str
    questions: int
    mean: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Miss:
    """A question whose first k hits hold no answer: where it was lost, what stood first, where the answer stood.

    `ranks` gives the best answer's rank by arm ("bm25", "vector", "hybrid"), None where it was not among the
    candidates. `first` and `answer` are shown to people: {"article", "start", "end", "text", "speaker"}.
    """

    qid: str
    stage: Stage
    reason: str
    ranks: Mapping[str, int | None]
    first: Mapping[str, Json] | None
    answer: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A whole run. `suite` names it, `kind` says what is ranked; `data` holds SHA-256 by file name.

    `primary` is the measure that verdicts and plots lead with. `software` holds versions, `settings` k, max_chars,
    seed, resamples and the archive's shape; `commit` is empty outside a checkout. `earlier` compares with the
    systems of an older record, question by question. `notes` say in words what a reader of the figures must know.
    `misattributed` are first hits of the leading system that answer and name somebody else; they are no misses.
    """

    suite: str
    kind: Literal["spans", "articles"]
    measures: tuple[str, ...]
    primary: str
    questions: tuple[Question, ...]
    systems: tuple[SystemOutcome, ...]
    comparisons: tuple[Comparison, ...] = ()
    misses: Mapping[str, tuple[Miss, ...]] = field(default_factory=dict)
    waterfall: Mapping[str, int] = field(default_factory=dict)
    settings: Mapping[str, Json] = field(default_factory=dict)
    software: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, str] = field(default_factory=dict)
    commit: str = ""
    means: tuple[Mean, ...] = ()
    earlier: tuple[Comparison, ...] = ()
    notes: tuple[str, ...] = ()
    misattributed: tuple[Miss, ...] = ()

    def mean_of(self, system: str, measure: str, group: str = "all") -> Mean | None:
        """One system's mean over one group, None when nothing defines it."""
        for mean in self.means:
            if (mean.system, mean.measure, mean.group) == (system, measure, group):
                return mean
        return None


def latency(outcome: SystemOutcome) -> dict[str, float]:
    """{"p50", "p95", "p99"} of the seconds of one answer, by nearest rank: times that were measured, none between.

    Empty when nothing was timed.

    >>> latency(SystemOutcome("bm25", {f"q{n}": Answered({}, seconds=n / 100) for n in range(1, 101)}))
    {'p50': 0.5, 'p95': 0.95, 'p99': 0.99}
    """
    seconds = sorted(answer.seconds for answer in outcome.answers.values() if answer.seconds is not None)
    # In whole numbers: 0.55 * 100 is above 55 in floats, and a rank must not slip.
    return {f"p{rank}": seconds[-(-len(seconds) * rank // 100) - 1] for rank in (50, 95, 99)} if seconds else {}
