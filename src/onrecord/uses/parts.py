"""The parts an archive works with, opened once and shared by all uses."""

from __future__ import annotations

import threading
from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from onrecord.atomic import Stamp, replace_file, stamp_of
from onrecord.errors import ArchiveProblem, ArchiveUnwritable, BadInput
from onrecord.indexing.bm25 import Bm25Settings
from onrecord.indexing.lexical import LexicalEngine
from onrecord.indexing.vector_index import VectorIndex
from onrecord.storage.learned import LEARNED, Learned, missing, read_learned, write_learned
from onrecord.storage.manifest import Manifest, read_manifest, write_manifest
from onrecord.storage.store import Store
from onrecord.text.terms import Analyser, AnalyserSettings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from onrecord.extraction.people.corrections import Correction

# Each has BM25 statistics and derived indexes of its own.
CORRECTIONS = "corrections.jsonl"
PASSAGES, ARTICLES, STATEMENTS = 0, 1, 2
LANES = {PASSAGES: "units", ARTICLES: "articles", STATEMENTS: "statements"}


class TextEncoder(Protocol):
    """What indexing and searching ask of an encoder."""

    @property
    def fingerprint(self) -> str:
        """Equal for encoders whose vectors may be compared."""

    @property
    def width(self) -> int:
        """How many numbers a vector has."""

    def encode(self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None) -> NDArray[np.float32]:
        """(N, width) rows of unit length, in the order of `texts`."""


class Parts:
    """Store, analyser, encoder and derived indexes of one archive; `folder` None keeps all in memory."""

    def __init__(
        self, folder: Path | None, store: Store, manifest: Manifest, load_encoder: Callable[[str], TextEncoder]
    ) -> None:
        self.folder = folder
        self.store = store
        self.manifest = manifest
        self._load_encoder = load_encoder
        self._engines: dict[int, LexicalEngine] = {}
        self._vectors: dict[int, VectorIndex] = {}
        self._corrections: Sequence[Correction] = ()
        self._corrections_stamp: Stamp | None = None
        self._learned = Learned()
        self._learned_stamp: Stamp | None = None
        # Up to which deletion, and the rows deleted until then.
        self._dead: tuple[int, array[int]] = (0, array("q"))
        # One query or change at a time in this process; processes are kept apart by SQLite and the lock.
        self.guard = threading.RLock()

    @property
    def bm25(self) -> Bm25Settings:
        return Bm25Settings(self.manifest.k1, self.manifest.b, self.manifest.title_weight)

    @cached_property
    def analyser(self) -> Analyser:
        return Analyser(AnalyserSettings(self.manifest.stemmer, self.manifest.analyser_version))

    @property
    def corrections(self) -> Sequence[Correction]:
        """What the user put right by hand, read anew when the file has changed; BadInput names file and line."""
        if self.folder is None:
            return self._corrections
        path = self.folder / CORRECTIONS
        try:
            stamp = stamp_of(path)
        except FileNotFoundError:
            return ()
        if stamp != self._corrections_stamp:
            from onrecord.extraction.people.corrections import read_corrections

            try:
                content = path.read_text("utf-8")
            except (OSError, UnicodeDecodeError) as error:
                raise BadInput(
                    f"{path}: cannot be read ({error}); expected UTF-8 text, one JSON object a line"
                ) from error
            self._corrections, self._corrections_stamp = read_corrections(content, str(path)), stamp
        return self._corrections

    def take_corrections(self, content: str) -> None:
        """Makes `content`, which was read without error, the archive's corrections in place of earlier ones."""
        if self.folder is not None:
            with self._explained():
                replace_file(self.folder / CORRECTIONS, content.encode())
            return
        from onrecord.extraction.people.corrections import read_corrections

        self._corrections = read_corrections(content)

    @property
    def learned(self) -> Learned:
        """What was learned from judgments, read anew when the file has changed; ArchiveProblem names the file."""
        if self.folder is None:
            return self._learned
        path = self.folder / LEARNED
        try:
            stamp = stamp_of(path)
        except FileNotFoundError:
            # Read anew: another process may have gone back to the defaults since.
            if self.manifest.learned and read_manifest(self.folder).learned:
                raise missing(self.folder) from None
            return Learned()
        if stamp != self._learned_stamp:
            found = read_learned(self.folder)
            for name, facts in found.learned_from.items():
                made, own = facts.get("encoder"), self.manifest.encoder_fingerprint
                if own and made not in (None, own):
                    raise ArchiveProblem(
                        f"{path}: {name} were learned with encoder {made}, this archive's is {own}; learn them again "
                        "with `onrecord tune`, or go back to the defaults with `onrecord tune --reset`"
                    )
            self._learned, self._learned_stamp = found, stamp
        return self._learned

    def take_learned(self, learned: Learned) -> None:
        """Keeps it in place of what was learned earlier; an empty one makes the defaults hold again."""
        if self.folder is None:
            self._learned = learned
            return
        # Between the two writes there may be a file that is not noted, never a note without its file.
        if learned == Learned():
            self._note_learned(False)
        write_learned(self.folder, learned)
        if learned != Learned():
            self._note_learned(True)

    def _note_learned(self, learned: bool) -> None:
        assert self.folder is not None
        manifest = read_manifest(self.folder)
        if manifest.learned != learned:
            self._write_down(replace(manifest, learned=learned))

    def engine(self, lane: int) -> LexicalEngine:
        """The lexical engine of a lane, opened when first used."""
        if lane not in self._engines:
            if self.folder is None:
                from onrecord.indexing.reference_engine import ReferenceEngine

                self._engines[lane] = ReferenceEngine(self.bm25)
            else:
                from onrecord.indexing.tantivy_engine import TantivyEngine

                self._engines[lane] = TantivyEngine(self.lexical_mark(lane), self.bm25, self.store.origin)
        return self._engines[lane]

    def vectors(self, lane: int, *, fresh: bool = False) -> VectorIndex:
        """The vector index of a lane, opened when first used; `fresh` to make it anew whatever is there."""
        if fresh or lane not in self._vectors:
            folder = self.folder and self.vector_folder(lane)
            self._vectors[lane] = VectorIndex(folder, self.manifest.width, fresh=fresh, origin=self.store.origin)
        return self._vectors[lane]

    def dead(self) -> array[int]:
        """The rows deleted since the derived indexes were last made anew, ascending; inside a snapshot."""
        seen, known = self._dead
        now = self.store.watermark().deletion
        if now != seen:
            new = self.store.deleted_above(seen if now > seen else 0)
            self._dead = now, array("q", sorted({*known, *new} if now > seen else new))
        return self._dead[1]

    def lexical_mark(self, lane: int) -> Path:
        """The file that names a lane's lexical index; only for archives on disk."""
        assert self.folder is not None
        return self.folder / "lexical" / f"{LANES[lane]}.json"

    def vector_folder(self, lane: int) -> Path:
        """Where a lane's vector index lies; only for archives on disk."""
        assert self.folder is not None
        return self.folder / "vectors" / LANES[lane]

    def forget_derived(self) -> None:
        """Closes the derived indexes, so that the next use opens what is then on disk."""
        self._engines.clear()
        self._vectors.clear()

    @cached_property
    def encoder(self) -> TextEncoder:
        """The archive's encoder; ArchiveProblem when the installed weights are not those it was built with."""
        encoder = self._load_encoder(self.manifest.encoder)
        known = self.manifest.encoder_fingerprint
        if known and encoder.fingerprint != known:
            raise ArchiveProblem(
                f"{self.store.place}: its vectors were made by encoder {known}, installed is {encoder.fingerprint}; "
                "install the version it was built with, or index the articles again into a new archive"
            )
        return encoder

    @property
    def encoder_loaded(self) -> bool:
        """Whether `encoder` is at hand already."""
        return "encoder" in self.__dict__

    def refresh_manifest(self) -> None:
        """Learns from disk which encoder another process has settled on since this archive was opened."""
        if self.folder is not None and not self.manifest.encoder_fingerprint:
            self.manifest = read_manifest(self.folder)
            if self.manifest.encoder_fingerprint:
                self.forget_derived()

    def settle_origin(self) -> None:
        """Writes down which store the description belongs to, once there is an article to tell it by."""
        number = self.store.origin.proposed()
        if self.folder is None or number is None:
            return
        if not self.manifest.origin:
            self._write_down(replace(self.manifest, origin=number))
        self.store.origin.settle(number)

    def settle_encoder(self) -> None:
        """Writes down which weights make this archive's vectors, before the first is stored."""
        self.refresh_manifest()
        if self.manifest.encoder_fingerprint:
            return
        encoder = self.encoder
        self._write_down(replace(self.manifest, encoder_fingerprint=encoder.fingerprint, width=encoder.width))
        self._vectors.clear()

    def _write_down(self, manifest: Manifest) -> None:
        """Makes it the archive's description; when that fails the old one holds, in this process as on the disk."""
        if self.folder is not None:
            with self._explained():
                write_manifest(self.folder, manifest)
        self.manifest = manifest

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise ArchiveUnwritable(
                f"{self.folder}: {error}; nothing was stored; free space or fix the permissions, then repeat it"
            ) from error
