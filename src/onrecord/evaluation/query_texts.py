"""The words of queries by id, from JSON lines: ours (`qid`, `query`) or BEIR's (`_id`, `text`)."""

from __future__ import annotations

from pathlib import Path

from onrecord.errors import BadInput
from onrecord.evaluation.lines import read_objects, text_of


def read_query_texts(path: Path | str) -> dict[str, str]:
    """{qid: words} in file order; BadInput with file and line, also for an id used twice and a file without queries."""
    path = Path(path)
    texts: dict[str, str] = {}
    for number, row in read_objects(path):
        place = f"{path}:{number}"
        ours = "qid" in row
        qid = text_of(row, "qid" if ours else "_id", place)
        if qid in texts:
            raise BadInput(f"{place}: query id {qid!r} was used further up; give each query its own")
        texts[qid] = text_of(row, "query" if ours else "text", place)
    if not texts:
        raise BadInput(f'{path}: no queries; expected {{"qid", "query"}} or {{"_id", "text"}} on each line')
    return texts
