"""`onrecord demo`: the story of the seed article, offline."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from onrecord.cli import streams
from onrecord.cli.arguments import WaitCommand
from onrecord.cli.opening import opened
from onrecord.cli.options import WaitOption
from onrecord.errors import BadInput

COMMAND = WaitCommand
DEFAULT = Path("indexes/demo")
# Longer lines are hard to read.
_WIDEST = 96


def demo(
    archive: Annotated[
        Path, typer.Option("--archive", metavar="DIR", help="Folder of the demo's archive, made when missing.")
    ] = DEFAULT,
    wait: WaitOption = 0.0,
) -> None:
    """Tell the story of the article that comes with onrecord.

    It is indexed, offline, and then searched by words, by meaning and by both, filtered, read and cited.

    \b
    Examples:
      onrecord demo
      onrecord demo --archive indexes/seeds
    """
    from onrecord.cli.stage import Stage
    from onrecord.cli.story import story
    from onrecord.uses.sample import seed_articles

    articles = seed_articles()
    palette = streams.palette()
    stage = Stage(palette, min(streams.width(), _WIDEST), not palette.enabled, str(archive))
    with opened(archive, create=True, wait=wait) as target:
        others = sorted({article.id for article in target.articles()} - {article.id for article in articles})
        if others:
            raise BadInput(f"{archive}: holds other articles ({others[0]}); name a folder for the demo alone")
        target.add(articles)
        for act in story(target, target.get(articles[0].id), stage):
            streams.write(act)
