"""An endless stream of articles made of the sentences of real ones, the same for the same seed."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Iterator
from pathlib import Path

from onrecord import read
from onrecord.text.sentences import split_sentences

# About 5 KB, as the real articles have.
_SENTENCES, _PARAGRAPH = 32, 3


def sentences_of(folder: Path) -> list[str]:
    """All sentences of the articles in the folder, in order."""
    found = []
    for article in read(folder):
        text = article.text
        found += [" ".join(span.of(text).split()) for span in split_sentences(text)]
    return [sentence for sentence in found if len(sentence) > 20]


def rows(sentences: list[str], seed: int = 20220114, first: int = 0) -> Iterator[bytes]:
    """One JSON line an article, from article `first` on."""
    for number in itertools.count(first):
        chance = random.Random(f"{seed} {number}")
        chosen = chance.choices(sentences, k=_SENTENCES)
        paragraphs = [" ".join(chosen[at : at + _PARAGRAPH]) for at in range(0, len(chosen), _PARAGRAPH)]
        title = " ".join(chosen[0].split()[:9])
        row = {"id": f"r{number:07}", "title": title, "date": "2016-05-01", "text": "\n\n".join(paragraphs)}
        yield json.dumps(row, ensure_ascii=False).encode() + b"\n"
