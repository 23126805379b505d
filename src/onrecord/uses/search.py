"""A query through the archive: encode it, read how far the indexes are, and look inside one snapshot."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar, get_args

from onrecord.errors import ArchiveDamaged, BadInput
from onrecord.querying.fuse import Fusion
from onrecord.querying.weights import ARTICLE_WEIGHTS, UNIT_WEIGHTS, Weights
from onrecord.records import Hit, Mode, Query
from onrecord.uses.constrain import resolved
from onrecord.uses.encoded import EncodedQuery
from onrecord.uses.lane_arms import Asked, Marks
from onrecord.uses.parts import PASSAGES, STATEMENTS, Parts
from onrecord.uses.search_articles import ArticleLook
from onrecord.uses.search_passages import PassageLook
from onrecord.uses.search_units import Group, Look

Found = TypeVar("Found")

# How often files may vanish under a reader before that is called damage.
_TRIES = 3

# Where no token states are kept: the shares that did best on the judged news queries and on SciFact's train queries;
# both curves are flat there.
UNIT_FUSION = Fusion(weight=0.6)
ARTICLE_FUSION = Fusion(weight=0.5)
STATEMENT_FUSION = Fusion(weight=0.6)


def search(
    parts: Parts,
    query: Query,
    *,
    k: int = 10,
    mode: Mode = "hybrid",
    group: Group = "unit",
    fusion: Fusion | Weights | None = None,
    explain: bool = False,
) -> list[Hit]:
    """The k best units or, with group "article", the k best articles, each shown by its best passage."""
    if not isinstance(k, int) or isinstance(k, bool) or k < 1:
        raise BadInput(f"k is {k!r}; expected a whole number from 1")
    if mode not in get_args(Mode):
        raise BadInput(f"mode is {mode!r}; expected one of {', '.join(get_args(Mode))}")
    if group not in get_args(Group):
        raise BadInput(f"group is {group!r}; expected one of {', '.join(get_args(Group))}")
    if fusion is not None and not isinstance(fusion, Fusion | Weights):
        raise BadInput(f"fusion is {fusion!r:.60}; expected a Fusion, Weights or None")
    if not query.text.strip():
        return []
    with parts.guard:
        parts.refresh_manifest()
        with EncodedQuery.of(parts, query.text, mode) as encoded:
            return looking_again(parts, lambda: _hits(parts, query, encoded, k, mode, group, fusion, explain))


def looking_again(parts: Parts, look: Callable[[], Found]) -> Found:
    """What `look` finds; it looks again when files vanish under it, which is damage only when it goes on."""
    for _ in range(_TRIES):
        try:
            return look()
        except ArchiveDamaged:
            # A writer may have replaced files between our reading their names and opening them.
            if parts.folder is None:
                raise
            parts.forget_derived()
    return look()


def _hits(
    parts: Parts,
    query: Query,
    encoded: EncodedQuery,
    k: int,
    mode: Mode,
    group: Group,
    fusion: Fusion | Weights | None,
    explain: bool,
) -> list[Hit]:
    marks = Marks.read(parts, encoded.awaited)
    with parts.store.snapshot():
        query = replace(query, filter=resolved(parts, query.filter))
        k = min(
            k, max(1, parts.store.statistics(PASSAGES, ()).documents + parts.store.statistics(STATEMENTS, ()).documents)
        )
        asked = asked_by(parts, query, encoded, mode, marks, group, fusion)
        return look(asked, group).hits(k, explain)


def asked_by(
    parts: Parts,
    query: Query,
    encoded: EncodedQuery,
    mode: Mode,
    marks: Marks,
    group: Group,
    fusion: Fusion | Weights | None,
) -> Asked:
    """The query with what puts its candidates in order: what was asked for, else the archive's own weights."""
    plain = fusion if isinstance(fusion, Fusion) else ARTICLE_FUSION if group == "article" else UNIT_FUSION
    weights = fusion if isinstance(fusion, Weights) else None
    if fusion is None and mode == "hybrid" and encoded.awaited and parts.manifest.token_states:
        weights = parts.learned.weights(group) or default_weights(group)
    return Asked(parts, query, encoded, mode, marks, plain, weights)


def default_weights(group: Group) -> Weights:
    """What orders candidates in an archive that learned nothing."""
    return ARTICLE_WEIGHTS if group == "article" else UNIT_WEIGHTS


def _said_in(asked: Asked) -> Look:
    """The passages in which the speaker says something."""
    store, wanted = asked.parts.store, asked.query.filter
    said = store.rows.allowed(replace(wanted, kinds=()), STATEMENTS) or ()
    rows = array("q", sorted(set(store.extracted.hosts(list(said)).values())))
    plain = replace(asked.query, filter=replace(wanted, speaker="", people=None))
    return Look(replace(asked, query=plain), PASSAGES, rows)


def look(asked: Asked, group: Group) -> Look:
    """What answers the query: articles, passages with what is said in them, or units of the kinds asked for."""
    wanted = asked.query.filter
    if group == "article":
        return ArticleLook(asked)
    if wanted.kinds == ("passage",):
        return _said_in(asked) if wanted.speaker else Look(asked, PASSAGES)
    if wanted.kinds or wanted.speaker:
        return Look(asked, STATEMENTS)
    return PassageLook(asked)
