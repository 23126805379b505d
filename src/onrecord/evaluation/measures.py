"""Measures of rankings by the names that ir_measures gives them: `nDCG@10`, `AP`, `AP(rel=2)@5`, `Judged@10`.

The common ones are ours (`ranked`) and agree with trec_eval; every other name that ir_measures knows is computed by
it, when it is installed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from onrecord.errors import BadInput, MissingExtra
from onrecord.evaluation.ranked import MEASURES, Qrels, parse_measure, score_rankings

# Names of old papers and tools for what ir_measures calls otherwise.
_ALIASES = {"MAP": "AP", "NDCG": "nDCG", "MRR": "RR", "Recall": "R", "Precision": "P", "HitRate": "Success"}


def canonical(name: str) -> str:
    """The measure's name as ir_measures writes it; BadInput for one that is not known, MissingExtra for one that only
    ir_measures knows while it is not installed.

    >>> canonical("MAP@5")
    'AP@5'
    """
    plain = renamed(name)
    if plain.partition("@")[0] in MEASURES:
        parse_measure(plain)
        if plain in ("P", "Success"):
            raise BadInput(f"measure {name!r} has no depth; expected one, as in '{plain}@5'")
        return plain
    return str(_theirs(name))


def renamed(name: str) -> str:
    """The name with the word that ir_measures has for it, known or not.

    >>> renamed("MRR@10")
    'RR@10'
    """
    word, at, depth = name.strip().partition("@")
    return _ALIASES.get(word, word) + at + depth


def score_articles(
    qrels: Qrels, run: Mapping[str, Sequence[str]], measures: Sequence[str]
) -> dict[str, dict[str, float]]:
    """{measure: {qid: value}} for canonical names and every query of `qrels`; a query missing from the run scores 0.

    Rankings are best first and are not sorted again. Queries whose grades are all negative count as judged 0, because
    trec_eval reads memory it never wrote on them.
    """
    ours = [name for name in measures if name.partition("@")[0] in MEASURES]
    by_name = score_rankings(qrels, run, ours)
    others = [name for name in measures if name not in by_name]
    return by_name | (_asked_of_ir_measures(qrels, run, others) if others else {})


def _asked_of_ir_measures(
    qrels: Qrels, run: Mapping[str, Sequence[str]], names: Sequence[str]
) -> dict[str, dict[str, float]]:
    import ir_measures

    # Under numbers, because some of the programs it calls read files, whose ids may be no words.
    numbers = {qid: str(number) for number, qid in enumerate(qrels, 1)}
    names_of: dict[str, str] = {}

    def known(article: str) -> str:
        return names_of.setdefault(article, f"d{len(names_of)}")

    judged = {}
    for qid, grades in qrels.items():
        lowest = -math.inf if max(grades.values(), default=0) >= 0 else 0
        judged[numbers[qid]] = {known(article): int(max(grade, lowest)) for article, grade in grades.items()}
    scored = {
        number: {known(article): float(-rank) for rank, article in enumerate(run[qid], 1)}
        for qid, number in numbers.items()
        if run.get(qid)
    }
    out = {}
    for name in names:
        try:
            found = ir_measures.iter_calc([_theirs(name)], judged, scored)
            values = {metric.query_id: float(metric.value) for metric in found}
        except Exception as error:  # each of its providers fails in its own way
            first = str(error).strip().splitlines()[:1]
            raise BadInput(f"measure {name!r}: ir_measures cannot compute it here ({''.join(first)})") from error
        out[name] = {qid: values.get(number, 0.0) for qid, number in numbers.items()}
    return out


def _theirs(name: str) -> Any:
    known = ", ".join(MEASURES)
    try:
        import ir_measures
    except ImportError as error:
        raise MissingExtra(
            f"measure {name!r} is none of {known}; others need ir_measures: pip install 'onrecord[evaluation]'"
        ) from error
    try:
        return ir_measures.parse_measure(name)
    except (NameError, ValueError, AssertionError, TypeError) as error:
        raise BadInput(
            f"measure {name!r}: {error}; expected {known} or another name of ir_measures, as in 'nDCG@10'"
        ) from error
