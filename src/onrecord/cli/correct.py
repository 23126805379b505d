"""`onrecord correct`: what extraction got wrong, put right by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from onrecord.cli import streams
from onrecord.cli.arguments import WaitCommand
from onrecord.cli.failures import WRONG_USE
from onrecord.cli.opening import opened
from onrecord.cli.options import ArchiveOption, WaitOption
from onrecord.rendering.counts import plural

COMMAND = WaitCommand


def correct(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Corrections, one JSON object a line.")],
    archive: ArchiveOption = None,
    wait: WaitOption = 0.0,
) -> None:
    """Put right who is who, who spoke, and what is no quotation.

    The file takes the place of earlier corrections, is kept in the archive as corrections.jsonl, and holds when
    articles are indexed again. A line is one of

    \b
      {"op": "merge", "people": ["Bill Hale", "William Hale"], "name": "William Hale"}
      {"op": "split", "person": "Lee", "articles": ["harbour"], "name": "Lee (harbour master)"}
      {"op": "rename", "person": "Joseph Biden", "name": "Joe Biden"}
      {"op": "speaker", "article": "harbour", "start": 10, "end": 42, "speaker": "Ada Fenn"}
      {"op": "reject", "article": "harbour", "start": 50, "end": 61}

    Each may have a "note". People are named as `onrecord people` lists them, places as `onrecord quotes` does; with
    "text", the quoted words, a speaker or reject line holds only while they stand there. A line that is not
    understood is named, and nothing changes; one that fits nothing is named, the others hold, and the exit code is 2.

    \b
    Examples:
      onrecord correct corrections.jsonl
      onrecord people Hale --explain
    """
    with opened(archive, wait=wait) as target:
        problems = target.correct(file)
        taken = len(target.corrections)
    for problem in problems:
        streams.warn(problem)
    unfit = f"; {plural(len(problems), 'note')} above on what fits nothing in the archive now" if problems else ""
    streams.say(f"{plural(taken, 'correction')} taken{unfit}")
    if problems:
        raise typer.Exit(WRONG_USE)
