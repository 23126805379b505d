"""`onrecord show`: an article to read, or the place a citation names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from onrecord.cli import streams
from onrecord.cli.failures import tell
from onrecord.cli.opening import opened
from onrecord.cli.options import ArchiveOption
from onrecord.errors import OnrecordError
from onrecord.records import Json, Span

if TYPE_CHECKING:
    from onrecord.archive import Archive
    from onrecord.uses.look_up import ArchivedArticle


def show(
    references: Annotated[
        list[str], typer.Argument(metavar="ARTICLE[@SHA][:START-END]...", help="As printed with each hit.")
    ],
    archive: ArchiveOption = None,
    context: Annotated[
        int | None, typer.Option(min=0, metavar="N", help="Only so many characters around the span.")
    ] = None,
    offsets: Annotated[bool, typer.Option("--offsets", help="Where each line begins, in the margin.")] = False,
    attributions: Annotated[
        bool, typer.Option("--attributions", help="The whole article, with sources, cues and contents in colours.")
    ] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="With --attributions: how each speaker was found.")
    ] = False,
    format: Annotated[
        Literal["table", "json", "html"], typer.Option(help="table for people, json for programs, html to look at.")
    ] = "table",
) -> None:
    """Read an article, with the named span highlighted.

    A citation names the revision it was made from; that revision is shown, also after the article has changed,
    until `onrecord compact` forgets it.

    \b
    Examples:
      onrecord show us-warns-of-war
      onrecord show us-warns-of-war:214-405 --context 300
      onrecord show us-warns-of-war --attributions
      onrecord show us-warns-of-war --attributions --format html > said.html
      onrecord show us-warns-of-war@4f2a91c0b3de:214-405 --format json
    """
    code = 0
    with opened(archive) as target:
        for number, reference in enumerate(references):
            try:
                if attributions or format == "html":
                    shown = _attributed(target, reference, format, explain)
                elif format == "json":
                    shown = _json(target, reference)
                else:
                    shown = _table(target, reference, context, offsets)
            except OnrecordError as error:
                # The others are shown all the same.
                code = max(code, tell(error))
                continue
            streams.write(("\n" if number and format == "table" else "") + shown)
    if code:
        raise typer.Exit(code)


def _attributed(target: Archive, reference: str, format: str, explain: bool) -> str:
    from onrecord.rendering.attribution_html import attributed_article_html
    from onrecord.rendering.attribution_view import attributed_article

    if format == "json":
        from onrecord.rendering.row_formats import rows_json

        return rows_json(target.quotes(article=target.get(reference).id), terminal=streams.on_terminal())
    article, shown = target.get(reference), target.attributed(reference)
    if format == "html":
        facts = tuple(fact for fact in (article.source, article.date) if fact)
        return attributed_article_html(
            shown.text, shown.attributions, shown.speakers, title=shown.title, facts=facts, url=shown.url, page=True
        )
    return attributed_article(
        shown.text,
        shown.attributions,
        shown.speakers,
        title=shown.title,
        palette=streams.palette(),
        width=streams.width(),
        explain=explain,
    )


def _table(target: Archive, reference: str, context: int | None, offsets: bool) -> str:
    from onrecord.rendering.article_view import article_view

    article, span = target.resolve(reference)
    palette = streams.palette()
    number = _number(article)
    return article_view(
        article,
        [span] if span else [],
        palette=palette,
        width=streams.width(),
        context=context,
        offsets=offsets,
        revision=(number, len(article.revisions)) if len(article.revisions) > 1 else None,
    )


def _json(target: Archive, reference: str) -> str:
    from onrecord.rendering.json_text import json_text

    article, span = target.resolve(reference)
    out: dict[str, Json] = {
        "article": article.id,
        "title": article.title,
        "date": article.date,
        "source": article.source,
        "author": article.author,
        "url": article.url,
        "metadata": dict(article.metadata),
        "path": article.path,
        "text_sha256": article.sha256,
        "revision": _number(article),
        "revisions": [
            {"text_sha256": kept.article.sha256, "generation": kept.generation, "current": kept.current}
            for kept in article.revisions
        ],
        "start": span.start if span else None,
        "end": span.end if span else None,
        "cited": _cited(article, span),
        "text": article.text,
    }
    return json_text(out, indent=2 if streams.on_terminal() else None) + "\n"


def _cited(article: ArchivedArticle, span: Span | None) -> str | None:
    return span.of(article.text) if span else None


def _number(article: ArchivedArticle) -> int:
    """Which of the kept revisions this is, counted from 1; of equal texts the last."""
    numbers = [n for n, kept in enumerate(article.revisions, 1) if kept.article.sha256 == article.sha256]
    return numbers[-1] if numbers else len(article.revisions)
