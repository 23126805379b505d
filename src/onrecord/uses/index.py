"""Articles into the archive: split, encode, store, and let the derived indexes follow."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from onrecord.errors import BadInput
from onrecord.reading.rows import article_from_dict
from onrecord.records import Article, PreparedArticle, PreparedUnit, Problem, Span, Unit, parse_date
from onrecord.text.passages import build_passages
from onrecord.uses.catch_up import catch_up
from onrecord.uses.parts import ARTICLES, UNITS, Parts

# Passages encoded and committed at a time: enough to sort by length, little to lose on Ctrl-C.
_BATCH_PASSAGES = 512

# Units that readers may have to score one by one because the indexes have not followed yet.
_MOST_PENDING = 4_096

# Told after each article what was done with it.
Progress = Callable[[Article], None]


@dataclass(slots=True)
class AddReport:
    """What `add` did: ids in the order they came, and what was left out."""

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Whether nothing had to be left out."""
        return not any(problem.skipped for problem in self.problems)


def add(parts: Parts, items: Iterable[Article | Mapping[str, object]], progress: Progress | None = None) -> AddReport:
    """Stores each article unless it is there unchanged; commits in batches, so an interruption loses little."""
    run = _Run(parts, progress or (lambda article: None))
    for number, item in enumerate(items, 1):
        try:
            article = item if isinstance(item, Article) else article_from_dict(item)
            _check(article)
        except BadInput as error:
            run.report.problems.append(Problem(f"item {number}", str(error)))
            continue
        run.take(article)
    run.report.problems += getattr(items, "problems", ())
    run.flush()
    catch_up(parts)
    return run.report


class _Run:
    """One call of `add`: the batch being filled, and what has been done so far."""

    def __init__(self, parts: Parts, progress: Progress) -> None:
        self.parts = parts
        self.report = AddReport()
        self._progress = progress
        self._batch: dict[str, tuple[Article, list[Span]]] = {}
        self._passages = 0
        self._pending = 0
        self._seen: set[str] = set()

    def take(self, article: Article) -> None:
        """Puts the article into the batch, or counts it as unchanged."""
        # What waits in the batch holds its id and path as firmly as what is stored.
        taken = {id: waiting.path for id, (waiting, _) in self._batch.items()}
        held = taken[article.id] if article.id in taken else self.parts.store.path_of(article.id)
        if article.path is None and held is not None and article.id in self._seen:
            reason = f"its id is that of the file {held}, read in the same run; give the row another id"
            self.report.problems.append(Problem(article.id, reason))
            return
        article = replace(article, id=self.parts.store.id_for(article, taken))
        if article.id in self._batch:
            self.flush()
        known = self.parts.store.fingerprint(article.id)
        if known == article.fingerprint:
            self.parts.store.adopt(article)
            self.report.unchanged += 1
        else:
            if article.id in self._seen:
                reason = "this id came more than once; the last one counts, earlier ones are kept as revisions"
                self.report.problems.append(Problem(article.id, reason, skipped=False))
            (self.report.added if known is None else self.report.updated).append(article.id)
            manifest = self.parts.manifest
            spans = build_passages(article.text, words=manifest.passage_words, overlap=manifest.passage_overlap)
            self._batch[article.id] = (article, spans)
            self._passages += len(spans)
        self._seen.add(article.id)
        if self._passages >= _BATCH_PASSAGES:
            self.flush()
        self._progress(article)

    def flush(self) -> None:
        """Encodes and commits the batch."""
        if not self._batch:
            return
        self.parts.settle_encoder()
        prepared = prepare(self.parts, list(self._batch.values()))
        self.parts.store.write(prepared)
        self._pending += sum(len(item.units) for item in prepared)
        self._batch, self._passages = {}, 0
        if self._pending >= _MOST_PENDING:
            catch_up(self.parts)
            self._pending = 0


def prepare(parts: Parts, batch: Sequence[tuple[Article, list[Span]]]) -> list[PreparedArticle]:
    """All that has to be stored for each article, encoded in one go."""
    import numpy as np

    texts = [text_to_encode(article, span) for article, spans in batch for span in spans]
    vectors = iter(parts.encoder.encode(texts).astype("<f2"))
    out = []
    for article, spans in batch:
        title = Counter(parts.analyser.terms(article.title))
        own = [next(vectors) for _ in spans]
        units = [
            _unit(parts, article, Unit("passage", span), UNITS, title, vector.tobytes())
            for span, vector in zip(spans, own, strict=True)
        ]
        whole = np.mean(own, axis=0, dtype=np.float32)
        whole /= max(float(np.linalg.norm(whole)), 1e-12)
        everything = Unit("article", Span(0, len(article.text)))
        units.append(_unit(parts, article, everything, ARTICLES, title, whole.astype("<f2").tobytes()))
        out.append(PreparedArticle(article, tuple(units)))
    return out


def text_to_encode(article: Article, span: Span) -> str:
    """What the encoder reads of a passage: its own words, without the title.

    With the title before it the vector arm alone loses (benchmarks/results/title-context.json): all passages of
    one article grow alike. BM25 counts the title, and the fusion has it from there.
    """
    return span.of(article.text)


def _unit(parts: Parts, article: Article, unit: Unit, lane: int, title: Counter[str], vector: bytes) -> PreparedUnit:
    body = parts.analyser.terms(unit.span.of(article.text))
    frequencies = Counter(body)
    for term, count in title.items():
        frequencies[term] += count * parts.manifest.title_weight
    frequencies = +frequencies  # a weight of 0 leaves no trace
    return PreparedUnit(unit, lane, frequencies.total(), frequencies, vector)


def _check(article: Article) -> None:
    for name in ("id", "text", "title", "date", "source", "author", "url"):
        value = getattr(article, name)
        if not isinstance(value, str):
            raise BadInput(f"{name} is of type {type(value).__name__}; expected text")
    if not article.id:
        raise BadInput("an article has no id; expected a non-empty string under `id` or `_id`")
    if not article.text.strip():
        raise BadInput(f"article {article.id!r} has no text; expected at least one word under `text`")
    if article.date and not parse_date(article.date):
        raise BadInput(
            f"article {article.id!r} is dated {article.date!r}; expected 2022-01-14, 2022-01, 2022 or nothing"
        )
    try:
        known = json.dumps(dict(article.metadata), allow_nan=False, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise BadInput(f"article {article.id!r} has metadata that is no JSON: {error}") from error
    try:
        for value in (article.id, article.text, article.title, article.source, article.author, article.url, known):
            value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise BadInput(
            f"article {article.id!r} holds half a surrogate pair at character {error.start}; "
            "it is no text that can be stored: decode it again from its source"
        ) from error
