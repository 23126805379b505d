"""Candidates put in order by all evidence there is: late interaction, cosine, BM25, statements, what stands around."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from onrecord.querying.fuse import ArmScores
from onrecord.querying.late import with_context
from onrecord.uses.lane_arms import Asked

# Late interaction reads the pieces of so many candidates, the best of the plain fusion; the rest keep their order
# behind them. More changes nothing in the first ten of the judged sets.
READ = 100


def weigh_passages(
    asked: Asked,
    plain: Mapping[int, float],
    arms: dict[int, ArmScores],
    statements: Mapping[int, float],
    ideal: float,
    most: int = READ,
) -> dict[int, float] | None:
    """The score of every passage of `plain` (the fusion's scores); None when late interaction cannot take part.

    `statements` holds the score of the best statement in a passage; where there is none the passage's own stands in
    for it, or nothing does when it is empty. What late interaction said is noted in `arms`.
    """
    late, weights = asked.late(), asked.weights
    if late is None or weights is None or not plain:
        return None
    rows = sorted(plain, key=lambda row: (-plain[row], row))
    matched = late.passages(rows[:most])
    if matched is None:
        return None
    scores = {}
    for row, score in matched.items():
        arms[row] = replace(arms[row], late=score)
        statement = statements.get(row, plain[row]) if statements else None
        scores[row] = weights.score(score, arms[row].vector, arms[row].bm25, ideal, statement)
    articles = asked.parts.store.articles_of(list(scores))
    # Passages of one article are stored one after the other, in the order of the text.
    places = {row: (articles[row], row) for row in scores}
    return _behind(with_context(scores, places, weights.neighbours, weights.article), rows[most:], plain)


def weigh_articles(
    asked: Asked,
    plain: Mapping[int, float],
    arms: dict[int, ArmScores],
    members: Mapping[int, Sequence[int]],
    ideal: float,
    most: int,
) -> dict[int, float] | None:
    """As `weigh_passages`, for article rows; `members` gives the passages of each."""
    late, weights = asked.late(), asked.weights
    if late is None or weights is None or not plain:
        return None
    rows = sorted(plain, key=lambda row: (-plain[row], row))
    matched = late.articles({row: members[row] for row in rows[:most]})
    if matched is None:
        return None
    for row, score in matched.items():
        arms[row] = replace(arms[row], late=score)
    scores = {
        row: weights.score(score, arms[row].vector, arms[row].bm25, ideal, None) for row, score in matched.items()
    }
    return _behind(scores, rows[most:], plain)


def _behind(first: Mapping[int, float], rest: Sequence[int], plain: Mapping[int, float]) -> dict[int, float]:
    """The scores of `first`, and behind them the rest at the distances that the plain fusion gives them."""
    out = dict(first)
    if rest:
        least, top = min(first.values()), plain[rest[0]]
        out |= {row: least - 1e-6 - (top - plain[row]) for row in rest}
    return out
