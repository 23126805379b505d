"""How much each kind of evidence counts when candidates are put in order; small enough to print."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields

from onrecord.errors import BadInput
from onrecord.records import Json


@dataclass(frozen=True, slots=True)
class Weights:
    """What is added up for one candidate, each part in [0, 1], and which shares its surroundings have.

    `late`: late interaction with the candidate's pieces. `vector`: its cosine. `statement`: the best quote, claim or
    profile in it (passages only). The share of BM25 adapts to the query: a long query full of rare words says what
    it wants in words, a short one does not. It is `gain` times what the query's ideal document would score above
    `start`, and at least `lexical`. `neighbours` and `article` are the shares that the better neighbour and the
    article's best passage have in a passage's score.
    """

    late: float = 1.0
    vector: float = 0.0
    lexical: float = 0.0
    gain: float = 0.0
    start: float = 0.0
    statement: float = 0.0
    neighbours: float = 0.0
    article: float = 0.0

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e6:
                raise BadInput(f"weight {field.name} is {value!r}; expected a number from 0")
        if self.neighbours > 1 or self.article > 1:
            raise BadInput(f"neighbours {self.neighbours}, article {self.article}; expected shares from 0 to 1")
        if self.late + self.vector + self.lexical + self.statement <= 0:
            raise BadInput("late, vector, lexical and statement are all 0; expected one above it")

    def lexical_share(self, ideal: float) -> float:
        """What BM25 weighs for a query whose ideal document scores `ideal`."""
        return max(self.lexical, self.gain * (ideal - self.start))

    def score(self, late: float, vector: float, bm25: float, ideal: float, statement: float | None) -> float:
        """The weighted mean of the evidence; without a statement the mean of the rest stands in for it."""
        words = self.lexical_share(ideal)
        total = self.late + self.vector + words
        found = bm25 / ideal if ideal > 0 else 0.0
        plain = (self.late * late + self.vector * max(vector, 0.0) + words * found) / total if total > 0 else 0.0
        if statement is None:
            return plain
        return (total * plain + self.statement * statement) / (total + self.statement)

    def to_dict(self) -> dict[str, Json]:
        return dict(asdict(self))


# Passages: chosen on the judged news queries (polnear-dev); all curves are flat there.
UNIT_WEIGHTS = Weights(late=1.0, statement=0.2, neighbours=0.2, article=0.3)
# Articles: chosen on the train queries of SciFact (nDCG@10) and CheckThat 2020 (AP@5) together, on token states as kept
# since format 5: the best sum of a grid of 144 whose curves are flat there.
ARTICLE_WEIGHTS = Weights(late=0.35, vector=0.33, lexical=0.3, gain=0.0024, start=24.0)
