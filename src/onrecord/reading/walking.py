"""Sources (files, folders, globs, `-`) to the files to read, in order."""

import difflib
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from onrecord.reading.formats import SIDECAR_SUFFIX, SUFFIXES, format_of
from onrecord.reading.globbing import expand, is_pattern
from onrecord.reading.sidecar import is_sidecar
from onrecord.records import Problem

STANDARD_INPUT = "-"
_SHOWN_SUFFIXES = 8
_NEIGHBOURS_COMPARED = 5_000
# `onrecord index .` must not read what it writes.
_ARCHIVE_FILES = {"archive.json", "store.sqlite"}

HandOn = Callable[[Problem], None]


def find_inputs(sources: Sequence[str], hand_on: HandOn) -> Iterator[str]:
    """Paths to read behind the sources (`-`: standard input), each real file once; `hand_on` hears what is amiss."""
    walk = _Walk(hand_on)
    for source in sources:
        yield from walk.source(source)


class _Walk:
    def __init__(self, hand_on: HandOn) -> None:
        self._hand_on = hand_on
        self._folders: set[tuple[int, int]] = set()
        self._files: set[str] = set()
        self._met = 0
        self._around: dict[str, str | None] = {}
        self._archives: set[str] = set()

    def source(self, source: str) -> Iterator[str]:
        if source == STANDARD_INPUT:
            yield source
        elif "\0" in source:
            self._add(source.replace("\0", "\\0"), "a path cannot hold a NUL character")
        elif os.path.lexists(source):
            yield from self._named(source)
        elif is_pattern(source):
            yield from self._pattern(source)
        else:
            self._add(source, f"no such file or folder{_suggestion(source)}")

    def _pattern(self, pattern: str) -> Iterator[str]:
        matched, passed = False, []
        for path in expand(pattern):
            matched = True
            if archive := self._archive_around(path):
                self._pass_over(archive)
            elif os.path.isdir(path) or is_wanted(path, pattern):
                yield from self._path(path)
            # A folder that was walked has told of its own.
            elif not self._is_seen(os.path.dirname(path) or os.curdir):
                passed.append(path)
        if not matched:
            self._add(pattern, "the pattern matches no file or folder")
        self._note_unknown(pattern, passed)

    def _archive_around(self, path: str) -> str | None:
        """The archive's folder that the path goes through, looked up once for each folder."""
        folder, below = os.path.dirname(path), []
        while folder not in self._around:
            below.append(folder)
            above = os.path.dirname(folder)
            if all(os.path.lexists(os.path.join(folder, name)) for name in _ARCHIVE_FILES):
                self._around[folder] = folder or os.curdir
            elif above == folder:
                self._around[folder] = None
            else:
                folder = above
        self._around.update(dict.fromkeys(below, self._around[folder]))
        return self._around[folder]

    def _pass_over(self, archive: str) -> None:
        real = os.path.realpath(archive)
        if real not in self._archives:
            self._archives.add(real)
            self._add(archive, "an archive of onrecord, passed over", skipped=False)

    def _named(self, path: str) -> Iterator[str]:
        """A path the caller named: a folder with nothing to read in it is worth a problem."""
        before, again = self._met, self._is_seen(path)
        yield from self._path(path)
        if os.path.isdir(path) and self._met == before and not again:
            self._add(path, f"nothing to read in the folder (expected {', '.join(SUFFIXES)}, or these with .gz)")

    def _path(self, path: str) -> Iterator[str]:
        if os.path.isdir(path):
            yield from self._folder(path)
        elif not is_sidecar(path):
            yield from self._file(path)

    def _folder(self, top: str) -> Iterator[str]:
        # A stack, not recursion: folders may be nested deeper than Python calls may.
        waiting, real = [top], os.path.realpath(top)
        while waiting:
            path = waiting.pop()
            if not os.path.isdir(path):
                yield from self._file(path)
                continue
            if self._is_seen(path, mark=True):
                continue
            waiting.extend(reversed(self._listed(path, real)))

    def _listed(self, folder: str, top: str) -> list[str]:
        """Sorted paths to visit in the folder; what it holds besides is noted once.

        A folder from elsewhere may hold links to what its reader never meant to index, so that links out of `top` are
        passed over; those within it are followed.
        """
        try:
            names = sorted(os.listdir(folder))
        except OSError as error:
            self._add(folder, f"the folder cannot be listed ({error.strerror}); give read permission or leave it out")
            return []
        if set(names) >= _ARCHIVE_FILES:
            self._pass_over(folder)
            return []
        visited, passed, leading_out = [], [], []
        for name in names:
            if name.startswith(".") or name.lower().endswith(SIDECAR_SUFFIX):
                continue
            path = os.path.join(folder, name)
            if not (format_of(name).format or os.path.isdir(path)):
                passed.append(name)
            elif os.path.islink(path) and not _is_within(path, top):
                leading_out.append(path)
            else:
                visited.append(path)
        self._note_unknown(folder, passed)
        self._note_links(folder, leading_out)
        return visited

    def _note_links(self, folder: str, links: Sequence[str]) -> None:
        """One note on the links that were passed over."""
        if links:
            self._met += len(links)  # the folder is not empty
            count = "a link" if len(links) == 1 else f"{len(links)} links"
            to = shown(os.path.realpath(links[0]))
            reason = f"{count} out of the folder passed over ({os.path.basename(links[0])} to {to})"
            self._add(folder, f"{shown(reason)}; name what you want, or {shown(folder)}/*, to read it", skipped=False)

    def _note_unknown(self, place: str, names: Sequence[str]) -> None:
        """One note on the files that were passed over for their suffix."""
        if names:
            kinds = sorted({format_of(os.path.basename(name)).suffix or "no suffix" for name in names})
            listed = ", ".join(kinds[:_SHOWN_SUFFIXES]) + (", …" if len(kinds) > _SHOWN_SUFFIXES else "")
            files = "1 file" if len(names) == 1 else f"{len(names)} files"
            self._add(place, f"{files} with unknown suffix passed over: {listed}; name one to read it", skipped=False)

    def _file(self, path: str) -> Iterator[str]:
        self._met += 1
        try:
            real = os.path.realpath(path, strict=True)
        except OSError:
            # The reader says what is wrong with it, a dangling link or a loop.
            yield path
            return
        if real in self._files:
            if os.path.islink(path):
                self._add(path, f"a link to {shown(real)}, which was read already", skipped=False)
            return
        self._files.add(real)
        # A file of that name must not be taken for standard input.
        yield path if path != STANDARD_INPUT else os.path.join(os.curdir, path)

    def _is_seen(self, folder: str, *, mark: bool = False) -> bool:
        try:
            status = os.stat(folder)
        except OSError:
            return False
        identity = (status.st_dev, status.st_ino)
        seen = identity in self._folders
        if mark:
            self._folders.add(identity)
        return seen

    def _add(self, path: str, reason: str, *, skipped: bool = True) -> None:
        self._hand_on(Problem(shown(path), reason, skipped=skipped))


def _is_within(link: str, top: str) -> bool:
    """Whether the link leads to something in the real folder `top`; one that leads nowhere does: its reader says so."""
    real = os.path.realpath(link)
    return not os.path.exists(real) or os.path.commonpath((real, top)) == top


def is_wanted(path: str, pattern: str) -> bool:
    """Whether a file that a pattern met is to be read: its suffix is known, or the pattern spells name or suffix."""
    name, last = os.path.basename(path), os.path.basename(pattern)
    named = format_of(name)
    return named.format is not None or name == last or (named.suffix != "" and named.suffix == format_of(last).suffix)


def total_size(sources: Sequence[str]) -> int | None:
    """Bytes of all files behind the sources; None when standard input is among them."""
    if STANDARD_INPUT in sources:
        return None
    total = 0
    for path in find_inputs(sources, lambda problem: None):
        try:
            status = os.stat(path)
        except OSError:
            continue
        total += status.st_size if stat.S_ISREG(status.st_mode) else 0
    return total


def shown(path: str) -> str:
    """The path as text that can be stored and printed: bytes of a name that are not UTF-8 are written as \\xNN."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _suggestion(source: str) -> str:
    folder, name = os.path.split(source.rstrip(os.sep))
    try:
        with os.scandir(folder or os.curdir) as entries:
            names = sorted(entry.name for entry in islice(entries, _NEIGHBOURS_COMPARED))
    except (OSError, ValueError):
        return "" if not folder else f"; {shown(folder)} is no folder"
    close = difflib.get_close_matches(name[:255], names, n=1)
    return f"; did you mean {shown(os.path.join(folder, close[0]))}?" if close else ""
