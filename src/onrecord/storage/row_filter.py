"""Which rows of a lane pass a filter, told without looking at every unit again for every query.

What a filter asks of articles is asked of each live revision once; which revision a row belongs to is held in memory,
eight bytes a row, until the next commit. Answers are kept for the last filters asked.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections import OrderedDict
from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.records import Filter
from onrecord.storage import filters
from onrecord.storage.connection import explained
from onrecord.storage.schema import generation_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Answers that are kept, the last ones asked for; each takes eight bytes a row that passes.
_MOST_KEPT = 16
# Below this many rows SQLite has looked at all of them before numpy is loaded.
_FEW = 20_000


class RowFilter:
    """Answers inside a snapshot; shares the store's connection."""

    def __init__(self, connection: sqlite3.Connection, place: str) -> None:
        self._db, self._place = connection, place
        self._generation = -1
        self._kept: OrderedDict[tuple[Filter, int], array[int]] = OrderedDict()
        self._lanes: dict[int, tuple[NDArray[np.int64], NDArray[np.int64]]] = {}

    def allowed(self, wanted: Filter, lane: int) -> array[int] | None:
        """The rows of the lane's units that pass the filter, ascending; None when nothing is asked."""
        if not filters.conditions(wanted, lane)[0]:
            return None
        with explained(self._place):
            self._follow()
            key = (wanted, lane)
            if key not in self._kept:
                self._kept[key] = self._found(wanted, lane)
                while len(self._kept) > _MOST_KEPT:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(key)
            return self._kept[key]

    def of(self, lane: int) -> array[int]:
        """All rows of the lane's units, ascending."""
        with explained(self._place):
            query = "SELECT row FROM units WHERE lane = ?"
            return array("q", sorted(row for (row,) in self._db.execute(query, (lane,))))

    def _follow(self) -> None:
        """Forgets what was true before the last commit."""
        generation = generation_of(self._db, self._place)
        (people,) = self._db.execute("PRAGMA data_version").fetchone()
        seen = hash((generation, people, self._db.total_changes))
        if seen != self._generation:
            self._generation = seen
            self._kept.clear()
            self._lanes.clear()

    def _found(self, wanted: Filter, lane: int) -> array[int]:
        where, values = filters.conditions(wanted, lane)
        of_article = replace(wanted, kinds=(), speaker="", people=None) == wanted
        if not of_article or self._size(lane) < _FEW:
            query = f"{filters.FROM} WHERE u.lane = ? AND {' AND '.join(where)} ORDER BY u.row"
            return array("q", (row for (row,) in self._db.execute(query, (lane, *values))))
        import numpy as np

        query = f"SELECT r.row FROM revisions r WHERE r.died IS NULL AND {' AND '.join(where)}"
        passed = np.fromiter((row for (row,) in self._db.execute(query, values)), dtype=np.int64)
        rows, revisions = self._lane(lane)
        mask = np.zeros(int(revisions.max(initial=0)) + 1, dtype=bool)
        mask[passed[passed < len(mask)]] = True
        found = array("q")
        found.frombytes(np.sort(rows[mask[revisions]]).tobytes())
        return found

    def _size(self, lane: int) -> int:
        found = self._db.execute("SELECT documents FROM lanes WHERE lane = ?", (lane,)).fetchone()
        return int(found[0]) if found else 0

    def _lane(self, lane: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The lane's rows and the revision of each, in the order of the index that holds both."""
        import numpy as np

        if lane not in self._lanes:
            query = "SELECT row, revision FROM units WHERE lane = ?"
            pairs = np.fromiter(
                (number for pair in self._db.execute(query, (lane,)) for number in pair), dtype=np.int64
            )
            self._lanes[lane] = np.ascontiguousarray(pairs[0::2]), np.ascontiguousarray(pairs[1::2])
        return self._lanes[lane]
