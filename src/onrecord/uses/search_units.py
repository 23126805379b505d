"""Units of one lane as answers: both arms, fused and collapsed, inside one snapshot."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from typing import Literal, NamedTuple

from onrecord.errors import ArchiveDamaged
from onrecord.querying.collapse import Placed, collapse
from onrecord.querying.confidence import SIXTH, UNIT_CALIBRATION
from onrecord.querying.fuse import ArmScores
from onrecord.querying.parse import without_links
from onrecord.querying.weights import UNIT_WEIGHTS
from onrecord.ranking import best_rows
from onrecord.records import Hit, Kind, StoredUnit
from onrecord.uses.cite import Citer
from onrecord.uses.constrain import allowed_rows, analysed_phrases
from onrecord.uses.lane_arms import Asked, LaneArms, parts_of
from onrecord.uses.parts import PASSAGES, STATEMENTS
from onrecord.uses.weigh import weigh_passages

Group = Literal["unit", "article"]

# Candidates each arm offers to the fusion: with 100 the judged news queries are answered the same.
DEPTH = 50

# Units read from the store at a time: three times as many as most searches show.
_READ = 32

# What a person is said to have said; profiles are about people, not by them.
_SAID: tuple[Kind, ...] = ("quote", "claim")


@dataclass(frozen=True, slots=True)
class Ranked:
    """One candidate after fusion; `said` is the quote or claim that names the hit's speaker, if it is another unit."""

    score: float
    unit: StoredUnit
    arms: ArmScores
    said: StoredUnit | None = None


class Candidate(NamedTuple):
    """A row on its way through fusion; `said` is the row of the statement that names its speaker."""

    score: float
    row: int
    arms: ArmScores
    said: int | None


class Look:
    """One query over the units of one lane; `within` restricts it to these rows."""

    def __init__(self, asked: Asked, lane: int, within: array[int] | None = None) -> None:
        self.asked, self.parts, self.lane, self._within = asked, asked.parts, lane, within
        # The best scores when all evidence was weighed, best first; only those can be told as confidence.
        self.leading: tuple[float, ...] = ()

    @cached_property
    def arms(self) -> LaneArms:
        return LaneArms(self.asked, self.lane, self.allowed)

    @cached_property
    def allowed(self) -> array[int] | None:
        """The unit rows that may be found, None for all."""
        query = self.asked.query
        if self.lane == STATEMENTS and query.filter.speaker and not query.filter.kinds:
            query = replace(query, filter=replace(query.filter, kinds=_SAID))
        rows = allowed_rows(self.parts, query, self.lane, self.asked.pending(self.lane))
        if self._within is None:
            return rows
        return self._within if rows is None else array("q", sorted(set(rows).intersection(self._within)))

    def hits(self, k: int, explain: bool) -> list[Hit]:
        """The k best, overlapping ones shown once."""
        shown = self.best(k)
        query = self.asked.query
        citer = Citer(self.parts, self.arms.lexical.telling_terms, analysed_phrases(self.parts, query.required))
        citer.look_up([found for ranked in shown for found in (ranked.unit, ranked.said) if found])
        sure = self._confidence
        return [
            citer.hit(
                rank,
                ranked.score if sure is None else sure(ranked.score, rank),
                ranked.unit,
                parts_of(ranked.arms, self.asked.mode),
                said=ranked.said,
                confidence=None if sure is None else sure(ranked.score, rank),
                explanation=self.arms.lexical.explain(ranked.unit.row) if explain else (),
            )
            for rank, ranked in enumerate(shown, 1)
        ]

    @property
    def _confidence(self) -> Callable[[float, int], float] | None:
        """From score and rank to the chance that such a hit answers; None where that is not known. After `best`."""
        calibration = UNIT_CALIBRATION
        # It was learned with these weights; others score otherwise.
        if not self.leading or calibration is None or self.asked.weights != UNIT_WEIGHTS:
            return None
        terms = len(set(self.parts.analyser.terms(without_links(self.asked.query.text))))
        return lambda score, rank: calibration.confidence(score, terms, self.leading, rank)

    def best(self, k: int) -> list[Ranked]:
        """The k best, best first; deeper lists are asked for until there are enough or no more."""
        depth = max(DEPTH, 2 * k)
        while True:
            order, exhausted = self.rank(depth)
            shown = list(islice(collapse(self._placed(order)), k))
            if len(shown) == k or exhausted:
                return shown
            depth *= 4

    def rank(self, depth: int) -> tuple[list[Candidate], bool]:
        """All candidates in order, and whether the arms have nothing more to offer.

        What late interaction reads is chosen among the first DEPTH of each arm, however many are asked for: a longer
        list begins like a shorter one.
        """
        order, exhausted = self._ranked(min(depth, DEPTH))
        if depth <= DEPTH or exhausted:
            return order, exhausted
        leading = self.leading
        deeper, exhausted = self._ranked(depth)
        if not leading:
            return deeper, exhausted
        self.leading, known = leading, {candidate.row for candidate in order}
        behind = [candidate for candidate in deeper if candidate.row not in known]
        least = min((candidate.score for candidate in order), default=0.0)
        top = max((candidate.score for candidate in behind), default=0.0)
        return order + [c._replace(score=least - 1e-6 - (top - c.score)) for c in behind], exhausted

    def _ranked(self, depth: int) -> tuple[list[Candidate], bool]:
        """The candidates that the arms offer at this depth, in order, and whether they have nothing more."""
        arms, exhausted = self.arms.candidates(depth)
        scores = self.arms.fused(arms)
        if self.lane == PASSAGES:
            scores = self.noted(weigh_passages(self.asked, scores, arms, {}, self.arms.lexical.ideal)) or scores
        return self.ordered(scores, arms, {}), exhausted

    def noted(self, weighed: dict[int, float] | None) -> dict[int, float] | None:
        """What was weighed, remembered for telling confidence."""
        self.leading = tuple(sorted(weighed.values(), reverse=True)[:SIXTH]) if weighed else ()
        return weighed

    def ordered(
        self, scores: Mapping[int, float], arms: Mapping[int, ArmScores], said: Mapping[int, int]
    ) -> list[Candidate]:
        """The rows best first, equal scores by content and place."""
        order = best_rows(scores, self.parts.store.keys, len(scores))
        return [Candidate(score, row, arms[row], said.get(row)) for score, row in order]

    def _placed(self, order: Sequence[Candidate]) -> Iterator[tuple[Placed, Ranked]]:
        """The candidates as units and where each stands, read as they are asked for."""
        store = self.parts.store
        for at in range(0, len(order), _READ):
            block = order[at : at + _READ]
            named = [row for item in block for row in (item.row, item.said) if row is not None]
            units = store.units(named)
            if lost := [row for row in named if row not in units]:
                raise ArchiveDamaged(
                    f"{store.place}: unit {lost[0]} can be found and is part of no article; run `onrecord check`"
                )
            people = {
                row: (unit.article, str(unit.details["person"])) for row, unit in units.items() if _is_profile(unit)
            }
            known = store.extracted.known(people.values())
            for item in block:
                unit, one = units[item.row], ""
                if item.row in people:
                    # A person is one answer, however many articles have a profile.
                    place = people[item.row]
                    one = known[place].person if place in known else "\0".join(place)
                said = units[item.said] if item.said is not None else None
                yield Placed(unit.article, unit.span, one), Ranked(item.score, unit, item.arms, said)


def _is_profile(unit: StoredUnit) -> bool:
    return unit.kind == "person"
