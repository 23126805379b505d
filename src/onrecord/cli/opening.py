"""An archive for one verb: opened, its notices said, closed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.cli import streams
from onrecord.cli.options import chosen_archive

if TYPE_CHECKING:
    from onrecord.archive import Archive
    from onrecord.storage.manifest import Manifest


@contextmanager
def opened(
    path: Path | None, *, create: bool = False, settings: Manifest | None = None, wait: float = 0.0
) -> Iterator[Archive]:
    """The archive; what opening had to mend, and long preparations, are said on stderr."""
    from onrecord.archive import Archive

    folder = chosen_archive(path)
    with Archive.open(folder, create=create, settings=settings, wait=wait, notify=streams.say) as archive:
        for notice in archive.notices:
            streams.warn(notice)
        yield archive
