"""Pooling: each place once, whoever found it, in an order that tells nothing about who did."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import NotFound
from onrecord.evaluation.judging import OpenQuestion
from onrecord.records import Hit, Mode, Span
from onrecord.uses.judgment_pool import changed_articles, pooled, same_place, stale_gold, with_pool


def hit(article: str, start: int, end: int) -> Hit:
    """A hit of which only the place matters."""
    return Hit(1, 1.0, "passage", "u", article, start, end, "", None, "", "", "", "", f"sha-{article}", {}, "")


class Arms:
    """A search whose arms answer what they are told to."""

    def __init__(self, **hits: list[Hit]) -> None:
        self.hits = hits
        self.asked: list[tuple[str, int, Mode]] = []

    def __call__(self, query: str, k: int, *, mode: Mode) -> list[Hit]:
        self.asked.append((query, k, mode))
        return self.hits.get(mode, [])[:k]


def places(candidates: object) -> set[tuple[str, int, int]]:
    return {(c.doc, c.span.start, c.span.end) for c in candidates}  # type: ignore[attr-defined]


def test_all_arms_are_pooled_and_each_place_comes_once() -> None:
    """A quotation in a passage is that passage's place; neighbours that hardly overlap are two."""
    search = Arms(
        bm25=[hit("a", 0, 500), hit("b", 0, 100)],
        vector=[hit("a", 100, 200), hit("a", 480, 900)],
        hybrid=[hit("b", 0, 100), hit("c", 0, 1300)],
    )
    found = pooled(search, "fares", depth=3, seed=0)
    assert places(found) == {("a", 0, 500), ("a", 480, 900), ("b", 0, 100)}
    assert search.asked == [("fares", 3, "bm25"), ("fares", 3, "vector"), ("fares", 3, "hybrid")]


def test_what_was_judged_does_not_come_again() -> None:
    """Neither the place nor one that shares half of it."""
    search = Arms(bm25=[hit("a", 0, 500), hit("a", 600, 700), hit("b", 0, 90)])
    found = pooled(search, "fares", depth=9, seed=0, known=[("a", Span(40, 60)), ("c", Span(0, 90))])
    assert places(found) == {("a", 600, 700), ("b", 0, 90)}


@given(st.permutations([("a", 0), ("a", 300), ("b", 0), ("c", 10), ("c", 400)]), st.integers(0, 5))
def test_the_order_depends_on_the_seed_and_the_places_alone(order: list[tuple[str, int]], seed: int) -> None:
    """Ranks and arms may change as they like."""
    hits = [hit(doc, start, start + 90) for doc, start in order]
    fixed = [hit(doc, start, start + 90) for doc, start in sorted(order)]
    assert pooled(Arms(bm25=hits), "q", depth=9, seed=seed) == pooled(Arms(vector=fixed), "q", depth=9, seed=seed)


def test_another_seed_is_another_order() -> None:
    """Of twenty places."""
    search = Arms(bm25=[hit("a", n * 100, n * 100 + 90) for n in range(20)])
    assert pooled(search, "q", depth=20, seed=0) != pooled(search, "q", depth=20, seed=1)


def test_places_are_the_same_when_they_share_half_of_the_shorter() -> None:
    """By hand, at the border."""
    assert same_place(Span(0, 100), Span(50, 150))
    assert not same_place(Span(0, 100), Span(51, 151))
    assert same_place(Span(0, 1000), Span(990, 1005))


def test_a_pool_grows_by_what_is_new_only() -> None:
    """Other words add places behind those that are there, and are written down."""
    search = Arms(bm25=[hit("a", 0, 90), hit("b", 0, 90)])
    question = with_pool(search, OpenQuestion("q1", "fares", "quote", "keyword"), depth=1, seed=3)
    assert places(question.candidates) == {("a", 0, 90)}
    assert question.pool == {"arms": ["bm25", "vector", "hybrid"], "depth": 1, "seed": 3}
    graded = question.graded(2)
    more = with_pool(search, graded, depth=2, seed=3, words="boats")
    assert more.candidates[:1] == graded.candidates
    assert places(more.candidates[1:]) == {("b", 0, 90)}
    assert more.pool["words"] == ["boats"]
    assert search.asked[-1][0] == "boats"
    row = {"gold": [{"doc": "b", "start": 10, "end": 40, "grade": 2}], "judged": []}
    assert places(with_pool(search, replace(question, row=row), depth=2, seed=3).candidates) == {("a", 0, 90)}


def test_changed_and_missing_articles_are_noticed() -> None:
    """By the hash of their text for candidates, by their words for gold."""

    def revision(id: str) -> str:
        if id == "gone":
            raise NotFound(id)
        return f"sha-{id}" if id == "a" else "other"

    search = Arms(bm25=[hit("a", 0, 90), hit("b", 0, 90), hit("gone", 0, 90)])
    question = with_pool(search, OpenQuestion("q1", "fares", "quote", "keyword"), depth=9, seed=0)
    assert sorted(changed_articles(revision, question)) == ["b", "gone"]

    def text(id: str) -> str:
        if id == "gone":
            raise NotFound(id)
        return "We froze them."

    gold = [
        {"doc": "a", "start": 3, "end": 8, "text": "froze"}, {"doc": "a", "start": 2, "end": 7, "text": "froze"},
        {"doc": "gone", "start": 3, "end": 8, "text": "froze"}, {"doc": "a", "start": 0, "end": 2},
    ]  # fmt: skip
    assert stale_gold(text, gold) == ["a:2-7", "gone:3-8"]  # type: ignore[arg-type]
