"""Candidates put in order by all evidence there is: late interaction, cosine, BM25, statements, what stands around."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from onrecord.querying.evidence import Evidence
from onrecord.querying.fuse import ArmScores
from onrecord.ranking import best_rows
from onrecord.uses.lane_arms import Asked

# Late interaction reads the pieces of so many candidates, the best of the plain fusion; the rest keep their order
# behind them, however many are asked for. More changes nothing in the first ten of the judged sets.
READ = 50


def weigh_passages(
    asked: Asked,
    plain: Mapping[int, float],
    arms: dict[int, ArmScores],
    statements: Mapping[int, float],
    ideal: float,
) -> dict[int, float] | None:
    """The score of every passage of `plain` (the fusion's scores); None when late interaction cannot take part.

    `statements` holds the score of the best statement in a passage; where there is none the passage's own stands in
    for it, or nothing does when it is empty. What late interaction said is noted in `arms`.
    """
    late = asked.late()
    if late is None or not plain:
        return None
    rows = [row for _, row in best_rows(plain, asked.parts.store.keys, len(plain))]
    matched = late.passages(rows[:READ])
    if matched is None:
        return None
    arms |= {row: replace(arms[row], late=score) for row, score in matched.items()}
    articles = asked.parts.store.articles_of(list(matched))
    said = {row: statements.get(row, plain[row]) for row in matched} if statements else {}
    # Passages of one article are stored one after the other, in the order of the text.
    places = {row: (articles[row], row) for row in matched}
    return asked.weighed(Evidence(ideal, {row: arms[row] for row in matched}, plain, rows[READ:], said, places))


def weigh_articles(
    asked: Asked,
    plain: Mapping[int, float],
    arms: dict[int, ArmScores],
    members: Mapping[int, Sequence[int]],
    ideal: float,
    most: int,
) -> dict[int, float] | None:
    """As `weigh_passages`, for article rows; `members` gives the passages of each."""
    late = asked.late()
    if late is None or not plain:
        return None
    rows = [row for _, row in best_rows(plain, asked.parts.store.keys, len(plain))]
    matched = late.articles({row: members[row] for row in rows[:most]})
    if matched is None:
        return None
    arms |= {row: replace(arms[row], late=score) for row, score in matched.items()}
    return asked.weighed(Evidence(ideal, {row: arms[row] for row in matched}, plain, rows[most:]))
