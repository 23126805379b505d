"""`onrecord check`: is the archive whole?"""

from __future__ import annotations

from typing import Annotated

import typer

from onrecord.cli import streams
from onrecord.cli.arguments import WaitCommand
from onrecord.cli.opening import opened
from onrecord.cli.options import ArchiveOption, WaitOption
from onrecord.errors import ArchiveProblem

COMMAND = WaitCommand


def check(
    archive: ArchiveOption = None,
    repair: Annotated[
        bool, typer.Option("--repair", help="Make the indexes anew from the store, and lost token states.")
    ] = False,
    wait: WaitOption = 0.0,
) -> None:
    """Look at every file of the archive for damage.

    Exit code 3 when something is wrong and was not repaired. What can be made anew is made anew whenever an archive
    is opened; --repair also mends what only a full check can see.

    \b
    Examples:
      onrecord check --archive indexes/talks
      onrecord check --repair
    """
    with opened(archive, wait=wait) as target:
        found = target.check()
        if found and repair:
            for line in found:
                streams.say(f"repairing: {line}")
            target.rebuild()
            found = target.check()
        articles = target.info()["holds"]
    for line in found:
        streams.say(line)
    if found:
        raise ArchiveProblem("the archive is damaged; the lines above say where and what to do")
    streams.say(f"all is well: {_counts(articles)}")


def _counts(holds: object) -> str:
    return ", ".join(f"{what} {number:,}" for what, number in holds.items()) if isinstance(holds, dict) else ""
