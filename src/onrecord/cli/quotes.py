"""`onrecord quotes`: who said what, where exactly."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from onrecord.cli import streams
from onrecord.cli.list_options import (
    AboutOption,
    ArticleOption,
    CountOption,
    ExplainOption,
    ListFormat,
    SinceOption,
    SourceOption,
    SpeakerOption,
    UntilOption,
    shown_rows,
)
from onrecord.cli.opening import opened
from onrecord.cli.options import ArchiveOption
from onrecord.errors import NotFound


def quotes(
    archive: ArchiveOption = None,
    speaker: SpeakerOption = None,
    about: AboutOption = None,
    style: Annotated[
        Literal["direct", "mixed", "indirect"] | None, typer.Option(help="In marks, partly, or not at all.")
    ] = None,
    article: ArticleOption = None,
    source: SourceOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    min_confidence: Annotated[
        float, typer.Option(min=0, max=1, metavar="SHARE", help="Only attributions this likely to be right.")
    ] = 0.0,
    k: CountOption = None,
    explain: ExplainOption = False,
    format: ListFormat = "table",
) -> None:
    """List who said what, with the place of every word.

    The latest article comes first; with --about, what fits the subject best. A speaker is found by any name the
    archive knows: `Sherman`, `Wendy Sherman`, `Deputy Secretary of State Sherman`. Exit code 1 when there is nothing.

    \b
    Examples:
      onrecord quotes --speaker "Wendy Sherman" --about sanctions
      onrecord quotes --style direct --since 2022-01 --format markdown > quotes.md
      onrecord quotes --article us-warns-of-war --explain
    """
    from onrecord.rendering.quote_formats import format_quotes

    with opened(archive) as target:
        found = target.quotes(
            speaker,
            about,
            style=style,
            source=source,
            since=since,
            until=until,
            article=article,
            min_confidence=min_confidence,
        )
    streams.write(
        format_quotes(
            shown_rows(found, k, format, "quotes"),
            format,
            terminal=streams.on_terminal(),
            palette=streams.palette(),
            width=streams.width(),
            explain=explain,
        )
    )
    if not found:
        raise NotFound("no quotes found; `onrecord people` lists who speaks, `onrecord info` what the archive holds")
