"""Whole articles as answers: ranked by title and whole text together with their best passages."""

from __future__ import annotations

from array import array
from functools import cached_property

from onrecord.querying.fuse import ArmScores
from onrecord.ranking import best
from onrecord.records import Hit
from onrecord.uses.arms import LexicalArm, VectorArm
from onrecord.uses.cite import Citer
from onrecord.uses.constrain import allowed_rows, analysed_phrases, rows_within
from onrecord.uses.parts import ARTICLES, UNITS
from onrecord.uses.search import DEPTH, Look, combine, fused_scores, parts_of


class ArticleLook(Look):
    """One query over articles, inside one snapshot.

    BM25 counts title and whole text, with statistics over articles; the vector score is that of the article's
    nearest passage.
    """

    @cached_property
    def allowed_articles(self) -> array[int] | None:
        """The rows of lane 1 that may be found."""
        return allowed_rows(self.parts, self.query, ARTICLES, self.pending(ARTICLES))

    @cached_property
    def allowed(self) -> array[int] | None:
        return rows_within(self.parts, self.allowed_articles, self.query.filter)

    @cached_property
    def articles(self) -> LexicalArm:
        """BM25 over whole articles."""
        pending = self.pending(ARTICLES)
        return LexicalArm(self.parts, self.query.text, ARTICLES, self.allowed_articles, pending)

    def hits(self, k: int, explain: bool) -> list[Hit]:
        depth = max(DEPTH, 2 * k)
        while True:
            arms, passages, exhausted = self._candidates(depth)
            if len(arms) >= k or exhausted:
                break
            depth *= 4
        scores = fused_scores(arms, self.articles.ideal, self.mode, self.fusion)
        units = self.parts.store.units(list(arms))
        row_of = {units[row].key: row for row in arms}
        order = best(((scores[row], units[row].key) for row in arms), k)
        citer = Citer(self.parts, self.lexical.telling_terms, analysed_phrases(self.parts, self.query.required))
        found = []
        for rank, (score, key) in enumerate(order, 1):
            row = row_of[key]
            shown = self._best_passage(units[row].article, passages.get(units[row].article))
            explanation = self.articles.explain(row) if explain else ()
            found.append(
                citer.hit(
                    rank,
                    score,
                    self.parts.store.units([shown])[shown],
                    parts_of(arms[row], self.mode),
                    kind="article",
                    explanation=explanation,
                )
            )
        return found

    def _candidates(self, depth: int) -> tuple[dict[int, ArmScores], dict[str, tuple[float, int]], bool]:
        """Article row -> scores; article id -> its nearest passage; whether there is nothing more."""
        by_words = self.articles.top(depth) if self.mode != "vector" else []
        nearest: dict[str, tuple[float, int]] = {}
        exhausted = len(by_words) < depth
        if self.vectors:
            near = self.vectors.top(4 * depth)
            exhausted = exhausted and len(near) < 4 * depth
            units = self.parts.store.units([row for _, row in near])
            for score, row in near:
                nearest.setdefault(units[row].article, (score, row))
        row_of = {id: rows[0] for id, rows in self.parts.store.rows_of(list(nearest), ARTICLES).items()}
        by_sense = [(score, row_of[id]) for id, (score, _) in nearest.items()]
        rows = list(dict.fromkeys(row for _, row in by_words + by_sense))
        bm25 = self.articles.score(rows) if self.mode != "vector" else {}
        if self.vectors:
            self._complete(nearest, self.vectors, rows)
        names = {row: unit.article for row, unit in self.parts.store.units(rows).items()}
        cosine = {row: nearest[names[row]][0] for row in rows if names[row] in nearest}
        return combine(rows, bm25, cosine, by_words, by_sense), nearest, exhausted

    def _complete(self, nearest: dict[str, tuple[float, int]], vectors: VectorArm, rows: list[int]) -> None:
        """Finds the nearest passage of those articles that only BM25 named."""
        missing = [u.article for u in self.parts.store.units(rows).values() if u.article not in nearest]
        passages = self.parts.store.rows_of(missing, UNITS)
        scores = vectors.score([row for found in passages.values() for row in found])
        for id, found in passages.items():
            scored = [(scores[row], -row) for row in found if row in scores]
            if scored:
                score, row = max(scored)
                nearest[id] = (score, -row)

    def _best_passage(self, id: str, nearest: tuple[float, int] | None) -> int:
        """The passage that shows why: the nearest one or, in bm25 mode, the best by words."""
        if nearest:
            return nearest[1]
        rows = self.parts.store.rows_of([id], UNITS)[id]
        scores = self.lexical.score(rows)
        return max(rows, key=lambda row: (scores[row], -row))
