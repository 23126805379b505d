"""How well ranked spans answer judged queries: the measures of the project's shared tool `score_spans.py`.

The definitions are that tool's, to the last corner, so that figures can be compared:
- a hit answers a gold span of the same article when it covers at least half of the span's characters and is no
  longer than `max_chars`: whole articles answer nothing;
- each gold span counts once, for the first hit that answers it;
- a hit that answers several counts for the best of those still open, and closes them all. The ideal ranking still
  counts every gold span on a rank of its own, so long hits over crowded answers cannot reach an nDCG of 1;
- a query without hits scores 0; whether a hit names the right speaker is asked of first hits that answer only.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from onrecord.errors import BadInput
from onrecord.evaluation.judgments import ALL, NO_ANSWER, GoldSpan, JudgedQuery

MEASURES = ("nDCG", "hit@1", "RR", "R", "who@1")
SILENCE_MEASURES = ("silence", "AUROC")


class SpanHit(Protocol):
    """What is asked of a hit: where it stands, how good its maker thinks it is (larger is better), who speaks."""

    @property
    def article(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def score(self) -> float: ...
    @property
    def speaker(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class QueryScore:
    """One query's measures, each in [0, 1]; `who_at_1` is None when there is nobody to name or the first hit fails."""

    ndcg: float
    hit_at_1: float
    reciprocal_rank: float
    recall: float
    who_at_1: float | None

    def values(self) -> dict[str, float]:
        """The measures by the names of the report; an undefined one is absent."""
        numbers = (self.ndcg, self.hit_at_1, self.reciprocal_rank, self.recall, self.who_at_1)
        return {name: number for name, number in zip(MEASURES, numbers, strict=True) if number is not None}


@dataclass(frozen=True, slots=True)
class GroupScore:
    """Means over the `n` queries of one group, by measure; a measure that no query defines is absent."""

    n: int
    measures: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class SpanReport:
    """The scores of one run in the order `all`, families, `none`, `~styles`; the names are the tool's."""

    k: int
    max_chars: int
    groups: Mapping[str, GroupScore]

    def value(self, group: str, measure: str) -> float | None:
        """One mean, or None when the group or the measure does not occur."""
        return self.groups[group].measures.get(measure) if group in self.groups else None

    def to_dict(self) -> dict[str, dict[str, float]]:
        """{group: {measure: mean, "n": count}}, rounded to four decimals as the tool prints them."""
        return {
            name: {measure: round(mean, 4) for measure, mean in group.measures.items()} | {"n": group.n}
            for name, group in self.groups.items()
        }


def answers(hit: SpanHit, gold: GoldSpan, max_chars: int = 1200) -> bool:
    """Whether the hit, at most `max_chars` long, covers at least half of the gold span."""
    if gold.doc not in (hit.article, "*") or hit.end - hit.start > max_chars:
        return False
    shared = min(hit.end, gold.end) - max(hit.start, gold.start)
    return 2 * shared >= gold.end - gold.start


def score_query(query: JudgedQuery, hits: Sequence[SpanHit], k: int = 10, max_chars: int = 1200) -> QueryScore:
    """The measures of one answerable query over its first k hits, best first.

    nDCG: gain 2 ** grade - 1, discount log2(rank + 1); 0.0 when every grade is 0. Raises BadInput without gold or k.
    """
    _check_depth(k)
    if not query.gold:
        raise BadInput(f"query {query.qid!r} has no gold spans; expected at least one to score hits against")
    open_golds = set(range(len(query.gold)))
    dcg, first = 0.0, 0
    for rank, hit in enumerate(hits[:k], 1):
        matched = {i for i, gold in enumerate(query.gold) if answers(hit, gold, max_chars)}
        first = first or (rank if matched else 0)
        new = matched & open_golds
        if new:
            dcg += max(_gain(query.gold[i]) for i in new) / math.log2(rank + 1)
            open_golds -= new
    gains = sorted((_gain(gold) for gold in query.gold), reverse=True)[:k]
    ideal = sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, 1))
    return QueryScore(
        ndcg=min(1.0, dcg / ideal) if ideal else 0.0,
        hit_at_1=float(first == 1),
        reciprocal_rank=1 / first if first else 0.0,
        recall=(len(query.gold) - len(open_golds)) / len(query.gold),
        who_at_1=float(same_person(hits[0].speaker, query.speaker)) if first == 1 and query.speaker else None,
    )


def score_run(
    judged: Iterable[JudgedQuery], run: Mapping[str, Sequence[SpanHit]], k: int = 10, max_chars: int = 1200
) -> SpanReport:
    """Means for all answerable queries, each family and each style, and for the queries that nothing answers.

    A query missing from the run has no hits; runs of queries that were not judged are ignored.
    `silence` is the share of unanswerable queries without a hit, `AUROC` the chance that an answerable query's best
    score is above an unanswerable one's (ties count half, no hits is below everything); absent without either kind.
    """
    _check_depth(k)
    scored: dict[str, list[QueryScore]] = {}
    best_answerable, best_none = [], []
    silent = 0
    for query in judged:
        hits = run.get(query.qid, ())
        best = _best_score(query.qid, hits)
        if not query.gold:
            silent += not hits
            best_none.append(best)
            continue
        best_answerable.append(best)
        score = score_query(query, hits, k, max_chars)
        for group in (ALL, query.family, f"~{query.style}"):
            scored.setdefault(group, []).append(score)
    groups = {group: _means(scores) for group, scores in scored.items()}
    if best_none:
        silence = {"silence": silent / len(best_none)}
        separation = {"AUROC": area_under_roc(best_answerable, best_none)} if best_answerable else {}
        groups[NO_ANSWER] = GroupScore(len(best_none), silence | separation)
    return SpanReport(k, max_chars, {name: groups[name] for name in sorted(groups, key=_group_order)})


def area_under_roc(positives: Sequence[float], negatives: Sequence[float]) -> float:
    """Chance that a positive's score is above a negative's, ties counting half, in [0, 1]; neither may be empty.

    Source: Hanley and McNeil 1982, the Mann-Whitney form.

    >>> area_under_roc([3.0, 1.0], [1.0, 0.0])
    0.875
    """
    ordered = sorted(negatives)
    below = sum(bisect_left(ordered, score) + bisect_right(ordered, score) for score in positives)
    return below / (2 * len(positives) * len(negatives))


def same_person(a: str | None, b: str | None) -> bool:
    """Whether the last words of both names are equal, case and punctuation aside: loose on purpose, as in the tool."""
    last = [re.findall(r"\w+", (name or "").casefold())[-1:] for name in (a, b)]
    return bool(last[0]) and last[0] == last[1]


def _gain(gold: GoldSpan) -> int:
    return int(2**gold.grade) - 1


def _best_score(qid: str, hits: Sequence[SpanHit]) -> float:
    best = hits[0].score if hits else -math.inf
    if math.isnan(best):
        raise BadInput(f"query {qid!r}: the first hit's score is not a number; expected larger is better")
    return best


def _means(scores: Sequence[QueryScore]) -> GroupScore:
    values = [score.values() for score in scores]
    columns = {name: [row[name] for row in values if name in row] for name in MEASURES}
    return GroupScore(len(scores), {name: sum(column) / len(column) for name, column in columns.items() if column})


def _group_order(name: str) -> tuple[int, str]:
    place = {ALL: 0, NO_ANSWER: 2}
    return (place.get(name, 3 if name.startswith("~") else 1), name)


def _check_depth(k: int) -> None:
    if k < 1:
        raise BadInput(f"k is {k}; expected at least 1")
