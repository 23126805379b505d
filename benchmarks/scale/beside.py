"""What lies beside an archive that was built here: its passages and their exact vectors, for the truth and for rivals.

`vectors.f16` (C, D) float16 in the order of `passages.jsonl`, of which each line has the passage's `text`, where it
stands (`article`, `start`, `end`) and what filters ask for (`title`, `source`, `edition`, `date`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any

from scale.kept import Ready

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WIDTH = 384


def beside(archive: Path) -> Path:
    """The folder that belongs to the archive."""
    return archive.with_name(f"{archive.name}.beside")


class Writer:
    """Takes articles as they are stored."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._vectors: IO[bytes] = (folder / "vectors.f16").open("wb")
        self._passages: IO[str] = (folder / "passages.jsonl").open("w", encoding="utf-8")

    def write(self, articles: Iterable[Ready]) -> None:
        """Adds the articles' passages."""
        for item in articles:
            article = item.article.article
            self._vectors.write(item.vectors)
            known = {"title": article.title, "source": article.source, "date": article.date, **article.metadata}
            for unit in item.article.units:
                if unit.unit.kind == "passage":
                    span = unit.unit.span
                    row = {"article": article.id, "start": span.start, "end": span.end, "text": span.of(article.text)}
                    self._passages.write(json.dumps(row | known, ensure_ascii=False) + "\n")

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._vectors.close()
        self._passages.close()


def read_passages(folder: Path) -> Iterator[dict[str, Any]]:
    """The lines of `passages.jsonl` in order."""
    with (folder / "passages.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def read_vectors(folder: Path) -> NDArray[np.float16]:
    """(C, D), on disk until they are asked for."""
    import numpy as np

    return np.memmap(folder / "vectors.f16", np.float16, "r").reshape(-1, WIDTH)
