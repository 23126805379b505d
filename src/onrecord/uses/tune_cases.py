"""Judged questions with all evidence for their candidates, so that any weights can be tried without searching again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from onrecord.errors import ArchiveDamaged, BadInput
from onrecord.evaluation.article_suite import ArticleSuite
from onrecord.evaluation.given_hits import GivenSpan
from onrecord.evaluation.runs import Run
from onrecord.evaluation.span_suite import SpanSuite
from onrecord.evaluation.suites import Suite
from onrecord.querying.collapse import Placed, collapse
from onrecord.querying.evidence import Evidence
from onrecord.querying.weights import Weights
from onrecord.ranking import best
from onrecord.records import StoredUnit
from onrecord.uses.ask import understand
from onrecord.uses.constrain import resolved
from onrecord.uses.encoded import EncodedQuery
from onrecord.uses.lane_arms import Marks
from onrecord.uses.late import encode_query
from onrecord.uses.parts import Parts
from onrecord.uses.search import asked_by, default_weights, look
from onrecord.uses.search_units import Group

# As in a search: how often files may vanish under a reader before that is called damage.
_TRIES = 3


@dataclass(frozen=True, slots=True, eq=False)
class Gathered:
    """What a search for one question looked at: the evidence, and each candidate's unit by row.

    Where the evidence is None no weights have a say, and `shown` are the hits whatever they are: a query for
    statements of one kind or by one person, or one that finds nothing.
    """

    evidence: Evidence | None
    units: Mapping[int, StoredUnit]
    shown: Sequence[GivenSpan] = ()


class Case:
    """One question; its value under any weights is that of a search with them, without searching."""

    def __init__(
        self, qid: str, cluster: str, found: Gathered, depth: int, score: Callable[[Sequence[GivenSpan]], float]
    ) -> None:
        self.qid, self.cluster, self.evidence = qid, cluster, found.evidence
        self._units, self._depth, self._score = found.units, depth, score
        self._rows = {unit.key: row for row, unit in found.units.items()}
        self._keys = {row: key for key, row in self._rows.items()}
        # Most weights put the same few candidates first.
        self._known: dict[tuple[int, ...], float] = {}
        self._fixed = score(found.shown) if found.evidence is None else 0.0

    def value(self, weights: Weights) -> float:
        """The measure of the ranking under these weights."""
        if self.evidence is None:
            return self._fixed
        first = tuple(self.order(weights))
        if first not in self._known:
            self._known[first] = self._score([_span(self._units[row]) for row in first])
        return self._known[first]

    def order(self, weights: Weights) -> list[int]:
        """The rows that a search with these weights shows, best first."""
        assert self.evidence is not None
        scores = self.evidence.scores(weights)
        ranked = best(((score, self._keys[row]) for row, score in scores.items()), len(scores))
        placed = ((self._place(key), self._rows[key]) for _, key in ranked)
        return list(islice(collapse(placed), self._depth))

    def _place(self, key: tuple[str, int, int, str, str]) -> Placed:
        unit = self._units[self._rows[key]]
        return Placed(unit.article, unit.span)


def gather(parts: Parts, typed: str, group: Group, depth: int) -> Gathered:
    """What the hybrid search for a typed query looks at before it shows `depth` hits."""
    query = understand(typed)
    if not query.text.strip():
        return Gathered(None, {})
    with parts.guard:
        parts.refresh_manifest()
        encoded = EncodedQuery(*encode_query(parts, query.text))
        for last in (False,) * (_TRIES - 1) + (True,):
            seen: list[Evidence] = []
            try:
                marks = Marks.read(parts, True)
                with parts.store.snapshot():
                    here = replace(query, filter=resolved(parts, query.filter))
                    weights = default_weights(group)
                    asked = asked_by(parts, here, encoded, "hybrid", marks, group, weights)
                    hits = look(replace(asked, witness=seen.append), group).hits(depth, False)
                    # The last is of the deepest look.
                    found = seen[-1] if seen else None
                    units = parts.store.units(list(found.plain)) if found else {}
            except ArchiveDamaged:
                # A writer may have replaced files between our reading their names and opening them.
                if last or parts.folder is None:
                    raise
                parts.forget_derived()
                continue
            return Gathered(found, units, [GivenSpan(hit.article, hit.start, hit.end, hit.score) for hit in hits])
    raise AssertionError("the last try returns or raises")


def make_scorer(suite: Suite, qid: str, measure: str) -> Callable[[Sequence[GivenSpan]], float]:
    """From the hits for one question to their value, as the whole suite would score them."""
    alone: SpanSuite | ArticleSuite
    if isinstance(suite, ArticleSuite):
        alone = ArticleSuite(suite.name, {}, {qid: suite.qrels[qid]}, k=suite.depth, measures=(measure,))
    elif isinstance(suite, SpanSuite):
        query = next(query for query in suite.judged if query.qid == qid)
        alone = SpanSuite(suite.name, [query], k=suite.depth, max_chars=suite.max_chars, measures=(measure,))
    else:
        raise BadInput(f"{suite.name}: no suite of spans or articles")

    def score(hits: Sequence[GivenSpan]) -> float:
        return alone.score(Run({qid: hits})).values[qid][measure]

    return score


def _span(unit: StoredUnit) -> GivenSpan:
    return GivenSpan(unit.article, unit.span.start, unit.span.end, 0.0)
