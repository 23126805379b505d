"""Passages as answers, ranked with the quotes, claims and people in them: the search that people use most.

A passage is good evidence when it is about the query, and better when one thing said in it is. Each candidate's
score is a mix of its own and of its best statement's; the hit is the passage, so that a statement and the text
around it are one answer, and it names who made the statement.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from functools import cached_property

from onrecord.ranking import best
from onrecord.records import StoredUnit
from onrecord.uses.lane_arms import Asked, LaneArms
from onrecord.uses.parts import PASSAGES, STATEMENTS
from onrecord.uses.search_units import Look, Ranked

# The best statement's share in a passage's score (benchmarks/results/statement-share.json).
STATEMENT_SHARE = 0.3


class PassageLook(Look):
    """One query over passages and what is said in them."""

    def __init__(self, asked: Asked, within: array[int] | None = None) -> None:
        super().__init__(asked, PASSAGES, within)

    @cached_property
    def statements(self) -> LaneArms:
        """The quotes, claims and people of the passages that may be found."""
        rows = None
        if self.allowed is not None:
            hosted = self.parts.store.extracted.hosted(list(self.allowed))
            rows = array("q", sorted(row for found in hosted.values() for row in found))
        return LaneArms(self.asked, STATEMENTS, rows)

    def rank(self, depth: int) -> tuple[list[Ranked], bool]:
        extracted = self.parts.store.extracted
        arms, exhausted = self.arms.candidates(depth)
        if self.asked.mode == "hybrid":
            found, no_more = self.statements.candidates(depth)
            exhausted = exhausted and no_more
            others = [row for row in dict.fromkeys(extracted.hosts(list(found)).values()) if row not in arms]
            arms |= self.arms.score(others)
        scores = self.arms.fused(arms)
        said = self._best_statements(extracted.hosted(list(arms)))
        if self.asked.mode == "hybrid":
            share = STATEMENT_SHARE
            scores = {
                row: (1 - share) * score + share * (said[row][0] if row in said else 0.0)
                for row, score in scores.items()
            }
        units = self.parts.store.units(list(arms))
        row_of = {units[row].key: row for row in arms}
        order = best(((scores[row], units[row].key) for row in arms), len(arms))
        speaking = self.parts.store.units([row for _, row in said.values()])
        return [
            Ranked(score, units[row_of[key]], arms[row_of[key]], _speaking(said, speaking, row_of[key]))
            for score, key in order
        ], exhausted

    def _best_statements(self, hosted: Mapping[int, list[int]]) -> dict[int, tuple[float, int]]:
        """Passage row -> (score, row) of the statement in it that answers best; of equals the earlier one."""
        arms = self.statements.score([row for rows in hosted.values() for row in rows])
        scores = self.statements.fused(arms)
        return {
            host: max(((scores[row], row) for row in rows if row in scores), key=lambda pair: (pair[0], -pair[1]))
            for host, rows in hosted.items()
            if any(row in scores for row in rows)
        }


def _speaking(said: Mapping[int, tuple[float, int]], units: Mapping[int, StoredUnit], row: int) -> StoredUnit | None:
    return units.get(said[row][1]) if row in said else None
