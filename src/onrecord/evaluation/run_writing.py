"""Runs written for other tools: JSON lines of spans as `onrecord search --queries` writes them, TREC for articles."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from onrecord.atomic import replace_file
from onrecord.errors import ArchiveUnwritable, BadInput
from onrecord.evaluation.given_hits import as_article, as_span
from onrecord.evaluation.ranked import Qrels
from onrecord.evaluation.runs import Run
from onrecord.evaluation.trec import write_trec_qrels, write_trec_run
from onrecord.records import Json


def write_runs(
    folder: Path, kind: Literal["spans", "articles"], runs: Mapping[str, Run], qrels: Qrels | None = None
) -> None:
    """Writes one file a run into the folder, made if it is missing: `NAME.jsonl` or `NAME.trec`, and `qrels.txt`.

    Seconds are written beside the hits, so that a run scored later keeps its latency. An article without a score gets
    the negative of its rank. Raises BadInput for names that are no file names, ArchiveUnwritable.
    """
    for name in runs:
        if not re.fullmatch(r"[\w.+ -]+", name) or name.startswith("."):
            raise BadInput(f"run {name!r} cannot be a file's name; call it by letters, digits, '.', '-' and '_'")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if qrels is not None:
            write_trec_qrels(folder / "qrels.txt", qrels)
        for name, run in runs.items():
            if kind == "articles":
                write_trec_run(folder / f"{name}.trec", {qid: _scored(hits) for qid, hits in run.hits.items()}, name)
            else:
                lines = "".join(json.dumps(row) + "\n" for row in _rows(run))
                replace_file(folder / f"{name}.jsonl", lines.encode("ascii"))
    except OSError as error:
        raise ArchiveUnwritable(f"{folder}: cannot be written ({error.strerror or error}); try elsewhere") from error


def _rows(run: Run) -> list[dict[str, Json]]:
    rows: list[dict[str, Json]] = []
    for qid, hits in run.hits.items():
        found: list[Json] = []
        for rank, hit in enumerate(hits, 1):
            span = as_span(hit, f"query {qid!r}, hit {rank}")
            row: dict[str, Json] = {"article": span.article, "start": span.start, "end": span.end}
            row |= {"score": span.score, "speaker": span.speaker}
            found.append(row | ({} if span.confidence is None else {"confidence": span.confidence}))
        line: dict[str, Json] = {"qid": qid, "hits": found}
        rows.append(line | ({"seconds": run.seconds[qid]} if qid in run.seconds else {}))
    return rows


def _scored(hits: Sequence[object]) -> list[tuple[str, float]]:
    """The first hit of each article with its score."""
    out: dict[str, float] = {}
    for rank, hit in enumerate(hits, 1):
        found = as_article(hit, f"hit {rank}")
        out.setdefault(found.article, float(-rank) if found.score is None else found.score)
    return list(out.items())
