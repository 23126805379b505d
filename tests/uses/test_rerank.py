"""Reranking: which hits are read, how they are ordered and scored, and what is refused."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.archive import Archive
from onrecord.encoding import cross_encoder
from onrecord.errors import BadInput, ModelUnavailable
from onrecord.records import Hit, Part
from onrecord.uses.rerank import Reranking, reranking
from tiny_cross_encoder import save_model

ARTICLES = [
    {"id": "a", "title": "Ferries", "text": "The ferry will strike. The minister said the harbour is closed."},
    {"id": "b", "title": "Schools", "text": "The school budget passed.\n\nA vote on the ferry will follow."},
    {"id": "c", "title": "Rain", "text": "Rain on the bridge and the ferry. Talks on water and rain will follow."},
    {"id": "d", "title": "Ferry", "text": "A ferry, a ferry, a ferry: the ferry and the budget of the ferry."},
]  # fmt: skip


def hit(rank: int, score: float, text: str) -> Hit:
    """A hit of which only rank, score and text matter."""
    return Hit(
        rank=rank, score=score, kind="passage", unit_id=text, article="a", start=0, end=len(text), text=text,
        speaker=None, title="", date="", source="", url="", text_sha256="", parts={"bm25": Part(rank, score)},
        citation="",
    )  # fmt: skip


class Given:
    """A reranker that knows the score of every text, and remembers what it was asked."""

    def __init__(self, scores: Callable[[str], float]) -> None:
        self.scores = scores
        self.asked: list[tuple[str, list[str]]] = []

    def score(self, query: str, texts: Sequence[str]) -> list[float]:
        self.asked.append((query, list(texts)))
        return [self.scores(text) for text in texts]


def ordered(hits: Sequence[Hit], scores: Sequence[float], depth: int) -> list[Hit]:
    """The hits reranked by the scores of the texts "0", "1", …"""
    return Reranking(lambda: Given(lambda text: scores[int(text)]), depth).order("q", hits)


@pytest.fixture(scope="module")
def archive(model_cache: Path) -> Iterator[Archive]:
    """Four invented articles."""
    with Archive.in_memory() as made:
        made.add(ARTICLES)
        yield made


def test_the_first_are_ordered_and_the_rest_follow() -> None:
    """By hand: three of five read, scores .1, .9, .5; the others keep their distances below the least of them."""
    hits = [hit(place + 1, 10.0 - 2 * place, str(place)) for place in range(5)]
    found = ordered(hits, [0.1, 0.9, 0.5, 7.0, 8.0], 3)
    assert [(one.rank, one.text) for one in found] == [(1, "1"), (2, "2"), (3, "0"), (4, "3"), (5, "4")]
    assert [one.score for one in found] == pytest.approx([0.9, 0.5, 0.1, 0.1 - 1e-6, 0.1 - 1e-6 - 2])
    said = [one.parts["rerank"] for one in found]
    assert said == [Part(1, 0.9), Part(2, 0.5), Part(3, 0.1), Part(None, None), Part(None, None)]
    assert found[0].parts["bm25"] == Part(2, 8.0)


def test_ties_keep_their_earlier_order() -> None:
    """Equal scores change nothing between the hits that have them."""
    hits = [hit(place + 1, -float(place), str(place)) for place in range(5)]
    assert [one.text for one in ordered(hits, [1.0, 2.0, 1.0, 2.0, 1.0], 5)] == ["1", "3", "0", "2", "4"]


def test_the_hits_given_are_not_changed() -> None:
    """Neither they nor their parts, which others may hold."""
    hits = [hit(1, 1.0, "0"), hit(2, 0.5, "1")]
    ordered(hits, [0.0, 1.0], 2)
    assert hits == [hit(1, 1.0, "0"), hit(2, 0.5, "1")]


@given(
    st.lists(st.tuples(st.floats(-20, 20), st.integers(-3, 3)), max_size=12),
    st.integers(1, 14),
)
def test_any_order_is_that_of_the_naive_twin(facts: list[tuple[float, int]], depth: int) -> None:
    """A stable sort of the first hits; nothing lost or doubled; ranks from 1; scores never rise."""
    before = sorted((score for score, _ in facts), reverse=True)
    hits = [hit(place + 1, score, str(place)) for place, score in enumerate(before)]
    scores = [float(score) for _, score in facts]
    expected = sorted(range(min(depth, len(hits))), key=lambda place: -scores[place])
    expected += range(depth, len(hits))
    found = ordered(hits, scores, depth)
    assert [one.text for one in found] == [str(place) for place in expected]
    assert [one.rank for one in found] == list(range(1, len(hits) + 1))
    assert all(one.score >= two.score for one, two in pairwise(found))


@pytest.mark.parametrize("mode", ["hybrid", "bm25", "vector"])
@pytest.mark.parametrize("options", [{}, {"group": "article"}, {"kind": "passage"}, {"kind": "quote"}])
def test_every_search_can_be_reranked(archive: Archive, mode: Any, options: dict[str, Any]) -> None:
    """The hits are those of the search, each read by its own text, the shortest first because that is asked for."""
    shortest = Given(lambda text: -len(text))
    plain = archive.search("ferry minister", 50, mode=mode, **options)
    found = archive.search("ferry minister", 50, mode=mode, rerank=shortest, **options)
    assert shortest.asked == ([("ferry minister", [one.text for one in plain])] if plain else [])
    assert [one.unit_id for one in found] == [one.unit_id for one in sorted(plain, key=lambda one: len(one.text))]
    assert {one.unit_id: one.highlights for one in found} == {one.unit_id: one.highlights for one in plain}


def test_more_is_read_than_is_shown(archive: Archive) -> None:
    """The best of fifty is shown, though two were asked for; with a depth of 1 nothing moves."""
    plain = archive.search("ferry", 50, group="article")
    last = plain[-1].text
    likes_last = Given(lambda text: float(text == last))
    found = archive.search("ferry", 2, group="article", rerank=likes_last)
    assert [one.article for one in found] == [plain[-1].article, plain[0].article]
    kept = archive.search("ferry", 2, group="article", rerank=likes_last, rerank_depth=1)
    assert [one.article for one in kept] == [one.article for one in plain[:2]]


def test_what_stands_behind_keeps_its_order(archive: Archive) -> None:
    """Of four articles two are read."""
    plain = [one.article for one in archive.search("ferry", 4, group="article")]
    backwards = Given(iter([1.0, 2.0]).__next__)  # type: ignore[arg-type]
    backwards.score = lambda query, texts: [float(place) for place in range(len(texts))]  # type: ignore[method-assign]
    found = archive.search("ferry", 4, group="article", rerank=backwards, rerank_depth=2)
    assert [one.article for one in found] == [plain[1], plain[0], *plain[2:]]


def test_operators_are_not_read(archive: Archive) -> None:
    """The model is asked what the encoder is asked: the words, without what restricts the search."""
    seen = Given(len)
    archive.search('"the ferry" -rain', rerank=seen)
    assert [query for query, _ in seen.asked] == ["the ferry"]


def test_nothing_found_loads_no_model(archive: Archive, tmp_path: Path) -> None:
    """Without hits nothing is read, so a folder that only looks like a model is not opened."""
    (tmp_path / "config.json").write_text("{}")
    assert archive.search("ferry", source="nowhere", rerank=tmp_path) == []
    assert archive.search("-ferry", rerank=tmp_path) == []
    with pytest.raises(ModelUnavailable):
        archive.search("ferry", rerank=tmp_path)


@pytest.mark.parametrize("rerank", [5, True, object(), b"model", ["model"]])
def test_what_is_no_reranker_is_refused(archive: Archive, rerank: Any) -> None:
    """The message says what is expected."""
    with pytest.raises(BadInput, match=r"rerank is .*expected the path or name of a CrossEncoder"):
        archive.search("ferry", rerank=rerank)


@pytest.mark.parametrize("depth", [0, -1, True, 2.5, "7", None])
def test_a_depth_is_a_whole_number_from_1(archive: Archive, depth: Any) -> None:
    """Anything else is refused before a search is made."""
    with pytest.raises(BadInput, match="rerank_depth is"):
        archive.search("ferry", rerank=Given(len), rerank_depth=depth)


@pytest.mark.parametrize("k", [0, -3, True, "ten"])
def test_k_is_refused_as_ever(archive: Archive, k: Any) -> None:
    """The depth of reranking does not make up for a k that is none."""
    with pytest.raises(BadInput, match="k is"):
        archive.search("ferry", k, rerank=Given(len))


@pytest.mark.parametrize(
    ("scores", "said"), [([1.0], "1 scores for 2 texts"), ([1.0] * 3, "3 scores"), ([1.0, math.nan], "no finite")]
)
def test_a_reranker_s_mistakes_are_told(scores: list[float], said: str) -> None:
    """One finite number a text, or an error."""
    wrong = Given(len)
    wrong.score = lambda query, texts: scores  # type: ignore[method-assign]
    with pytest.raises(BadInput, match=said):
        Reranking(lambda: wrong).order("q", [hit(1, 1.0, "0"), hit(2, 0.5, "1")])


def test_many_queries_load_the_model_once(archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A model stays loaded until another is named; its order is that of its scores."""
    loaded: list[str] = []

    class Counted(cross_encoder.CrossEncoderReranker):
        def __init__(self, model: str) -> None:
            loaded.append(Path(model).name)
            super().__init__(model, device="cpu")

    monkeypatch.setattr(cross_encoder, "CrossEncoderReranker", Counted)
    harbours, other = save_model(tmp_path / "harbours", trained=True), save_model(tmp_path / "other")
    queries = {"1": "ferry", "2": "budget", "3": "the minister said"}
    found = archive.search_many(queries, 4, group="article", rerank=str(harbours))
    assert loaded == ["harbours"]
    assert {hits[0].article for hits in found.values()} == {"a"}
    model = cross_encoder.CrossEncoderReranker(str(harbours))
    for qid, hits in found.items():
        assert [one.score for one in hits] == model.score(queries[qid], [one.text for one in hits])
    archive.search("ferry", rerank=other)
    archive.search("ferry", rerank=harbours)
    assert loaded == ["harbours", "harbours", "other", "harbours"]


def test_loading_is_said_once(tmp_path: Path) -> None:
    """A line to whoever opened the archive, when the model is loaded and not before."""
    folder = save_model(tmp_path / "model")
    said: list[str] = []
    wanted = reranking(folder, 10, {}, said.append)
    assert said == []
    assert wanted.load() is wanted.load()
    assert said == [f"loading the reranking model {folder}"]
