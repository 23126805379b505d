"""The archive under test: its systems by name, and whether it holds what is asked about."""

import hashlib
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from onrecord.errors import BadInput
from onrecord.evaluation.checksums import articles_sha256
from onrecord.evaluation.judgments import GoldSpan, JudgedQuery
from onrecord.evaluation.span_suite import SpanSuite
from onrecord.records import Article
from onrecord.uses.bench_archive import look_through, make_systems, system_names, warm_up

ARTICLES = [Article("a", "The ferry fares were doubled."), Article("b", "A new pier was built.")]


class Shelf:
    """An archive that only lists its articles."""

    def articles(self) -> Iterator[Article]:
        return iter(ARTICLES)


def test_every_system_asks_in_its_own_way() -> None:
    """Arms by mode, both together as by default, or joined by a named method; spans by unit, articles by article."""
    asked: list[tuple[Any, ...]] = []

    def search(query: str, k: int, *, mode: str, group: str, fusion: Any) -> list[Any]:
        asked.append((query, k, mode, group, fusion and fusion.method))
        return []

    for system in make_systems(search, ["bm25", "vector", "rrf", "hybrid"], "spans").values():
        system("words", 3)
    make_systems(search, ["rrf"], "articles")["rrf"]("words", 3)
    assert asked == [
        ("words", 3, "bm25", "unit", None),
        ("words", 3, "vector", "unit", None),
        ("words", 3, "hybrid", "unit", "rrf"),
        ("words", 3, "hybrid", "unit", None),
        ("words", 3, "hybrid", "article", "rrf"),
    ]
    assert system_names()[:4] == ("bm25", "vector", "rrf", "hybrid")
    with pytest.raises(BadInput, match="system 'dense'; expected one of bm25, vector"):
        make_systems(search, ["dense"], "spans")


def test_a_first_question_warms_every_system_up() -> None:
    """Each is asked once, with the words of the first question."""
    asked = []
    suite = SpanSuite("s", [JudgedQuery("q1", "quote", "", "ferry", None, (GoldSpan("a", 0, 9, 1),))])
    warm_up({name: lambda query, k, name=name: asked.append((name, query)) or [] for name in "xy"}, suite)
    assert asked == [("x", "ferry"), ("y", "ferry")]


def test_what_the_archive_lacks_or_holds_otherwise() -> None:
    """Missing articles; spans whose words or hash differ from what was judged; spans that say neither are trusted."""
    right = hashlib.sha256(b"ferry").hexdigest()
    gold = (
        GoldSpan("a", 4, 9, 1, "ferry", right),
        GoldSpan("a", 4, 9, 1, "fairy"),
        GoldSpan("a", 4, 9, 1, sha256="0" * 64),
        GoldSpan("a", 4, 9, 1),
        GoldSpan("a", 400, 409, 1, "far out"),
        GoldSpan("gone", 0, 9, 1, "anything"),
    )
    judged = [JudgedQuery("q1", "quote", "", "ferry", None, gold)]
    archive: Any = SimpleNamespace(articles=Shelf().articles)
    checksum, notes = look_through(archive, ["a", "gone"], judged)
    assert checksum == articles_sha256(ARTICLES)
    assert notes == [
        "1 of 2 judged articles not in the archive, counted as not found: gone",
        "3 of the judged spans with other words in this archive than when judged: q1 a:4-9, q1 a:4-9, q1 a:400-409",
    ]
    assert look_through(archive, ["a"], [JudgedQuery("q1", "quote", "", "w", None, gold[:1])])[1] == []
