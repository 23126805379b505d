"""Patterns such as `talks/**/*.txt` to paths, in sorted order, without following link loops."""

import fnmatch
import glob
import os
import re
from collections.abc import Iterator


def is_pattern(source: str) -> bool:
    """Whether the source holds a wildcard (`*`, `?` or `[`)."""
    return glob.has_magic(source)


def expand(pattern: str) -> Iterator[str]:
    """Existing files and folders that match; `**` stands for any number of folders, hidden names are passed over.

    A folder that cannot be listed matches nothing. Not `glob.glob`: it follows a link to its own folder some
    forty levels down, and two such links take it for ever.
    """
    parts = [part for part in pattern.split(os.sep) if part]
    parts = [part for part, before in zip(parts, ["", *parts], strict=False) if not part == before == "**"]
    yield from _match(os.sep if pattern.startswith(os.sep) else "", parts)


def _match(base: str, parts: list[str]) -> Iterator[str]:
    if not parts:
        yield base
        return
    first, rest = parts[0], parts[1:]
    if first == "**":
        if not rest:
            yield base or os.curdir
            return
        for folder in _folders(base):
            yield from _match(folder, rest)
    elif not glob.has_magic(first):
        path = os.path.join(base, first)
        if os.path.lexists(path):
            yield from _match(path, rest)
    else:
        wanted = re.compile(fnmatch.translate(first))
        for name in _names(base):
            if wanted.match(name) and (first.startswith(".") or not name.startswith(".")):
                yield from _match(os.path.join(base, name), rest)


def _folders(base: str) -> Iterator[str]:
    """`base` and all folders below, each real folder once."""
    seen: set[tuple[int, int]] = set()
    waiting = [base]
    while waiting:
        folder = waiting.pop()
        try:
            status = os.stat(folder or os.curdir)
        except OSError:
            continue
        if (status.st_dev, status.st_ino) in seen:
            continue
        seen.add((status.st_dev, status.st_ino))
        yield folder
        below = [os.path.join(folder, name) for name in _names(folder) if not name.startswith(".")]
        waiting.extend(path for path in reversed(below) if os.path.isdir(path))


def _names(folder: str) -> list[str]:
    try:
        return sorted(os.listdir(folder or os.curdir))
    except OSError:
        return []
