"""`onrecord extract`: who said what in files, without an archive."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from onrecord.cli import streams
from onrecord.cli.failures import WRONG_USE
from onrecord.cli.options import pairs
from onrecord.errors import BadInput

if TYPE_CHECKING:
    from onrecord.records import Article
    from onrecord.spoken import Extraction


_ONE_ARTICLE = ("html", "citron", "brat", "json")


def extract(
    sources: Annotated[
        list[str], typer.Argument(metavar="SOURCE...", help="Files, folders, globs; - for standard input.")
    ],
    format: Annotated[
        Literal["table", "jsonl", "json", "html", "citron", "brat"],
        typer.Option(help="table to read, html to look at, jsonl for programs, citron and brat for other tools."),
    ] = "table",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FOLDER", help="A file for each article, instead of stdout.")
    ] = None,
    rules: Annotated[bool, typer.Option("--rules", help="By rules alone, without model and weights.")] = False,
    column: Annotated[
        list[str] | None,
        typer.Option(metavar="OURS=THEIRS", help="A CSV column or JSON key under another name; may be repeated."),
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Show how each speaker was found.")] = False,
) -> None:
    """Find who said what in files; no archive is made or read.

    Reads what `index` reads. A line of jsonl is an article with its attributions (source, cue and content as lists of
    [start, end] in characters of the text), people and claims. `brat` gives standoff files beside a copy of the text,
    `citron` the JSON of the BBC's Citron; both need --out for more than one article.

    \b
    Examples:
      onrecord extract article.txt
      onrecord extract articles/ --format jsonl > said.jsonl
      onrecord extract article.txt --format html > said.html
      onrecord extract articles/ --format brat --out annotated/
    """
    from onrecord.reading.sources import read
    from onrecord.uses.extract_articles import extract_articles

    reading = read(*sources, columns=pairs("--column", column or ()), stdin=getattr(sys.stdin, "buffer", None))
    reading.on_problem = lambda problem: streams.say(str(problem))
    if out is not None:
        if out.exists() and not out.is_dir():
            raise BadInput(f"{out}: is a file; expected a folder for --out")
        out.mkdir(parents=True, exist_ok=True)
    write, count = _Sink(format, out), 0
    for article, extraction in extract_articles(reading, rules=rules, notify=streams.say):
        count += 1
        write(article, extraction, explain)
    write.finish()
    if not count:
        raise BadInput("nothing to read in " + ", ".join(sources))
    if any(problem.skipped for problem in reading.problems):
        raise typer.Exit(WRONG_USE)


class _Sink:
    """Where extractions go: one file an article, or stdout."""

    def __init__(self, format: str, out: Path | None) -> None:
        self._format, self._out = format, out
        # The one article of a format that holds no more; printed at the end, so that a pipe never gets half.
        self._held: str | None = None

    def __call__(self, article: Article, extraction: Extraction, explain: bool) -> None:
        from onrecord.rendering.extraction_files import extraction_text, write_extraction

        if self._out is not None:
            write_extraction(self._out, article, extraction, self._format)
            return
        if self._held is not None:
            raise BadInput(f"--format {self._format} holds one article; add --out FOLDER, or name one file")
        look = {"palette": streams.palette(), "width": streams.width(), "explain": explain}
        text = extraction_text(article, extraction, self._format, **look)  # type: ignore[arg-type]
        if self._format in _ONE_ARTICLE:
            self._held = text
        else:
            streams.write(text)

    def finish(self) -> None:
        """Prints what was held."""
        streams.write(self._held or "")
