"""Options that several verbs share, and the small languages in their values."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

import typer

from onrecord.errors import BadInput

ENVIRONMENT = "ONRECORD_ARCHIVE"
DEFAULT_ARCHIVE = Path("indexes/default")

ArchiveOption = Annotated[
    Path | None,
    typer.Option(
        "--archive",
        metavar="DIR",
        help=f"Folder of the archive.  [default: ${ENVIRONMENT}, else {DEFAULT_ARCHIVE}]",
        show_default=False,
    ),
]
WaitOption = Annotated[
    float,
    typer.Option(
        "--wait",
        metavar="[SECONDS]",
        help="Wait so long for another writer to finish; without a number, as long as it takes.  "
        "[default: not at all, exit code 3]",
        show_default=False,
    ),
]
ViewFormat = Annotated[Literal["table", "json"], typer.Option("--format", help="table for people, json for programs.")]


def chosen_archive(given: Path | None) -> Path:
    """The folder asked for, else `$ONRECORD_ARCHIVE`, else `indexes/default`."""
    return given or Path(os.environ.get(ENVIRONMENT) or DEFAULT_ARCHIVE)


def pairs(option: str, values: Sequence[str]) -> dict[str, str]:
    """{name: value} of options such as `--where desk=politics`; BadInput for one without `=` or given twice."""
    out: dict[str, str] = {}
    for given in values:
        name, equals, value = given.partition("=")
        if not equals or not name:
            raise BadInput(f"{option} {given!r}: expected NAME=VALUE, such as {option} desk=politics")
        if name in out:
            raise BadInput(f"{option} {name}: given twice, as {out[name]!r} and {value!r}; give it once")
        out[name] = value
    return out
