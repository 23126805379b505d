"""The ids of a run are remembered exactly, whatever they are."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import ArchiveUnwritable
from onrecord.uses.seen import Seen

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)


@settings(deadline=None, max_examples=60)
@given(st.lists(TEXTS, max_size=40))
def test_like_a_set(ids: list[str]) -> None:
    """Each id is new once and known from then on: letters that differ in case, marks or a NUL are other ids."""
    seen, twin = Seen(), set[str]()
    for id in ids:
        assert (id in seen) == (id in twin)
        assert seen.add(id) == (id in twin)
        twin.add(id)
        assert id in seen
    seen.close()


def test_no_room_is_explained() -> None:
    """A full disk is said to be one, not a defect."""
    seen = Seen()
    seen._db.execute("PRAGMA max_page_count = 4")
    with pytest.raises(ArchiveUnwritable, match="temporary files"):
        any(seen.add(f"a long id {number} " * 9) for number in range(10_000))
    seen.close()
