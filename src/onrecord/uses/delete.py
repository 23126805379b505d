"""Articles out of all searches."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.errors import BadInput
from onrecord.uses.catch_up import catch_up
from onrecord.uses.identify import identify
from onrecord.uses.parts import Parts


def delete(parts: Parts, ids: Sequence[str]) -> int:
    """Ends these articles' live revisions; needs the write lock. Returns how many there were."""
    if isinstance(ids, str):
        raise BadInput(f"ids is the text {ids!r}; expected a list of article ids")
    _ = parts.corrections  # what cannot be read is said before anything is deleted
    count = parts.store.delete([id for id in dict.fromkeys(ids) if _can_be_stored(id)])
    identify(parts)
    catch_up(parts)
    return count


def _can_be_stored(id: str) -> bool:
    """Whether the id is text at all: a name of bytes that are not UTF-8 arrives as half surrogate pairs."""
    try:
        id.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
