"""The archive: add articles, search them, read them, cite them. The one object most users need."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from onrecord.errors import ArchiveDamaged, ArchiveLocked, ArchiveUnwritable, BadInput
from onrecord.querying.fuse import Fusion
from onrecord.querying.parse import merge_filters, parse
from onrecord.records import Article, Filter, Hit, Json, Kind, Mode, Query, Span, parse_date
from onrecord.storage.manifest import Manifest, read_manifest, write_manifest
from onrecord.storage.store import Store
from onrecord.uses.parts import Parts, TextEncoder
from onrecord.uses.search import Group, search

# The uses that a search does not need are imported by the methods that do: a cold search is half imports.
if TYPE_CHECKING:
    import os

    from onrecord.uses import index, look_up

_KINDS = ("passage", "quote", "claim", "person")


class Archive:
    """A searchable pile of articles; made by `Archive.open` or `Archive.in_memory`, closed by `close` or `with`."""

    def __init__(self, parts: Parts, wait: float = 0.0) -> None:
        self._parts = parts
        self._wait = wait
        # What opening had to mend, in words.
        self.notices: list[str] = []

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
        seconds to wait for another writer (-1: for ever). What lags is caught up, what is damaged is rebuilt.
        `notify` gets a line for each step of long preparations, such as exporting the model once.
        Raises BadInput for a path that holds something else, ArchiveProblem for an archive that cannot be read.
        """
        folder = Path(path)
        manifest = _manifest_in(folder, create, settings)
        archive = cls(
            Parts(folder, Store(folder / "store.sqlite"), manifest, partial(_load_encoder, notify=notify)), wait
        )
        try:
            archive._bring_up()
        except BaseException:
            archive.close()
            raise
        return archive

    @classmethod
    def in_memory(cls, settings: Manifest | None = None) -> Archive:
        """An archive that lives as long as this object; small, for notebooks and tests. BM25 by rank-bm25."""
        return cls(Parts(None, Store(None), settings or Manifest(), _load_encoder))

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

        with self._writing():
            return index.add(self._parts, articles, progress)

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
        fusion: Fusion | None = None,
    ) -> list[Hit]:
        """The k best hits, best first; fewer only when fewer pass the filters. See `parse` for the query syntax."""
        given = _filter(kind, speaker, source, since, until, metadata or {})
        understood = parse(query)
        wanted = Query(
            understood.text, understood.required, understood.excluded, merge_filters(understood.filter, given)
        )
        return search(self._parts, wanted, k=k, mode=mode, group=group, fusion=fusion, explain=explain)

    @staticmethod
    def understand(query: str) -> Query:
        """What a typed query means, with a warning for everything that was taken as plain words."""
        return parse(query)

    def search_many(self, queries: Mapping[str, str], k: int = 10, **options: object) -> dict[str, list[Hit]]:
        """{query id: hits} in the order given; `options` as for `search`."""
        return {qid: self.search(query, k, **options) for qid, query in queries.items()}  # type: ignore[arg-type]

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
        return self._parts.store.articles()

    def delete(self, ids: Sequence[str]) -> int:
        """Takes articles out of all searches; returns how many were there. `compact` makes them forgotten."""
        from onrecord.uses import catch_up

        if isinstance(ids, str):
            raise BadInput(f"ids is the text {ids!r}; expected a list of article ids")
        with self._writing():
            count = self._parts.store.delete(list(dict.fromkeys(ids)))
            catch_up.catch_up(self._parts)
            return count

    def compact(self) -> tuple[int, int]:
        """Forgets earlier revisions and deleted articles for good; returns how many revisions and bytes went."""
        from onrecord.uses import mend

        with self._writing():
            return mend.compact(self._parts)

    def rebuild(self) -> None:
        """Makes all derived indexes anew from the store."""
        from onrecord.uses import catch_up

        with self._writing():
            catch_up.rebuild(self._parts)

    def check(self) -> list[str]:
        """One line for everything found wrong with the files; empty when all is well."""
        from onrecord.uses import check

        with self._parts.guard:
            return check.check(self._parts)

    def info(self) -> dict[str, Json]:
        """What the archive holds, how it was made, and how large it is on disk (bytes)."""
        from onrecord.uses import describe

        return describe.describe(self._parts)

    def close(self) -> None:
        """Lets go of all files."""
        self._parts.forget_derived()
        self._parts.store.close()

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with self._parts.guard:
            if self._parts.folder is None:
                yield
                return
            from onrecord.storage.lock import write_lock

            with write_lock(self._parts.folder, self._wait):
                yield

    def _bring_up(self) -> None:
        """Mends what can be mended; a reader beside a writer does without."""
        from onrecord.storage.lock import write_lock
        from onrecord.uses import mend

        if not mend.needs_mending(self._parts):
            return
        try:
            with write_lock(self._parts.folder, 0.0) if self._parts.folder else nullcontext():
                self.notices = mend.bring_up(self._parts)
        except (ArchiveLocked, ArchiveUnwritable):
            # What lags is read from the store instead; only damage cannot be got around.
            if mend.damage(self._parts):
                raise


def _load_encoder(name: str, notify: Callable[[str], None] | None = None) -> TextEncoder:
    from onrecord.encoding.choosing import load_encoder

    return load_encoder(name, progress=notify)


def _manifest_in(folder: Path, create: bool, settings: Manifest | None) -> Manifest:
    if folder.is_file():
        raise BadInput(f"{folder}: is a file; expected the folder of an archive")
    if (folder / "archive.json").exists():
        found = read_manifest(folder)
        if found.encoder_fingerprint and not (folder / "store.sqlite").exists():
            raise ArchiveDamaged(
                f"{folder}: store.sqlite is missing; restore it from a copy, or index the articles again"
            )
        if settings is not None and settings.shape() != found.shape():
            raise BadInput(
                f"{folder}: was made with {found.shape()}, asked for are {settings.shape()}; "
                "leave the settings out, or index into a new archive"
            )
        return found
    if not create:
        raise BadInput(_no_archive(folder))
    others = [path.name for path in folder.iterdir() if path.name != "lock"] if folder.exists() else []
    if others:
        seen = ", ".join(sorted(others)[:3])
        raise BadInput(f"{folder}: is no archive and holds other files ({seen}); name a new or empty folder")
    manifest = settings or Manifest()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_manifest(folder, manifest)
    except OSError as error:
        raise ArchiveUnwritable(f"{folder}: {error}; name a folder that can be written") from error
    return manifest


def _no_archive(folder: Path) -> str:
    import difflib

    beside = [path.parent for path in sorted(folder.parent.glob("*/archive.json"))]
    beside += [path.parent for path in sorted(Path("indexes").glob("*/archive.json"))]
    close = difflib.get_close_matches(folder.name, [path.name for path in beside], n=1, cutoff=0.4)
    similar = [path for path in beside if path.name in close] or beside
    hint = f"; did you mean {similar[0]}?" if similar else "; make one with `onrecord index FILES --archive DIR`"
    return f"{folder}: no archive here{hint}"


def _filter(
    kind: Kind | None,
    speaker: str | None,
    source: str | None,
    since: str | None,
    until: str | None,
    metadata: Mapping[str, str],
) -> Filter:
    if kind is not None and kind not in _KINDS:
        raise BadInput(f"kind is {kind!r}; expected one of {', '.join(_KINDS)}")
    for name, date in (("since", since), ("until", until)):
        if date and not parse_date(date):
            raise BadInput(f"{name} is {date!r}; expected a date such as 2022-01-14, 2022-01 or 2022")
    pairs = tuple(sorted((str(key), str(value)) for key, value in metadata.items()))
    return Filter((kind,) if kind else (), speaker or "", source or "", since or "", until or "", pairs)
