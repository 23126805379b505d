"""Real articles to take sentences from: news, fact-checked claims and abstracts, as many as a pool should hold."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

from onrecord.records import Article

# Abstracts are only there to widen the vocabulary: news should stay what most sentences are from.
_ABSTRACTS = 1_500
_SPACED_MARK = re.compile(r" (?=[.,;:!?)\]%’”])| (?='s\b)|(?<=[($“‘\[]) ")


def read_articles(data: Path) -> Iterator[Article]:
    """The articles of all sets in a fixed order; ids begin with the set's name."""
    for path in sorted((data / "polnear/train/text").rglob("*.txt")):
        with path.open(encoding="utf-8", newline="") as file:
            title, _, text = file.read().partition("\n")
        yield Article(f"polnear/{path.stem}", text, title.strip())
    for path in sorted((data / "people/worldwide-dev").glob("*.tsv")):
        yield Article(f"worldwide/{path.stem}", _from_tokens(path.read_text("utf-8", errors="replace")))
    for name, most in (("time1963", None), ("scifact", _ABSTRACTS), ("checkthat2020", None)):
        lines = (data / name / "corpus.jsonl").read_text("utf-8").splitlines()[:most]
        for row in map(json.loads, lines):
            yield Article(f"{name}/{row['_id']}", row["text"], row["title"])


def digest(articles: list[Article]) -> str:
    """Hex SHA-256 over ids, titles and texts: names what a pool was made of."""
    told = hashlib.sha256()
    for article in articles:
        told.update(json.dumps([article.id, article.title, article.text]).encode())
    return told.hexdigest()


def _from_tokens(content: str) -> str:
    """Running text from one token a line; an empty line ends a sentence, addresses are left out."""
    sentences = []
    for block in content.split("\n\n"):
        words = [line.split("\t")[0] for line in block.splitlines() if line.strip()]
        sentence = _SPACED_MARK.sub("", " ".join(words))
        if sentence and "http" not in sentence:
            sentences.append(sentence)
    return " ".join(sentences)
