"""`onrecord bench`: how well BM25, vectors, both together and any rivals answer judged queries."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from onrecord.cli.bench_options import (
    AgainstOption,
    EvenIfChangedOption,
    FocusOption,
    HtmlOption,
    MeasureOption,
    OutOption,
    PngOption,
    ReportFormat,
    ResamplesOption,
    SeedOption,
)
from onrecord.cli.bench_output import Files, report
from onrecord.cli.bench_subject import Sources, subject
from onrecord.cli.options import ArchiveOption, pairs

# For --systems: only the runs named with --run take part.
NO_SYSTEMS = "none"


def bench(
    suite: Annotated[
        str, typer.Argument(help="seeds, a file of judged queries (JSON lines), a BEIR folder, or TREC judgments.")
    ],
    archive: ArchiveOption = None,
    articles: Annotated[
        list[str] | None,
        typer.Option(metavar="SOURCE", help="Ask a passing archive of these files instead; may be repeated."),
    ] = None,
    encoder: Annotated[
        str, typer.Option(metavar="NAME", help="What makes the vectors of a passing archive (see `index`).")
    ] = "default",
    systems: Annotated[
        str, typer.Option(metavar="NAMES", help=f"Ways of ranking, by commas; {NO_SYSTEMS}: only --run.")
    ] = "bm25,vector,rrf,hybrid",
    run: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=FILE", help="Answers of another system, in the same table; may be repeated."),
    ] = None,
    split: Annotated[str, typer.Option(metavar="NAME", help="Which judgments of a BEIR folder.")] = "test",
    queries: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The words of the queries, for TREC judgments (JSON lines).")
    ] = None,
    k: Annotated[
        int | None,
        typer.Option("-k", min=1, metavar="N", help="How many hits count.  [default: 10; 100 for articles]"),
    ] = None,
    max_chars: Annotated[int, typer.Option(min=1, metavar="N", help="Longer hits answer nothing.")] = 1200,
    measure: MeasureOption = None,
    focus: FocusOption = "",
    against: AgainstOption = None,
    even_if_changed: EvenIfChangedOption = False,
    show_misses: Annotated[
        bool, typer.Option("--show-misses", help="Also show what hybrid missed, and where it was lost.")
    ] = False,
    format: ReportFormat = "table",
    out: OutOption = None,
    html: HtmlOption = None,
    png: PngOption = None,
    save_runs: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Write every system's answers there (articles: TREC runs and judgments)."),
    ] = None,
    resamples: ResamplesOption = 10_000,
    seed: SeedOption = 0,
) -> None:
    """Compare ways of ranking on judged queries, with intervals and verdicts.

    The suite `seeds` brings its own article, a BEIR folder its corpus: each is asked in a passing archive, unless
    --archive names one. `polnear-dev` comes with its questions; name your copy of the articles. A line of a JSON file
    holds qid, family, style, query and gold: a list of {doc, start, end, grade}; family "none" has no gold. A --run is
    JSON lines as `onrecord search --queries` writes them, or for articles a TREC run.

    Intervals are 95% bootstrap intervals; questions on one article are drawn together. A verdict says "better" or
    "worse" only when the randomisation test, corrected over all comparisons (Holm), gives at most 0.05. An interval
    is of one comparison alone, so it may miss 0 beside "no difference seen".

    \b
    Defined for bad input:
      a question that a run lacks       counts as without hits, and is named
      an answer that is not judged      does not count, and is named
      an article twice in a run         exit code 2 (of spans in one article the first stands for it)
      NaN and infinite scores           exit code 2
      equal scores                      the order given; for a TREC run descending ids, as in trec_eval
      negative grades                   not relevant, as in trec_eval
      judged articles the archive lacks count as not found, and are named
      a suite edited during the run     the figures are of what was read, and it is said
      an empty suite, run or file       exit code 2

    \b
    Examples:
      onrecord bench seeds
      onrecord bench judged.jsonl --articles news/ --html report.html
      onrecord bench polnear-dev --articles PolNeAR/
      onrecord bench judged.jsonl --archive indexes/talks --run txtai=txtai.jsonl
      onrecord bench beir/scifact --split test --out today.json
      onrecord bench beir/scifact --against yesterday.json --show-misses
    """
    from onrecord.evaluation.benchmarking import Plan
    from onrecord.evaluation.comparisons import Drawing
    from onrecord.rendering.progress import Progress
    from onrecord.uses.bench import read_entries, run_bench
    from onrecord.uses.bench_suite import Reading, open_suite
    from onrecord.uses.evaluate import read_earlier, require_words
    from onrecord.uses.sample import named_suite

    suite = named_suite(suite)
    files = Files(out, html, png, save_runs)
    files.check()
    names = [] if systems == NO_SYSTEMS else [name.strip() for name in systems.split(",") if name.strip()]
    rivals = {name: Path(file) for name, file in pairs("--run", run or ()).items()}
    suite_read = open_suite(suite, Reading(k, max_chars, tuple(measure or ()), split, queries))
    if names:
        require_words(suite_read.suite)
    earlier = read_earlier(against, even_if_changed) if against else None
    entries = read_entries(names, rivals, focus)
    plan = Plan(focus, drawing=Drawing(resamples, seed), earlier=earlier)
    sources = Sources(suite, names, archive, tuple(articles or ()), encoder)
    with (
        subject(suite_read, sources) as (target, asked),
        Progress(len(asked.suite.questions) * len(names), "asking", "queries") as progress,
    ):
        record, runs = run_bench(asked, target, entries, plan, progress.advance)
    files.save_runs(suite_read.suite, runs)
    report(record, format, files, show_misses)
