"""What a run was made on, by SHA-256, and whether it stayed the same while it ran."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from onrecord.errors import BadInput
from onrecord.records import Article

_BLOCK = 1 << 20


class Watch:
    """Files by the names they have in the record; their checksums are those of the moment this is made.

    Make it before the files are read; then `changed` finds every edit made since, whenever they were read.
    """

    def __init__(self, files: Mapping[str, Path]) -> None:
        self._files = dict(files)
        self.sums = {name: file_sha256(path) for name, path in files.items()}

    def changed(self) -> list[str]:
        """The names of the files that hold something else by now, or are gone."""
        out = []
        for name, path in self._files.items():
            try:
                same = file_sha256(path) == self.sums[name]
            except BadInput:
                same = False
            if not same:
                out.append(name)
        return out


def file_sha256(path: Path) -> str:
    """Hex SHA-256 of a file's bytes; BadInput when it cannot be read."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
    except OSError as error:
        raise BadInput(f"{path}: cannot be read ({error.strerror or error}); expected a file") from error
    return digest.hexdigest()


def articles_sha256(articles: Iterable[Article]) -> str:
    """Hex SHA-256 over ids, titles and texts, whatever the order: equal means the same things could be found."""
    rows = sorted(f"{article.id}\0{article.title}\0{article.sha256}\0" for article in articles)
    digest = hashlib.sha256()
    for row in rows:
        digest.update(row.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
