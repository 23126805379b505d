"""Whether it is settled who the people of all articles are: asked at every opening, so nothing is loaded for it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from onrecord.uses.parts import Parts

if TYPE_CHECKING:
    from onrecord.extraction.people.corrections import Correction


def is_unsettled(parts: Parts) -> bool:
    """Whether somebody came or went, or corrections changed, since who is who was settled."""
    return bool(parts.store.extracted.touched()) or corrections_changed(parts)


def corrections_changed(parts: Parts) -> bool:
    """Whether the corrections of people are others than those by which who is who was settled."""
    return parts.store.extracted.corrections() not in (None, digest_of(parts))


def of_people(parts: Parts) -> list[Correction]:
    """Those of the corrections that say who is who."""
    if not (given := parts.corrections):
        return []
    from onrecord.extraction.people.corrections import Merge, Rename, Split

    return [one for one in given if isinstance(one, Merge | Split | Rename)]


def digest_of(parts: Parts) -> int:
    """A number for the corrections of people, 0 for none."""
    corrections = of_people(parts)
    return int(hashlib.sha256(repr(corrections).encode()).hexdigest()[:12], 16) if corrections else 0
