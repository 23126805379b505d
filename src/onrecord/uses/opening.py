"""Where an archive begins: a folder is found to be one, or made one, and its parts are put together."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from onrecord.errors import ArchiveDamaged, ArchiveLocked, ArchiveUnwritable, BadInput
from onrecord.storage.lock import write_lock
from onrecord.storage.manifest import Manifest, read_manifest, write_manifest
from onrecord.storage.store import Store
from onrecord.uses.parts import Parts, TextEncoder

_SQLITE_HEAD = b"SQLite format 3\0"
# Seconds to wait for another process that makes an archive in the same folder at this moment.
_PATIENCE = 10.0


def parts_on_disk(
    folder: Path, create: bool, settings: Manifest | None, notify: Callable[[str], None] | None, wait: float = 0.0
) -> Parts:
    """The parts of the archive in `folder`, made when it is missing and `create` allows it."""
    manifest = _manifest_in(folder, create, settings, wait)
    store = Store(folder / "store.sqlite")
    if manifest.origin and (found := store.origin()) is not None and found != manifest.origin:
        store.close()
        raise ArchiveDamaged(
            f"{folder}: archive.json and store.sqlite belong to two archives; restore the one that is not its own"
        )
    return Parts(folder, store, manifest, partial(_load_encoder, notify=notify))


def parts_in_memory(settings: Manifest | None) -> Parts:
    """The parts of a new archive that is nowhere on disk."""
    return Parts(None, Store(None), settings or Manifest(), _load_encoder)


def _load_encoder(name: str, notify: Callable[[str], None] | None = None) -> TextEncoder:
    from onrecord.encoding.choosing import load_encoder

    return load_encoder(name, progress=notify)


def _manifest_in(folder: Path, create: bool, settings: Manifest | None, wait: float) -> Manifest:
    if folder.is_file():
        raise BadInput(f"{folder}: is a file; expected the folder of an archive")
    if (folder / "archive.json").exists():
        return _manifest_of(folder, settings, wait)
    if (folder / "store.sqlite").exists():
        raise ArchiveDamaged(
            f"{folder}: archive.json is missing; restore it from a copy, or index the articles again into a new archive"
        )
    if not create:
        raise BadInput(_no_archive(folder))
    others = [path.name for path in folder.iterdir() if not _of_ours(path.name)] if folder.exists() else []
    if "archive.json" in others:  # made at this very moment
        return _manifest_of(folder, settings, wait)
    if others:
        seen = ", ".join(sorted(others)[:3])
        raise BadInput(f"{folder}: is no archive and holds other files ({seen}); name a new or empty folder")
    return _made(folder, settings, wait)


def _of_ours(name: str) -> bool:
    """Whether it is what the making of an archive leaves: its lock, or a description that is not whole yet.

    Looked at by name in one listing: another process may write its description and rename it at this very moment.
    """
    return name in {"lock", "lock.holder", "lock.next"} or (name.startswith(".archive.json.") and name.endswith(".tmp"))


def _made(folder: Path, settings: Manifest | None, wait: float) -> Manifest:
    """A new archive's description; that of another process if it makes one in this folder at the same moment."""
    from onrecord.encoding.choosing import check_name

    manifest = settings or Manifest()
    check_name(manifest.encoder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ArchiveUnwritable(f"{folder}: {error}; name a folder that can be written") from error
    try:
        with write_lock(folder, wait or _PATIENCE):
            if not (folder / "archive.json").exists():
                _settle(folder, manifest)
                return manifest
    except ArchiveLocked:
        if not (folder / "archive.json").exists():
            raise
    return _manifest_of(folder, settings, wait)


def _manifest_of(folder: Path, settings: Manifest | None, wait: float) -> Manifest:
    """What the archive in the folder was made with, or from now on the settings, if nothing was ever stored in it."""
    found = read_manifest(folder)
    if found.encoder_fingerprint:
        _check_store(folder)
    if settings is None or settings.shape() == found.shape():
        return found
    if not found.encoder_fingerprint:
        with write_lock(folder, wait):
            found = read_manifest(folder)  # another process may have stored something just now
            if not found.encoder_fingerprint:
                _settle(folder, settings)
                return settings
    raise BadInput(
        f"{folder}: was made with {found.shape()}, asked for are {settings.shape()}; "
        "leave the settings out, or index into a new archive"
    )


def _settle(folder: Path, manifest: Manifest) -> None:
    """Writes the description of an archive that is empty still; nothing is written when its encoder cannot be."""
    from onrecord.encoding.choosing import check_name

    check_name(manifest.encoder)
    try:
        write_manifest(folder, manifest)
    except OSError as error:
        raise ArchiveUnwritable(f"{folder}: {error}; name a folder that can be written") from error


def _check_store(folder: Path) -> None:
    """Raises ArchiveDamaged when the store of an archive that held something is gone: SQLite would make a new one."""
    try:
        with (folder / "store.sqlite").open("rb") as file:
            head = file.read(len(_SQLITE_HEAD))
    except FileNotFoundError:
        seen = "is missing"
    except OSError:
        return  # opening the store meets the same error and explains it
    else:
        if head == _SQLITE_HEAD:
            return
        seen = "does not begin like an SQLite file" if head else "is empty"
    raise ArchiveDamaged(f"{folder}: store.sqlite {seen}; restore it from a copy, or index the articles again")


def _no_archive(folder: Path) -> str:
    import difflib

    beside = [path.parent for path in sorted(folder.parent.glob("*/archive.json"))]
    beside += [path.parent for path in sorted(Path("indexes").glob("*/archive.json"))]
    close = difflib.get_close_matches(folder.name, [path.name for path in beside], n=1, cutoff=0.4)
    similar = [path for path in beside if path.name in close] or beside
    hint = f"; did you mean {similar[0]}?" if similar else "; make one with `onrecord index FILES --archive DIR`"
    return f"{folder}: no archive here{hint}"
