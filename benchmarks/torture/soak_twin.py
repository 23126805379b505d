"""The slow twin of an archive: plain dicts and loops over everything, too simple to be wrong."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

import numpy as np
from numpy.typing import NDArray

from onrecord.querying.fuse import Fusion
from onrecord.records import Article, Filter, Json, Kind, Query
from onrecord.text.folding import fold
from onrecord.uses.search_units import DEPTH

PASSAGES, ARTICLES, STATEMENTS = 0, 1, 2
K1, B = 1.2, 0.75
# The share of the best statement in a passage's score, and in how many passages all statements are looked at.
SHARE, LOOKED_INTO = 0.4, 40

Key = tuple[str, int, int, str, str]


@dataclass(frozen=True, slots=True, eq=False)
class TwinUnit:
    """One thing that can be found: its terms, its vector (D,), and the key of the passage it stands in."""

    key: Key
    lane: int
    kind: str
    details: Mapping[str, Json]
    title: Sequence[str]
    body: Sequence[str]
    vector: NDArray[np.float64]
    host: Key | None

    def holds(self, phrase: Sequence[str]) -> bool:
        """Whether the terms stand side by side in its title or in its own words."""
        size = len(phrase)
        return any(
            list(terms[at : at + size]) == list(phrase)
            for terms in (self.title, self.body)
            for at in range(len(terms) - size + 1)
        )


@dataclass(slots=True)
class Entry:
    """All that is known under one id; `live` is the last of `revisions`, or None."""

    path: str | None
    revisions: list[Article] = field(default_factory=list)
    live: Article | None = None


# What one article is made of, given the article under the id it is stored by.
Split = Callable[[Article], Sequence[TwinUnit]]


class Twin:
    """The model: what an archive must hold and answer after the same changes."""

    def __init__(self, split: Split) -> None:
        self._split = split
        self.entries: dict[str, Entry] = {}

    # Changes

    def add(self, articles: Sequence[Article]) -> tuple[list[str], list[str], int]:
        """Ids added, ids updated, and how many were unchanged."""
        added, updated, unchanged = [], [], 0
        for given in articles:
            article = replace(given, id=self._id_for(given))
            entry = self.entries.setdefault(article.id, Entry(article.path))
            live = entry.live
            if live is not None and live.fingerprint == article.fingerprint:
                unchanged += 1
                entry.path = entry.path or article.path
                continue
            (added if live is None else updated).append(article.id)
            entry.path = article.path
            entry.revisions.append(article)
            entry.live = article
        return added, updated, unchanged

    def _id_for(self, article: Article) -> str:
        if article.path is None:
            return article.id
        for id, entry in self.entries.items():
            if entry.path == article.path:
                return id
        name, folders = article.id, list(PurePosixPath(article.path).parent.parts)
        while not self._is_free(name, article):
            name = f"{folders.pop()}/{name}" if len(folders) > 1 else f"{name}+"
        return name

    def _is_free(self, id: str, article: Article) -> bool:
        if id not in self.entries:
            return True
        entry = self.entries[id]
        return entry.path is None and entry.live is not None and entry.live.text == article.text

    def delete(self, ids: Iterable[str]) -> int:
        """How many of them were there."""
        there = [id for id in dict.fromkeys(ids) if id in self.entries and self.entries[id].live is not None]
        for id in there:
            self.entries[id].live = None
        return len(there)

    def compact(self) -> int:
        """How many revisions were forgotten."""
        count = sum(len(entry.revisions) - (entry.live is not None) for entry in self.entries.values())
        self.entries = {id: entry for id, entry in self.entries.items() if entry.live is not None}
        for entry in self.entries.values():
            entry.revisions = entry.revisions[-1:]
        return count

    # Reading

    def articles(self) -> list[Article]:
        """The live ones by id, with the paths they are known by."""
        live = [replace(entry.live, path=entry.path) for entry in self.entries.values() if entry.live is not None]
        return sorted(live, key=lambda article: article.id)

    def state(self) -> tuple[tuple[str, str], ...]:
        """Names what is live."""
        return tuple((article.id, article.fingerprint) for article in self.articles())

    def units(self, lane: int | None = None) -> list[TwinUnit]:
        """All live units of the lane, None for all."""
        found = [unit for article in self.articles() for unit in self._split(article)]
        return [unit for unit in found if lane in (None, unit.lane)]

    def units_of(self, id: str) -> Sequence[TwinUnit]:
        """All units of one live article."""
        live = self.entries[id].live
        return self._split(live) if live is not None else ()

    def statements(self, kind: str, passing: Filter, test: Callable[[Mapping[str, Json]], bool]) -> list[Key]:
        """The keys of all units of a kind that pass, in the order of lists: the latest article first, then by place."""
        by_id = {article.id: article for article in self.articles()}
        found = [
            unit
            for unit in self.units(STATEMENTS)
            if unit.kind == kind and passes(by_id[unit.key[0]], passing) and test(unit.details)
        ]
        found.sort(key=lambda unit: unit.key)
        found.sort(key=lambda unit: by_id[unit.key[0]].date, reverse=True)
        return [unit.key for unit in found]


def passes(article: Article, wanted: Filter) -> bool:
    """Whether the article's facts pass; speakers and kinds are not looked at."""
    if wanted.source and fold(article.source) != fold(wanted.source):
        return False
    if (wanted.since or wanted.until) and not article.date:
        return False
    if wanted.since and article.date[: len(wanted.since)] < wanted.since[: len(article.date)]:
        return False
    if wanted.until and article.date[: len(wanted.until)] > wanted.until[: len(article.date)]:
        return False
    return all(_has(article, key, fold(value)) for key, value in wanted.metadata)


def _has(article: Article, key: str, value: str) -> bool:
    if key == "author":
        return fold(article.author) == value
    held = article.metadata.get(key)
    return any(fold(str(one)) == value for one in (held if isinstance(held, list) else [held]) if one is not None)


class Scan:
    """One query over one lane of the twin, by looking at everything."""

    def __init__(self, units: Sequence[TwinUnit], terms: Sequence[str], query: NDArray[np.float64] | None) -> None:
        self.bm25, self.ideal = _bm25(units, sorted(terms))
        self.cosine = {} if query is None else {unit.key: round(float(np.dot(unit.vector, query)), 6) for unit in units}

    def arms(self, allowed: Iterable[Key], mode: str, depth: int) -> tuple[list[Key], list[Key]]:
        """The best `depth` of those allowed by words and by sense."""
        keys = list(allowed)
        words = in_order({key: self.bm25[key] for key in keys if self.bm25[key] > 0}) if mode != "vector" else []
        sense = in_order({key: self.cosine[key] for key in keys}) if mode != "bm25" else []
        return words[:depth], sense[:depth]

    def score(self, key: Key, mode: str, fusion: Fusion, words: Sequence[Key], sense: Sequence[Key]) -> float:
        """The score that orders."""
        if mode == "bm25":
            return self.bm25[key]
        if mode == "vector":
            return self.cosine[key]
        if fusion.method == "rrf":
            return sum(1 / (fusion.constant + 1 + ranked.index(key)) for ranked in (words, sense) if key in ranked)
        found = self.bm25[key] / self.ideal if self.ideal > 0 else 0.0
        return (1 - fusion.weight) * found + fusion.weight * max(self.cosine[key], 0.0)


def _bm25(units: Sequence[TwinUnit], terms: Sequence[str]) -> tuple[dict[Key, float], float]:
    """Every unit's score, and that of a unit in which every term is saturated."""
    counts = {unit.key: Counter([*unit.title, *unit.body]) for unit in units}
    holding = {term: sum(1 for counted in counts.values() if counted[term]) for term in terms}
    known = [term for term in terms if holding[term]]
    total = sum(counted.total() for counted in counts.values())
    average = total / len(units) if units else 0.0
    idf = {term: math.log(1.0 + (len(units) - holding[term] + 0.5) / (holding[term] + 0.5)) for term in known}
    scores = {}
    for key, counted in counts.items():
        score, length = 0.0, counted.total()
        for term in known:
            if frequency := counted[term]:
                score += idf[term] * (frequency * (K1 + 1) / (frequency + K1 * (1 - B + B * length / average)))
        scores[key] = score
    return scores, sum(idf[term] for term in known) * (K1 + 1)


def in_order(scores: Mapping[Key, float]) -> list[Key]:
    """Best first, equal scores by content and place."""
    return sorted(scores, key=lambda key: (-scores[key], key))


def shown_once(keys: Sequence[Key]) -> list[Key]:
    """Without those that share half of the shorter span with one before them."""
    kept: list[Key] = []
    for key in keys:
        for other in kept:
            shared = min(key[2], other[2]) - max(key[1], other[1])
            if key[0] == other[0] and 2 * max(0, shared) >= max(1, min(key[2] - key[1], other[2] - other[1])):
                break
        else:
            kept.append(key)
    return kept


@dataclass(frozen=True, slots=True)
class Question:
    """What a search is asked: `query` as it was understood, `given` the options; `vector` (D,) of the query."""

    query: Query
    given: Filter
    mode: str
    group: str
    fusion: Fusion | None
    vector: NDArray[np.float64] | None
    terms: Sequence[str]
    required: Sequence[Sequence[str]]
    excluded: Sequence[Sequence[str]]

    @property
    def kind(self) -> Kind | None:
        return self.given.kinds[0] if self.given.kinds else None


class Brute:
    """Answers a question by looking at every unit of the twin."""

    def __init__(self, twin: Twin, asked: Question) -> None:
        self._twin, self._asked = twin, asked
        self._articles = {article.id: article for article in twin.articles()}
        self.scans = {
            lane: Scan(twin.units(lane), asked.terms, asked.vector) for lane in (PASSAGES, ARTICLES, STATEMENTS)
        }

    def _passing(self, lane: int, kinds: Sequence[str] = ()) -> list[TwinUnit]:
        asked = self._asked
        return [
            unit
            for unit in self._twin.units(lane)
            if passes(self._articles[unit.key[0]], asked.query.filter)
            and passes(self._articles[unit.key[0]], asked.given)
            and (not kinds or unit.kind in kinds)
            and all(unit.holds(phrase) for phrase in asked.required)
            and not any(unit.holds(phrase) for phrase in asked.excluded)
        ]

    def answers(self, k: int) -> list[tuple[str, int, int, float]] | None:
        """(article, start, end, score) of the k best; None where only late interaction or who is who would tell."""
        asked = self._asked
        if asked.query.filter.speaker or asked.given.speaker or asked.kind == "person":
            return None
        if asked.group == "article":
            return self._whole(k)
        if asked.kind in ("quote", "claim"):
            return self._statements(k)
        if asked.mode == "hybrid" and asked.fusion is None:
            return None
        return self._passages(k)

    def _statements(self, k: int) -> list[tuple[str, int, int, float]]:
        scan = self.scans[STATEMENTS]
        allowed = [unit.key for unit in self._passing(STATEMENTS, [str(self._asked.kind)])]
        return self._told(k, lambda depth: self._fused(scan, allowed, depth))

    def _fused(self, scan: Scan, allowed: Sequence[Key], depth: int) -> tuple[dict[Key, float], bool]:
        asked = self._asked
        words, sense = scan.arms(allowed, asked.mode, depth)
        fusion = asked.fusion or Fusion()
        scores = {key: scan.score(key, asked.mode, fusion, words, sense) for key in [*words, *sense]}
        return scores, len(words) < depth and len(sense) < depth

    def _told(self, k: int, rank: Callable[[int], tuple[dict[Key, float], bool]]) -> list[tuple[str, int, int, float]]:
        depth = max(DEPTH, 2 * k)
        while True:
            scores, exhausted = rank(depth)
            shown = shown_once(in_order(scores))[:k]
            if len(shown) == k or exhausted:
                return [(key[0], key[1], key[2], scores[key]) for key in shown]
            depth *= 4

    def _passages(self, k: int) -> list[tuple[str, int, int, float]] | None:
        asked, scan = self._asked, self.scans[PASSAGES]
        allowed = [unit.key for unit in self._passing(PASSAGES)]
        mixed = asked.mode == "hybrid" and asked.kind is None and asked.fusion and asked.fusion.method == "convex"
        if not mixed:
            return self._told(k, lambda depth: self._fused(scan, allowed, depth))
        hosted = [unit for unit in self._twin.units(STATEMENTS) if unit.host in set(allowed)]
        if len(allowed) > LOOKED_INTO or len(hosted) > DEPTH:
            return None  # which statements are looked at then depends on more than their scores
        plain, _ = self._fused(scan, allowed, DEPTH)
        said, _ = self._fused(self.scans[STATEMENTS], [unit.key for unit in hosted], DEPTH)
        best: dict[Key, float] = {}
        for unit in hosted:
            assert unit.host is not None
            best[unit.host] = max(best.get(unit.host, -math.inf), said[unit.key])
        scores = {key: (1 - SHARE) * score + SHARE * best.get(key, score) for key, score in plain.items()}
        return self._told(k, lambda depth: (scores, True))

    def _whole(self, k: int) -> list[tuple[str, int, int, float]] | None:
        """Articles: their place is left out (0, 0), for they are shown by a passage."""
        asked, scan = self._asked, self.scans[ARTICLES]
        if asked.mode == "hybrid":
            return None
        allowed = [unit.key for unit in self._passing(ARTICLES) if self._has_kind(unit)]
        if asked.mode == "bm25":
            scores = {key: scan.bm25[key] for key in allowed if scan.bm25[key] > 0}
        else:
            scores = {key: (scan.cosine[key] + self._nearest(key[0])) / 2 for key in allowed}
        return [(key[0], 0, 0, scores[key]) for key in in_order(scores)[:k]]

    def _has_kind(self, unit: TwinUnit) -> bool:
        kind = self._asked.kind
        parts = self._twin.units_of(unit.key[0])
        return kind is None or any(part.kind == kind for part in parts)

    def _nearest(self, id: str) -> float:
        """The cosine of the passage of the article that is nearest, among those that hold what was asked for."""
        kind, parts = self._asked.kind, self._twin.units_of(id)
        hosts = {part.host for part in parts if part.kind == kind}
        keys = [part.key for part in parts if part.lane == PASSAGES]
        if kind not in (None, "passage"):
            keys = [key for key in keys if key in hosts]
        return max(self.scans[PASSAGES].cosine[key] for key in keys)
