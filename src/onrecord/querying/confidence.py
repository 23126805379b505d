"""How sure a search can be of a hit: a calibrated chance, so that silence can be an answer.

A score alone does not say whether the archive holds an answer at all: long queries score lower than short ones, and
in some archives everything is about one subject. What says it, besides the score, is how long the query is and how
far its best passage stands out from the sixth. What stands behind the first hit answers more seldom than its score
says alone: mostly there is one answer. Source of the form: Platt 1999 (logistic calibration).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

# The place that the first hit is compared with.
SIXTH = 6
# Of the queries it was learned from the longest has so many terms: nothing is known of what more of them add.
LONGEST = 18


@dataclass(frozen=True, slots=True)
class Calibration:
    """The logistic model: `constant`, and what a point of score, of log query length and of lead add to it.

    From hits behind the first `rank` is taken for each point of the log of their rank, and `behind` for each point of
    score that they stand behind it, besides what the score itself says.
    """

    constant: float
    score: float
    terms: float
    lead: float
    rank: float = 0.0
    behind: float = 0.0

    def confidence(self, score: float, terms: int, leading: Sequence[float], rank: int = 1) -> float:
        """The chance, in (0, 1), that the passage of this score and rank answers a query of `terms` different terms.

        `leading` are the scores of the best passages, best first, at most six of which count; of terms LONGEST at
        most. Rises with the score and falls with the rank, so within one query the order stays.
        """
        first = leading[:SIXTH]
        lead = first[0] - first[-1] if first else 0.0
        said = self.constant + self.score * score + self.terms * math.log1p(min(terms, LONGEST)) + self.lead * lead
        said -= self.rank * math.log(rank) + self.behind * max(0.0, (first[0] if first else score) - score)
        return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, said))))


# Learned by benchmarks/calibrate.py from the judged news queries and the same queries with their answers taken out.
UNIT_CALIBRATION = Calibration(constant=-13.029, score=12.044, terms=2.317, lead=16.041, rank=0.944, behind=21.745)
