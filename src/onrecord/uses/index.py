"""Articles into the archive: split, encode, extract, store, and let the derived indexes follow.

One batch is encoded on all cores, outside the interpreter's lock, while the one before it is looked through and
stored. Memory stays bounded however much comes in: three batches, one commit, one segment of vectors, some blocks of
names at a time; only the ids in the report grow, by some 80 bytes an article. What a stopped run committed stays, and
the next one passes over it. Measured in benchmarks/results/ingestion.json, with what was slow before.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace

from onrecord.errors import BadInput
from onrecord.limits import in_force
from onrecord.reading.oversized import refuse_oversized
from onrecord.reading.rows import article_from_dict
from onrecord.records import Article, PreparedArticle, Problem, parse_date
from onrecord.steps import reached
from onrecord.text.passages import build_passages
from onrecord.uses.catch_up import catch_up, catch_up_between
from onrecord.uses.identify import identify
from onrecord.uses.parts import PASSAGES, Parts
from onrecord.uses.prepare import Pipeline, Planned
from onrecord.uses.seen import Seen

# Passages encoded at a time: few, so that little is left to do when the last are encoded, and that their token states
# fit into memory twice (0.5 MB a passage).
_BATCH_PASSAGES = 64
# Passages committed at a time: little to lose on Ctrl-C.
_COMMIT_PASSAGES = 256

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
    try:
        report = _added(parts, items, progress or (lambda article: None))
    except KeyboardInterrupt:
        identify(parts)  # who the people of what was kept are
        raise
    # First what makes the articles fast to find; a name that stands everywhere takes longer to settle.
    catch_up(parts)
    reached("add: indexes caught up")
    identify(parts)
    reached("add: done")
    return report


def _added(parts: Parts, items: Iterable[Article | Mapping[str, object]], progress: Progress) -> AddReport:
    with closing(_Run(parts, progress)) as run:
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
        run.report.problems += [Problem("corrections", why, skipped=False) for why in run.pipeline_problems]
    return run.report


def outdated(parts: Parts, among: Collection[str] | None = None) -> Iterator[Article]:
    """The articles that rules, weights or corrections other than today's looked through, by id; `among` None: all."""
    with closing(Pipeline(parts)) as pipeline:
        for article in parts.store.articles():
            if (among is None or article.id in among) and parts.store.extracted.extractor(
                article.id
            ) != pipeline.extractor(article.id):
                yield article


class _Run:
    """One call of `add`: the batch being filled, the one being encoded, and what has been done so far."""

    def __init__(self, parts: Parts, progress: Progress) -> None:
        self.parts = parts
        self.report = AddReport()
        self._progress = progress
        self._pipeline = Pipeline(parts)
        self._batch: dict[str, Planned] = {}
        self._passages = 0
        self._prepared: list[PreparedArticle] = []
        self._pending = 0
        self._seen = Seen()
        # What is not committed yet holds its id and path as firmly as what is stored.
        self._waiting: dict[str, str | None] = {}

    def take(self, article: Article) -> None:
        """Puts the article into the batch, or counts it as unchanged."""
        store, waiting = self.parts.store, self._waiting
        held = waiting[article.id] if article.id in waiting else store.path_of(article.id)
        if article.path is None and held is not None and article.id in self._seen:
            reason = f"its id is that of the file {held}, read in the same run; give the row another id"
            self.report.problems.append(Problem(article.id, reason))
            return
        if (id := store.id_for(article, waiting)) != article.id:
            article = replace(article, id=id)
            held = waiting[id] if id in waiting else store.path_of(id)
        if id in waiting:
            self.flush()
        known = store.fingerprint(id)
        if known == article.fingerprint and article.path is None and held is not None:
            article = replace(article, path=held)
        seen = self._seen.add(id)
        if known == article.fingerprint and not self._is_outdated(id):
            if article.path != held:
                store.adopt(article)
            self.report.unchanged += 1
        else:
            if seen:
                reason = "this id came more than once; the last one counts, earlier ones are kept as revisions"
                self.report.problems.append(Problem(id, reason, skipped=False))
            (self.report.added if known is None else self.report.updated).append(id)
            manifest = self.parts.manifest
            spans = build_passages(article.text, words=manifest.passage_words, overlap=manifest.passage_overlap)
            self._batch[id] = Planned(article, spans)
            self._waiting[id] = article.path
            self._passages += len(spans)
        if self._passages >= _BATCH_PASSAGES:
            self._hand_over()
        self._progress(article)

    def _is_outdated(self, id: str) -> bool:
        """Whether the article was looked through by rules, weights or corrections other than today's."""
        return self.parts.store.extracted.extractor(id) != self._pipeline.extractor(id)

    def flush(self) -> None:
        """Encodes and commits all that waits."""
        self._hand_over()
        self._keep(self._pipeline.finish())
        self._commit()

    @property
    def pipeline_problems(self) -> list[str]:
        """The corrections that did not apply to the articles of this run."""
        return self._pipeline.problems

    def close(self) -> None:
        """Lets go of the pipeline and of what was noted."""
        self._pipeline.close()
        self._seen.close()

    def _hand_over(self) -> None:
        """Lets the batch be encoded while the one before it is looked through and stored."""
        if self._batch:
            self._keep(self._pipeline.take(self._batch))
            self._batch, self._passages = {}, 0

    def _keep(self, prepared: list[PreparedArticle]) -> None:
        """Puts the articles to those about to be committed, and commits when there are enough."""
        self._prepared += prepared
        if sum(unit.lane == PASSAGES for item in self._prepared for unit in item.units) >= _COMMIT_PASSAGES:
            self._commit()

    def _commit(self) -> None:
        prepared, self._prepared = self._prepared, []
        if not prepared:
            return
        self.parts.store.write(prepared)
        for item in prepared:
            del self._waiting[item.article.id]
        self._pending += sum(len(item.units) for item in prepared)
        if self._pending >= _MOST_PENDING:
            catch_up_between(self.parts)
            self._pending = 0


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
    refuse_oversized(article, in_force())
    try:
        for value in (article.id, article.text, article.title, article.source, article.author, article.url, known):
            value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise BadInput(
            f"article {article.id!r} holds half a surrogate pair at character {error.start}; "
            "it is no text that can be stored: decode it again from its source"
        ) from error
