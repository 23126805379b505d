"""Options that the lists of quotes, people and claims share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal, TypeVar

import typer

from onrecord.cli import streams

# Rows that a table shows unless -k asks for more; programs get all.
SHOWN = 20

ListFormat = Annotated[
    Literal["table", "json", "jsonl", "csv", "markdown"],
    typer.Option("--format", help="table for people, markdown for notes, the rest for programs."),
]
SpeakerOption = Annotated[
    str | None, typer.Option("--speaker", metavar="NAME", help="Only what this person or body said; any of its names.")
]
AboutOption = Annotated[
    str | None, typer.Option("--about", metavar="WORDS", help="Rank by this subject, by words and by meaning.")
]
ArticleOption = Annotated[str | None, typer.Option("--article", metavar="ID", help="Only in this article.")]
SourceOption = Annotated[str | None, typer.Option("--source", metavar="NAME", help="Only from this publication.")]
SinceOption = Annotated[str | None, typer.Option("--since", metavar="DATE", help="Only from this date on.")]
UntilOption = Annotated[str | None, typer.Option("--until", metavar="DATE", help="Only up to this date.")]
CountOption = Annotated[
    int | None,
    typer.Option("-k", min=1, metavar="N", help=f"How many.  [default: {SHOWN} in a table, else all]"),
]
ExplainOption = Annotated[bool, typer.Option("--explain", help="Show how each was found, and why it is that person.")]

R = TypeVar("R")


def shown_rows(rows: Sequence[R], k: int | None, format: str, what: str) -> Sequence[R]:
    """The rows that are printed; what a table leaves out is said on stderr."""
    most = k if k is not None else SHOWN if format == "table" else len(rows)
    if k is None and len(rows) > most:
        streams.say(f"{most} of {len(rows)} {what} shown; -k {len(rows)} shows all")
    return rows[:most]
