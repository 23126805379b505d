"""Questions in parts of about one size for cross-validation, those that depend on each other in the same part."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping


def make_folds(clusters: Mapping[str, str], count: int, seed: int = 0) -> tuple[tuple[str, ...], ...]:
    """The qids of each fold in their given order; `clusters` says by qid which belong together.

    The largest cluster comes first, equal ones by a hash of their name and the seed; each goes where the fewest
    questions are, of equal folds to the first. With fewer clusters than `count` some folds are empty.

    >>> make_folds({"a": "a", "b": "b", "c": "a", "d": "d", "e": "d"}, 2)
    (('a', 'c', 'b'), ('d', 'e'))
    """
    members: dict[str, list[str]] = {}
    for qid, cluster in clusters.items():
        members.setdefault(cluster, []).append(qid)
    folds: list[list[str]] = [[] for _ in range(count)]
    for cluster in sorted(members, key=lambda name: (-len(members[name]), _drawn(name, seed), name)):
        min(folds, key=len).extend(members[cluster])
    return tuple(tuple(fold) for fold in folds)


def _drawn(name: str, seed: int) -> bytes:
    # The order of a suite is often one of subjects: neighbours must not all come into the same fold.
    return hashlib.sha256(f"{seed}:{name}".encode("utf-8", "surrogatepass")).digest()
