"""What readers ask while others write, and the one text that an answer is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from onrecord import Archive
from onrecord.errors import NotFound
from onrecord.records import Hit
from torture import articles

Ask = Callable[[Archive], Any]
# Articles come and go among these.
NUMBERS = range(36)


def _search(query: str, **options: Any) -> Ask:
    return lambda archive: [_hit(hit) for hit in archive.search(query, **options)]


def _hit(hit: Hit) -> list[Any]:
    return [hit.article, hit.kind, hit.start, hit.end, round(hit.score, 6), hit.speaker, hit.text]


def _rows(list_them: Callable[[Archive], Any]) -> Ask:
    return lambda archive: [repr(row) for row in list_them(archive)]


def _get(id: str) -> Ask:
    def ask(archive: Archive) -> Any:
        found = archive.get(id)
        kept = [[revision.article.sha256, revision.current] for revision in found.revisions]
        return [
            found.text,
            found.title,
            found.date,
            dict(found.metadata),
            kept,
            [repr(unit.span) for unit in found.units],
        ]

    return ask


# Those that depend on the past of the archive and not on its live articles alone.
OF_THE_PAST = ("get n004", "get n020", "count")
QUESTIONS: dict[str, Ask] = {
    **{f"{mode}: {query}": _search(query, mode=mode) for query in articles.QUERIES for mode in articles.MODES},
    "articles: ferry": _search("northern ferry talks", group="article"),
    "articles by words": _search("crowns this year", group="article", mode="bm25"),
    "filtered by date": _search("school meals", since="2021-04", until="2021-09"),
    "filtered by source, nothing there": _search("tram line", source="No Such Post"),
    "filtered by metadata": _search("river dykes", metadata={"version": "2"}, mode="vector"),
    "quotes found": _search("we will not close", kind="quote"),
    "of a speaker": _search("winter fuel", speaker="Oduya"),
    "quotes": _rows(lambda archive: archive.quotes()),
    "quotes of one": _rows(lambda archive: archive.quotes("Ines Carrow", about="ferry")),
    "people": _rows(lambda archive: archive.people()),
    "person": _rows(lambda archive: archive.person("Lindqvist")),
    "claims": _rows(lambda archive: archive.claims()),
    "ids": lambda archive: [article.id for article in archive.articles()],
    "get n004": _get("n004"),
    "get n020": _get("n020"),
    "count": lambda archive: archive.info()["holds"],
}
# Reads article by article: between two of them a writer may commit.
NOT_ONE_READ = ("ids",)


def answer(archive: Archive, question: str) -> str:
    """The answer as text; that a thing is not there is an answer as well."""
    try:
        found = QUESTIONS[question](archive)
    except NotFound:
        found = "not found"
    return json.dumps(found, ensure_ascii=False, sort_keys=True)


def digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=10).hexdigest()
