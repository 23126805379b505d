"""Search results for programs: JSON, JSON Lines, CSV, TREC run; and one door to all formats."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, get_args

from onrecord.errors import BadInput
from onrecord.records import Hit, Json, Part
from onrecord.rendering.colours import Palette
from onrecord.rendering.csv_text import csv_text
from onrecord.rendering.hit_table import hit_table
from onrecord.rendering.json_text import json_text
from onrecord.rendering.safe_text import is_safe, printable
from onrecord.rendering.terminal import DEFAULT_WIDTH

HitFormat = Literal["table", "json", "jsonl", "csv", "trec"]
HIT_FORMATS: tuple[str, ...] = get_args(HitFormat)
BATCH_FORMATS = ("jsonl", "trec")
RUN_NAME = "onrecord"

_ARMS = ("bm25", "vector", "late", "rerank")
_TEXT_COLUMNS = ("speaker", "title", "date", "source", "url", "unit_id", "text_sha256", "citation")
CSV_COLUMNS = (
    "rank", "score", "kind", "article", "start", "end", "text", *_TEXT_COLUMNS,
    *(f"{arm}_{fact}" for arm in _ARMS for fact in ("rank", "score")),
)  # fmt: skip
_NO_PART = Part(rank=None, score=None)


def format_hits(
    hits: Sequence[Hit],
    fmt: str,
    *,
    terminal: bool = False,
    palette: Palette | None = None,
    width: int = DEFAULT_WIDTH,
    marks: bool = False,
    explain: bool = False,
    qid: str = "1",
) -> str:
    """The answer to one query as text that ends in a newline, or '' when the format has nothing to say.

    `terminal`: people look at it, so JSON is indented and CSV made printable. `palette`, `width`, `marks` and
    `explain` matter to the table only, `qid` to TREC only. Raises BadInput for an unknown format and for article
    ids that TREC cannot carry.
    """
    if fmt == "table":
        return hit_table(hits, palette=palette or Palette(False), width=width, marks=marks, explain=explain)
    if fmt == "json":
        return json_text([hit.to_dict() for hit in hits], indent=2 if terminal else None) + "\n"
    if fmt == "jsonl":
        return "".join(json_text(hit.to_dict()) + "\n" for hit in hits)
    if fmt == "csv":
        return hits_csv(hits, terminal=terminal)
    if fmt == "trec":
        return trec_lines(qid, hits)
    raise BadInput(f"format {printable(fmt)!r}: expected one of {', '.join(HIT_FORMATS)}")


def format_batch(answers: Iterable[tuple[str, Sequence[Hit]]], fmt: str) -> Iterator[str]:
    """One text a query, as soon as its hits are there: a `{"qid", "hits"}` line, or the query's lines of a TREC run.

    Raises BadInput at once for any other format.
    """
    if fmt not in BATCH_FORMATS:
        raise BadInput(f"format {printable(fmt)!r}: a batch of queries is written as {' or '.join(BATCH_FORMATS)}")
    write = batch_line if fmt == "jsonl" else trec_lines
    return (write(qid, hits) for qid, hits in answers)


def batch_line(qid: str, hits: Sequence[Hit]) -> str:
    """`{"qid": …, "hits": […]}` and a newline."""
    found: list[Json] = [hit.to_dict() for hit in hits]
    return json_text({"qid": qid, "hits": found}) + "\n"


def trec_lines(qid: str, hits: Sequence[Hit]) -> str:
    """One line `qid Q0 article rank score onrecord` a hit, the score in full.

    trec_eval sorts by score alone, in single precision, and breaks ties its own way: of equal scores the later one is
    written a millionth of itself lower, so that the order read is the order shown.
    Nothing is re-coded, because an id must equal the one in the judgements: raises BadInput for ids that are empty
    or hold white space or control characters, for an article that comes twice, and for a score that is no number.
    """
    _check_trec_id("query", qid)
    seen: set[str] = set()
    lines = []
    above: float | None = None
    for hit in hits:
        _check_trec_id("article", hit.article)
        if hit.article in seen:
            raise BadInput(f"article {hit.article} comes twice: a TREC run ranks articles; use --group article")
        if not math.isfinite(hit.score):
            raise BadInput(f"article {hit.article}: score {hit.score}, expected a finite number")
        seen.add(hit.article)
        above = _below(above, float(hit.score))
        lines.append(f"{qid} Q0 {hit.article} {hit.rank} {above!r} {RUN_NAME}\n")
    return "".join(lines)


def _below(above: float | None, score: float) -> float:
    """The score, or where single precision could not tell it from the one above it, the next it can."""
    if above is None or above - score > 1e-6 * max(1.0, abs(above)):
        return score
    return above - 1e-6 * max(1.0, abs(above))


def hits_csv(hits: Sequence[Hit], *, terminal: bool = False) -> str:
    """CSV with a header (`CSV_COLUMNS`), lines ended by a newline, every text quoted (RFC 4180); no highlights.

    Texts that a spreadsheet would run as a formula are guarded by an apostrophe (`csv_safe`); lone surrogates become
    U+FFFD. For a terminal the texts are made printable as well.
    """
    rows = []
    for hit in hits:
        texts = [getattr(hit, name) for name in _TEXT_COLUMNS]
        numbers = [fact for part in map(hit.parts.get, _ARMS) for fact in _facts(part or _NO_PART)]
        rows.append([hit.rank, float(hit.score), hit.kind, hit.article, hit.start, hit.end, hit.text, *texts, *numbers])
    return csv_text(CSV_COLUMNS, rows, terminal=terminal)


def _facts(part: Part) -> tuple[int | None, float | None]:
    return part.rank, part.score


def _check_trec_id(what: str, identifier: str) -> None:
    if identifier and is_safe(identifier) and not any(map(str.isspace, identifier)):
        return
    shown = printable(identifier)
    raise BadInput(
        f"{what} id {shown!r}: a TREC run cannot carry an id that is empty or holds white space or control "
        "characters; use --format jsonl or give it another id"
    )
