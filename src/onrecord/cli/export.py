"""`onrecord export`: the articles of an archive as JSON lines."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from onrecord.cli import streams
from onrecord.cli.opening import opened
from onrecord.cli.options import ArchiveOption


def export(
    archive: ArchiveOption = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write here, not to stdout.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace FILE when it is there.")] = False,
    format: Annotated[Literal["jsonl"], typer.Option(help="One article a line.")] = "jsonl",
) -> None:
    """Write all articles as JSON lines.

    `onrecord index` takes them back. FILE appears whole or not at all.

    \b
    Examples:
      onrecord export --archive indexes/talks -o talks.jsonl
      onrecord export | jq -r .id
    """
    from onrecord.rendering.counts import plural
    from onrecord.rendering.progress import Progress
    from onrecord.uses.export import article_lines, write_articles

    with opened(archive) as target:
        if output is None:
            for line in article_lines(target.articles()):
                streams.write(line)
            return
        with Progress(None, "exporting", "articles") as progress:
            count = write_articles(target.articles(), output, replace=force, progress=progress.advance)
    streams.say(f"{output}: {plural(count, 'article')}")
