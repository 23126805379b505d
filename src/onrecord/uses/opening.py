"""Where an archive begins: a folder is found to be one, or made one, and its parts are put together."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from onrecord.errors import ArchiveDamaged, ArchiveUnwritable, BadInput
from onrecord.storage.manifest import Manifest, read_manifest, write_manifest
from onrecord.storage.store import Store
from onrecord.uses.parts import Parts, TextEncoder


def parts_on_disk(folder: Path, create: bool, settings: Manifest | None, notify: Callable[[str], None] | None) -> Parts:
    """The parts of the archive in `folder`, made when it is missing and `create` allows it."""
    manifest = _manifest_in(folder, create, settings)
    return Parts(folder, Store(folder / "store.sqlite"), manifest, partial(_load_encoder, notify=notify))


def parts_in_memory(settings: Manifest | None) -> Parts:
    """The parts of a new archive that is nowhere on disk."""
    return Parts(None, Store(None), settings or Manifest(), _load_encoder)


def _load_encoder(name: str, notify: Callable[[str], None] | None = None) -> TextEncoder:
    from onrecord.encoding.choosing import load_encoder

    return load_encoder(name, progress=notify)


def _manifest_in(folder: Path, create: bool, settings: Manifest | None) -> Manifest:
    if folder.is_file():
        raise BadInput(f"{folder}: is a file; expected the folder of an archive")
    if (folder / "archive.json").exists():
        found = read_manifest(folder)
        if found.encoder_fingerprint and not (folder / "store.sqlite").exists():
            raise ArchiveDamaged(
                f"{folder}: store.sqlite is missing; restore it from a copy, or index the articles again"
            )
        if settings is not None and settings.shape() != found.shape():
            raise BadInput(
                f"{folder}: was made with {found.shape()}, asked for are {settings.shape()}; "
                "leave the settings out, or index into a new archive"
            )
        return found
    if not create:
        raise BadInput(_no_archive(folder))
    others = [path.name for path in folder.iterdir() if path.name != "lock"] if folder.exists() else []
    if others:
        seen = ", ".join(sorted(others)[:3])
        raise BadInput(f"{folder}: is no archive and holds other files ({seen}); name a new or empty folder")
    manifest = settings or Manifest()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_manifest(folder, manifest)
    except OSError as error:
        raise ArchiveUnwritable(f"{folder}: {error}; name a folder that can be written") from error
    return manifest


def _no_archive(folder: Path) -> str:
    import difflib

    beside = [path.parent for path in sorted(folder.parent.glob("*/archive.json"))]
    beside += [path.parent for path in sorted(Path("indexes").glob("*/archive.json"))]
    close = difflib.get_close_matches(folder.name, [path.name for path in beside], n=1, cutoff=0.4)
    similar = [path for path in beside if path.name in close] or beside
    hint = f"; did you mean {similar[0]}?" if similar else "; make one with `onrecord index FILES --archive DIR`"
    return f"{folder}: no archive here{hint}"
