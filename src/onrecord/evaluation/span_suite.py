"""A suite of judged queries whose answers are spans; the measures are those of the shared tool, see `spans`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from onrecord.benchmark import Question
from onrecord.errors import BadInput
from onrecord.evaluation.clusters import drawing_remark, find_clusters
from onrecord.evaluation.given_hits import GivenArticle, GivenSpan, as_span
from onrecord.evaluation.judgments import ANY_ARTICLE, JudgedQuery
from onrecord.evaluation.measures import renamed
from onrecord.evaluation.runs import Run
from onrecord.evaluation.spans import area_under_roc, score_query
from onrecord.evaluation.suites import Scored, place_of, recall_curve, remarks_on

SPAN_MEASURES = ("nDCG", "hit", "RR", "R", "who")


class SpanSuite:
    """Judged queries, hits no longer than `max_chars`, measures up to depth k."""

    kind: Literal["spans"] = "spans"

    def __init__(
        self,
        name: str,
        judged: Sequence[JudgedQuery],
        *,
        k: int = 10,
        max_chars: int = 1200,
        measures: Sequence[str] = (),
    ) -> None:
        if not judged:
            raise BadInput(f"{name}: no questions; expected at least one")
        if k < 1 or max_chars < 1:
            raise BadInput(f"k {k}, max_chars {max_chars}; expected both to be at least 1")
        self.name, self.judged, self.depth, self.max_chars = name, tuple(judged), k, max_chars
        given = measures or (f"nDCG@{k}", "hit@1", f"RR@{k}", f"R@{k}", "who@1")
        self._measures = {f"{word}@{depth}": (word, depth) for word, depth in (_span_measure(m, k) for m in given)}
        self.curve = recall_curve(k, self.measures)
        self._scored = self._measures | {name: _span_measure(name, k) for name in self.curve}
        holders = {query.qid: _articles(query) for query in judged}
        clusters = find_clusters(holders)
        self.remark = drawing_remark(holders, clusters)
        self.questions = tuple(
            Question(q.qid, q.query, q.family, q.style, clusters[q.qid], bool(q.gold)) for q in judged
        )

    @property
    def measures(self) -> tuple[str, ...]:
        """The names, with their depths."""
        return tuple(self._measures)

    @property
    def articles(self) -> tuple[str, ...]:
        """The ids of the articles that hold answers, in order of first mention."""
        return tuple(dict.fromkeys(article for query in self.judged for article in _articles(query)))

    @property
    def settings(self) -> dict[str, int]:
        """What shapes the figures."""
        return {"k": self.depth, "max_chars": self.max_chars}

    def score(self, run: Run) -> Scored:
        """Values of the questions that have answers, silence and AUROC over those that have none."""
        values: dict[str, dict[str, float]] = {}
        curve: dict[str, dict[str, float]] = {}
        first: dict[str, GivenSpan | GivenArticle] = {}
        for query in self.judged:
            found = run.hits.get(query.qid, ())[: self.depth]
            hits = [as_span(hit, place_of(run, query.qid, rank)) for rank, hit in enumerate(found, 1)]
            if hits:
                first[query.qid] = hits[0]
            found_values = self._values(query, hits) if query.gold else {}
            values[query.qid] = {name: value for name, value in found_values.items() if name in self._measures}
            curve[query.qid] = {name: value for name, value in found_values.items() if name in self.curve}
        return Scored(values, first, self._silence(first), remarks_on(run, [q.qid for q in self.judged]), curve)

    def _values(self, query: JudgedQuery, hits: Sequence[GivenSpan]) -> dict[str, float]:
        scores = {
            depth: score_query(query, hits, depth, self.max_chars) for depth in {d for _, d in self._scored.values()}
        }
        out = {}
        for name, (measure, depth) in self._scored.items():
            score = scores[depth]
            value = {
                "nDCG": score.ndcg,
                "hit": float(score.reciprocal_rank > 0),
                "RR": score.reciprocal_rank,
                "R": score.recall,
                "who": score.who_at_1,
            }[measure]
            if value is not None:
                out[name] = value
        return out

    def _silence(self, first: Mapping[str, GivenSpan | GivenArticle]) -> dict[str, float]:
        best: dict[bool, list[float]] = {True: [], False: []}
        for query in self.judged:
            hit = first.get(query.qid)
            best[bool(query.gold)].append(float("-inf") if hit is None or hit.score is None else hit.score)
        if not best[False]:
            return {}
        out = {"silence": sum(query.qid not in first for query in self.judged if not query.gold) / len(best[False])}
        return out | ({"AUROC": area_under_roc(best[True], best[False])} if best[True] else {})


def _articles(query: JudgedQuery) -> list[str]:
    return [gold.doc for gold in query.gold if gold.grade > 0 and gold.doc != ANY_ARTICLE]


def _span_measure(name: str, k: int) -> tuple[str, int]:
    word, at, depth = renamed(name).partition("@")
    if word not in SPAN_MEASURES or (at and not re.fullmatch("[1-9][0-9]{0,8}", depth)):
        raise BadInput(f"measure {name!r}; expected {', '.join(SPAN_MEASURES)} with a depth, as in 'nDCG@10'")
    found = int(depth) if at else 1 if word == "who" else k
    if found > k:
        raise BadInput(f"measure {name!r} looks at more than k={k} hits; ask for as many")
    if word == "who" and found != 1:
        raise BadInput(f"measure {name!r}; only the first hit's speaker is compared: 'who@1'")
    return word, found
