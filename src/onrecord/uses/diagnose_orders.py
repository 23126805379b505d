"""Where every candidate of one query stands: in each arm, after fusion, and in what is shown."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property

from onrecord.querying.collapse import Placed
from onrecord.querying.fuse import Fusion
from onrecord.records import Filter, Mode, Query, StoredUnit
from onrecord.uses.constrain import resolved
from onrecord.uses.encoded import EncodedQuery
from onrecord.uses.lane_arms import Asked, Marks
from onrecord.uses.late import encode_query
from onrecord.uses.parts import Parts
from onrecord.uses.search import asked_by, look
from onrecord.uses.search_units import DEPTH, Look

# How far down an arm's own list the answer is looked for.
ARM_DEPTH = 1000


@dataclass(frozen=True, slots=True)
class Order:
    """Unit rows, best first, before any are collapsed; `complete` when nothing stands behind the last."""

    rows: tuple[int, ...]
    complete: bool

    def rank(self, wanted: Collection[int]) -> int | None:
        """The rank, from 1, of the first of the wanted rows; None when none is in the list."""
        return next((rank for rank, row in enumerate(self.rows, 1) if row in wanted), None)


class Trace:
    """One query answered as `search` answers it, each step to be looked at; made by `traced`.

    The arms are followed to `ARM_DEPTH`; what is fused are the candidates of a search for k hits.
    """

    def __init__(self, asked: Asked, k: int) -> None:
        self._asked = asked
        self.parts, self.query, self.k = asked.parts, asked.query, k

    @property
    def candidate_depth(self) -> int:
        """How many candidates each arm gives to the fusion, unless collapse leaves too few to show."""
        return max(DEPTH, 2 * self.k)

    def allowed(self, wanted: Filter | None = None) -> array[int] | None:
        """The rows that the query's filter, or another in its place, lets through; None for all."""
        return self._look("hybrid", wanted).allowed

    @cached_property
    def bm25(self) -> Order:
        return self._arm("bm25")

    @cached_property
    def vector(self) -> Order:
        return self._arm("vector")

    @cached_property
    def fused(self) -> Order:
        """The candidates in the order of the fusion, down to the last that is shown or further."""
        depth, last = self.candidate_depth, {unit.row for unit in self.shown}
        while True:
            order, complete = self._hybrid.rank(depth)
            rows = tuple(candidate.row for candidate in order)
            if complete or last <= set(rows):
                return Order(rows, complete)
            depth *= 4

    @cached_property
    def shown(self) -> list[StoredUnit]:
        """The first k after overlapping ones were collapsed."""
        return [ranked.unit for ranked in self._hybrid.best(self.k)] if self.query.text.strip() else []

    def placed(self, unit: StoredUnit) -> Placed:
        """The unit as collapse sees it: a person is one answer, however many articles have a profile."""
        if unit.kind != "person":
            return Placed(unit.article, unit.span)
        local = (unit.article, str(unit.details["person"]))
        known = self.parts.store.extracted.known([local])
        return Placed(unit.article, unit.span, known[local].person if local in known else "\0".join(local))

    @cached_property
    def _hybrid(self) -> Look:
        return self._look("hybrid")

    def _arm(self, mode: Mode) -> Order:
        order, complete = self._look(mode).rank(ARM_DEPTH)
        return Order(tuple(candidate.row for candidate in order), complete)

    def _look(self, mode: Mode, wanted: Filter | None = None) -> Look:
        query = self.query if wanted is None else replace(self.query, filter=resolved(self.parts, wanted))
        encoded = EncodedQuery() if mode == "bm25" else self._asked.encoded
        return look(replace(self._asked, query=query, mode=mode, encoded=encoded), "unit")


@contextmanager
def traced(parts: Parts, query: Query, k: int, fusion: Fusion | None = None) -> Iterator[Trace]:
    """The query's trace, good inside the `with`: everything in it reads one committed state."""
    with parts.guard:
        parts.refresh_manifest()
        asks = parts.manifest.width and query.text.strip()
        encoded = EncodedQuery(*encode_query(parts, query.text)) if asks else EncodedQuery()
        marks = Marks.read(parts, encoded.awaited)
        with parts.store.snapshot():
            query = replace(query, filter=resolved(parts, query.filter))
            yield Trace(asked_by(parts, query, encoded, "hybrid", marks, "unit", fusion), k)
