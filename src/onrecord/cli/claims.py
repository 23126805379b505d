"""`onrecord claims`: what was claimed about policy, by whom, with which numbers."""

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
from onrecord.spoken import Act


def claims(
    archive: ArchiveOption = None,
    act: Annotated[Act | None, typer.Option(help="What is done by saying it.")] = None,
    speaker: SpeakerOption = None,
    about: AboutOption = None,
    quantity: Annotated[
        str | None, typer.Option(metavar="CONDITION", help="Only with such a number: 'troops > 50000'.")
    ] = None,
    voice: Annotated[
        Literal["attributed", "reporter"] | None, typer.Option(help="Said by somebody, or by the article itself.")
    ] = None,
    article: ArticleOption = None,
    source: SourceOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    min_worthiness: Annotated[
        float, typer.Option(min=0, max=1, metavar="SHARE", help="Only what is this much worth checking.")
    ] = 0.0,
    k: CountOption = None,
    explain: ExplainOption = False,
    format: ListFormat = "table",
) -> None:
    """List claims about policy, with claimant, act and numbers.

    Numbers are normalised: `nearly 100,000 troops` is 100000, approximate; shares are percent, money has its currency
    code. A condition is `UNIT > NUMBER`, also >=, <, <=, = and ranges: `troops = 50000..200000`, `usd >= 1bn`.
    Exit code 1 when there is nothing.

    \b
    Examples:
      onrecord claims --act threat --since 2022-01-01
      onrecord claims --quantity "troops > 50000"
      onrecord claims --about "NATO membership" --speaker Ryabkov --explain
    """
    from onrecord.rendering.claim_view import format_claims

    with opened(archive) as target:
        found = target.claims(
            about,
            act=act,
            speaker=speaker,
            quantity=quantity,
            attributed=None if voice is None else voice == "attributed",
            source=source,
            since=since,
            until=until,
            article=article,
            min_worthiness=min_worthiness,
        )
    streams.write(
        format_claims(
            shown_rows(found, k, format, "claims"),
            format,
            terminal=streams.on_terminal(),
            palette=streams.palette(),
            width=streams.width(),
            explain=explain,
        )
    )
    if not found:
        raise NotFound("no claims found; fewer restrictions find more, `onrecord info` says what the archive holds")
