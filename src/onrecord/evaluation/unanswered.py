"""How systems meet questions that nothing answers: silence, and AUROC of their first scores, with uncertainty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.benchmark import Mean, Question
from onrecord.evaluation.bootstrap import auroc_resamples, mean_intervals, percentile_interval
from onrecord.evaluation.comparisons import Difference, Drawing
from onrecord.evaluation.judgments import NO_ANSWER
from onrecord.evaluation.suites import Scored

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

AUROC, SILENCE = "AUROC", "silence"
_DIGITS = 10


@dataclass(frozen=True, slots=True)
class Unanswered:
    """The questions of a suite by whether anything answers them, and how chance is played."""

    questions: Sequence[Question]
    drawing: Drawing

    def means(self, scored: Mapping[str, Scored]) -> list[Mean]:
        """Each system's silence and AUROC with their intervals; nothing for suites without such questions."""
        import numpy as np

        nothing = self._side(answered=False)
        out = []
        for name, result in scored.items():
            if SILENCE in result.overall:
                silent = np.array([[float(question.qid not in result.first)] for question in nothing])
                (interval,) = mean_intervals(
                    silent, [question.cluster for question in nothing], self.drawing.resamples, self.drawing.seed
                )
                out.append(_mean(name, SILENCE, len(nothing), result, interval))
            if AUROC in result.overall:
                areas = self._areas(result)
                out.append(
                    _mean(name, AUROC, len(nothing), result, None if areas is None else percentile_interval(areas))
                )
        return out

    def differences(self, scored: Mapping[str, Scored], pairs: Sequence[tuple[str, str]]) -> list[Difference]:
        """AUROC of the first system of each pair minus that of the second, both on the same draws.

        p is twice the share of resamples on the other side of 0, one added to both counts: scores of two systems are
        on scales of their own, so they cannot be exchanged as a randomisation test would.
        Source: Efron and Tibshirani 1993, chapter 15.
        """
        count = len(self._side(answered=False))
        out = []
        for system, against in pairs:
            ours, theirs = (self._areas(scored[name]) for name in (system, against))
            if ours is None or theirs is None:
                continue
            drawn = ours - theirs
            difference = round(scored[system].overall[AUROC] - scored[against].overall[AUROC], _DIGITS) + 0.0
            other_side = min(int((drawn <= 0).sum()), int((drawn >= 0).sum()))
            p = min(1.0, 2 * (1 + other_side) / (1 + len(drawn)))
            out.append(Difference(system, against, AUROC, NO_ANSWER, count, difference, *percentile_interval(drawn), p))
        return out

    def _side(self, answered: bool) -> list[Question]:
        return [question for question in self.questions if (question.family != NO_ANSWER) == answered]

    def _areas(self, result: Scored) -> NDArray[np.float64] | None:
        """No hit at all is below every score."""
        best = {qid: -float("inf") if hit.score is None else hit.score for qid, hit in result.first.items()}
        above, below = (
            [(best.get(question.qid, -float("inf")), question.cluster) for question in self._side(answered)]
            for answered in (True, False)
        )
        return auroc_resamples(above, below, self.drawing.resamples, self.drawing.seed)


def _mean(system: str, measure: str, questions: int, result: Scored, interval: tuple[float, float] | None) -> Mean:
    low, high = interval or (None, None)
    return Mean(system, measure, NO_ANSWER, questions, result.overall[measure], low, high)
