"""Where a benchmark goes: a report to stdout, files beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.cli import streams
from onrecord.errors import ArchiveUnwritable, BadInput, MissingExtra

if TYPE_CHECKING:
    from onrecord.benchmark import Benchmark
    from onrecord.evaluation.runs import Run
    from onrecord.evaluation.suites import Suite


@dataclass(frozen=True, slots=True)
class Files:
    """What is to be written, each None when it was not asked for."""

    out: Path | None = None
    html: Path | None = None
    png: Path | None = None
    runs: Path | None = None

    def check(self) -> None:
        """Says before the long work what could not be written after it."""
        for path in (self.out, self.html, self.png):
            if path is not None and (path.is_dir() or not path.parent.is_dir()):
                raise BadInput(f"{path}: cannot be written; expected a file in a folder that exists")
        if self.runs is not None and self.runs.exists() and not self.runs.is_dir():
            raise BadInput(f"{self.runs}: is a file; expected a folder for the runs")
        if self.png is not None and find_spec("matplotlib") is None:
            raise MissingExtra(
                "--png needs matplotlib: pip install 'onrecord[plots]', from a checkout '.[plots]'; or use --html"
            )

    def save_runs(self, suite: Suite, runs: Mapping[str, Run]) -> None:
        """Writes `NAME.jsonl` for spans; for articles `NAME.trec` and `qrels.txt`, as trec_eval reads them."""
        if self.runs is None:
            return
        from onrecord.evaluation.article_suite import ArticleSuite
        from onrecord.evaluation.run_writing import write_runs

        qrels = suite.qrels if isinstance(suite, ArticleSuite) else None
        write_runs(self.runs, suite.kind, runs, qrels)

    def save(self, record: Benchmark) -> None:
        """Writes the record, the page and the picture."""
        from onrecord.evaluation.benchmark_file import write_benchmark

        if self.out is not None:
            write_benchmark(self.out, record)
        if self.html is not None:
            from onrecord.atomic import replace_file
            from onrecord.rendering.bench_html import html_page

            try:
                replace_file(self.html, html_page(record).encode("utf-8"))
            except OSError as error:
                raise ArchiveUnwritable(f"{self.html}: cannot be written ({error.strerror or error})") from error
        if self.png is not None:
            from onrecord.rendering.bench_png import write_png

            write_png(record, self.png)


def report(record: Benchmark, format: str, files: Files, show_misses: bool = False) -> None:
    """The files, what must be known of the figures to stderr, the report to stdout."""
    files.save(record)
    if format in ("json", "csv"):
        # The table and the Markdown say them themselves.
        for note in record.notes:
            streams.warn(note)
    streams.write(_shown(record, format))
    if show_misses:
        from onrecord.rendering.misses_view import misattributed_lines, miss_lines

        width, palette = streams.width(), streams.palette()
        lines = miss_lines(record, width, palette)
        lines += ["", *told] if (told := misattributed_lines(record, record.misattributed, width, palette)) else []
        # A program that reads JSON or CSV from stdout must not meet them there.
        write = streams.write if format in ("table", "markdown") else lambda text: streams.say(text.rstrip("\n"))
        write("\n" + "\n".join(lines) + "\n")


def _shown(record: Benchmark, format: str) -> str:
    if format == "json":
        from onrecord.evaluation.benchmark_file import benchmark_json

        return benchmark_json(record)
    if format == "csv":
        from onrecord.rendering.bench_csv import csv_text

        return csv_text(record)
    if format == "markdown":
        from onrecord.rendering.bench_markdown import markdown_lines

        return "\n".join(markdown_lines(record)) + "\n"
    from onrecord.rendering.bench_table import table_lines

    return "\n".join(table_lines(record, streams.width())) + "\n"
