"""`onrecord info`: what an archive holds and how it was made."""

from __future__ import annotations

from onrecord.cli import streams
from onrecord.cli.opening import opened
from onrecord.cli.options import ArchiveOption, ViewFormat


def info(archive: ArchiveOption = None, format: ViewFormat = "table") -> None:
    """Say what the archive holds, how it was made, and how large it is.

    \b
    Examples:
      onrecord info --archive indexes/talks
      onrecord info --format json | jq .holds.articles
    """
    from onrecord.rendering.counts import format_bytes
    from onrecord.rendering.info_view import format_info

    with opened(archive) as target:
        facts = target.info()
    sizes = facts.get("bytes")
    if format == "table" and isinstance(sizes, dict):
        del facts["bytes"]
        facts["on disk"] = {name: format_bytes(size) for name, size in sizes.items() if isinstance(size, int)}
    streams.write(format_info(facts, format, palette=streams.palette(), terminal=streams.on_terminal()))
