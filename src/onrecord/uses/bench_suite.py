"""A suite from whatever a user names: `seeds`, a file of judged queries, a BEIR folder, a file of TREC judgments."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from onrecord.errors import BadInput
from onrecord.evaluation.article_suite import ARTICLE_DEPTH, ArticleSuite
from onrecord.evaluation.beir import read_beir, read_corpus, read_qrels
from onrecord.evaluation.checksums import Watch
from onrecord.evaluation.judgments import JudgedQuery, read_judgments
from onrecord.evaluation.lines import read_lines
from onrecord.evaluation.query_texts import read_query_texts
from onrecord.evaluation.span_suite import SpanSuite
from onrecord.evaluation.suites import Suite
from onrecord.evaluation.trec import read_trec_qrels
from onrecord.records import Article
from onrecord.uses.sample import seed_articles, seed_queries

SEEDS = "seeds"
SPAN_DEPTH = 10


@dataclass(frozen=True, slots=True)
class Reading:
    """How a suite is to be read. `k` None: the suite's own depth (10 spans, 100 articles, or all with `whole`)."""

    k: int | None = None
    max_chars: int = 1200
    measures: Sequence[str] = ()
    split: str = "test"
    queries: Path | None = None
    whole: bool = False

    @property
    def article_depth(self) -> int | None:
        """How many articles of a ranking count."""
        return self.k if self.k is not None else None if self.whole else ARTICLE_DEPTH


@dataclass(frozen=True, slots=True)
class OpenSuite:
    """A suite, the files it came from, the judged queries if its answers are spans, and its articles if it has them."""

    suite: Suite
    watch: Watch
    judged: tuple[JudgedQuery, ...] = ()
    corpus: Callable[[], Iterable[Article]] | None = None


def open_suite(given: Path | str, reading: Reading | None = None) -> OpenSuite:
    """The suite that a string names or a path leads to; BadInput, with file and line, for what is missing or broken."""
    how = reading or Reading()
    if given == SEEDS:
        path = seed_queries()
        watch = Watch({path.name: path})
        judged = tuple(read_judgments(path))
        return OpenSuite(_span_suite(SEEDS, judged, how), watch, judged, seed_articles)
    path = Path(given)
    if path.is_dir():
        return _beir(path, how)
    first = next((line for _, line in read_lines(path)), None)
    if first is None:
        raise BadInput(f"{path}: empty; expected judged queries as JSON lines, or judgments in TREC's or BEIR's format")
    if first.lstrip().startswith("{"):
        watch = Watch({path.name: path})
        judged = tuple(read_judgments(path))
        return OpenSuite(_span_suite(path.stem, judged, how), watch, judged)
    return _qrels(path, how, tabs=len(first.split("\t")) == 3)


def _span_suite(name: str, judged: Sequence[JudgedQuery], how: Reading) -> SpanSuite:
    depth = SPAN_DEPTH if how.k is None else how.k
    return SpanSuite(name, judged, k=depth, max_chars=how.max_chars, measures=how.measures)


def _beir(folder: Path, how: Reading) -> OpenSuite:
    qrels = Path("qrels") / f"{how.split}.tsv"
    if not (folder / "queries.jsonl").is_file() or not (folder / "qrels").is_dir():
        raise BadInput(f"{folder}: no BEIR folder; expected corpus.jsonl, queries.jsonl and qrels/SPLIT.tsv in it")
    if not (folder / qrels).is_file():
        splits = ", ".join(sorted(path.stem for path in (folder / "qrels").glob("*.tsv"))) or "none"
        raise BadInput(f"{folder}: no split {how.split!r} (there: {splits}); choose one with --split")
    watch = Watch({name: folder / name for name in ("queries.jsonl", qrels.as_posix())})
    beir = read_beir(folder, how.split)
    suite = _article_suite(f"{folder.resolve().name} {how.split}", beir.queries, beir.qrels, how)
    corpus = folder / "corpus.jsonl"
    return OpenSuite(suite, watch, corpus=(lambda: read_corpus(corpus)) if corpus.is_file() else None)


def _qrels(path: Path, how: Reading, *, tabs: bool) -> OpenSuite:
    words = {} if how.queries is None else {f"queries {how.queries.name}": how.queries}
    watch = Watch({path.name: path, **words})
    qrels = read_qrels(path) if tabs else read_trec_qrels(path)
    texts = read_query_texts(how.queries) if how.queries is not None else {}
    return OpenSuite(_article_suite(path.stem, texts, qrels, how), watch)


def _article_suite(
    name: str, texts: Mapping[str, str], qrels: Mapping[str, Mapping[str, int]], how: Reading
) -> ArticleSuite:
    return ArticleSuite(name, texts, qrels, k=how.article_depth, measures=how.measures)
