"""Where the relevant articles of a missed question were lost, when articles are ranked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.benchmark import Miss
from onrecord.querying.fuse import Fusion
from onrecord.records import Filter, Mode, Query
from onrecord.uses.constrain import allowed_rows, resolved
from onrecord.uses.diagnose_ranking import ARM_NAMES, lost_in_arms
from onrecord.uses.diagnose_shown import shown_article
from onrecord.uses.diagnose_units import Lost
from onrecord.uses.parts import ARTICLES, Parts
from onrecord.uses.search import search
from onrecord.uses.search_units import DEPTH

# An article's rank in an arm is found by searching this deep in the arm's mode, which takes time.
ARTICLE_DEPTH = 200


def missed_article(
    parts: Parts,
    qid: str,
    query: Query,
    relevant: Sequence[str],
    ranking: Sequence[str],
    k: int,
    fusion: Fusion | None = None,
) -> Miss:
    """The miss of a question none of whose `relevant` articles, the best graded first, is in `ranking`."""
    ranks: dict[str, int | None] = {"bm25": None, "vector": None, "hybrid": None}
    with parts.guard, parts.store.snapshot():
        query = replace(query, filter=resolved(parts, query.filter))
        lost = _lost_before_ranking(parts, query, relevant)
        best = relevant[0]
        if lost is None and not query.text.strip():
            lost = Lost("bm25 and vectors", "the query has no words to rank by")
        if lost is None:
            depth = max(ARTICLE_DEPTH, k)
            orders = {arm: _order(parts, query, arm, depth, fusion) for arm in _MODES}
            for arm, order in orders.items():
                ranks[arm] = next((rank for rank, id in enumerate(order, 1) if id in relevant), None)
            arms = {arm: ranks[arm] for arm in ARM_NAMES}
            complete = {str(arm): len(order) < depth for arm, order in orders.items()}
            lost = lost_in_arms(arms, complete, ranks["hybrid"], k, max(DEPTH, 2 * k), depth)
            best = next((id for arm in reversed(_MODES) for id in orders[arm] if id in relevant), best)
        first = shown_article(parts, ranking[0]) if ranking else None
        return Miss(qid, lost.stage, lost.reason, ranks, first, shown_article(parts, best))


_MODES: tuple[Mode, ...] = ("bm25", "vector", "hybrid")


def _order(parts: Parts, query: Query, mode: Mode, depth: int, fusion: Fusion | None) -> list[str]:
    return [hit.article for hit in search(parts, query, k=depth, mode=mode, group="article", fusion=fusion)]


def _lost_before_ranking(parts: Parts, query: Query, relevant: Sequence[str]) -> Lost | None:
    """Where the articles were lost before anything was ranked, None when one of them may be found."""
    here = parts.store.rows_of(relevant, ARTICLES)
    if not here:
        return Lost("splitting", f"not in the archive: {', '.join(relevant)}")
    rows = [row for found in here.values() for row in found]
    wanted = query.filter
    if _passes(parts, query, wanted, rows):
        return None
    names = ", ".join(here)
    anybody = replace(wanted, speaker="", people=None)
    kinds = replace(anybody, kinds=wanted.kinds or ("quote", "claim"))
    if wanted.speaker and _passes(parts, query, kinds, rows):
        return Lost("attribution", f"nothing in {names} is given to {wanted.speaker}")
    if (wanted.speaker or wanted.kinds) and _passes(parts, query, replace(anybody, kinds=()), rows):
        return Lost("extraction", f"no {' or '.join(kinds.kinds)} was found in {names}")
    return Lost("bm25 and vectors", f"neither may find {names}: the query's own filters bar it")


def _passes(parts: Parts, query: Query, wanted: Filter, rows: Sequence[int]) -> bool:
    pending = parts.store.rows_above(ARTICLES, parts.engine(ARTICLES).watermark().row)
    allowed = allowed_rows(parts, replace(query, filter=wanted), ARTICLES, pending)
    return allowed is None or not set(allowed).isdisjoint(rows)
