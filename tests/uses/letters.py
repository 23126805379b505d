"""Invented articles about numbered letters, and questions whose answers stand among strange neighbours."""

from __future__ import annotations

from onrecord.archive import Archive
from onrecord.evaluation.judgments import GoldSpan, JudgedQuery
from onrecord.querying.weights import Weights
from onrecord.records import Article
from onrecord.storage.manifest import Manifest

# Every sentence is a passage.
SETTINGS = Manifest(extraction=False, passage_words=9)
# Weights under which a passage has the score of what stands beside it: as wrong as can be for these articles.
ASTRAY = Weights(late=1.0, statement=0.2, neighbours=1.0, article=0.9)

_NUMBERS = [4000 + 37 * n for n in range(24)]
TEXTS = {
    f"a{n:02}": f"Plums ripen late in cold years. The clerk sent letter {number} to the harbour office. Rain fell."
    for n, number in enumerate(_NUMBERS)
}
OTHERS = {
    f"b{n:02}": " ".join(f"The clerk sent letter {number + step} to the harbour office." for step in (-1, 1, 2))
    for n, number in enumerate(_NUMBERS)
}


def fill(archive: Archive) -> Archive:
    """The archive with all articles in it."""
    archive.add([Article(id, text) for id, text in {**TEXTS, **OTHERS}.items()])
    return archive


def judged(count: int = len(_NUMBERS)) -> list[JudgedQuery]:
    """The first so many questions; each is answered in an article of its own."""
    out = []
    for n, (id, text) in enumerate(list(TEXTS.items())[:count]):
        start = text.index("The clerk")
        gold = GoldSpan(id, start, text.index(" Rain"), 2, text[start : text.index(" Rain")])
        out.append(JudgedQuery(f"q{n:02}", "quote", "keyword", f"clerk letter {_NUMBERS[n]}", None, (gold,)))
    return out
