"""The sets that rivals answer: where their files lie, what counts as a document, and how answers are scored.

Judged spans: the documents are onrecord's own passages of about 80 words, split by the defaults of a new archive.
BEIR sets: a document is an article's title and text as one string.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from baselines.exchange import Document
from onrecord import read
from onrecord.evaluation.beir import read_beir
from onrecord.evaluation.judgments import read_judgments
from onrecord.storage.manifest import Manifest
from onrecord.text.passages import build_passages


class DataMissing(Exception):
    """A set whose files are not where they should be; the message says what was expected and what to do."""


@dataclass(frozen=True, slots=True)
class JudgedSpans:
    """Judged answer spans over a folder of articles."""

    name: str
    articles: str
    judgments: str
    main_measure: str = "nDCG@10"
    trec: bool = False

    @property
    def files(self) -> tuple[str, ...]:
        return (self.articles, self.judgments)

    def documents(self, data: Path) -> Iterator[Document]:
        settings = Manifest()
        for article in read(data / self.articles):
            spans = build_passages(article.text, words=settings.passage_words, overlap=settings.passage_overlap)
            for span in spans:
                text = span.of(article.text)
                yield Document(f"{article.id}:{span.start}-{span.end}", article.id, span.start, span.end, text)

    def queries(self, data: Path) -> Mapping[str, str]:
        return {judged.qid: judged.query for judged in read_judgments(data / self.judgments)}


@dataclass(frozen=True, slots=True)
class BeirArticles:
    """One split of a set in BEIR's layout."""

    name: str
    split: str
    main_measure: str
    trec: bool = True

    @property
    def files(self) -> tuple[str, ...]:
        return tuple(f"{self.name}/{file}" for file in ("corpus.jsonl", "queries.jsonl", f"qrels/{self.split}.tsv"))

    def documents(self, data: Path) -> Iterator[Document]:
        for article in read_beir(data / self.name, self.split).corpus():
            text = f"{article.title} {article.text}".strip()
            yield Document(article.id, article.id, 0, len(article.text), text)

    def queries(self, data: Path) -> Mapping[str, str]:
        return read_beir(data / self.name, self.split).queries


BenchmarkSet = JudgedSpans | BeirArticles

# Small ones first: what fails, fails early.
SETS: tuple[BenchmarkSet, ...] = (
    JudgedSpans("judged/polnear-dev", "polnear/dev/text", "judged/polnear-dev.jsonl"),
    BeirArticles("time1963", "test", "nDCG@10"),
    BeirArticles("checkthat2020", "dev", "AP@5"),
    BeirArticles("scifact", "test", "nDCG@10"),
)


def check_files(one: BenchmarkSet, data: Path) -> None:
    """Raises DataMissing, naming the first file or folder of the set that is not there."""
    for name in one.files:
        if not (data / name).exists():
            raise DataMissing(
                f"{data / name}: not there, and the set {one.name} needs {', '.join(one.files)}; "
                "name the folder that holds them, or leave the set out with --sets"
            )


def checksums(one: BenchmarkSet, data: Path) -> dict[str, str]:
    """{file or folder: SHA-256}; a folder's is over the names and contents of its files."""
    return {name: _checksum(data / name) for name in one.files}


def _checksum(path: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted(path.iterdir()) if path.is_dir() else [path]:
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()
