"""`onrecord bench`: how well BM25, vectors and both together answer judged queries."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from onrecord.cli import streams
from onrecord.cli.opening import opened
from onrecord.cli.options import ArchiveOption
from onrecord.errors import BadInput

if TYPE_CHECKING:
    from onrecord.archive import Archive
    from onrecord.evaluation.spans import SpanReport

SEEDS = "seeds"


def bench(
    suite: Annotated[str, typer.Argument(help=f"{SEEDS}, or a file of judged queries (JSON lines).")],
    archive: ArchiveOption = None,
    k: Annotated[int, typer.Option("-k", min=1, metavar="N", help="How many hits are looked at.")] = 10,
    max_chars: Annotated[int, typer.Option(min=1, metavar="N", help="Longer hits answer nothing.")] = 1200,
    format: Annotated[
        Literal["table", "markdown", "json"], typer.Option(help="table for people, json for programs.")
    ] = "table",
) -> None:
    """Score BM25, vector and hybrid search side by side.

    Per family and style of judged queries. The suite `seeds` brings its own article and needs no archive. A line of
    any other suite holds qid, family, style, query and gold: a list of {doc, start, end, grade}.

    \b
    Examples:
      onrecord bench seeds
      onrecord bench judged.jsonl --archive indexes/talks --format markdown
    """
    from onrecord.evaluation.judgments import read_judgments
    from onrecord.rendering.progress import Progress
    from onrecord.uses.evaluate import MODES, compare_modes
    from onrecord.uses.sample import seed_queries

    if suite == SEEDS and archive is not None:
        raise BadInput(f"the suite {SEEDS} makes an archive of its own; leave --archive out, or name a file of queries")
    judged = read_judgments(seed_queries() if suite == SEEDS else Path(suite))
    with _subject(suite, archive) as target, Progress(len(judged) * len(MODES), "asking", "queries") as progress:
        reports = compare_modes(target.search, judged, k=k, max_chars=max_chars, progress=progress.advance)
    streams.write(_shown(reports, format))


@contextmanager
def _subject(suite: str, archive: Path | None) -> Iterator[Archive]:
    """The archive that is asked: the one named, or for `seeds` a passing one."""
    if suite != SEEDS:
        with opened(archive) as target:
            yield target
        return
    import tempfile

    from onrecord.uses.sample import seed_articles

    with tempfile.TemporaryDirectory(prefix="onrecord-") as folder, opened(Path(folder), create=True) as target:
        target.add(seed_articles())
        yield target


def _shown(reports: dict[str, SpanReport], format: str) -> str:
    from onrecord.evaluation.tables import as_dict, compare, markdown_lines, text_lines
    from onrecord.rendering.json_text import json_text
    from onrecord.uses.evaluate import MEASURES

    if format == "json":
        return json_text(as_dict(reports), indent=2 if streams.on_terminal() else None) + "\n"
    table = compare(reports, MEASURES)
    return "\n".join(markdown_lines(table) if format == "markdown" else text_lines(table)) + "\n"
