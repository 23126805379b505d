"""Units as answers: both arms, fused and collapsed, inside one snapshot."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Literal

from onrecord.querying.collapse import Placed, collapse
from onrecord.querying.fuse import ArmScores, Fusion, fuse
from onrecord.ranking import best
from onrecord.records import Hit, Mode, Part, Query, StoredUnit
from onrecord.uses.arms import LexicalArm, Ranking, VectorArm
from onrecord.uses.cite import Citer
from onrecord.uses.constrain import allowed_rows, analysed_phrases
from onrecord.uses.parts import ARTICLES, UNITS, Parts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Group = Literal["unit", "article"]

# Candidates each arm offers to the fusion. More changes nothing in the first ten of any measured set.
DEPTH = 100


@dataclass(frozen=True, slots=True)
class Ranked:
    """One candidate after fusion."""

    score: float
    unit: StoredUnit
    arms: ArmScores


@dataclass(frozen=True, slots=True)
class Marks:
    """Up to which row each derived index is known to hold everything; read before the snapshot is taken.

    The store commits first, so an index can be ahead of its mark but never of a snapshot taken after it;
    what lies above a mark is scored from the store.
    """

    lexical: Mapping[int, int]
    vectors: Mapping[int, int]

    @staticmethod
    def read(parts: Parts, with_vectors: bool) -> Marks:
        lanes = (UNITS, ARTICLES)
        lexical = {lane: parts.engine(lane).watermark().row for lane in lanes}
        return Marks(lexical, {lane: parts.vectors(lane).refresh() for lane in lanes} if with_vectors else {})


class Look:
    """One query over units, inside one snapshot."""

    def __init__(
        self,
        parts: Parts,
        query: Query,
        vector: NDArray[np.float32] | None,
        mode: Mode,
        marks: Marks,
        fusion: Fusion,
    ) -> None:
        self.parts, self.query, self.mode, self.fusion = parts, query, mode, fusion
        self._vector, self._marks = vector, marks

    @cached_property
    def allowed(self) -> array[int] | None:
        """The unit rows that may be found."""
        return allowed_rows(self.parts, self.query, UNITS, self.pending(UNITS))

    def pending(self, lane: int) -> array[int]:
        """Rows that the lane's lexical engine may not know yet."""
        return self.parts.store.rows_above(lane, self._marks.lexical[lane])

    @cached_property
    def lexical(self) -> LexicalArm:
        return LexicalArm(self.parts, self.query.text, UNITS, self.allowed, self.pending(UNITS))

    @cached_property
    def vectors(self) -> VectorArm | None:
        """Cosine of units, None when the mode is bm25 or nothing has a vector yet."""
        return self.vector_arm(UNITS, self.allowed)

    def vector_arm(self, lane: int, allowed: array[int] | None) -> VectorArm | None:
        """The vector arm of a lane, None when there is no query vector."""
        if self._vector is None:
            return None
        pending = self.parts.store.rows_above(lane, self._marks.vectors[lane])
        return VectorArm(self.parts, self._vector, lane, allowed, pending)

    def hits(self, k: int, explain: bool) -> list[Hit]:
        """The k best, overlapping ones shown once."""
        shown = self._enough(k)
        citer = Citer(self.parts, self.lexical.telling_terms, analysed_phrases(self.parts, self.query.required))
        return [
            citer.hit(
                rank,
                ranked.score,
                ranked.unit,
                parts_of(ranked.arms, self.mode),
                explanation=self.lexical.explain(ranked.unit.row) if explain else (),
            )
            for rank, ranked in enumerate(shown, 1)
        ]

    def _enough(self, k: int) -> list[Ranked]:
        depth = max(DEPTH, 2 * k)
        while True:
            ranked, exhausted = self._rank(depth)
            places = ((Placed(item.unit.article, item.unit.span), item) for item in ranked)
            shown = list(islice(collapse(places), k))
            if len(shown) == k or exhausted:
                return shown
            depth *= 4

    def _rank(self, depth: int) -> tuple[list[Ranked], bool]:
        """All candidates in order, and whether the arms have nothing more to offer."""
        by_words = self.lexical.top(depth) if self.mode != "vector" else []
        by_sense = self.vectors.top(depth) if self.vectors else []
        rows = list(dict.fromkeys(row for _, row in by_words + by_sense))
        bm25 = self.lexical.score(rows) if self.mode != "vector" else {}
        cosine = self.vectors.score(rows) if self.vectors else {}
        arms = combine(rows, bm25, cosine, by_words, by_sense)
        scores = fused_scores(arms, self.lexical.ideal, self.mode, self.fusion)
        units = self.parts.store.units(rows)
        row_of = {units[row].key: row for row in rows}
        order = best(((scores[row], units[row].key) for row in rows), len(rows))
        ranked = [Ranked(score, units[row_of[key]], arms[row_of[key]]) for score, key in order]
        return ranked, len(by_words) < depth and len(by_sense) < depth


def combine(
    rows: list[int], bm25: Mapping[int, float], cosine: Mapping[int, float], by_words: Ranking, by_sense: Ranking
) -> dict[int, ArmScores]:
    """Each candidate's exact scores in both arms, and its ranks in their lists."""
    word_rank = {row: rank for rank, (_, row) in enumerate(by_words, 1)}
    sense_rank = {row: rank for rank, (_, row) in enumerate(by_sense, 1)}
    return {
        row: ArmScores(bm25.get(row, 0.0), cosine.get(row, 0.0), word_rank.get(row), sense_rank.get(row))
        for row in rows
    }


def fused_scores(arms: Mapping[int, ArmScores], ideal: float, mode: Mode, fusion: Fusion) -> dict[int, float]:
    """The score that orders the hits: the arm's own in a single mode, the fusion's in hybrid."""
    pick: dict[str, Callable[[ArmScores], float]] = {"bm25": lambda s: s.bm25, "vector": lambda s: s.vector}
    if mode in pick:
        return {row: pick[mode](scores) for row, scores in arms.items()}
    return fuse(arms, ideal, fusion)


def parts_of(arms: ArmScores, mode: Mode) -> dict[str, Part]:
    """What each arm that took part said."""
    out = {}
    if mode != "vector":
        out["bm25"] = Part(arms.bm25_rank, arms.bm25)
    if mode != "bm25":
        out["vector"] = Part(arms.vector_rank, arms.vector)
    return out
