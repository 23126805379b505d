"""`onrecord search`: passages by words and by meaning, one query or a file of them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from onrecord.cli import streams
from onrecord.cli.arguments import QueryCommand
from onrecord.cli.opening import opened
from onrecord.cli.options import ArchiveOption, pairs
from onrecord.errors import BadInput, NotFound
from onrecord.records import Hit, Mode

if TYPE_CHECKING:
    from onrecord.archive import Archive
    from onrecord.querying.fuse import Fusion
    from onrecord.querying.weights import Weights

COMMAND = QueryCommand
# A query that was pasted by mistake is named by its beginning.
_SHOWN_QUERY = 60


def search(
    query: Annotated[list[str] | None, typer.Argument(metavar="QUERY", help="Words; see below.")] = None,
    archive: ArchiveOption = None,
    k: Annotated[int, typer.Option("-k", min=1, metavar="N", help="How many hits.")] = 10,
    mode: Annotated[Mode, typer.Option(help="What ranks: words, vectors or both.")] = "hybrid",
    kind: Annotated[
        Literal["all", "passage", "quote", "person", "claim"], typer.Option(help="What may be found.")
    ] = "all",
    group: Annotated[Literal["unit", "article"], typer.Option(help="What a hit is.")] = "unit",
    speaker: Annotated[str | None, typer.Option(metavar="NAME", help="Only what this person said.")] = None,
    source: Annotated[str | None, typer.Option(metavar="NAME", help="Only from this source.")] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Only from this day, month or year on.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Only up to this day, month or year.")] = None,
    where: Annotated[
        list[str] | None, typer.Option(metavar="KEY=VALUE", help="Only where metadata says so; may be repeated.")
    ] = None,
    fusion: Annotated[
        Literal["default", "convex", "rrf"] | None,
        typer.Option(
            help="How hybrid joins all evidence: by weights of onrecord's own, a fixed mix, or ranks alone.  "
            "[default: what `onrecord tune` learned in this archive, else default]",
            show_default=False,
        ),
    ] = None,
    min_confidence: Annotated[
        float, typer.Option(min=0, max=1, metavar="C", help="Only hits this likely to answer, by --explain's figure.")
    ] = 0.0,
    rerank: Annotated[
        str | None, typer.Option(metavar="MODEL", help="Order the first hits by this CrossEncoder: path or name.")
    ] = None,
    rerank_depth: Annotated[int, typer.Option(min=1, metavar="N", help="How many hits --rerank reads.")] = 50,
    explain: Annotated[bool, typer.Option("--explain", help="Show the terms behind each BM25 score.")] = False,
    format: Annotated[
        Literal["table", "json", "jsonl", "csv", "trec"] | None,
        typer.Option(help="table for people, the rest for programs.  [default: table; jsonl with --queries]"),
    ] = None,
    queries: Annotated[
        str | None, typer.Option(metavar="FILE", help="A query a line, as JSON; - for standard input.")
    ] = None,
) -> None:
    """Find what was said, and where exactly.

    \b
    A query holds:
      words             rank the hits, by the words themselves and by their meaning
      "exact phrase"    must occur
      -word             must not occur
      source:cnbc since:2022-01-01 until:2022-02 speaker:"Wendy Sherman"

    \b
    Examples:
      onrecord search what did Sherman say about sanctions
      onrecord search '"red line" -Crimea' -k 3
      onrecord search "-trump clinton"
      onrecord search troops at the border --since 2022-01 --where desk=politics
      onrecord search costs of war --format json | jq '.[0].citation'
      onrecord search --queries judged.jsonl --format trec --group article
      onrecord search who pays for the war --rerank models/ms-marco-MiniLM-L6-v2

    A line of --queries is {"qid": "q1", "query": "red line"}, or BEIR's {"_id": "q1", "text": "red line"}; an answer
    is {"qid": "q1", "hits": [...]}, in the order of the queries.

    Exit code 1 when nothing was found; a batch is done, hits or not.
    """
    words = " ".join(query or ())
    _check_use(words, query is not None, queries, format, group)
    with opened(archive) as target:
        ask = partial(
            target.search,
            k=k,
            mode=mode,
            kind=None if kind == "all" else kind,
            group=group,
            speaker=speaker,
            source=source,
            since=since,
            until=until,
            metadata=pairs("--where", where or ()),
            explain=explain,
            fusion=_fusion(fusion, group),
            min_confidence=min_confidence,
            rerank=rerank,
            rerank_depth=rerank_depth,
        )
        if queries is not None:
            _answer_all(target, ask, queries, format or "jsonl")
        else:
            _answer(target, ask, words, format or "table", explain)


def _check_use(words: str, asked: bool, queries: str | None, format: str | None, group: str) -> None:
    if asked == (queries is not None):
        seen = "both a QUERY and --queries" if asked else "neither a QUERY nor --queries"
        raise BadInput(f"{seen} given; expected one of them (`onrecord search --help` shows examples)")
    if asked and not words.strip():
        raise BadInput("the query is empty; expected words to search for")
    if queries is not None and format not in (None, "jsonl", "trec"):
        raise BadInput(f"--format {format} with --queries; expected jsonl or trec")
    if format == "trec" and group != "article":
        raise BadInput("--format trec ranks articles; add --group article")


def _fusion(
    method: Literal["default", "convex", "rrf"] | None, group: Literal["unit", "article"]
) -> Fusion | Weights | None:
    from onrecord.querying.fuse import Fusion
    from onrecord.querying.weights import ARTICLE_WEIGHTS, UNIT_WEIGHTS

    if method == "default":
        return ARTICLE_WEIGHTS if group == "article" else UNIT_WEIGHTS
    return None if method is None else Fusion(method=method)


def _answer(target: Archive, ask: partial[list[Hit]], words: str, format: str, explain: bool) -> None:
    from onrecord.rendering.hit_formats import format_hits

    _warn_about(target, words)
    hits = ask(words)
    if not hits and ask.keywords["min_confidence"]:
        guesses = partial(ask, k=1, min_confidence=0.0)(words)
        if guesses and guesses[0].confidence is not None:
            raise NotFound(
                f"nothing here answers {_short(words)} with confidence {ask.keywords['min_confidence']:g}; "
                f"the best guess has {guesses[0].confidence:.2f}"
            )
    people = streams.on_terminal()
    palette = streams.palette()
    shown = format_hits(
        hits,
        format,
        terminal=people,
        palette=palette,
        width=streams.width(),
        marks=people and not palette.enabled,
        explain=explain,
    )
    streams.write(shown)
    if not hits:
        raise NotFound(f"nothing found for {_short(words)}")


def _answer_all(target: Archive, ask: partial[list[Hit]], file: str, format: str) -> None:
    from onrecord.cli.query_file import read_queries
    from onrecord.rendering.hit_formats import format_batch
    from onrecord.rendering.progress import Progress

    asked = read_queries(file)
    with Progress(len(asked), "searching", "queries") as progress:

        def answers() -> Iterator[tuple[str, list[Hit]]]:
            for qid, words in asked:
                _warn_about(target, words, f"query {qid}: ")
                yield qid, ask(words)
                progress.advance()

        for text in format_batch(answers(), format):
            streams.write(text)


def _warn_about(target: Archive, words: str, place: str = "") -> None:
    for warning in target.understand(words).warnings:
        streams.warn(place + warning)


def _short(words: str) -> str:
    return repr(words if len(words) <= _SHOWN_QUERY else words[: _SHOWN_QUERY - 1] + "…")
