"""Where the answers to missed questions were lost: the failure waterfall as steps from all questions to those found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from onrecord.benchmark import Benchmark, Stage

MEANINGS: dict[str, str] = {
    "splitting": "no unit of the archive answers: the article is not there, or passages cut the answer",
    "extraction": "a passage answers, but no quotation, claim or person was extracted from it",
    "attribution": "what answers was given to another speaker",
    "bm25": "only the vectors had it among their candidates, and too far down",
    "vectors": "only BM25 had it among its candidates, and too far down",
    "bm25 and vectors": "both arms had it too far down, or neither had it",
    "fusion": "an arm had it high enough, the fused order had not",
    "collapse": "a better hit of the same place was shown in its stead",
}


@dataclass(frozen=True, slots=True)
class Losses:
    """`total` questions with an answer; what each stage lost, in the order in which a query passes them."""

    total: int
    steps: tuple[tuple[str, int], ...]

    @property
    def found(self) -> int:
        """Questions with an answer among their first k hits."""
        return self.total - sum(count for _, count in self.steps)


def losses_of(benchmark: Benchmark) -> Losses | None:
    """The waterfall, stages that lost nothing left out; None when the record has none.

    Stages of a later release stand last. Negative counts are nothing; more losses than questions raise the total.
    """
    if not benchmark.waterfall:
        return None
    order = {stage: place for place, stage in enumerate(get_args(Stage))}
    steps = sorted(benchmark.waterfall.items(), key=lambda step: (order.get(step[0], len(order)), step[0]))
    lost = tuple((stage, count) for stage, count in steps if count > 0)
    answerable = sum(question.answerable for question in benchmark.questions)
    return Losses(max(answerable, sum(count for _, count in lost)), lost)
