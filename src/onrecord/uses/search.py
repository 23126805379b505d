"""A query through the archive: encode it, read how far the indexes are, and look inside one snapshot."""

from __future__ import annotations

from array import array
from dataclasses import replace
from typing import TYPE_CHECKING, get_args

from onrecord.errors import ArchiveDamaged, BadInput
from onrecord.querying.fuse import Fusion
from onrecord.records import Hit, Mode, Query
from onrecord.uses.constrain import resolved
from onrecord.uses.lane_arms import Asked, Marks
from onrecord.uses.parts import PASSAGES, STATEMENTS, Parts
from onrecord.uses.search_articles import ArticleLook
from onrecord.uses.search_passages import PassageLook
from onrecord.uses.search_units import Group, Look

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# How often files may vanish under a reader before that is called damage.
_TRIES = 3

# The shares that did best on the judged news queries, and on SciFact's train queries; both curves are flat there.
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
    fusion: Fusion | None = None,
    explain: bool = False,
) -> list[Hit]:
    """The k best units or, with group "article", the k best articles, each shown by its best passage."""
    if not isinstance(k, int) or isinstance(k, bool) or k < 1:
        raise BadInput(f"k is {k!r}; expected a whole number from 1")
    if mode not in get_args(Mode):
        raise BadInput(f"mode is {mode!r}; expected one of {', '.join(get_args(Mode))}")
    if group not in get_args(Group):
        raise BadInput(f"group is {group!r}; expected one of {', '.join(get_args(Group))}")
    if not query.text.strip():
        return []
    with parts.guard:
        parts.refresh_manifest()
        # The vector of the query first: encoding takes longest and needs no snapshot.
        vector = parts.encoder.encode([query.text])[0] if mode != "bm25" and parts.manifest.width else None
        for _ in range(_TRIES):
            try:
                return _hits(parts, query, vector, k, mode, group, fusion, explain)
            except ArchiveDamaged:
                # A writer may have replaced files between our reading their names and opening them.
                if parts.folder is None:
                    raise
                parts.forget_derived()
        return _hits(parts, query, vector, k, mode, group, fusion, explain)


def _hits(
    parts: Parts,
    query: Query,
    vector: NDArray[np.float32] | None,
    k: int,
    mode: Mode,
    group: Group,
    fusion: Fusion | None,
    explain: bool,
) -> list[Hit]:
    marks = Marks.read(parts, vector is not None)
    with parts.store.snapshot():
        query = replace(query, filter=resolved(parts, query.filter))
        k = min(
            k, max(1, parts.store.statistics(PASSAGES, ()).documents + parts.store.statistics(STATEMENTS, ()).documents)
        )
        asked = Asked(
            parts, query, vector, mode, marks, fusion or (ARTICLE_FUSION if group == "article" else UNIT_FUSION)
        )
        return look(asked, group).hits(k, explain)


def _said_in(asked: Asked) -> Look:
    """The passages in which the speaker says something."""
    store, wanted = asked.parts.store, asked.query.filter
    said = store.allowed(replace(wanted, kinds=()), STATEMENTS) or ()
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
