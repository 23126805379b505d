"""Whole articles as answers: ranked by title and whole text together with their best passages."""

from __future__ import annotations

from array import array
from functools import cached_property

from onrecord.errors import ArchiveDamaged
from onrecord.querying.fuse import ArmScores
from onrecord.ranking import best_rows
from onrecord.records import Hit, StoredUnit
from onrecord.uses.arms import Ranking
from onrecord.uses.cite import Citer
from onrecord.uses.constrain import allowed_rows, analysed_phrases, rows_within
from onrecord.uses.lane_arms import Asked, LaneArms, combine, parts_of
from onrecord.uses.parts import ARTICLES, PASSAGES
from onrecord.uses.search_units import Look
from onrecord.uses.weigh import weigh_articles

# Candidates each arm offers to the fusion. More changes nothing in the first ten of any measured set.
_DEPTH = 100
# Articles that late interaction reads whole, and more of them while they are short: until so many passages are read.
# 60 articles rank SciFact's train queries the same (.742), 30 a little worse.
_READ, _READ_PASSAGES, _MOST_READ = 40, 130, 100


class ArticleLook(Look):
    """One query over articles, inside one snapshot.

    BM25 counts title and whole text, with statistics over articles. The vector score is the mean of two cosines:
    the nearest passage's (does it say it somewhere?) and the whole article's, which is the mean of its passages
    (is it about that?). On SciFact's train queries the fusion reaches .748 with both, .745 with the nearest
    passage alone and .739 with the mean alone.
    """

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked, PASSAGES)

    @cached_property
    def allowed_articles(self) -> array[int] | None:
        """The rows of lane 1 that may be found."""
        return allowed_rows(self.parts, self.asked.query, ARTICLES, self.asked.pending(ARTICLES))

    @cached_property
    def allowed(self) -> array[int] | None:
        return rows_within(self.parts, self.allowed_articles, self.asked.query.filter)

    @cached_property
    def wholes(self) -> LaneArms:
        """Both arms over whole articles."""
        return LaneArms(self.asked, ARTICLES, self.allowed_articles)

    def hits(self, k: int, explain: bool) -> list[Hit]:
        depth = max(_DEPTH, 2 * k)
        while True:
            arms, passages, exhausted = self._candidates(depth)
            if len(arms) >= k or exhausted:
                break
            depth *= 4
        scores = self._scores(arms)
        order = best_rows({row: scores[row] for row in arms}, self.parts.store.keys, k)
        ids = self._ids([row for _, row in order])
        shown = self._shown(list(ids.values()), passages)
        citer = Citer(
            self.parts, self.arms.lexical.telling_terms, analysed_phrases(self.parts, self.asked.query.required)
        )
        return [
            citer.hit(
                rank,
                score,
                shown[ids[row]],
                parts_of(arms[row], self.asked.mode),
                kind="article",
                explanation=self.wholes.lexical.explain(row) if explain else (),
            )
            for rank, (score, row) in enumerate(order, 1)
        ]

    def _scores(self, arms: dict[int, ArmScores]) -> dict[int, float]:
        """What orders the articles: all evidence where token states are kept, else the fusion."""
        plain = self.wholes.fused(arms)
        if self.asked.weights is None or self.asked.encoded.pieces is None:
            return plain
        first = [row for _, row in best_rows(plain, self.parts.store.keys, _MOST_READ)]
        ids = self._ids(first)
        rows = self.parts.store.rows_of(list(ids.values()), PASSAGES)
        members: dict[int, list[int]] = {}
        read = 0
        for row in first:
            if len(members) >= _READ and read >= _READ_PASSAGES:
                break
            members[row] = rows[ids[row]]
            read += len(members[row])
        return weigh_articles(self.asked, plain, arms, members, self.wholes.lexical.ideal, len(members)) or plain

    def _candidates(self, depth: int) -> tuple[dict[int, ArmScores], dict[str, tuple[float, int]], bool]:
        """Article row -> scores; article id -> its nearest passage; whether there is nothing more."""
        by_words = self.wholes.lexical.top(depth) if self.asked.mode != "vector" else []
        rows = [row for _, row in by_words]
        exhausted = len(by_words) < depth
        near: dict[str, tuple[float, int]] = {}
        by_sense: Ranking = []
        cosine: dict[int, float] = {}
        if self.arms.vectors and self.wholes.vectors:
            passages = self.arms.vectors.top(2 * depth)
            wholes = self.wholes.vectors.top(depth)
            exhausted = exhausted and len(passages) < 2 * depth
            rows = list(dict.fromkeys([*rows, *(row for _, row in wholes), *self._articles_of(passages)]))
            near = self._nearest_passages(rows, passages)
            cosine = self._cosines(rows, near)
            by_sense = best_rows(cosine, self.parts.store.keys, len(cosine))
        bm25 = self.wholes.lexical.score(rows) if self.asked.mode != "vector" else {}
        return combine(rows, bm25, cosine, by_words, by_sense[:depth]), near, exhausted

    def _ids(self, rows: list[int]) -> dict[int, str]:
        """The article of each row; ArchiveDamaged when one that can be found has none."""
        ids = self.parts.store.ids_of(rows)
        if lost := [row for row in rows if row not in ids]:
            raise ArchiveDamaged(
                f"{self.parts.store.place}: unit {lost[0]} can be found and is part of no article; run `onrecord check`"
            )
        return ids

    def _articles_of(self, passages: Ranking) -> list[int]:
        names = self._ids([row for _, row in passages])
        ids = list(dict.fromkeys(names[row] for _, row in passages))
        rows = self.parts.store.rows_of(ids, ARTICLES)
        return [rows[id][0] for id in ids]

    def _nearest_passages(self, rows: list[int], passages: Ranking) -> dict[str, tuple[float, int]]:
        """Article id -> (cosine, row) of its nearest passage, for all of the articles."""
        names = self._ids([row for _, row in passages])
        near: dict[str, tuple[float, int]] = {}
        for score, row in passages:
            near.setdefault(names[row], (score, row))
        missing = [id for id in self._ids(rows).values() if id not in near]
        others = self.parts.store.rows_of(missing, PASSAGES)
        assert self.arms.vectors is not None
        scores = self.arms.vectors.score([row for found in others.values() for row in found])
        for id, found in others.items():
            scored = [(scores[row], -row) for row in found if row in scores]
            if scored:
                score, row = max(scored)
                near[id] = (score, -row)
        return near

    def _cosines(self, rows: list[int], near: dict[str, tuple[float, int]]) -> dict[int, float]:
        """The vector score of each article."""
        assert self.wholes.vectors is not None
        whole = self.wholes.vectors.score(rows)
        names = self._ids(rows)
        return {row: (whole[row] + near[names[row]][0]) / 2 for row in rows if row in whole and names[row] in near}

    def _shown(self, ids: list[str], near: dict[str, tuple[float, int]]) -> dict[str, StoredUnit]:
        """Each article's passage that shows why: the nearest one or, in bm25 mode, the best by words."""
        rows = {id: near[id][1] for id in ids if id in near}
        others = self.parts.store.rows_of([id for id in ids if id not in near], PASSAGES)
        scores = self.arms.lexical.score([row for found in others.values() for row in found])
        rows |= {id: max(found, key=lambda row: (scores[row], -row)) for id, found in others.items()}
        units = self.parts.store.units(list(rows.values()))
        return {id: units[row] for id, row in rows.items()}
