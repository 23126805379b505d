"""At which step of ranking a unit that may be found was lost, from where it stands in every order."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from onrecord.querying.collapse import collapse
from onrecord.records import StoredUnit
from onrecord.uses.diagnose_orders import ARM_DEPTH, Trace
from onrecord.uses.diagnose_units import Lost, place

ARM_NAMES = {"bm25": "BM25", "vector": "the vectors"}


def lost_in_ranking(trace: Trace, rows: Collection[int], holding: Mapping[int, StoredUnit], k: int) -> Lost:
    """The step that lost the rows, none of which is shown; the stages are defined in `onrecord.uses.diagnose`."""
    if swallowed := _swallowed(trace, rows, holding):
        return swallowed
    ranks = {"bm25": trace.bm25.rank(rows), "vector": trace.vector.rank(rows)}
    reached = {"bm25": trace.bm25.complete, "vector": trace.vector.complete}
    fused = trace.fused.rank(rows)
    if fused is not None and fused <= k:
        return Lost("fusion", f"the fused order has it {_ordinal(fused)}, but the run does not: it was ranked again")
    return lost_in_arms(ranks, reached, fused, k, trace.candidate_depth)


def lost_in_arms(
    ranks: Mapping[str, int | None],
    complete: Mapping[str, bool],
    fused: int | None,
    k: int,
    candidate_depth: int,
    depth: int = ARM_DEPTH,
) -> Lost:
    """What the best answer's ranks in both arms say when the fused order does not have it within k.

    `complete` says whether an arm's list of `depth` held everything that the arm can find.
    """
    words = {arm: _standing(arm, ranks[arm], complete[arm], depth) for arm in ARM_NAMES}
    joined = f"the fused order has it {_ordinal(fused)}" if fused else "the fused order never had it"
    near = [words[arm] for arm, rank in ranks.items() if rank is not None and rank <= k]
    if near:
        far = [words[arm] for arm in ARM_NAMES if words[arm] not in near]
        return Lost("fusion", f"{' and '.join(near)}, but {'; '.join([joined, *far])}")
    offered = [arm for arm, rank in ranks.items() if rank is not None and rank <= candidate_depth]
    reason = "; ".join([*words.values(), joined])
    if len(offered) == 1:
        return Lost("bm25" if offered == ["vector"] else "vectors", reason)
    return Lost("bm25 and vectors", reason)


def _swallowed(trace: Trace, rows: Collection[int], holding: Mapping[int, StoredUnit]) -> Lost | None:
    """Whether a shown hit that overlaps one of the rows, and stood before it, took its place."""
    shown = {unit.row: unit for unit in trace.shown}
    before: list[StoredUnit] = []
    for rank, row in enumerate(trace.fused.rows, 1):
        if row in shown:
            before.append(shown.pop(row))
            continue
        if not shown and len(before) == len(trace.shown) == trace.k:
            return None
        if row in rows and (better := _overlapping(trace, holding[row], before)):
            kind = holding[row].kind
            return Lost(
                "collapse", f"{kind} {place(holding[row])}, {_ordinal(rank)}, gave way to {better.kind} {place(better)}"
            )
    return None


def _overlapping(trace: Trace, unit: StoredUnit, before: list[StoredUnit]) -> StoredUnit | None:
    """The earliest of the better units with which this one would be shown once."""
    mine = trace.placed(unit)
    return next((better for better in before if len(list(collapse([(trace.placed(better), 0), (mine, 1)]))) == 1), None)


def _standing(arm: str, rank: int | None, complete: bool, depth: int) -> str:
    name = ARM_NAMES[arm]
    verb = "has" if arm == "bm25" else "have"
    if rank is not None:
        return f"{name} {verb} it {_ordinal(rank)}"
    return f"{name} cannot find it" if complete else f"{name} {verb} it behind rank {depth}"


def _ordinal(rank: int) -> str:
    """`1st`, `12th`, `103rd`."""
    ending = "th" if rank % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(rank % 10, "th")
    return f"{rank}{ending}"
