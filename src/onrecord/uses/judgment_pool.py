"""What may answer a question, gathered from all arms so that none of them is favoured, in an order that hides them.

Chosen: the union of the first hits of each arm, one candidate a place, the longest kept because a judge needs the
sentences around. Source: depth pooling, Spärck Jones and van Rijsbergen 1975. What no arm finds stays unjudged.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Protocol

from onrecord.errors import NotFound
from onrecord.evaluation.judging import Candidate, OpenQuestion, known_places
from onrecord.records import Hit, Json, Mode, Span

ARMS: tuple[Mode, ...] = ("bm25", "vector", "hybrid")
# Longer hits answer nothing when they are scored.
LONGEST = 1200


class Search(Protocol):
    """What is asked of the archive."""

    def __call__(self, query: str, k: int, *, mode: Mode) -> list[Hit]: ...


def pooled(
    search: Search, query: str, *, depth: int, seed: int, known: Iterable[tuple[str, Span]] = ()
) -> list[Candidate]:
    """The places among the first `depth` hits of each arm that are not known yet, in an order fixed by `seed`.

    Two places are one when they share at least half of the shorter; the longest stands for all. The order depends
    on the seed, the query and the places alone, not on ranks.
    """
    hits = [hit for arm in ARMS for hit in search(query, depth, mode=arm) if hit.end - hit.start <= LONGEST]
    hits.sort(key=lambda hit: (hit.start - hit.end, hit.article, hit.start))
    taken: dict[str, list[Span]] = {}
    for doc, span in known:
        taken.setdefault(doc, []).append(span)
    candidates = []
    for hit in hits:
        span, others = Span(hit.start, hit.end), taken.setdefault(hit.article, [])
        if len(span) and not any(same_place(span, other) for other in others):
            others.append(span)
            candidates.append(Candidate(hit.article, span, hit.text_sha256))
    return sorted(candidates, key=partial(_shuffled, seed, query))


def same_place(one: Span, other: Span) -> bool:
    """Whether two spans of an article share at least half of the shorter."""
    return 2 * one.overlap(other) >= min(len(one), len(other))


def with_pool(
    search: Search, question: OpenQuestion, *, depth: int, seed: int, words: str | None = None
) -> OpenQuestion:
    """The question with what the archive holds now and nobody has looked at behind its candidates.

    With `words`, what is found by these instead of by the question; the line of the suite tells of them.
    """
    known = [*known_places(question.row), *((c.doc, c.span) for c in question.candidates)]
    new = pooled(search, words or question.query, depth=depth, seed=seed, known=known)
    pool: dict[str, Json] = {"arms": [*ARMS], "depth": depth, "seed": seed}
    before = question.pool.get("words")
    also: list[Json] = [*(before if isinstance(before, list) else []), *([words] if words else [])]
    return replace(question, candidates=(*question.candidates, *new), pool=pool | {"words": also} if also else pool)


def changed_articles(revision_of: Callable[[str], str], question: OpenQuestion) -> list[str]:
    """The articles of the question's candidates that are gone or have another text than when they were pooled."""
    changed = []
    for candidate in question.candidates:
        try:
            same = revision_of(candidate.doc) == candidate.revision
        except NotFound:
            same = False
        if not same and candidate.doc not in changed:
            changed.append(candidate.doc)
    return changed


def stale_gold(text_of: Callable[[str], str], gold: Sequence[dict[str, Json]]) -> list[str]:
    """`article:start-end` of each gold line whose text no longer stands there, or whose article is gone."""
    stale = []
    for line in gold:
        doc, start, end, text = str(line.get("doc")), line.get("start"), line.get("end"), line.get("text")
        if not isinstance(start, int) or not isinstance(end, int) or not text or doc == "*":
            continue
        try:
            same = text_of(doc)[start:end] == text
        except NotFound:
            same = False
        if not same:
            stale.append(f"{doc}:{start}-{end}")
    return stale


def _shuffled(seed: int, query: str, candidate: Candidate) -> bytes:
    # A hash, not a random generator: the same order on every Python, whatever else is in the pool.
    key = f"{seed}\0{query}\0{candidate.doc}\0{candidate.span.start}\0{candidate.span.end}"
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()
