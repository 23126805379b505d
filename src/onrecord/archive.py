"""The archive: add articles, search them, read them, cite them. The one object most users need."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from onrecord.errors import ArchiveDamaged, ArchiveLocked, ArchiveUnwritable, BadInput
from onrecord.records import Article, Hit, Json, Kind, Mode, Query, Span

# Every use is imported by the method that needs it: a cold search is half imports.
if TYPE_CHECKING:
    import os

    from onrecord.extraction.people.corrections import Correction
    from onrecord.querying.fuse import Fusion
    from onrecord.querying.weights import Weights
    from onrecord.rendering.notebook_lists import AttributedArticle, ClaimList, PersonList, ProfileList, QuoteList
    from onrecord.spoken import Act, Style
    from onrecord.storage.manifest import Manifest
    from onrecord.uses import index, look_up
    from onrecord.uses.parts import Parts
    from onrecord.uses.rerank import Reranker
    from onrecord.uses.search_units import Group
    from onrecord.uses.tune import Judged, Tuning
    from onrecord.uses.verify import Verifier
    from onrecord.verdicts import DraftQuotation, Verification


class Archive:
    """A searchable pile of articles; made by `Archive.open` or `Archive.in_memory`, closed by `close` or `with`."""

    def __init__(self, parts: Parts, wait: float = 0.0) -> None:
        from onrecord.uses.forking import watch

        self._parts = parts
        self._wait = wait
        self._verifier: Verifier | None = None
        # What opening had to mend, in words.
        self.notices: list[str] = []
        self._notify: Callable[[str], None] | None = None
        self._rerankers: dict[str, Reranker] = {}
        self._turn = watch(parts, self._rerankers)

    @classmethod
    def open(
        cls,
        path: str | os.PathLike[str],
        *,
        create: bool = True,
        settings: Manifest | None = None,
        wait: float = 0.0,
        notify: Callable[[str], None] | None = None,
    ) -> Archive:
        """The archive in the folder `path`, made when it is missing (unless `create` is False).

        `settings` shape a new archive; an existing one must have been made with the same. `wait` is how many
        seconds a change waits for another writer (-1: for ever) before it raises ArchiveLocked, which names that one;
        reading never waits. What lags is caught up, what is damaged is rebuilt.
        `notify` gets a line for each step of long preparations, such as exporting the model once.
        Raises BadInput for a path that holds something else, ArchiveProblem for an archive that cannot be read.
        """
        from onrecord.uses import opening

        archive = cls(opening.parts_on_disk(Path(path), create, settings, notify, wait), wait)
        archive._notify = notify
        try:
            archive._bring_up()
        except BaseException:
            archive.close()
            raise
        return archive

    @classmethod
    def in_memory(cls, settings: Manifest | None = None) -> Archive:
        """An archive that lives as long as this object; small, for notebooks and tests. BM25 by rank-bm25."""
        from onrecord.uses import opening

        return cls(opening.parts_in_memory(settings))

    def add(
        self,
        articles: Iterable[Article | Mapping[str, object]],
        progress: Callable[[Article], None] | None = None,
    ) -> index.AddReport:
        """Stores articles (upsert by id; an unchanged one costs nothing); says what was done and left out.

        Also takes what `onrecord.read` gives, and dicts with `id`, `text`, `title`, `date`, `source`, `url`,
        `author`; other keys are kept as metadata.
        """
        from onrecord.uses import index
        from onrecord.uses.turns import LettingIn

        with self._writing():
            return index.add(self._parts, LettingIn(articles, self._parts.guard), progress)

    def search(
        self,
        query: str,
        k: int = 10,
        *,
        mode: Mode = "hybrid",
        kind: Kind | None = None,
        group: Group = "unit",
        speaker: str | None = None,
        source: str | None = None,
        since: str | None = None,
        until: str | None = None,
        metadata: Mapping[str, str] | None = None,
        explain: bool = False,
        fusion: Fusion | Weights | None = None,
        min_confidence: float = 0.0,
        rerank: str | os.PathLike[str] | Reranker | None = None,
        rerank_depth: int = 50,
    ) -> list[Hit]:
        """The k best hits, best first; fewer only when fewer pass the filters. See `parse` for the query syntax.

        Hits less sure than `min_confidence` are left out: none at all says that nothing here answers that. Only a
        hybrid search for passages can tell (BadInput otherwise); see `querying.confidence`.

        `rerank` puts the first `rerank_depth` hits in the order of a CrossEncoder, given by the path of its folder or
        by its name in the local cache, or of any object with `score(query, texts)`, such as a `CrossEncoderReranker`
        of `encoding.cross_encoder`, which may be told to download. What scores then mean: `uses.rerank`.
        """
        from onrecord.uses import ask
        from onrecord.uses.rerank import reranking
        from onrecord.uses.search import search

        given = ask.restrict(kind, speaker, source, since, until, metadata or {})
        wanted = ask.understand(query, given)
        again = None if rerank is None else reranking(rerank, rerank_depth, self._rerankers, self._notify)
        reach = k if again is None else again.reach(k)
        find = partial(search, self._parts, wanted, k=reach, mode=mode, group=group, fusion=fusion, explain=explain)
        try:
            hits = find()
        except ArchiveDamaged as error:
            if self._parts.folder is None:
                raise
            # Some damage only shows when a file is used. What is derived is made anew; the articles are not touched.
            with suppress(ArchiveLocked):  # whoever writes at this moment may be what is in the way, or mend it
                self.rebuild()
                self.notices.append(f"{error}: done, rebuilt from the store")
            hits = find()
        hits = ask.sure_enough(hits, min_confidence)
        return hits if again is None else again.order(wanted.text, hits)[:k]

    def quotes(
        self,
        speaker: str | None = None,
        about: str | None = None,
        *,
        style: Style | None = None,
        source: str | None = None,
        since: str | None = None,
        until: str | None = None,
        article: str | None = None,
        min_confidence: float = 0.0,
        k: int | None = None,
    ) -> QuoteList:
        """Who said what: the quotes that pass, the best for `about` first, else those of the latest article first.

        `speaker` is any name of a person, or a body's (`Kremlin`). `k` None gives all.
        """
        from onrecord.uses import ask, listing

        wanted = ask.restrict("quote", speaker, source, since, until, {})
        asked = listing.Asked(about or "", article, k)
        return listing.quotes(self._parts, wanted, asked, style, min_confidence)

    def claims(
        self,
        about: str | None = None,
        *,
        act: Act | None = None,
        speaker: str | None = None,
        quantity: str | None = None,
        attributed: bool | None = None,
        source: str | None = None,
        since: str | None = None,
        until: str | None = None,
        article: str | None = None,
        min_worthiness: float = 0.0,
        k: int | None = None,
    ) -> ClaimList:
        """Policy claims that pass, in the order of `quotes`; `quantity` is a condition such as `troops > 50000`."""
        from onrecord.uses import ask, listing

        wanted = ask.restrict("claim", speaker, source, since, until, {})
        asked = listing.Asked(about or "", article, k)
        return listing.claims(self._parts, wanted, asked, act, quantity, attributed, min_worthiness)

    def people(
        self, *, source: str | None = None, since: str | None = None, until: str | None = None, k: int | None = None
    ) -> PersonList:
        """Everyone in the archive with roles, aliases and counts, the most quoted first."""
        from onrecord.uses import ask, listing

        return listing.people(self._parts, ask.restrict("person", None, source, since, until, {}), k)

    def person(
        self, name: str, *, source: str | None = None, since: str | None = None, until: str | None = None
    ) -> ProfileList:
        """Whoever the name may mean, the best match first, each fact with its place; raises NotFound."""
        from onrecord.uses import ask, listing

        return listing.profiles(self._parts, name, ask.restrict("person", None, source, since, until, {}))

    def attributed(self, reference: str) -> AttributedArticle:
        """The article with its sources, cues and contents highlighted; raises NotFound."""
        from onrecord.uses import listing, look_up

        return listing.attributed(self._parts, look_up.get(self._parts, reference))

    def refresh(self, progress: Callable[[Article], None] | None = None) -> index.AddReport:
        """Looks again through every article that other rules, weights or corrections than today's looked through."""
        from onrecord.uses import index

        with self._writing():
            return index.add(self._parts, index.outdated(self._parts), progress)

    def correct(self, path: str | os.PathLike[str]) -> list[str]:
        """Takes a file of corrections into the archive, in place of earlier ones; says what could not be applied.

        See `onrecord correct --help` for what a line holds. Raises BadInput with file and line; then nothing changes.
        """
        from onrecord.uses import correct

        with self._writing():
            return correct.correct(self._parts, Path(path))

    def tune(
        self, judged: Judged, *, anyway: bool = False, dry_run: bool = False, progress: Callable[[], None] | None = None
    ) -> Tuning:
        """Learns the fusion's weights on judged queries (or a path as for `evaluate`); see `onrecord tune --help`."""
        from onrecord.uses import tune

        return tune.tune(self._parts, self._writing, judged, anyway=anyway, dry_run=dry_run, progress=progress)

    def forget_tuning(self) -> None:
        """Lets the default weights hold again, whether what was learned can be read or not."""
        from onrecord.storage.learned import Learned

        with self._writing():
            self._parts.take_learned(Learned())

    @property
    def corrections(self) -> Sequence[Correction]:
        """What was put right by hand, in the order of the file."""
        return self._parts.corrections

    @staticmethod
    def understand(query: str) -> Query:
        """What a typed query means, with a warning for everything that was taken as plain words."""
        from onrecord.uses import ask

        return ask.understand(query)

    def search_many(self, queries: Mapping[str, str], k: int = 10, **options: object) -> dict[str, list[Hit]]:
        """{query id: hits} in the order given; `options` as for `search`."""
        return {qid: self.search(query, k, **options) for qid, query in queries.items()}  # type: ignore[arg-type]

    def verify(self, quote: str, *, speaker: str | None = None, k: int = 5) -> Verification:
        """Whether somebody is on record with these words: the verdict, the place, the difference, the speaker.

        The verdicts are defined in `onrecord.alignment.verdict`. `k` is how many places are looked at for a
        paraphrase when the words stand nowhere. Raises BadInput for a quotation without words.
        """
        return self._checker().verify(quote, speaker=speaker, k=k)

    def verify_draft(self, text: str, title: str = "") -> list[DraftQuotation]:
        """All quotations of a draft in its order, each checked with the speaker the draft gives it.

        Those of fewer than three words are left out. `draft_start` and `draft_end` are offsets into `text`, lines
        count from 1.
        """
        from onrecord.uses.verify_draft import verify_draft

        return list(verify_draft(self._checker(), text, title))

    def _checker(self) -> Verifier:
        if self._verifier is None:
            from onrecord.uses.verify import Verifier

            self._verifier = Verifier(self._parts)
        return self._verifier

    def get(self, reference: str) -> look_up.ArchivedArticle:
        """The article with this id, or at the revision named by `id@sha`; raises NotFound."""
        from onrecord.uses import look_up

        return look_up.get(self._parts, reference)

    def resolve(self, reference: str) -> tuple[look_up.ArchivedArticle, Span | None]:
        """The article and span of a citation such as `id@sha:10-42`; the span is None when none is named."""
        from onrecord.uses import look_up

        return look_up.resolve(self._parts, reference)

    def articles(self) -> Iterator[Article]:
        """All live articles in the order of their ids."""
        from onrecord.uses.turns import Guarded

        return Guarded(self._parts.store.articles(), self._parts.guard)

    def delete(self, ids: Sequence[str]) -> int:
        """Takes articles out of all searches; returns how many were there. `compact` makes them forgotten."""
        from onrecord.uses import delete

        with self._writing():
            return delete.delete(self._parts, ids)

    def compact(self) -> tuple[int, int]:
        """Forgets earlier revisions and deleted articles for good; returns how many revisions and bytes went."""
        from onrecord.uses import mend

        with self._writing():
            return mend.compact(self._parts)

    def rebuild(self) -> None:
        """Makes all derived indexes anew from the store, and token states that were lost anew from the texts."""
        from onrecord.uses import mend

        with self._writing():
            mend.rebuild_all(self._parts)

    def check(self) -> list[str]:
        """One line for everything found wrong with the files; empty when all is well."""
        from onrecord.uses import check

        try:
            with self._writing():  # beside a writer an index may lag or run ahead, and be well
                return check.check(self._parts)
        except ArchiveUnwritable:
            with self._parts.guard:
                return check.check(self._parts)

    def info(self) -> dict[str, Json]:
        """What the archive holds, how it was made, and how large it is on disk (bytes)."""
        from onrecord.uses import describe

        return describe.describe(self._parts)

    def close(self) -> None:
        """Lets go of all files, once what other threads ask of it is done."""
        with self._parts.guard:
            self._parts.forget_derived()
            self._parts.store.close()

    def __reduce__(self) -> tuple[Any, ...]:
        """What a process that was spawned gets: the same archive, opened there anew."""
        if self._parts.folder is None:
            raise BadInput("an archive in memory cannot be handed to another process; keep it in a folder")
        return partial(Archive.open, create=False, wait=self._wait), (self._parts.folder.absolute(),)

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        # The guard comes last: while this thread waits for another process, others search.
        from onrecord.storage.lock import write_lock

        folder = self._parts.folder
        lock = nullcontext() if folder is None else write_lock(folder, self._wait, self._notify)
        with self._turn, lock, self._parts.guard:
            yield

    def _bring_up(self) -> None:
        """Mends what can be mended; a reader beside a writer does without."""
        from onrecord.storage.lock import write_lock
        from onrecord.uses import mend

        try:
            if not mend.needs_mending(self._parts):
                return
        except BadInput as error:
            # Nobody is locked out by a mistyped correction; who is who stays as it was settled before.
            self.notices.append(f"{error}; until then the archive is read without it")
            return
        try:
            with write_lock(self._parts.folder, 0.0) if self._parts.folder else nullcontext():
                self.notices = mend.bring_up(self._parts)
        except (ArchiveLocked, ArchiveUnwritable):
            # What lags is read from the store instead; only damage cannot be got around.
            if mend.damage(self._parts):
                with self._writing():
                    self.notices = mend.bring_up(self._parts)
