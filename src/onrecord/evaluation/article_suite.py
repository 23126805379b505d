"""A suite of queries whose answers are whole articles, judged as in TREC; the measures are those of trec_eval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from onrecord.benchmark import Question
from onrecord.errors import BadInput
from onrecord.evaluation.clusters import drawing_remark, find_clusters
from onrecord.evaluation.given_hits import GivenArticle, GivenSpan, as_article
from onrecord.evaluation.judgments import ALL
from onrecord.evaluation.measures import canonical, score_articles
from onrecord.evaluation.ranked import Qrels
from onrecord.evaluation.runs import Run
from onrecord.evaluation.suites import Scored, place_of, recall_curve, remarks_on

ARTICLE_MEASURES = ("nDCG@10", "AP@5", "AP", "R@100", "RR@10")
ARTICLE_DEPTH = 100


class ArticleSuite:
    """Queries whose answers are whole articles, judged as in TREC; the measures are those of trec_eval.

    A query without any relevant article scores 0, and so does one that the run lacks, as in ir_measures and in
    trec_eval with -c. `queries` may lack texts: then only runs made elsewhere can be scored.
    """

    kind: Literal["articles"] = "articles"

    def __init__(
        self,
        name: str,
        queries: Mapping[str, str],
        qrels: Qrels,
        *,
        k: int | None = ARTICLE_DEPTH,
        measures: Sequence[str] = (),
    ) -> None:
        if not qrels:
            raise BadInput(f"{name}: no judgments; expected at least one")
        if k is not None and k < 1:
            raise BadInput(f"k is {k}; expected at least 1")
        self.name, self.depth, self.qrels = name, k, qrels
        self.measures = tuple(dict.fromkeys(canonical(measure) for measure in measures or ARTICLE_MEASURES))
        self.curve = recall_curve(k or ARTICLE_DEPTH, self.measures)
        relevant = {qid: [article for article, grade in grades.items() if grade > 0] for qid, grades in qrels.items()}
        clusters = find_clusters(relevant)
        self.remark = drawing_remark(relevant, clusters)
        self.questions = tuple(
            Question(qid, queries.get(qid, ""), ALL, "", clusters[qid], bool(relevant[qid])) for qid in qrels
        )

    @property
    def articles(self) -> tuple[str, ...]:
        """The ids of all judged articles, relevant or not, in order of first mention."""
        return tuple(dict.fromkeys(article for grades in self.qrels.values() for article in grades))

    @property
    def settings(self) -> dict[str, int]:
        """What shapes the figures."""
        return {} if self.depth is None else {"k": self.depth}

    def score(self, run: Run) -> Scored:
        """Values of every judged query; of several hits in one article the first stands for it."""
        rankings: dict[str, list[str]] = {}
        first: dict[str, GivenSpan | GivenArticle] = {}
        passed = 0
        for qid in self.qrels:
            ranking: dict[str, None] = {}
            for rank, given in enumerate(run.hits.get(qid, ()), 1):
                hit = as_article(given, place_of(run, qid, rank))
                if hit.article in ranking:
                    if hit.whole:
                        raise BadInput(
                            f"{place_of(run, qid, rank)}: article {hit.article!r} stands there twice; expected it once"
                        )
                    passed += 1
                    continue
                ranking[hit.article] = None
                first.setdefault(qid, hit)
            rankings[qid] = list(ranking)[: self.depth]
        by_measure = score_articles(self.qrels, rankings, (*self.measures, *self.curve))
        values, curve = (
            {qid: {measure: by_measure[measure][qid] for measure in chosen} for qid in self.qrels}
            for chosen in (self.measures, self.curve)
        )
        remarks = remarks_on(run, list(self.qrels))
        if passed:
            remarks += (f"{passed} passed over, because a hit in the same article stood further up",)
        return Scored(values, first, remarks=remarks, curve=curve)
