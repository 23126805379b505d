"""Search results for people: one block a hit."""

from __future__ import annotations

import math
from collections.abc import Sequence

from onrecord.records import Hit, TermScore
from onrecord.rendering.colours import Palette
from onrecord.rendering.counts import format_count, format_score
from onrecord.rendering.display_width import cut, padded, text_width
from onrecord.rendering.hit_parts import PASSAGE_LENGTH, arms_of, headline_of, passage_of, place_of
from onrecord.rendering.safe_text import printable
from onrecord.rendering.styled_text import StyledText
from onrecord.rendering.terminal import DEFAULT_WIDTH

_PLAIN = Palette(False)
# Below this a table of five columns does not fit.
_ROOM_FOR_COUNTS = 56


def hit_table(
    hits: Sequence[Hit],
    *,
    palette: Palette = _PLAIN,
    width: int = DEFAULT_WIDTH,
    marks: bool = False,
    explain: bool = False,
    longest: int = PASSAGE_LENGTH,
) -> str:
    """The hits as blocks of lines, with a blank line between them and a newline at the end; '' for no hits.

    A block holds rank, score, kind, title, source and date; the place `article:start-end`, never broken so that it
    can be copied; the speaker if there is one; the passage (its best `longest` code points); rank and score of each
    arm; with `explain`, the terms of the BM25 score. All other lines fit into `width` cells (20 or more).

    Highlights are in colour when the palette has any. Without colours they do not show, because a pipe wants the
    words as they were written, unless `marks` asks for « and » around them.
    """
    rank_width = max((len(str(hit.rank)) for hit in hits), default=0)
    score_width = max((len(format_score(hit.score)) for hit in hits), default=0)
    indent = " " * (rank_width + 2)
    blocks = []
    for hit in hits:
        body_width = width - len(indent)
        head = _head(hit, score_width).lines(body_width, palette)
        body = [palette.paint(place_of(hit), "place")]
        if hit.speaker:
            body += StyledText.of(("speaker ", "dim"), (printable(hit.speaker), "speaker")).lines(body_width, palette)
        body += passage_of(hit, marks=marks, longest=longest).lines(body_width, palette)
        body += StyledText.of((arms_of(hit), "dim")).lines(body_width, palette)
        if explain:
            body += _explanation(hit.explanation, body_width, palette)
        first = f"{hit.rank:>{rank_width}}  {head[0]}"
        blocks.append("\n".join([first, *(indent + line for line in [*head[1:], *body])]) + "\n")
    return "\n".join(blocks)


def _head(hit: Hit, score_width: int) -> StyledText:
    title, facts = headline_of(hit)
    score = format_score(hit.score)
    return StyledText.of(
        (score, "score"),
        (" " * (score_width - len(score) + 2), None),
        (hit.kind, "kind"),
        ("  ", None),
        (title, "title"),
        (f" · {facts}" if facts else "", "dim"),
    )


def _explanation(terms: Sequence[TermScore], width: int, palette: Palette) -> list[str]:
    """A table of the terms and their sum; where it is narrow, without the counts behind each score."""
    if not terms:
        return []
    roomy = width >= _ROOM_FOR_COUNTS
    names = [cut(printable(row.term), width - (40 if roomy else 11)) for row in terms]
    first = max(map(text_width, [*names, "term"]))
    counts = f"{'times':>7}{'found in':>12}{'idf':>9}" if roomy else ""
    lines = [palette.paint(padded("term", first) + f"{'score':>11}{counts}", "dim")]
    for name, row in zip(names, terms, strict=True):
        counts = f"{format_count(row.frequency):>7}{format_count(row.documents):>12}{row.idf:>9.4f}" if roomy else ""
        lines.append(padded(name, first) + f"{row.score:>11.4f}{counts}")
    total = math.fsum(row.score for row in terms)
    return [*lines, palette.paint(padded("sum", first) + f"{total:>11.4f}", "score")]
