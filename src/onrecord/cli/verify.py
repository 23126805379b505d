"""`onrecord verify`: a quotation, or all of a draft, against what the archive has on record."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from onrecord.cli import streams
from onrecord.cli.arguments import QueryCommand
from onrecord.cli.opening import opened
from onrecord.cli.options import ArchiveOption
from onrecord.errors import BadInput, NotFound

if TYPE_CHECKING:
    from onrecord.archive import Archive
    from onrecord.records import Article

COMMAND = QueryCommand
# What a checked quotation has instead of an error when it may not be printed as it is.
NOT_FAITHFUL = 1


def verify(
    quote: Annotated[list[str] | None, typer.Argument(metavar="QUOTE", help="The words to check.")] = None,
    archive: ArchiveOption = None,
    speaker: Annotated[
        str | None, typer.Option("--speaker", metavar="NAME", help="Who is said to have said it.")
    ] = None,
    file: Annotated[
        str | None, typer.Option("--file", metavar="DRAFT", help="Check all quotations of this file; - for stdin.")
    ] = None,
    k: Annotated[int, typer.Option("-k", min=1, metavar="N", help="Places looked at for a paraphrase.")] = 5,
    format: Annotated[
        Literal["table", "json", "jsonl"], typer.Option(help="table for people, the rest for programs.")
    ] = "table",
) -> None:
    """Check a quotation, or every quotation of a draft, word for word.

    \b
    Verdicts:
      verbatim       these words in this order; case, accents, marks and white space aside
      trimmed        the same, words left out at its ends or where it has an ellipsis
      altered        words changed, put in or silently left out, inside one place
      spliced        parts of two places joined as one
      misattributed  verbatim or trimmed, but recorded with another speaker
      paraphrase     the meaning is on record, the words are not
      not found      neither

    The difference shows recorded words that are not quoted in [-…-] and quoted ones that are not recorded in {+…+}.

    \b
    Examples:
      onrecord verify "the drums of war are growing louder" --speaker Carpenter
      onrecord verify --file draft.md
      onrecord verify --file draft.md --format jsonl | jq 'select(.verdict == "altered")'

    Exit code 0 when all is verbatim or trimmed, 1 when anything else was found.
    """
    words = " ".join(quote or ())
    if (quote is not None) == (file is not None):
        seen = "both a QUOTE and --file" if file is not None else "neither a QUOTE nor --file"
        raise BadInput(f"{seen} given; expected one of them (`onrecord verify --help` shows examples)")
    if file is not None and speaker is not None:
        raise BadInput("--speaker with --file: a draft names its own speakers; check the quotation by itself")
    with opened(archive) as target:
        faithful = _check_draft(target, file, format) if file is not None else _check(target, words, speaker, k, format)
    if not faithful:
        raise typer.Exit(NOT_FAITHFUL)


def _check(target: Archive, words: str, speaker: str | None, k: int, format: str) -> bool:
    from onrecord.rendering.verdict_table import format_verdict

    found = target.verify(words, speaker=speaker, k=k)
    streams.write(
        format_verdict(found, format, terminal=streams.on_terminal(), palette=streams.palette(), width=streams.width())
    )
    return found.faithful


def _check_draft(target: Archive, file: str, format: str) -> bool:
    from onrecord.rendering.verdict_table import format_draft, summary

    draft = _read(file)
    found = target.verify_draft(draft.text, draft.title)
    streams.write(
        format_draft(found, format, terminal=streams.on_terminal(), palette=streams.palette(), width=streams.width())
    )
    if not found:
        raise NotFound(f"{file}: no quotations of three words or more in it")
    streams.say(summary(found))
    return all(one.verification.faithful for one in found)


def _read(file: str) -> Article:
    from onrecord.reading.sources import read

    reading = read(file, stdin=getattr(sys.stdin, "buffer", None))
    reading.on_problem = lambda problem: streams.say(str(problem))
    drafts = list(reading)
    if len(drafts) != 1:
        raise BadInput(f"{file}: holds {len(drafts)} articles; expected one draft, as text, Markdown, HTML or PDF")
    return drafts[0]
