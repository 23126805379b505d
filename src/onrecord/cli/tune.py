"""`onrecord tune`: the weights of the hybrid search learned on one's own judgments."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli import streams
from onrecord.cli.arguments import WaitCommand
from onrecord.cli.opening import opened
from onrecord.cli.options import ArchiveOption, ViewFormat, WaitOption
from onrecord.errors import BadInput

if TYPE_CHECKING:
    from onrecord.uses.tune import Tuning

COMMAND = WaitCommand
_NOTHING_KEPT = 1


def tune(
    suite: Annotated[
        str | None,
        typer.Argument(metavar="SUITE", help="Judged queries (JSON lines), a BEIR folder, or TREC judgments."),
    ] = None,
    archive: ArchiveOption = None,
    split: Annotated[str, typer.Option(metavar="NAME", help="Which judgments of a BEIR folder.")] = "train",
    queries: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The words of the queries, for TREC judgments (JSON lines).")
    ] = None,
    measure: Annotated[
        str, typer.Option("--measure", "-m", metavar="NAME", help="What is to grow, by depth 10: nDCG@10, AP@5, RR@10.")
    ] = "nDCG@10",
    anyway: Annotated[bool, typer.Option("--anyway", help="Keep weights for which no gain was seen.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Learn and tell, but keep nothing.")] = False,
    reset: Annotated[bool, typer.Option("--reset", help="Go back to the default weights.")] = False,
    format: ViewFormat = "table",
    wait: WaitOption = 0.0,
) -> None:
    """Learn how much words, meaning and surroundings count in your archive, from your own judgments.

    The weights of the hybrid search are moved one after the other from their defaults, as long as that gains more
    than noise. Whether the result may be believed is told by cross-validation: questions in five parts, those that
    share an article in one part, and each part scored with weights learned on the other four. The weights are kept
    in the archive (fusion.json) only when the 95% interval of that gain lies above 0; units and articles have
    weights of their own. `onrecord search --fusion default` searches with the defaults all the same.

    At least 20 questions with an answer are needed; `onrecord judge` helps to write them. Exit code 1 when no gain
    was seen and nothing was kept.

    \b
    Examples:
      onrecord tune judged.jsonl --archive indexes/talks
      onrecord tune beir/scifact --split train --dry-run
      onrecord tune --reset
    """
    from onrecord.rendering.json_text import json_text
    from onrecord.rendering.progress import Progress
    from onrecord.uses.sample import named_suite
    from onrecord.uses.tune import read_suite

    if reset:
        if suite is not None or dry_run or anyway:
            raise BadInput("--reset forgets what was learned; expected no SUITE, --dry-run or --anyway beside it")
        with opened(archive, wait=wait) as target:
            target.forget_tuning()
        streams.say("the default weights hold again")
        return
    if suite is None:
        raise BadInput("no SUITE given; expected judged questions to learn from, or --reset")
    read = read_suite(named_suite(suite), split, queries, measure)
    asked = sum(question.answerable for question in read.suite.questions)
    with opened(archive, wait=wait) as target, Progress(asked, "asking", "questions") as progress:
        found = target.tune(read, anyway=anyway, dry_run=dry_run, progress=progress.advance)
    if format == "json":
        streams.write(json_text(found.to_dict(), indent=2 if streams.on_terminal() else None) + "\n")
    else:
        streams.write("\n".join(_lines(found, anyway, dry_run)) + "\n")
    for note in found.notes:
        streams.warn(note)
    if not found.worth_keeping(anyway):
        raise typer.Exit(_NOTHING_KEPT)


def _lines(found: Tuning, anyway: bool, dry_run: bool) -> list[str]:
    """The weights side by side, the figures, and what they mean."""
    from onrecord.rendering.bench_grid import grid_lines
    from onrecord.rendering.counts import plural
    from onrecord.uses.tune_learn import GRIDS

    rows = []
    for name in (name for grid in GRIDS[found.group] for name in grid):
        was, now = getattr(found.before, name), getattr(found.after, name)
        seen = sorted({getattr(weights, name) for weights in found.of_folds})
        spread = f"{seen[0]:g}" if len(seen) == 1 else f"{seen[0]:g} to {seen[-1]:g}"
        rows.append([name, f"{was:g}", f"{now:g}", spread])
    head = [f"weight ({found.group}s)", "default", "learned", "learned in folds"]
    lines = grid_lines(head, rows, streams.width())
    lines += [
        "",
        f"{found.measure} on {plural(found.questions, 'question')} of {found.suite}: {found.mean_before:.4f} by "
        f"default, {found.mean_after:.4f} cross-validated ({plural(len(found.of_folds), 'fold')})",
        f"gain {found.gain:+.4f}, 95% interval {found.low:+.4f} to {found.high:+.4f}",
        _verdict(found, anyway, dry_run),
    ]
    return lines


def _verdict(found: Tuning, anyway: bool, dry_run: bool) -> str:
    told = found.verdict
    if not found.changed:
        return f"{told}: nothing to gain over the defaults, nothing stored"
    if not found.worth_keeping(anyway):
        return f"{told}: not shown to be better than the defaults, nothing stored (--anyway stores them all the same)"
    if dry_run:
        return f"{told}: would be stored, but for --dry-run"
    return f"{told}: stored, `onrecord search` uses them from now on"
