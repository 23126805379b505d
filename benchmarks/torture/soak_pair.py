"""An archive on disk and its twin, changed and asked alike; a Difference ends it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np

from onrecord import Archive
from onrecord.errors import NotFound
from onrecord.querying.fuse import Fusion
from onrecord.querying.parse import without_links
from onrecord.querying.weights import Weights
from onrecord.records import Article, Filter, Hit, parse_date
from onrecord.storage.learned import Learned
from onrecord.storage.manifest import Manifest
from onrecord.storage.store import with_aside
from onrecord.uses.catch_up import fetch_vectors
from onrecord.uses.export import write_articles
from torture import soak_pool as pool
from torture.soak_twin import ARTICLES, PASSAGES, Brute, Question, Scan, Twin, TwinUnit

SETTINGS = Manifest(passage_words=30)
MODES = ("hybrid", "bm25", "vector")
KINDS = (None, None, "passage", "quote", "claim", "person")
FUSIONS = (None, None, None, Fusion(), Fusion(weight=0.2), Fusion("rrf"))
# Articles under all their ids and corrections that are remembered: the harness itself must not grow.
_MOST_KNOWN = 400
LEARNED = (Learned(), Learned(units=Weights(late=0.5, vector=0.2, lexical=0.3, statement=0.1)))


class Difference(AssertionError):
    """The archive and its twin do not agree."""


def same(expected: object, seen: object, what: str) -> None:
    """Raises Difference unless both are equal."""
    if expected != seen:
        if isinstance(expected, list) and isinstance(seen, list) and len(expected) == len(seen):
            at = next(at for at in range(len(seen)) if expected[at] != seen[at])
            what, expected, seen = f"{what}, item {at} of {len(seen)}", expected[at], seen[at]
        if isinstance(expected, dict) and isinstance(seen, dict):
            differing = [name for name in {**expected, **seen} if expected.get(name) != seen.get(name)]
            expected, seen = ({name: one.get(name) for name in differing} for one in (expected, seen))
        raise Difference(f"{what}:\n  expected {_short(expected)}\n  seen     {_short(seen)}")


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) < 1500 else f"{text[:1500]} …"


class Splitter:
    """What one article is made of, read from an archive in memory that holds nothing else."""

    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch
        self._known: dict[tuple[str, str, int], list[TwinUnit]] = {}
        self.corrections = 0

    def share(self, other: Splitter) -> None:
        """Knows from now on what the other knows."""
        self._known = other._known

    def __call__(self, article: Article) -> Sequence[TwinUnit]:
        # Only corrections of an article's own quotations change what it is made of.
        number = self.corrections if article.id in pool.CORRECTED else 0
        key = (article.id, article.fingerprint, number)
        found = self._known.pop(key, None)
        if found is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.pop(next(iter(self._known)))
            with Archive.in_memory(SETTINGS) as alone:
                if number:
                    alone.correct(write_corrections(self._scratch, number))
                alone.add([replace(article, path=None)])
                found = _units(alone, article)
        self._known[key] = found
        return found


def _units(archive: Archive, article: Article) -> list[TwinUnit]:
    parts = archive._parts
    found = []
    terms = parts.analyser.terms
    stored = {row: lane for lane in (0, 1, 2) for row in parts.store.rows_above(lane, 0)}
    units, hosts = parts.store.units(list(stored)), parts.store.extracted.hosts(list(stored))
    live, vectors = fetch_vectors(parts, list(stored))
    vector_of = dict(zip(live, vectors.astype(np.float64), strict=True))
    for row, unit in units.items():
        body = with_aside(unit.span.of(article.text), unit.details.get("aside"))
        host = units[hosts[row]].key if row in hosts else None
        title, own = list(terms(article.title)), list(terms(body))
        found.append(TwinUnit(unit.key, stored[row], unit.kind, unit.details, title, own, vector_of[row], host))
    return found


def write_corrections(folder: Path, number: int) -> Path:
    """A file with the corrections of this number."""
    path = folder / "given.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in pool.corrections(number)), "utf-8")
    return path


class Pair:
    """`folder` is the archive's own; beside it lies what is exported. `searched` counts what was compared how."""

    def __init__(self, folder: Path, splitter: Splitter) -> None:
        self.folder, self._splitter = folder, splitter
        splitter.corrections = 0
        self.archive = Archive.open(folder, settings=SETTINGS)
        self.reader = Archive.open(folder, create=False)
        self.twin = Twin(splitter)
        self._learned = 0
        self._fresh: tuple[object, Archive] | None = None
        self.counts = dict.fromkeys(("brute", "memory", "hits"), 0)

    def close(self) -> None:
        """Lets go of all files."""
        for archive in (self.archive, self.reader, *((self._fresh[1],) if self._fresh else ())):
            archive.close()
        self._fresh = None

    def fresh(self) -> Archive:
        """An archive in memory that was just made of the live articles."""
        state = (self.twin.state(), self._splitter.corrections, self._learned)
        if self._fresh is None or self._fresh[0] != state:
            if self._fresh is not None:
                self._fresh[1].close()
            archive = Archive.in_memory(SETTINGS)
            if self._splitter.corrections:
                archive.correct(write_corrections(self.folder.parent, self._splitter.corrections))
            archive.add([replace(article, path=None) for article in self._as_stored()])
            archive._parts.take_learned(LEARNED[self._learned])
            self._fresh = (state, archive)
        return self._fresh[1]

    def _as_stored(self) -> list[Article]:
        """The live articles in the order in which the archive stored them."""
        articles = self.twin.articles()
        rows = self.archive._parts.store.rows_of([article.id for article in articles], ARTICLES)
        return sorted(articles, key=lambda article: rows[article.id])

    # Changes

    def add(self, given: Sequence[tuple[int, int, int]]) -> None:
        """Adds articles by (number, version, folder), each number once."""
        articles = [pool.article(number, version, pool.FOLDERS[folder]) for number, version, folder in given]
        report = self.archive.add(articles)
        added, updated, unchanged = self.twin.add(articles)
        same((added, updated, unchanged), (report.added, report.updated, report.unchanged), "add")
        same(True, report.complete, f"add: all taken ({report.problems})")

    def delete(self, numbers: Sequence[int]) -> None:
        """Deletes by place among the live articles, and one that is not there."""
        live = [article.id for article in self.twin.articles()]
        ids = [live[number % len(live)] for number in numbers] if live else []
        ids.append("nobody")
        same(self.twin.delete(ids), self.archive.delete(ids), f"delete {ids}")

    def compact(self) -> None:
        same(self.twin.compact(), self.archive.compact()[0], "compact: revisions forgotten")

    def rebuild(self) -> None:
        self.archive.rebuild()

    def refresh(self) -> None:
        """Looks again at what other rules looked at: at nothing."""
        report = self.archive.refresh()
        same(([], [], 0), (report.added, report.updated, report.unchanged), "refresh")

    def reopen(self, reader: bool) -> None:
        """Closes and opens the archive, or the reader beside it."""
        if reader:
            self.reader.close()
            self.reader = Archive.open(self.folder, create=False)
            same([], self.reader.notices, "notices of the reader")
        else:
            self.archive.close()
            self.archive = Archive.open(self.folder, create=False)
            same([], self.archive.notices, "notices on opening")

    def correct(self, number: int) -> None:
        """Puts the corrections of this number in place of earlier ones."""
        self._splitter.corrections = number % pool.CORRECTIONS
        path = write_corrections(self.folder.parent, self._splitter.corrections)
        # What did not apply to a quotation is said when its article is looked through, which is not at the same time.
        said, expected = (
            [line for line in archive.correct(path) if ": speaker: " not in line and ": reject: " not in line]
            for archive in (self.archive, self.fresh())
        )
        same(expected, said, f"corrections {number} of people that did not apply")

    def learn(self, number: int) -> None:
        """Takes weights, or forgets them."""
        self._learned = number % len(LEARNED)
        self.archive._parts.take_learned(LEARNED[self._learned])

    # Questions

    def search(self, question: dict[str, Any], k: int, mode: str, group: str, fusion: int, by_reader: bool) -> None:
        """One search: against a fresh archive in memory, and by brute force as far as that can tell."""
        archive = self.reader if by_reader else self.archive
        how = {**question, "k": k, "mode": mode, "group": group, "fusion": FUSIONS[fusion]}
        typed = how.pop("query")
        hits = archive.search(typed, **how)
        what = f"search {typed!r} {how}{' by the reader' if by_reader else ''}"
        expected = [hit.to_dict() for hit in self.fresh().search(typed, **how)]
        same(expected, [hit.to_dict() for hit in hits], f"{what}: as a fresh archive in memory")
        self.counts["memory"] += 1
        self.counts["hits"] += len(hits)
        asked = self._question(typed, how)
        if not asked.query.text.strip():
            same([], hits, f"{what}: nothing to rank by")
            return
        brute = Brute(self.twin, asked)
        told = brute.answers(k)
        if told is not None:
            seen = [(h.article, *((0, 0) if group == "article" else (h.start, h.end)), h.score) for h in hits]
            same([one[:-1] for one in told], [one[:-1] for one in seen], f"{what}: as by brute force")
            close = all(abs(a[-1] - b[-1]) < 1e-9 for a, b in zip(told, seen, strict=True))
            same(True, close, f"{what}: scores by brute force {told} are those of {seen}")
            self.counts["brute"] += 1
        for hit in hits:
            self._look_at(hit, asked, brute, what)

    def _question(self, typed: str, how: dict[str, Any]) -> Question:
        given = Filter(
            kinds=(how["kind"],) if how.get("kind") else (),
            speaker=how.get("speaker") or "",
            source=how.get("source") or "",
            since=parse_date(how.get("since") or ""),
            until=parse_date(how.get("until") or ""),
            metadata=tuple((how.get("metadata") or {}).items()),
        )
        query = Archive.understand(typed)
        parts = self.archive._parts
        terms = parts.analyser.terms
        text = without_links(query.text)
        vector = None
        if how["mode"] != "bm25" and parts.manifest.width and query.text.strip():
            vector = parts.encoder.encode([text])[0].astype(np.float64)
        required, excluded = ([list(terms(one)) for one in phrases] for phrases in (query.required, query.excluded))
        return Question(
            query, given, how["mode"], how["group"], how["fusion"], vector, list(terms(text)),
            [one for one in required if one], [one for one in excluded if one],
        )  # fmt: skip

    def _look_at(self, hit: Hit, asked: Question, brute: Brute, what: str) -> None:
        """What a hit says of its article is true, and its parts are what brute force computes."""
        live = self.twin.entries[hit.article].live if hit.article in self.twin.entries else None
        if live is None:
            raise Difference(f"{what}: {hit.article} is not live")
        facts = (live.text[hit.start : hit.end], live.title, live.date, live.source, live.url, live.sha256)
        same(facts, (hit.text, hit.title, hit.date, hit.source, hit.url, hit.text_sha256), f"{what}: the hit")
        key = next(
            (unit.key for unit in self._splitter(live) if hit.unit_id in (_name(unit), f"article:{hit.article}")
             and (hit.kind != "article" or unit.kind == "article")),
            None,
        )  # fmt: skip
        if key is None:
            raise Difference(f"{what}: {hit.unit_id} is nothing that the article holds")
        lane = {"article": ARTICLES, "passage": PASSAGES}.get(hit.kind, 2)
        scan: Scan = brute.scans[lane]
        if "bm25" in hit.parts:
            same(round(scan.bm25[key], 9), round(hit.parts["bm25"].score or 0.0, 9), f"{what}: BM25 of {key}")
            if hit.explanation:
                total = sum(term.score for term in hit.explanation)
                same(round(scan.bm25[key], 9), round(total, 9), f"{what}: sum of the explanation of {key}")
        if "vector" in hit.parts and hit.kind != "article":
            same(scan.cosine[key], hit.parts["vector"].score, f"{what}: cosine of {key}")

    def lists(self, number: int) -> None:
        """Quotes, claims and people, whole and filtered."""
        given: dict[str, Any] = {
            "source": pool.SOURCES[number % len(pool.SOURCES)],
            "since": pool.SINCE[number // 2 % len(pool.SINCE)],
            "until": pool.UNTIL[number // 3 % len(pool.UNTIL)],
        }
        wanted = Filter(**{name: value or "" for name, value in given.items()})
        quotes = self.archive.quotes(**given, min_confidence=0.3)
        expected = self.twin.statements("quote", wanted, lambda facts: bool(facts["confidence"] >= 0.3))  # type: ignore[operator]
        same([key[:2] for key in expected], [_begin(row) for row in quotes], f"quotes {given}")
        claims = self.archive.claims(**given, attributed=True)
        expected = self.twin.statements("claim", wanted, lambda facts: bool(facts["attributed"]))
        same([key[:2] for key in expected], [_begin(row) for row in claims], f"claims {given}")
        fresh, archive = self.fresh(), self.archive
        speaker, about = pool.SPEAKERS[number % len(pool.SPEAKERS)], pool.query(number)
        for name, ask in _LISTS.items():
            same(
                _told(ask(fresh, given, speaker, about)), _told(ask(archive, given, speaker, about)), f"{name} {given}"
            )

    def person(self, name: str | None) -> None:
        """The profile of whoever that may be."""
        same(_profile(self.fresh(), name), _profile(self.archive, name), f"person {name!r}")

    def read(self, number: int) -> None:
        """One article, live or deleted, with its revisions; and all that the archive says of what it holds."""
        entries = sorted(self.twin.entries)
        if entries:
            id = entries[number % len(entries)]
            entry = self.twin.entries[id]
            if entry.live is None:
                same(None, _found(self.archive, id), f"get {id}: deleted")
            else:
                got = self.archive.get(id)
                facts = {one.name: getattr(got, one.name) for one in fields(Article)}
                same(replace(entry.live, path=entry.path), Article(**facts), f"get {id}")
            old = entry.revisions[number % len(entry.revisions)]
            got = self.archive.get(f"{id}@{old.sha256[:12]}")
            same(old.text, got.text, f"get {id}@{old.sha256[:12]}")
            same([one.fingerprint for one in entry.revisions], [r.article.fingerprint for r in got.revisions], f"{id}")
        same(self.twin.articles(), list(self.archive.articles()), "articles")
        units = self.twin.units()
        counts = {
            kind: sum(1 for unit in units if unit.kind == kind) for kind in ("passage", "quote", "claim", "person")
        }
        counts["articles"] = len(self.twin.articles())
        counts["revisions"] = sum(len(entry.revisions) for entry in self.twin.entries.values())
        seen = self.archive._parts.store.counts()
        same({name: n for name, n in counts.items() if n}, {n: c for n, c in seen.items() if c}, "counts")

    def verify(self, number: int, speaker: str | None) -> None:
        """A quotation: what is printed somewhere is found there; in everything else as a fresh archive says."""
        quote = pool.quotation(number)
        said = self.archive.verify(quote, speaker=speaker)
        same(_verified(self.fresh().verify(quote, speaker=speaker)), _verified(said), f"verify {quote!r} by {speaker}")
        printed = [article for article in self.twin.articles() if f"“{quote}" in article.text]
        if printed and speaker is None:
            same("verbatim", said.verdict, f"verify {quote!r}: printed in {printed[0].id}")
        for place in said.parts:
            live = self.twin.entries[place.article].live
            same(live and live.text[place.start : place.end], place.text, f"verify {quote!r}: the place")

    def export(self) -> None:
        """All articles as a file, read back."""
        path = self.folder.with_name("export.jsonl")
        count = write_articles(self.archive.articles(), path, replace=True)
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        names = ("id", "title", "date", "source", "author", "url", "text")
        expected = [{name: getattr(a, name) for name in names} | {"metadata": a.metadata} for a in self.twin.articles()]
        same((len(expected), expected), (count, rows), "export")

    def check(self) -> None:
        same([], self.archive.check(), "check")


def _name(unit: TwinUnit) -> str:
    article, start, end, kind, person = unit.key
    return f"{kind}:{article}:{start}-{end}" + (f":{person}" if kind == "person" else "")


def _begin(row: Any) -> tuple[str, int]:
    return (row.article, row.start)


def _told(rows: Any) -> list[Any]:
    return [row.to_dict() if hasattr(row, "to_dict") else repr(row) for row in rows]


def _profile(archive: Archive, name: str | None) -> list[Any]:
    try:
        return _told(archive.person(name or "Vell"))
    except NotFound:
        return []


def _found(archive: Archive, id: str) -> Article | None:
    try:
        return archive.get(id)
    except NotFound:
        return None


def _verified(said: Any) -> Any:
    return said.to_dict() if hasattr(said, "to_dict") else repr(said)


_LISTS: dict[str, Callable[[Archive, dict[str, Any], str | None, str], Any]] = {
    "people": lambda archive, given, speaker, about: archive.people(**given),
    "quotes by a speaker": lambda archive, given, speaker, about: archive.quotes(speaker, **given),
    "quotes about something": lambda archive, given, speaker, about: archive.quotes(None, about, **given, k=8),
    "claims by a speaker": lambda archive, given, speaker, about: archive.claims(speaker=speaker, **given),
}
