"""`onrecord delete`: articles out of all searches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli import streams
from onrecord.cli.arguments import WaitCommand
from onrecord.cli.opening import opened
from onrecord.cli.options import ArchiveOption, WaitOption
from onrecord.errors import BadInput, NotFound

if TYPE_CHECKING:
    from onrecord.archive import Archive

COMMAND = WaitCommand


def delete(
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="Ids of articles.")],
    archive: ArchiveOption = None,
    wait: WaitOption = 0.0,
) -> None:
    """Take articles out of all searches.

    Their texts are kept until `onrecord compact`. Exit code 1 when none of them was there.

    \b
    Examples:
      onrecord delete us-warns-of-war --archive indexes/talks
      onrecord delete -- -an-id-that-begins-with-a-dash
    """
    from onrecord.rendering.counts import plural

    with opened(archive, wait=wait) as target:
        missing = [reason for id in dict.fromkeys(ids) if (reason := _why_missing(target, id))]
        count = target.delete(ids)
    for reason in missing:
        streams.warn(reason)
    if not count:
        raise NotFound("nothing deleted; `onrecord search` and `onrecord export` print the ids of articles")
    streams.say(f"{plural(count, 'article')} deleted")


def _why_missing(target: Archive, id: str) -> str:
    try:
        found = target.get(id)
    except (NotFound, BadInput) as error:
        return str(error)
    return "" if found.id == id and found.current else f"{id}: names a revision; an article is deleted as {found.id}"
