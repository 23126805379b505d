"""How good a ranking of article ids is: the numbers of trec_eval, on rankings in memory.

A ranking lists ids best first, each once, and its order holds: nothing is sorted again. trec_eval instead takes scores
and sorts them itself, descending, with equal scores in descending order of id; `trec_order` gives that order, and a
run read by `onrecord.evaluation.trec` stands in it.
Grades come from people: 1 and more are relevant; 0, negative and unjudged are not and gain nothing, as in trec_eval.
"""

from __future__ import annotations

import math
import re
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

from onrecord.errors import BadInput

Qrels: TypeAlias = Mapping[str, Mapping[str, int]]
Measure: TypeAlias = "Callable[[Sequence[str], Mapping[str, int], int | None], float]"


def ndcg(ranking: Sequence[str], grades: Mapping[str, int], k: int | None = None) -> float:
    """Gain of the first k articles over the best possible gain, in [0, 1]; the gain is the grade itself.

    The ideal ranks every relevant article, found or not. No relevant article: 0.0. `k=None` is the whole ranking.
    (Answer spans are scored with 2 ** grade - 1 instead, see `onrecord.evaluation.spans`.)
    Source: Järvelin and Kekäläinen 2002 with discount log2(rank + 1); trec_eval's `ndcg_cut`.

    >>> ndcg(["b", "a"], {"a": 1}, k=2)
    0.6309297535714575
    """
    ideal = _discounted(sorted((grade for grade in grades.values() if grade > 0), reverse=True)[:k])
    return _discounted([max(0, grades.get(article, 0)) for article in _top(ranking, k)]) / ideal if ideal else 0.0


def average_precision(ranking: Sequence[str], grades: Mapping[str, int], k: int | None = None) -> float:
    """Mean, over all relevant articles, of the precision where each is found within k (0 where not), in [0, 1].

    The divisor is the number of relevant articles even when k is smaller, as in trec_eval's `map_cut`.

    >>> average_precision(["a", "x", "b"], {"a": 1, "b": 1}, k=3)
    0.8333333333333333
    """
    found, total = 0, 0.0
    for rank, article in enumerate(_top(ranking, k), 1):
        if grades.get(article, 0) > 0:
            found += 1
            total += found / rank
    relevant = _relevant(grades)
    return total / relevant if relevant else 0.0


def reciprocal_rank(ranking: Sequence[str], grades: Mapping[str, int], k: int | None = None) -> float:
    """1 / rank of the first relevant article within k, 0.0 when there is none.

    trec_eval knows no depth here; ir_measures asks another scorer for RR@k, which breaks ties its own way.

    >>> reciprocal_rank(["x", "a"], {"a": 1}, k=10)
    0.5
    """
    return next((1 / rank for rank, article in enumerate(_top(ranking, k), 1) if grades.get(article, 0) > 0), 0.0)


def recall(ranking: Sequence[str], grades: Mapping[str, int], k: int | None = None) -> float:
    """Share of the relevant articles found within k, in [0, 1]; 0.0 when none is relevant.

    >>> recall(["a", "x", "b"], {"a": 1, "b": 2}, k=2)
    0.5
    """
    relevant = _relevant(grades)
    return sum(grades.get(article, 0) > 0 for article in _top(ranking, k)) / relevant if relevant else 0.0


def precision(ranking: Sequence[str], grades: Mapping[str, int], k: int | None = None) -> float:
    """Share of the first k places that hold a relevant article, in [0, 1]; places beyond the ranking hold none.

    >>> precision(["a"], {"a": 1}, k=5)
    0.2
    """
    if k is None:
        raise BadInput("measure 'P' has no depth; expected one, as in 'P@5'")
    return sum(grades.get(article, 0) > 0 for article in _top(ranking, k)) / k


def success(ranking: Sequence[str], grades: Mapping[str, int], k: int | None = None) -> float:
    """1.0 when a relevant article stands within k, else 0.0.

    >>> success(["x", "a"], {"a": 1}, k=1)
    0.0
    """
    return float(any(grades.get(article, 0) > 0 for article in _top(ranking, k)))


MEASURES: Mapping[str, Measure] = {
    "nDCG": ndcg,
    "AP": average_precision,
    "RR": reciprocal_rank,
    "R": recall,
    "P": precision,
    "Success": success,
}


def score_rankings(
    qrels: Qrels, run: Mapping[str, Sequence[str]], measures: Sequence[str] = ("nDCG@10", "AP@5", "R@100")
) -> dict[str, dict[str, float]]:
    """{measure: {qid: value}} for every query of `qrels`, in its order; a query missing from the run scores 0.0.

    Queries of the run without judgments are ignored. A measure is a name of MEASURES, alone or with `@k`; its mean
    over the inner mapping is what trec_eval (with -c) and ir_measures report. BadInput for an unknown measure and
    for a ranking that holds an article twice.
    """
    return {
        name: {qid: measure(run.get(qid, ()), grades, k) for qid, grades in qrels.items()}
        for name, (measure, k) in ((name, parse_measure(name)) for name in measures)
    }


def parse_measure(name: str) -> tuple[Measure, int | None]:
    """The function and the depth that `nDCG@10` or `AP` stands for.

    >>> parse_measure("R@100") == (recall, 100)
    True
    """
    word, at, depth = name.partition("@")
    # Nine digits: no ranking is longer, and Python refuses to read numbers of thousands of digits.
    if word not in MEASURES or (at and not re.fullmatch("[1-9][0-9]{0,8}", depth)):
        raise BadInput(f"measure {name!r}; expected {', '.join(MEASURES)}, alone or with a depth as in 'nDCG@10'")
    return MEASURES[word], int(depth) if at else None


def trec_order(scored: Iterable[tuple[str, float]]) -> list[tuple[str, float]]:
    """(article, score) pairs as trec_eval sorts them: larger score first, equal scores by descending id.

    trec_eval holds scores in single precision, so scores that differ beyond about seven digits are equal to it.

    >>> trec_order([("a", 1.0), ("b", 1.0), ("c", 2.0)])
    [('c', 2.0), ('b', 1.0), ('a', 1.0)]
    """
    return sorted(scored, key=lambda pair: (array("f", [pair[1]])[0], pair[0]), reverse=True)


def _top(ranking: Sequence[str], k: int | None) -> Sequence[str]:
    if k is not None and k < 1:
        raise BadInput(f"k is {k}; expected at least 1, or None for the whole ranking")
    top = ranking[:k]
    if len(set(top)) < len(top):
        twice, _ = Counter(top).most_common(1)[0]
        raise BadInput(f"article {twice!r} stands twice in a ranking; expected every article once")
    return top


def _relevant(grades: Mapping[str, int]) -> int:
    return sum(grade > 0 for grade in grades.values())


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, 1))
