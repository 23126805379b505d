"""Passages as answers, ranked with the quotes, claims and people in them: the search that people use most.

A passage is good evidence when it is about the query, and better when one thing said in it is. Each candidate's
score is a mix of its own and of its best statement's; the hit is the passage, so that a statement and the text
around it are one answer, and it names who made the statement.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from functools import cached_property

from onrecord.querying.fuse import ArmScores
from onrecord.ranking import best_rows
from onrecord.uses.lane_arms import Asked, LaneArms
from onrecord.uses.parts import PASSAGES, STATEMENTS
from onrecord.uses.search_units import DEPTH, Candidate, Look
from onrecord.uses.weigh import weigh_passages

# The best statement's share in a passage's score (benchmarks/results/statement-search.json).
STATEMENT_SHARE = 0.4

# Of this many best passages every statement is scored; behind them only those that an arm found.
_LOOKED_INTO = 40


class PassageLook(Look):
    """One query over passages and what is said in them."""

    def __init__(self, asked: Asked, within: array[int] | None = None) -> None:
        super().__init__(asked, PASSAGES, within)

    @cached_property
    def statements(self) -> LaneArms:
        """The quotes, claims and people of the passages that may be found."""
        wanted, rows = self.asked.query, None
        if self.allowed is not None and self._within is None and not wanted.required and not wanted.excluded:
            # Only articles were restricted: their statements are told without looking at every passage.
            rows = self.parts.store.rows.allowed(wanted.filter, STATEMENTS)
        elif self.allowed is not None:
            hosted = self.parts.store.extracted.hosted(list(self.allowed))
            rows = array("q", sorted(row for found in hosted.values() for row in found))
        return LaneArms(self.asked, STATEMENTS, rows)

    def _ranked(self, depth: int) -> tuple[list[Candidate], bool]:
        extracted = self.parts.store.extracted
        mixed = self.asked.mode == "hybrid" and self.asked.fusion.method == "convex"
        if mixed:
            # All that needs no vector of the query first: meanwhile it is made, and its neighbours are looked for.
            for lane in (self.arms, self.statements):
                lane.begin(depth)
            for lane in (self.arms, self.statements):
                lane.by_words(depth)
        arms, exhausted = self.arms.candidates(depth)
        found: Mapping[int, ArmScores] = {}
        hosts: Mapping[int, int] = {}
        if mixed:
            found, no_more = self.statements.candidates(depth)
            exhausted = exhausted and no_more
            hosts = extracted.hosts(list(found))
            arms |= self.arms.score([row for row in dict.fromkeys(hosts.values()) if row not in arms])
        scores = self.arms.fused(arms)
        most = max(_LOOKED_INTO, 3 * depth // DEPTH)
        place, statements = self._statements_of(scores, found, hosts, most)
        if mixed:
            scores = self._mixed(arms, scores, _best_in(place, statements))
        said = _best_in({row: place[row] for row in extracted.spoken(list(place))}, statements)
        return self.ordered(scores, arms, {row: statement for row, (_, statement) in said.items()}), exhausted

    def _mixed(
        self,
        arms: dict[int, ArmScores],
        scores: Mapping[int, float],
        answers: Mapping[int, tuple[float, int]],
    ) -> dict[int, float]:
        """The score of each passage with its best statement's: weighed, or where that cannot be by a fixed share."""
        said = {row: answers[row][0] if row in answers else score for row, score in scores.items()}
        share = STATEMENT_SHARE
        plain = {row: (1 - share) * score + share * said[row] for row, score in scores.items()}
        return self.noted(weigh_passages(self.asked, plain, arms, said, self.arms.lexical.ideal)) or plain

    def _statements_of(
        self, scores: Mapping[int, float], found: Mapping[int, ArmScores], hosts: Mapping[int, int], most: int
    ) -> tuple[dict[int, int], dict[int, float]]:
        """Statement row -> its passage, and statement row -> its score.

        All statements of the `most` best passages are looked at, and those found by themselves.
        """
        likely = [row for _, row in best_rows(scores, self.parts.store.keys, most)]
        hosted = self.parts.store.extracted.hosted(likely)
        place = dict(hosts) | {row: host for host, rows in hosted.items() for row in rows}
        arms = {**self.statements.score([row for row in place if row not in found]), **found}
        return place, self.statements.fused(arms)


def _best_in(place: Mapping[int, int], scores: Mapping[int, float]) -> dict[int, tuple[float, int]]:
    """Passage row -> (score, row) of the statement in it that answers best; of equals the earlier one."""
    answers: dict[int, tuple[float, int]] = {}
    for row, host in sorted(place.items()):
        if row in scores and (host not in answers or scores[row] > answers[host][0]):
            answers[host] = (scores[row], row)
    return answers
