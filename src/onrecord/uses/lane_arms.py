"""Both arms over one lane of one query, inside one snapshot."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from onrecord.querying.evidence import Evidence
from onrecord.querying.fuse import ArmScores, Fusion, fuse
from onrecord.querying.weights import Weights
from onrecord.records import Mode, Part, Query
from onrecord.uses.arms import LexicalArm, Ranking, VectorArm
from onrecord.uses.encoded import EncodedQuery
from onrecord.uses.parts import LANES, Parts

if TYPE_CHECKING:
    from onrecord.uses.late import LateArm


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
        lexical = {lane: parts.engine(lane).watermark().row for lane in LANES}
        return Marks(lexical, {lane: parts.vectors(lane).refresh() for lane in LANES} if with_vectors else {})


@dataclass(frozen=True, slots=True)
class Asked:
    """One query as all lanes are asked it, and as the encoder sees it.

    `weights` put the candidates in order where late interaction can; where it cannot, or without weights, `fusion`
    does. `witness` is shown what the weights are applied to.
    """

    parts: Parts
    query: Query
    encoded: EncodedQuery
    mode: Mode
    marks: Marks
    fusion: Fusion
    weights: Weights | None = None
    witness: Callable[[Evidence], None] | None = None

    def late(self) -> LateArm | None:
        """Late interaction with this query; None when it takes no part."""
        if self.mode != "hybrid" or self.weights is None or (pieces := self.encoded.pieces) is None:
            return None
        from onrecord.uses.late import LateArm

        return LateArm(self.parts, self.query.text, pieces)

    def weighed(self, evidence: Evidence) -> dict[int, float] | None:
        """The score of every candidate by the weights; None without weights."""
        if self.witness is not None:
            self.witness(evidence)
        return None if self.weights is None else evidence.scores(self.weights)

    def pending(self, lane: int) -> array[int]:
        """Rows that the lane's lexical engine may not know yet."""
        return self.parts.store.rows_above(lane, self.marks.lexical[lane])


class LaneArms:
    """BM25 and cosine over one lane; `allowed` are the rows that may be found, None for all."""

    def __init__(self, asked: Asked, lane: int, allowed: array[int] | None) -> None:
        self._asked, self._lane, self._allowed = asked, lane, allowed
        self._by_words: tuple[int, Ranking] = 0, []

    @cached_property
    def lexical(self) -> LexicalArm:
        asked = self._asked
        return LexicalArm(asked.parts, asked.query.text, self._lane, self._allowed, asked.pending(self._lane))

    @cached_property
    def vectors(self) -> VectorArm | None:
        """None when the mode is bm25 or nothing has a vector yet."""
        asked = self._asked
        if not asked.encoded.awaited:
            return None
        pending = asked.parts.store.rows_above(self._lane, asked.marks.vectors[self._lane])
        return VectorArm(asked.parts, asked.encoded, self._lane, self._allowed, pending)

    def begin(self, depth: int) -> None:
        """Has the nearest vectors looked for while other things are done: `candidates(depth)` finds them."""
        if self.vectors:
            self.vectors.begin(depth)

    def by_words(self, depth: int) -> Ranking:
        """The best of the lexical arm, none in vector mode; needs no encoded query."""
        if self._asked.mode != "vector" and self._by_words[0] != depth:
            self._by_words = depth, self.lexical.top(depth)
        return self._by_words[1]

    def candidates(self, depth: int) -> tuple[dict[int, ArmScores], bool]:
        """The best of both arms with exact scores, and whether the arms have nothing more to offer."""
        by_words = self.by_words(depth)
        by_sense = self.vectors.top(depth) if self.vectors else []
        rows = list(dict.fromkeys(row for _, row in by_words + by_sense))
        return self.score(rows, by_words, by_sense), len(by_words) < depth and len(by_sense) < depth

    def score(
        self, rows: Sequence[int], by_words: Ranking | None = None, by_sense: Ranking | None = None
    ) -> dict[int, ArmScores]:
        """The rows' exact scores in the arms that take part, and their ranks in the lists given."""
        bm25 = self.lexical.score(rows) if self._asked.mode != "vector" else {}
        cosine = self.vectors.score(rows) if self.vectors else {}
        return combine(rows, bm25, cosine, by_words or [], by_sense or [])

    def fused(self, arms: Mapping[int, ArmScores]) -> dict[int, float]:
        """The score that orders: the arm's own in a single mode, the fusion's in hybrid."""
        return fused_scores(arms, self.lexical.ideal, self._asked.mode, self._asked.fusion)


def combine(
    rows: Sequence[int], bm25: Mapping[int, float], cosine: Mapping[int, float], by_words: Ranking, by_sense: Ranking
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
    if arms.late is not None:
        out["late"] = Part(None, arms.late)
    return out
