"""tantivy as the source of BM25 candidates: incremental, memory-mapped, with phrases.

Documents arrive analysed, so tantivy only splits at spaces. Field `words` holds the terms of title and body, two values
with a gap between them, with positions: for phrases, and for BM25 where a title counts once, as it does unless asked
otherwise. Else field `terms` holds title terms `title_weight` times and the body's, for BM25 alone. So had all indexes
before format 5; the mark of one without it says so, and the others are read and written as they were begun.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import shutil
import tempfile
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from onrecord.atomic import Stamp, replace_file, stamp_of
from onrecord.errors import ArchiveDamaged, ArchiveUnwritable
from onrecord.indexing.bm25 import Bm25Settings
from onrecord.indexing.engine_files import EngineFiles
from onrecord.indexing.length_bound import bound_ratio
from onrecord.indexing.lexical import Candidates, LexicalDocument
from onrecord.records import Watermark
from onrecord.sealed import opened_seal, sealed

# What BM25 counts in, and phrases are looked for in. The first is a field of its own, or the second.
_TERMS, _WORDS = "terms", "words"

# Below this many allowed rows the engine is told which; above it, its list is sifted as it comes.
_MOST_LISTED = 5_000

# As many it lists to be sifted, unless more are asked for.
_MOST_SIFTED = 20_000

# Scores are float32 in tantivy: relative error of a sum of a few dozen terms, with room to spare.
_SLACK = 1.0 + 1e-4

_HEAP = 64 * 1024 * 1024

# Documents between two commits of a long run: the engine holds some 0.8 KB for each deletion until the next.
_COMMITTED = 100_000


class TantivyEngine:
    """A LexicalEngine on disk. One process may write at a time; the archive's lock sees to that.

    The mark, `NAME.json`, names the folder that holds the index and how far it has come. It is replaced as a whole
    after each commit, so a reader sees an old index or a new one, and a rebuild never disturbs readers.
    """

    def __init__(self, mark: Path, settings: Bm25Settings, origin: Callable[[], int | None] = lambda: None) -> None:
        import tantivy

        self._tantivy = tantivy
        self._settings = settings
        self._mark = mark
        self._place = mark.with_suffix("")
        self._index: Any = None
        self._copy: tempfile.TemporaryDirectory[str] | None = None
        self._name = ""
        # The mark as it was last read, and what it said: nothing is read again while it stays the same file.
        self._read: tuple[Stamp, Watermark] | None = None
        # (documents, average length) by which the open index weighs, told once.
        self._collection: tuple[float, float] | None = None
        # The number of the archive it belongs to, once that has one.
        self._origin = origin
        self._files = EngineFiles()
        # Of the open index: its schema, and the field that BM25 counts in.
        self._schema: Any = None
        self._counted = _TERMS

    def watermark(self) -> Watermark:
        # Read before the index is opened: whoever does so never believes more than the index holds.
        try:
            stamp = stamp_of(self._mark)
            if self._read is not None and self._read[0] == stamp:
                return self._read[1]
            self._read = None
            facts = opened_seal(json.loads(self._mark.read_text("utf-8")))
            if facts.get("origin") not in (None, self._origin()):
                raise ValueError("belongs to another archive")
            self._files.take(facts)
            name, mark = str(facts["folder"]), Watermark(int(facts["row"]), int(facts["deletion"]))
            counted = str(facts.get("counted", _TERMS))
            if counted not in (_TERMS, _WORDS):
                raise ValueError(f"counts in {counted!r:.40}")
        except FileNotFoundError:
            self._index, self._name, self._read = None, "", None
            return Watermark()
        except (OSError, ValueError, KeyError, TypeError, AttributeError, ArithmeticError, RecursionError) as error:
            raise ArchiveDamaged(f"{self._mark}: {error}; run `onrecord check --repair` to rebuild it") from error
        with self._explained():
            self._files.verify(self._mark.parent / Path(name).name)
            if name != self._name or self._index is None:
                self._open(name, counted, create=False)
            self._reload()
        self._read = stamp, mark
        return mark

    def apply(self, added: Iterable[LexicalDocument], removed: Sequence[int], watermark: Watermark) -> None:
        if self._index is None:
            self.rebuild(added, watermark)
        else:
            self._write(added, removed, watermark, fresh=False)

    def rebuild(self, documents: Iterable[LexicalDocument], watermark: Watermark) -> None:
        """Makes a new index of exactly these documents, then lets go of the old one."""
        self._start_new()
        self._write(documents, (), watermark, fresh=True)
        with self._explained():
            for folder in self._mark.parent.glob(f"{self._mark.stem}-*"):
                if folder.name != self._name:
                    _remove(folder)

    def _write(
        self, added: Iterable[LexicalDocument], removed: Sequence[int], watermark: Watermark, *, fresh: bool
    ) -> None:
        with self._explained():
            writer = self._index.writer(_HEAP, 1)
            # What a killed run wrote and did not commit: tantivy would stumble over a file of the same name.
            writer.garbage_collect_files()
            for row in removed:
                writer.delete_documents_by_term("row", row)
            for number, document in enumerate(added, start=1):
                if not fresh:
                    # What a killed run had added already must not stand there twice.
                    writer.delete_documents_by_term("row", document.row)
                if number % _COMMITTED == 0:
                    writer.commit()
                entry = self._tantivy.Document()
                entry.add_integer("row", document.row)
                # Two values, between which the engine leaves a gap: no phrase runs from the title into the body.
                for words in (document.title, document.body):
                    entry.add_text(_WORDS, " ".join(words))
                if self._counted == _TERMS:
                    weighted = [*document.title] * self._settings.title_weight + [*document.body]
                    entry.add_text(_TERMS, " ".join(weighted))
                writer.add_document(entry)
            writer.commit()
            writer.wait_merging_threads()
            self._write_mark(watermark)
            self._reload()

    def _reload(self) -> None:
        self._index.reload()
        self._collection = None

    def _start_new(self) -> None:
        taken = {folder.name for folder in self._mark.parent.glob(f"{self._mark.stem}-*")}
        number = next(n for n in range(1, len(taken) + 2) if f"{self._mark.stem}-{n}" not in taken)
        with self._explained():
            counted = _WORDS if self._settings.title_weight == 1 else _TERMS
            self._open(f"{self._mark.stem}-{number}", counted, create=True)

    def _open(self, name: str, counted: str, create: bool) -> None:
        folder = self._mark.parent / Path(name).name
        if create:
            folder.mkdir(parents=True)
        elif not (folder / "meta.json").exists():
            raise ArchiveDamaged(f"{folder}: missing; run `onrecord check --repair` to rebuild it")
        if not os.access(folder, os.W_OK):
            # tantivy opens nothing where it cannot make a lock file; an archive on a read-only medium is copied.
            self._copy = tempfile.TemporaryDirectory(prefix="onrecord-")
            folder = Path(shutil.copytree(folder, Path(self._copy.name) / name, copy_function=shutil.copyfile))
            folder.chmod(0o700)
        self._schema, self._counted = self._schema_of(counted), counted
        self._index = self._tantivy.Index(self._schema, path=str(folder))
        self._index.config_reader(reload_policy="manual")
        self._name, self._collection = name, None

    def _schema_of(self, counted: str) -> Any:
        builder = self._tantivy.SchemaBuilder()
        # Signed: tantivy-py 0.27 deletes nothing by an unsigned term, and does not say so.
        builder.add_integer_field("row", indexed=True, fast=True)
        if counted == _TERMS:
            builder.add_text_field(_TERMS, tokenizer_name="whitespace", index_option="freq")
        builder.add_text_field(_WORDS, tokenizer_name="whitespace", index_option="position")
        return builder.build()

    def candidates(
        self, weights: Mapping[str, float], average: float, allowed: array[int] | None, limit: int, *, thorough: bool
    ) -> Candidates:
        if self._index is None:
            return Candidates((), 0.0)
        searcher = self._index.searcher()
        query, engine_average = self._query(searcher, weights)
        if query is None or (allowed is not None and not allowed):
            return Candidates((), 0.0)
        sift = allowed
        if allowed is not None and (thorough or len(allowed) <= _MOST_LISTED):
            query, sift = self._restrict(query, allowed), None
        if sift is not None:
            # So many more as are likely to be left out.
            limit = min(limit * searcher.num_docs // len(sift) + 1, max(limit, _MOST_SIFTED))
        # tantivy reserves memory for as many hits as are asked for.
        limit = min(limit, max(1, searcher.num_docs))
        found = self._search(searcher, query, limit)
        rows = searcher.fast_field_values("row", [address for _, address in found.hits])
        rest = 0.0
        if len(found.hits) == limit < searcher.num_docs:
            rest = found.hits[-1][0] * bound_ratio(self._settings, average, engine_average) * _SLACK
        if sift is not None:
            rows = [row for row in rows if _is_in(sift, row)]
        return Candidates(rows, rest)

    def matching(self, phrase: Sequence[str]) -> array[int]:
        if self._index is None or not phrase:
            return array("q")
        searcher = self._index.searcher()
        if len(phrase) == 1:
            query = self._tantivy.Query.term_query(self._schema, _WORDS, phrase[0], "position")
        else:
            query = self._tantivy.Query.phrase_query(self._schema, _WORDS, list(phrase))
        with self._explained():
            # Memory is reserved for as many hits as are asked for.
            held = searcher.search(query, 1, count=True).count
        found = self._search(searcher, query, max(1, held))
        return array("q", sorted(searcher.fast_field_values("row", [address for _, address in found.hits])))

    def rows(self) -> array[int]:
        if self._index is None:
            return array("q")
        searcher = self._index.searcher()
        found = self._search(searcher, self._tantivy.Query.all_query(), max(1, searcher.num_docs))
        return array("q", sorted(searcher.fast_field_values("row", [address for _, address in found.hits])))

    def changed_files(self) -> list[str]:
        return self._files.changed(self._mark.parent / Path(self._name).name) if self._name else []

    def _query(self, searcher: Any, weights: Mapping[str, float]) -> tuple[Any, float]:
        """A disjunction whose terms weigh what our own statistics say, and the engine's average length."""
        kind = self._tantivy.Query
        terms = {term: kind.term_query(self._schema, self._counted, term, "freq") for term in sorted(weights)}
        holding = {term: searcher.doc_freq(self._counted, term) for term in terms}
        terms = {term: query for term, query in terms.items() if holding[term]}
        if not terms:
            return None, 1.0
        if self._collection is None:
            # tantivy tells its collection statistics only in an explanation; any matching document will do.
            sample = kind.boolean_query([(self._tantivy.Occur.Should, query) for query in terms.values()])
            first = self._search(searcher, sample, 1).hits
            if not first:
                return None, 1.0
            self._collection = self._statistics(searcher, terms, first[0][1])
        documents, average = self._collection
        clauses = []
        for term, query in terms.items():
            count = holding[term]
            engine_weight = math.log(1.0 + (documents - count + 0.5) / (count + 0.5))
            boost = weights[term] / max(engine_weight, 1e-9)
            clauses.append((self._tantivy.Occur.Should, kind.boost_query(query, boost)))
        return kind.boolean_query(clauses), average

    def _statistics(self, searcher: Any, terms: Mapping[str, Any], address: Any) -> tuple[float, float]:
        for query in terms.values():
            try:
                told = json.loads(query.explain(searcher, address).to_json())
            except ValueError:
                continue  # tantivy's way of saying that this document lacks this term
            numbers = _numbers(told)
            return numbers["N, total number of docs"], numbers["avgdl, average length of field"]
        raise ArchiveDamaged(f"{self._place}: a match holds none of its terms; run `onrecord check --repair`")

    def _restrict(self, query: Any, allowed: Sequence[int]) -> Any:
        kind, must = self._tantivy.Query, self._tantivy.Occur.Must
        among = kind.term_set_query(self._schema, "row", list(allowed))
        return kind.boolean_query([(must, query), (must, kind.const_score_query(among, 0.0))])

    def _search(self, searcher: Any, query: Any, limit: int) -> Any:
        with self._explained():
            return searcher.search(query, limit, count=False)

    def _write_mark(self, watermark: Watermark) -> None:
        facts: dict[str, Any] = {"folder": self._name, "row": watermark.row, "deletion": watermark.deletion}
        if self._counted != _TERMS:
            facts["counted"] = self._counted
        facts |= self._files.describe(self._mark.parent / self._name)
        if (origin := self._origin()) is not None:
            facts["origin"] = origin
        replace_file(self._mark, json.dumps(sealed(facts)).encode())

    @contextlib.contextmanager
    def _explained(self) -> Any:
        try:
            yield
        except FileNotFoundError as error:  # a reader may find a mark just before a writer removes what it names
            raise ArchiveDamaged(f"{self._place}: {error}; run `onrecord check --repair` to rebuild it") from error
        except OSError as error:
            raise ArchiveUnwritable(
                f"{self._place}: {error}; the articles are safe in the store, the index catches up at the next opening"
            ) from error
        except ValueError as error:
            raise ArchiveDamaged(f"{self._place}: {error}; run `onrecord check --repair` to rebuild it") from error


def _remove(folder: Path) -> None:
    """Takes away an index that readers may have open, and who then make a lock file in it now and again."""
    removed = folder if folder.suffix == ".removed" else folder.rename(folder.with_suffix(".removed"))
    shutil.rmtree(removed)


def _is_in(rows: array[int], row: int) -> bool:
    at = bisect_left(rows, row)
    return at < len(rows) and rows[at] == row


def _numbers(told: Any) -> dict[str, float]:
    """All values of an explanation by their descriptions."""
    found = {told["description"]: float(told["value"])}
    for part in told.get("details") or ():
        found |= _numbers(part)
    return found
