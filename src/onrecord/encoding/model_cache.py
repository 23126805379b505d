"""The cache of model folders: each is built once, by one process, and appears whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from onrecord.atomic import sync_file, sync_folder
from onrecord.encoding.model_folder import is_sound
from onrecord.errors import ModelUnavailable
from onrecord.steps import reached

_UNFINISHED = ".unfinished-"


def cache_folder() -> Path:
    """`$ONRECORD_CACHE`, or else the user's cache folder for onrecord."""
    chosen = os.environ.get("ONRECORD_CACHE")
    if chosen:
        return Path(chosen)
    from platformdirs import user_cache_path

    return user_cache_path("onrecord", appauthor=False)


def built_once(key: str, build: Callable[[Path], None], *, cache: Path | None = None) -> Path:
    """The sound model folder `key`, built now unless it is there.

    `build` fills an empty folder, which is renamed into place only when it is sound. Processes that come at the
    same time wait for the first; a folder that does not hash to what its `export.json` says is built again.
    Raises ModelUnavailable when the cache cannot be written to.
    """
    models = (cache or cache_folder()) / "models"
    target = models / key
    if is_sound(target):
        return target
    from filelock import FileLock

    try:
        models.mkdir(parents=True, exist_ok=True)
        with FileLock(models / ".lock"):
            # Whoever held the lock before may have built it meanwhile.
            if not is_sound(target):
                _build(models, target, build)
    except OSError as error:
        raise ModelUnavailable(
            f"{models}: cannot keep the model there ({error}); free some space, or name a writable folder "
            "in the environment variable ONRECORD_CACHE"
        ) from error
    return target


def _build(models: Path, target: Path, build: Callable[[Path], None]) -> None:
    # We hold the lock, so nobody else is building: what is unfinished was left by a killed process.
    for leftover in models.glob(f"{_UNFINISHED}*"):
        shutil.rmtree(leftover, ignore_errors=True)
    unfinished = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=models))
    try:
        reached("model export: folder made")
        build(unfinished)
        reached("model export: built")
        if not is_sound(unfinished):
            raise ModelUnavailable(f"{unfinished}: the model written there is incomplete; is the disk full?")
        # Else a power cut could leave files that have their size and nothing in them.
        for path in unfinished.iterdir():
            sync_file(path)
        if target.exists():
            # A rename puts the damaged folder out of the way at once; the next build clears what is left of it.
            target.rename(models / f"{_UNFINISHED}{unfinished.name[len(_UNFINISHED) :]}-damaged")
            reached("model export: damaged one put aside")
        unfinished.rename(target)
        sync_folder(models)
        reached("model export: in place")
    finally:
        for leftover in models.glob(f"{unfinished.name}*"):
            shutil.rmtree(leftover, ignore_errors=True)
