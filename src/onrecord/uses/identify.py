"""Who the people of all articles are: settled after every change, from what the articles say and the corrections."""

from __future__ import annotations

from onrecord.uses.parts import Parts


def identify(parts: Parts) -> None:
    """Settles who is who across articles; needs the write lock. Nothing is done when nobody came or went."""
    if not parts.store.extracted.unsettled():
        return
