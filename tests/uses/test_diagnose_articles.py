"""The failure waterfall of rankings of whole articles."""

from __future__ import annotations

import pytest
from meaning_archive import SPOKEN, archive_of, only

from onrecord.benchmark import Stage
from onrecord.uses.diagnose import diagnose_articles

ARTICLES = {"a": "The ferry and the rain and the lamp.", "b": "The ferry fares.", "c": "The vessel waits."}
ARTICLE_CASES: list[tuple[str, dict[str, int], Stage, str]] = [
    ("ferry fares", {"gone": 1}, "splitting", "gone"),
    ("ferry fares", {"a": 1}, "bm25 and vectors", "a"),
    ("ferry fares", {"c": 1, "a": -1}, "bm25", "c"),
    ('"ferry fares"', {"a": 2, "c": 3}, "bm25 and vectors", "c"),
    ("-storm", {"a": 1}, "bm25 and vectors", "a"),
    ("speaker:Fenn ferry", {"a": 1}, "extraction", "a"),
]


@pytest.mark.parametrize(("query", "grades", "stage", "shown"), ARTICLE_CASES)
def test_articles(query: str, grades: dict[str, int], stage: Stage, shown: str) -> None:
    """Rankings of whole articles are diagnosed by the same stages; the best relevant article is shown."""
    archive = archive_of(ARTICLES)
    run = {"q": [hit.article for hit in archive.search(query, 1, group="article")]}
    found = diagnose_articles(archive._parts, {"q": query}, {"q": grades}, run, k=1)
    miss = only(found)
    assert (miss.stage, miss.answer["article"]) == (stage, shown)
    assert miss.answer["text"] == ARTICLES.get(shown, "")


def test_articles_of_another_speaker() -> None:
    """An article in which others are quoted, but not who was asked for, is lost at attribution."""
    archive = archive_of({"a": SPOKEN}, extraction=True)
    found = diagnose_articles(archive._parts, {"q": 'speaker:"Ben Ode" ferry'}, {"q": {"a": 1}}, {})
    assert (only(found).stage, found.misses[0].reason) == ("attribution", "nothing in a is given to Ben Ode")


def test_articles_that_are_found_or_not_judged() -> None:
    """Questions without a relevant article do not count; found ones are answered."""
    run = {"q1": ["b"], "q2": ["b"]}
    qrels = {"q1": {"b": 1}, "q2": {"b": 0}, "q9": {"a": 1}}
    found = diagnose_articles(archive_of(ARTICLES)._parts, {"q1": "ferry", "q2": "ferry"}, qrels, run)
    assert (found.misses, found.answered) == ((), 1)
