"""`onrecord index`: articles into an archive."""

from __future__ import annotations

import math
import sys
import time
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onrecord.cli import streams
from onrecord.cli.arguments import WaitCommand
from onrecord.cli.failures import INTERRUPTED, WRONG_USE
from onrecord.cli.opening import opened
from onrecord.cli.options import ArchiveOption, WaitOption, chosen_archive, pairs
from onrecord.errors import BadInput

if TYPE_CHECKING:
    from onrecord.reading.sources import Reading
    from onrecord.records import Problem
    from onrecord.rendering.progress import Progress
    from onrecord.storage.manifest import Manifest
    from onrecord.uses.index import AddReport

COMMAND = WaitCommand
_NEW = "New archives only. "


def index(
    sources: Annotated[
        list[str], typer.Argument(metavar="SOURCE...", help="Files, folders, globs; - for standard input.")
    ],
    archive: ArchiveOption = None,
    passage_words: Annotated[
        int | None, typer.Option(min=1, metavar="N", help=f"{_NEW}Words a passage holds at most.  [default: 80]")
    ] = None,
    overlap: Annotated[
        int | None,
        typer.Option(min=0, metavar="N", help=f"{_NEW}Sentences repeated from the passage before.  [default: 0]"),
    ] = None,
    encoder: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help=f"{_NEW}What makes the vectors: default, default-fp32, static, st:MODEL or a model's folder.",
        ),
    ] = None,
    k1: Annotated[
        float | None,
        typer.Option(min=0, metavar="N", help=f"{_NEW}What repeating a word counts in BM25.  [default: 1.2]"),
    ] = None,
    b: Annotated[
        float | None,
        typer.Option(min=0, max=1, metavar="N", help=f"{_NEW}What length counts in BM25.  [default: 0.75]"),
    ] = None,
    title_weight: Annotated[
        int | None, typer.Option(min=0, metavar="N", help=f"{_NEW}How often a title's words count.  [default: 1]")
    ] = None,
    no_token_states: Annotated[
        bool,
        typer.Option(
            "--no-token-states",
            help=f"{_NEW}Do not keep what late interaction compares, some 2 KB a passage; hybrid search then mixes "
            "BM25 and vectors alone and finds less (nDCG@10 on judged news .71 instead of .78).",
        ),
    ] = False,
    column: Annotated[
        list[str] | None,
        typer.Option(metavar="OURS=THEIRS", help="A CSV column or JSON key under another name; may be repeated."),
    ] = None,
    wait: WaitOption = 0.0,
) -> None:
    """Read articles and make them findable.

    Plain text, Markdown, HTML, PDF, JSONL (also .gz) and CSV are read. An article that is there unchanged costs
    nothing, a changed one becomes a new revision. What cannot be read is named on stderr, the rest is indexed, and
    the exit code is 2. After Ctrl-C the same command goes on.

    \b
    Examples:
      onrecord index articles/ --archive indexes/talks
      onrecord index "news/**/*.html" report.pdf
      onrecord index rows.csv --column text=body --column id=nr
      onrecord index articles/ --archive indexes/small --no-token-states
      zcat dump.jsonl.gz | onrecord index -
    """
    from onrecord.reading.sources import read

    chosen = {
        "passage_words": passage_words,
        "passage_overlap": overlap,
        "encoder": encoder,
        "k1": k1,
        "b": b,
        "title_weight": title_weight,
        "token_states": False if no_token_states else None,
    }
    settings = _settings(chosen_archive(archive), {name: value for name, value in chosen.items() if value is not None})
    reading = read(*sources, columns=pairs("--column", column or ()), stdin=getattr(sys.stdin, "buffer", None))
    try:
        report = _add(reading, archive, settings, wait)
    except KeyboardInterrupt:
        streams.say("onrecord: interrupted; what was finished is kept, and the same command goes on from there")
        raise typer.Exit(INTERRUPTED) from None
    if report is None or not report.complete:
        raise typer.Exit(WRONG_USE)


def _settings(folder: Path, chosen: dict[str, Any]) -> Manifest | None:
    """What a new archive is made with; None when nothing was asked for. Those not asked for are the archive's own."""
    if not chosen:
        return None
    from dataclasses import replace

    from onrecord.storage.manifest import Manifest, read_manifest

    for name, value in chosen.items():
        if isinstance(value, float) and not math.isfinite(value):
            raise BadInput(f"--{name} {value}: expected a finite number")
    base = read_manifest(folder) if (folder / "archive.json").exists() else Manifest()
    return replace(base, **chosen)


def _add(reading: Reading, archive: Path | None, settings: Manifest | None, wait: float) -> AddReport | None:
    """What was done; None when there was nothing to read, and then no archive is made."""
    from onrecord.rendering.progress import Progress

    total = reading.total_bytes
    unit, items = ("articles", "") if total is None else ("bytes", "articles")
    with Progress(total, "indexing", unit, items=items) as progress:
        reading.on_problem = lambda problem: _tell(progress, problem)
        articles = iter(reading)
        first = next(articles, None)
        folder = chosen_archive(archive)
        if first is None:
            progress.note(f"{folder}: nothing to index, nothing changed")
            return None
        started = time.monotonic()
        with opened(archive, create=True, settings=settings, wait=wait) as target:
            step = _Step(reading, progress)
            report = target.add(chain([first], articles), progress=lambda article: step.take())
        for problem in report.problems:
            _tell(progress, problem)
        report.problems += reading.problems
        progress.note(_summary(folder, report, time.monotonic() - started))
    return report


class _Step:
    """How far the bar moves after an article: by what was read for it, or by one where the whole is not known."""

    def __init__(self, reading: Reading, progress: Progress) -> None:
        self._reading, self._progress = reading, progress

    def take(self) -> None:
        known = self._progress.total is not None
        self._progress.advance(max(0, self._reading.bytes_read - self._progress.done) if known else 1, items=1)


def _tell(progress: Progress, problem: Problem) -> None:
    from onrecord.rendering.colours import Palette
    from onrecord.rendering.problem_lines import problem_line

    # Notes are made printable, so that a colour would show as its escape sequence.
    progress.note(problem_line(problem, palette=Palette(False)))


def _summary(folder: Path, report: AddReport, seconds: float) -> str:
    from onrecord.rendering.counts import format_count, format_duration

    left_out = sum(problem.skipped for problem in report.problems)
    numbers = {
        "added": len(report.added),
        "updated": len(report.updated),
        "unchanged": report.unchanged,
        "left out": left_out,
    }
    counts = ", ".join(f"{format_count(number)} {what}" for what, number in numbers.items())
    hint = ": the lines above say why" if left_out else ""
    took = f" ({format_duration(seconds)})" if seconds >= 1 else ""
    return f"{folder}: {counts}{hint}{took}"
