"""Where the answers to missed questions were lost: the failure waterfall of the default search.

A question is missed when none of its first k hits answers. Its answer was lost at the first of these stages that
holds; each missed question has exactly one, and with those answered they add up to all questions with an answer.

- **splitting**: the archive holds no unit, of the kinds that the question searches, that answers: the article is not
  there or reads differently, or passages cut the answer. A unit answers by the rule of `onrecord.evaluation.spans`.
- **extraction**: the question searches quotes, claims or people (by kind or by speaker); a passage answers, none of
  those does.
- **attribution**: the question asks for a speaker; what answers is there, and is given to somebody else.
- **collapse**: the fused order had an answer where it would have been shown, but a better hit that covers the same
  place was shown in its stead.
- **fusion**: at least one arm has an answer within its first k, the fused order has not; or that has it, and what
  ranked again behind it has not.
- **bm25**, **vectors**: no arm has an answer within k; the other arm gave it to the fusion as a candidate, and the
  one that is named did not.
- **bm25 and vectors**: no arm has an answer within k, and both or neither gave it to the fusion; or filters of the
  query other than its speaker (a phrase, a date, a source) keep both from finding it.

An arm's order is what a search in its mode alone gives before overlapping hits are collapsed. A candidate is what an
arm gives to the fusion: its first `max(DEPTH, 2 * k)`. Where no overlap matters the stages from collapse on read: the
answer was in the fused order; else in an arm's first k; else among the candidates of one arm; else in neither.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from onrecord.benchmark import Miss, Stage
from onrecord.errors import BadInput
from onrecord.evaluation.judgments import JudgedQuery
from onrecord.evaluation.ranked import Qrels
from onrecord.evaluation.spans import SpanHit, answers
from onrecord.querying.fuse import Fusion
from onrecord.records import Filter
from onrecord.uses.ask import understand
from onrecord.uses.diagnose_articles import missed_article
from onrecord.uses.diagnose_orders import traced
from onrecord.uses.diagnose_ranking import lost_in_ranking
from onrecord.uses.diagnose_shown import shown_answer, shown_hit
from onrecord.uses.diagnose_speakers import misattribution
from onrecord.uses.diagnose_units import Lost, answering, lost_before_ranking
from onrecord.uses.parts import Parts


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Misses in the order of the questions; `waterfall` counts them for every stage, in the order of the stages.

    `answered` is how many questions were not missed. `misattributed` are questions whose first hit answers and names
    another speaker than the judged one (what `who@1` loses), told as misses at "attribution"; they are not in `misses`.
    """

    misses: tuple[Miss, ...]
    waterfall: dict[Stage, int]
    answered: int
    misattributed: tuple[Miss, ...] = ()


def diagnose(
    parts: Parts,
    judged: Sequence[JudgedQuery],
    run: Mapping[str, Sequence[SpanHit]],
    *,
    k: int = 10,
    max_chars: int = 1200,
    given: Filter = Filter(),  # noqa: B008 - frozen
    fusion: Fusion | None = None,
) -> Diagnosis:
    """Why each question with an answer that `run` misses was missed; only those are searched again.

    `run` is what the hybrid search gave, {qid: hits, best first}; a question that is not in it has no hits. `given`
    and `fusion` are what it was searched with. Questions without an answer are passed over. BadInput for k below 1.
    """
    _check_depth(k)
    misses, misattributed, answerable = [], [], 0
    for query in judged:
        if not query.gold:
            continue
        answerable += 1
        hits = run.get(query.qid, ())[:k]
        if not any(answers(hit, span, max_chars) for hit in hits for span in query.gold):
            misses.append(_missed(parts, query, hits, k, max_chars, given, fusion))
        elif wrong := misattribution(parts, query, hits[0], max_chars):
            misattributed.append(wrong)
    return _diagnosis(misses, answerable, misattributed)


def diagnose_articles(
    parts: Parts,
    queries: Mapping[str, str],
    qrels: Qrels,
    run: Mapping[str, Sequence[str]],
    *,
    k: int = 10,
    given: Filter = Filter(),  # noqa: B008 - frozen
    fusion: Fusion | None = None,
) -> Diagnosis:
    """The same for rankings of article ids: missed is a question without a relevant article among its first k.

    Relevant is a grade of 1 and more; questions without a relevant article are passed over, and so are judgments
    whose question is not in `queries`. Articles do not overlap, so nothing is lost at collapse.
    """
    _check_depth(k)
    misses, answerable = [], 0
    for qid, typed in queries.items():
        grades = qrels.get(qid, {})
        relevant = sorted((id for id in grades if grades[id] > 0), key=lambda id: -grades[id])
        if not relevant:
            continue
        answerable += 1
        ranking = run.get(qid, ())[:k]
        if not set(relevant).intersection(ranking):
            misses.append(missed_article(parts, qid, understand(typed, given), relevant, ranking, k, fusion))
    return _diagnosis(misses, answerable)


def _missed(
    parts: Parts,
    query: JudgedQuery,
    hits: Sequence[SpanHit],
    k: int,
    max_chars: int,
    given: Filter,
    fusion: Fusion | None,
) -> Miss:
    with traced(parts, understand(query.query, given), k, fusion) as trace:
        holding = answering(parts, query.gold, max_chars)
        ranks: dict[str, int | None] = {"bm25": None, "vector": None, "hybrid": None}
        found = lost_before_ranking(trace, query.gold, holding, max_chars)
        if isinstance(found, Lost):
            lost, best = found, None
        elif not trace.query.text.strip():
            lost, best = Lost("bm25 and vectors", "the query has no words to rank by"), None
        else:
            lost = lost_in_ranking(trace, found, holding, k)
            orders = {"bm25": trace.bm25, "vector": trace.vector, "hybrid": trace.fused}
            ranks = {arm: order.rank(found) for arm, order in orders.items()}
            best = next(
                (row for row in (*trace.fused.rows, *trace.vector.rows, *trace.bm25.rows) if row in found), None
            )
        first = shown_hit(parts, hits[0]) if hits else None
        answer = shown_answer(parts, query, holding.get(best) if best is not None else None, max_chars)
        return Miss(query.qid, lost.stage, lost.reason, ranks, first, answer)


def _diagnosis(misses: Sequence[Miss], answerable: int, misattributed: Sequence[Miss] = ()) -> Diagnosis:
    stages: tuple[Stage, ...] = get_args(Stage)
    waterfall = {stage: sum(miss.stage == stage for miss in misses) for stage in stages}
    return Diagnosis(tuple(misses), waterfall, answerable - len(misses), tuple(misattributed))


def _check_depth(k: int) -> None:
    if k < 1:
        raise BadInput(f"k is {k}; expected at least 1")
