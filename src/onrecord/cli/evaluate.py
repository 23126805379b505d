"""`onrecord evaluate`: score a run that any tool wrote against judgments."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli import streams
from onrecord.cli.bench_options import (
    HtmlOption,
    MeasureOption,
    OutOption,
    PngOption,
    ReportFormat,
    ResamplesOption,
    SeedOption,
)
from onrecord.cli.bench_output import Files, report
from onrecord.errors import BadInput

if TYPE_CHECKING:
    from onrecord.benchmark import Benchmark


def evaluate(
    run: Annotated[Path, typer.Argument(help="A TREC run, or hits as JSON lines (`search --queries`).")],
    qrels: Annotated[Path, typer.Argument(help="TREC or BEIR judgments, or judged queries as JSON lines.")],
    measure: MeasureOption = None,
    against: Annotated[
        list[Path] | None, typer.Option(metavar="RUN", help="Another run to compare with; may be repeated.")
    ] = None,
    k: Annotated[
        int | None,
        typer.Option("-k", min=1, metavar="N", help="How many hits count.  [default: 10 spans, all articles]"),
    ] = None,
    max_chars: Annotated[int, typer.Option(min=1, metavar="N", help="Longer spans answer nothing.")] = 1200,
    by_query: Annotated[
        bool, typer.Option("--by-query", help="One line a query and measure, by tabs, instead of the report.")
    ] = False,
    format: ReportFormat = "table",
    out: OutOption = None,
    html: HtmlOption = None,
    png: PngOption = None,
    resamples: ResamplesOption = 10_000,
    seed: SeedOption = 0,
) -> None:
    """Score a run against judgments, with intervals; compare it with others.

    Means are over all judged queries: one that the run lacks scores 0, as in trec_eval with -c and in ir_measures.
    With --against every measure is compared over the same queries, and Holm corrects over all comparisons.
    Hits in one article are one hit where articles are judged. What is defined for bad input: `onrecord bench --help`.

    \b
    Examples:
      onrecord evaluate run.trec qrels.txt -m nDCG@10 -m AP@5 -m "AP(rel=2)"
      onrecord evaluate new.trec beir/scifact/qrels/test.tsv --against old.trec
      onrecord evaluate hits.jsonl judged.jsonl --by-query
    """
    from onrecord.evaluation.benchmarking import Plan
    from onrecord.evaluation.comparisons import Drawing
    from onrecord.uses.bench_suite import Reading, open_suite
    from onrecord.uses.evaluate import answer, make_record

    files = Files(out, html, png)
    files.check()
    if qrels.is_dir():
        raise BadInput(f"{qrels}: is a folder; expected a file of judgments, such as {qrels}/qrels/test.tsv")
    opened = open_suite(
        f"./{qrels}" if not qrels.is_absolute() else qrels, Reading(k, max_chars, measure or (), whole=True)
    )
    systems = _named([run, *(against or [])])
    runs, watch = answer(opened.suite, systems)
    plan = Plan(next(iter(systems)), leading=len(opened.suite.measures), drawing=Drawing(resamples, seed))
    record = make_record(opened, runs, plan, runs_watch=watch)
    if not by_query:
        report(record, format, files)
        return
    files.save(record)
    for note in record.notes:
        streams.warn(note)
    streams.write(_by_query(record))


def _named(paths: list[Path]) -> dict[str, Path]:
    """Each run under its file's name; a second one of that name with its folder's, or a number."""
    named: dict[str, Path] = {}
    for path in paths:
        name, number = path.stem, 2
        if name in named:
            name = f"{path.resolve().parent.name}/{path.stem}"
        while name in named:
            name, number = f"{path.stem} {number}", number + 1
        named[name] = path
    return named


def _by_query(record: Benchmark) -> str:
    """`query  measure  system  value` by tabs, in the order of the judgments; undefined values are left out."""
    from onrecord.rendering.safe_text import printable

    rows = ["query\tmeasure\tsystem\tvalue"]
    for question in record.questions:
        for measure in record.measures:
            for system in record.systems:
                value = system.answers[question.qid].values.get(measure)
                if value is not None:
                    rows.append("\t".join((printable(question.qid), measure, printable(system.name), f"{value:.6f}")))
    return "\n".join(rows) + "\n"
