"""Token states of the pool as an archive keeps them, each part of an article packed once."""

from __future__ import annotations

import json
from bisect import bisect_right
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.records import TokenStates
from onrecord.uses.late import StateKeeper
from onrecord.uses.parts import Parts
from scale.kept import Rows

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Packing:
    """Packs rows of the pool in the folder with the keeper of the archive that `parts` are of."""

    def __init__(self, pool: Path, parts: Parts) -> None:
        import numpy as np

        self._keeper = StateKeeper.of(parts)
        self._facts = json.loads((pool / "made-from.json").read_text("utf-8"))["facts"]
        self._starts = np.load(pool / "starts.npy")
        self._file = (pool / "states.f16").open("rb")
        self._firsts: list[int] = []
        self._texts: list[str] = []
        with (pool / "articles.jsonl").open(encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                self._firsts += [row["rows"][0], row["title_rows"][0]]
                self._texts += [row["text"], row["title"]]
        self._packed: dict[tuple[int, int], bytes] = {}

    def states(self, rows: Rows) -> bytes | None:
        """The packed states of these rows, one after the other; None where the archive keeps none."""
        if self._keeper is None:
            return None
        return b"".join(map(self._of, rows))

    def _of(self, rows: tuple[int, int]) -> bytes:
        if rows not in self._packed:
            assert self._keeper is not None
            self._packed[rows] = self._keeper.pack(*self._read(*rows, self._keeper.layer))
        return self._packed[rows]

    def _read(self, first: int, last: int, layer: int) -> tuple[TokenStates, str]:
        import numpy as np

        text = self._texts[bisect_right(self._firsts, first) - 1]
        starts = self._starts[first:last]
        # The first character of a piece says whether it is a word's or a mark.
        offsets = np.stack([starts, starts + 1], axis=1).astype(np.int32)
        return TokenStates(offsets, {layer: self._rows(first, last)}), text

    def _rows(self, first: int, last: int) -> NDArray[np.float32]:
        """(T, D); read, not mapped, so that the pool does not count as memory of what is measured."""
        import numpy as np

        width = self._facts["width"]
        self._file.seek(2 * width * first)
        return np.fromfile(self._file, np.float16, width * (last - first)).reshape(-1, width).astype(np.float32)
