"""`onrecord people`: everyone who is mentioned, or the profile of one."""

from __future__ import annotations

from typing import Annotated

import typer

from onrecord.cli import streams
from onrecord.cli.list_options import (
    CountOption,
    ExplainOption,
    ListFormat,
    SinceOption,
    SourceOption,
    UntilOption,
    shown_rows,
)
from onrecord.cli.opening import opened
from onrecord.cli.options import ArchiveOption
from onrecord.errors import NotFound


def people(
    name: Annotated[list[str] | None, typer.Argument(metavar="[NAME]", help="Whose profile; any of the names.")] = None,
    archive: ArchiveOption = None,
    source: SourceOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    k: CountOption = None,
    explain: ExplainOption = False,
    format: ListFormat = "table",
) -> None:
    """List everyone with roles, names and counts; with NAME, show the profile.

    Each role is given with the place that states it. With --explain, a profile says why mentions were taken to be
    this person; what is wrong can be put right with `onrecord correct`. Exit code 1 when there is nobody.

    \b
    Examples:
      onrecord people
      onrecord people Sherman --explain
      onrecord people --since 2022 --format csv > people.csv
    """
    from onrecord.rendering.people_view import format_people
    from onrecord.rendering.profile_view import format_profile

    asked = " ".join(name or ()).strip()
    look = {"terminal": streams.on_terminal(), "palette": streams.palette(), "width": streams.width()}
    with opened(archive) as target:
        if asked:
            profiles = target.person(asked, source=source, since=since, until=until)
            shown = format_profile(profiles[:k], format, explain=explain, **look)  # type: ignore[arg-type]
        else:
            found = target.people(source=source, since=since, until=until)
            shown = format_people(shown_rows(found, k, format, "people"), format, **look)  # type: ignore[arg-type]
            if not found:
                raise NotFound("nobody found; `onrecord info` says what the archive holds")
    streams.write(shown)
