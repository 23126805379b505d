"""`onrecord compact`: earlier revisions and deleted articles forgotten for good."""

from __future__ import annotations

from onrecord.cli import streams
from onrecord.cli.arguments import WaitCommand
from onrecord.cli.opening import opened
from onrecord.cli.options import ArchiveOption, WaitOption

COMMAND = WaitCommand


def compact(archive: ArchiveOption = None, wait: WaitOption = 0.0) -> None:
    """Forget earlier revisions and deleted articles for good.

    Their room is given back. Citations made from a forgotten revision no longer resolve.

    \b
    Examples:
      onrecord compact --archive indexes/talks
    """
    from onrecord.rendering.counts import format_bytes, plural

    with opened(archive, wait=wait) as target:
        dropped, freed = target.compact()
    streams.say(f"{plural(dropped, 'revision')} forgotten, {format_bytes(max(freed, 0))} freed")
