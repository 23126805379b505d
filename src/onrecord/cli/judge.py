"""`onrecord judge`: judgments for an archive of one's own, a key a place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli import streams
from onrecord.cli.opening import opened
from onrecord.cli.options import ArchiveOption

if TYPE_CHECKING:
    from onrecord.cli.keys import Keys
    from onrecord.evaluation.question_list import WrittenQuestion


def judge(
    suite: Annotated[Path, typer.Argument(metavar="SUITE.jsonl", help="Written, and gone on with when it is there.")],
    archive: ArchiveOption = None,
    queries: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Questions, one a line or as JSON; without it you are asked.")
    ] = None,
    add: Annotated[
        bool, typer.Option("--add", help="Judge what is new in the archive for the questions of the suite.")
    ] = False,
    depth: Annotated[int, typer.Option(min=1, max=1000, metavar="N", help="Hits of each arm that are judged.")] = 10,
    family: Annotated[str, typer.Option(metavar="NAME", help="What new questions ask for: quote, person, …")] = "quote",
    style: Annotated[
        str | None, typer.Option(metavar="NAME", help="How they ask.  [default: question or keyword]")
    ] = None,
    seed: Annotated[int, typer.Option(metavar="N", help="Fixes the order of the places.")] = 0,
) -> None:
    """Say which places of your archive answer which question.

    The first hits of BM25, vectors and hybrid are shown once each, in an order that hides who found them. One key
    grades a place: 2 answers fully, 1 partly, 0 not; s is unsure, e narrows it to a sentence or quotation, b goes
    back, w says who should be named, f finds more by other words, n says that nothing in the archive answers. Every
    decision is written before the next place is shown; the same command goes on where you stopped. Without a
    terminal, each line is one key.

    SUITE.jsonl holds finished questions and can be scored with `onrecord bench` at any time; what is open stands in
    SUITE.unfinished.jsonl.

    \b
    Examples:
      onrecord judge mine.jsonl --queries questions.txt --archive indexes/talks
      onrecord judge mine.jsonl --add
    """
    from onrecord.cli.judge_dialogue import Dialogue
    from onrecord.cli.keys import Keys
    from onrecord.evaluation.judgment_file import JudgmentFile
    from onrecord.evaluation.question_list import check_kind, read_written
    from onrecord.rendering.counts import plural
    from onrecord.uses.judge_session import Session

    check_kind(family, "--family")
    file = JudgmentFile(suite)
    written = read_written(queries) if queries is not None else []
    new = [question for question in written if not (file.holds(question.qid) or file.knows(question.query))]
    if len(new) < len(written):
        streams.say(f"{len(written) - len(new)} of {plural(len(written), 'question')} are in {suite} already")
    with opened(archive) as target:
        session = Session(file, target, depth=depth, seed=seed, family=family, style=style or "", tell=streams.warn)
        keys = Keys()
        dialogue = Dialogue(file, session.places, session.more, keys)
        asked = iter(new) if queries is not None or add else _asked(keys)
        try:
            dialogue.judge_all(session.questions(asked, again=add))
        finally:
            left = f", {plural(len(file.unfinished), 'question')} left open" if file.unfinished else ""
            streams.say(f"{suite}: {plural(len(file.rows), 'question')}, {dialogue.finished} finished now{left}")


def _asked(keys: Keys) -> Iterator[WrittenQuestion]:
    """The questions somebody types, until an empty line or the end of the input."""
    from onrecord.evaluation.question_list import WrittenQuestion

    while query := keys.line("question (nothing ends): "):
        yield WrittenQuestion(" ".join(query.split()))
