"""What a system answered: asked here and now, or read from a file that any tool wrote.

A file is JSON lines as `onrecord search --queries FILE --format jsonl` writes them ({"qid", "hits": [...]}, and
"seconds" if the system was timed), or a TREC run.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from onrecord.benchmark import Question
from onrecord.errors import BadInput
from onrecord.evaluation.lines import read_lines, read_objects, text_of
from onrecord.evaluation.trec import read_trec_run
from onrecord.records import Json

# From query text and k to hits, best first; see `onrecord.evaluation.given_hits` for what a hit may be.
SearchFunction: TypeAlias = Callable[[str, int], Sequence[object]]


@dataclass(frozen=True, slots=True)
class Run:
    """The hits of one system by qid, best first, not yet checked; `seconds` is wall clock of those that were timed.

    `origin` begins what is said of a wrong hit.
    """

    hits: Mapping[str, Sequence[object]]
    seconds: Mapping[str, float] = field(default_factory=dict)
    facts: Mapping[str, Json] = field(default_factory=dict)
    origin: str = ""


def ask(
    questions: Iterable[Question],
    search: SearchFunction,
    k: int,
    *,
    name: str = "",
    facts: Mapping[str, Json] | None = None,
    progress: Callable[[], None] | None = None,
) -> Run:
    """The answers of a search function, each timed by the wall clock; its own errors are not caught.

    The function sees the words and k only. BadInput when it returns something else than a sequence of hits.
    """
    hits: dict[str, Sequence[object]] = {}
    seconds: dict[str, float] = {}
    for question in questions:
        began = time.perf_counter()
        found = search(question.query, k)
        seconds[question.qid] = time.perf_counter() - began
        if isinstance(found, str | bytes | Mapping) or not isinstance(found, Iterable):
            raise BadInput(f"{name or 'the system'} answered with a {type(found).__name__}; expected a list of hits")
        hits[question.qid] = list(found)
        if progress is not None:
            progress()
    return Run(hits, seconds, facts or {}, name)


def read_run(path: Path | str) -> Run:
    """A run from a file, JSON lines or TREC, told apart by the first character.

    Raises BadInput, with file and line, for an empty file, a line of the wrong shape and a query that stands twice;
    for a TREC run also for an article that stands twice under a query, which trec_eval refuses as well.
    """
    path = Path(path)
    first = next((line for _, line in read_lines(path)), None)
    if first is None:
        raise BadInput(f"{path}: empty; expected a run, as JSON lines ({{'qid', 'hits'}}) or in TREC's format")
    if not first.lstrip().startswith("{"):
        return Run(dict(read_trec_run(path)), origin=str(path))
    hits: dict[str, Sequence[object]] = {}
    seconds: dict[str, float] = {}
    for number, row in read_objects(path):
        place = f"{path}:{number}"
        qid, found = text_of(row, "qid", place), row.get("hits")
        if qid in hits:
            raise BadInput(f"{place}: query {qid!r} was answered further up; expected one line a query")
        if not isinstance(found, list) or not all(isinstance(hit, dict) for hit in found):
            raise BadInput(f"{place}: 'hits' is {_kind_of(found)}; expected a list of objects, best first")
        hits[qid] = found
        if row.get("seconds") is not None:
            seconds[qid] = _seconds(row["seconds"], place)
    return Run(hits, seconds, origin=str(path))


def _seconds(value: Json, place: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < float("inf"):
        raise BadInput(f"{place}: 'seconds' is {value!r}; expected a number, 0 or more")
    return float(value)


def _kind_of(value: Json) -> str:
    if isinstance(value, list):
        return "a list with other things than objects"
    return "missing" if value is None else repr(value)[:60]
