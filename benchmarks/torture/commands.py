"""The commands that are interrupted, each from the same archive to the same end."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from onrecord import Archive
from onrecord.encoding.model_cache import built_once
from onrecord.uses import index, opening
from onrecord.uses.export import write_articles
from torture import articles

ARCHIVE, EXPORT, MODELS = "archive", "out/articles.jsonl", "cache"


@dataclass(frozen=True, slots=True)
class Command:
    """`run` gets a folder in which a copy of `start` lies (see `lay_out`)."""

    name: str
    run: Callable[[Path], None]
    start: str = "full"


def small_steps(encoder: opening.TextEncoder) -> None:
    """Lets few articles make many commits, and every archive opened here use this encoder."""
    index._BATCH_PASSAGES, index._COMMIT_PASSAGES, index._MOST_PENDING = 2, 5, 45
    opening._load_encoder = lambda name, notify=None: encoder


def lay_out(base: Path, start: str, folder: Path) -> None:
    """Makes `folder` anew, with a copy of what the command starts from."""
    shutil.rmtree(folder, ignore_errors=True)
    if start == "nothing":
        folder.mkdir(parents=True)
        return
    shutil.copytree(base / start, folder)


def add(folder: Path) -> None:
    with Archive.open(folder / ARCHIVE) as archive:
        archive.add(articles.ADDED)


def delete(folder: Path) -> None:
    with Archive.open(folder / ARCHIVE) as archive:
        archive.delete(articles.REMOVED)


def compact(folder: Path) -> None:
    with Archive.open(folder / ARCHIVE) as archive:
        archive.compact()


def rebuild(folder: Path) -> None:
    with Archive.open(folder / ARCHIVE) as archive:
        archive.rebuild()


def export(folder: Path) -> None:
    with Archive.open(folder / ARCHIVE) as archive:
        write_articles(archive.articles(), folder / EXPORT, replace=True)


def export_model(source: Path) -> Callable[[Path], None]:
    """Puts a model into the cache as an export does; what fills the folder is a copy of a model exported before."""

    def build(folder: Path) -> None:
        for path in sorted(source.iterdir()):
            if path.is_file():
                shutil.copyfile(path, folder / path.name)

    def run(folder: Path) -> None:
        built_once("model", build, cache=folder / MODELS)

    return run


def commands(model: Path) -> list[Command]:
    """All of them; `model` is the folder of an exported model."""
    return [
        Command("add", add),
        Command("first add", add, "nothing"),
        Command("delete", delete),
        Command("compact", compact),
        Command("rebuild", rebuild),
        Command("export", export),
        Command("model export", export_model(model), "nothing"),
        Command("model export over a damaged one", export_model(model), "damaged model"),
    ]


def make_bases(base: Path, model: Path) -> None:
    """Makes what the commands start from."""
    full = base / "full"
    with Archive.open(full / ARCHIVE) as archive:
        archive.add(articles.STORED)
        archive.add(articles.UPDATED)
        archive.delete(articles.DELETED)
        (full / "out").mkdir()
        write_articles(list(archive.articles())[:3], full / EXPORT)
    export_model(model)(base / "damaged model")
    content = next((base / "damaged model" / MODELS / "models" / "model").glob("*.onnx"))
    with content.open("r+b") as file:
        file.truncate(1000)
