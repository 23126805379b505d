"""The files that the runner and a rival's program hand each other; nothing but the standard library is needed.

Documents: JSONL, one `{"id", "article", "start", "end", "text"}` a line; a document is what is found and what its text
says, `article[start:end]` is where a judge looks. Queries: JSONL, `{"qid", "query"}`. Answers: JSONL,
`{"qid", "hits": [{"article", "start", "end", "score"}]}` best first, or a TREC run when the file ends in `.trec`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any


class BadExchange(Exception):
    """A file that cannot be used; the message names file and line and says what was expected."""


@dataclass(frozen=True, slots=True)
class Document:
    """What a rival indexes: `text`, and the half-open code points of the article that a hit on it stands for."""

    id: str
    article: str
    start: int
    end: int
    text: str


# (position of the document, score), best first.
Ranking = Sequence[tuple[int, float]]


def read_documents(path: Path) -> Iterator[Document]:
    """The documents in file order; BadExchange with file and line."""
    for number, row in _rows(path):
        try:
            yield Document(row["id"], row["article"], int(row["start"]), int(row["end"]), row["text"])
        except (KeyError, TypeError, ValueError) as error:
            raise BadExchange(f"{path}:{number}: expected id, article, start, end and text ({error!r})") from error


def write_documents(path: Path, documents: Iterable[Document]) -> int:
    """Writes the documents and returns how many there were; the file appears whole or not at all."""
    return _write(path, (json.dumps(asdict(document), ensure_ascii=False) for document in documents))


def read_queries(path: Path) -> dict[str, str]:
    """{qid: words} in file order; BadExchange with file and line, also for a qid used twice."""
    queries: dict[str, str] = {}
    for number, row in _rows(path):
        if not isinstance(row.get("qid"), str) or not isinstance(row.get("query"), str):
            raise BadExchange(f"{path}:{number}: expected qid and query, both text")
        if row["qid"] in queries:
            raise BadExchange(f"{path}:{number}: qid {row['qid']!r} was used further up")
        queries[row["qid"]] = row["query"]
    return queries


def write_queries(path: Path, queries: Mapping[str, str]) -> int:
    """Writes {qid: words} in the given order."""
    return _write(path, (json.dumps({"qid": q, "query": words}, ensure_ascii=False) for q, words in queries.items()))


def write_answers(path: Path, documents: Sequence[Document], rankings: Mapping[str, Ranking], tag: str) -> int:
    """Writes one ranking a query, as a TREC run of articles if the name ends in `.trec`, else as JSONL of hits.

    BadExchange when a score rises with the rank or a document stands twice: no measure would say what it seems to.
    """
    for qid, ranking in rankings.items():
        scores = [score for _, score in ranking]
        if any(after > before for before, after in pairwise(scores)):
            raise BadExchange(f"{tag}, query {qid!r}: scores rise with the rank; expected best first")
        if len({position for position, _ in ranking}) < len(ranking):
            raise BadExchange(f"{tag}, query {qid!r}: a document stands twice")
    lines = _trec_lines if path.suffix == ".trec" else _json_lines
    return _write(path, lines(documents, rankings, tag))


def read_json_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSONL file in file order; BadExchange with file and line."""
    for _, row in _rows(path):
        yield row


def read_json(path: Path) -> Any:
    """What a JSON file holds; BadExchange when it is no JSON."""
    try:
        return json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise BadExchange(f"{path}: no JSON ({error}); delete it and run again") from error


def write_json(path: Path, value: object) -> None:
    """Writes JSON; the file appears whole or not at all, which is what makes an interrupted run resumable."""
    _write(path, [json.dumps(value, indent=1, ensure_ascii=False)])


def _json_lines(documents: Sequence[Document], rankings: Mapping[str, Ranking], _: str) -> Iterator[str]:
    for qid, ranking in rankings.items():
        found = [(documents[position], score) for position, score in ranking]
        hits = [{"article": d.article, "start": d.start, "end": d.end, "score": score} for d, score in found]
        yield json.dumps({"qid": qid, "hits": hits}, ensure_ascii=False)


def _trec_lines(documents: Sequence[Document], rankings: Mapping[str, Ranking], tag: str) -> Iterator[str]:
    name = "-".join(tag.split())
    for qid, ranking in rankings.items():
        for rank, (position, score) in enumerate(ranking, 1):
            yield f"{qid} Q0 {documents[position].article} {rank} {score!r} {name}"


def _rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield number, _object(line, f"{path}:{number}")
    except OSError as error:
        raise BadExchange(f"{path}: {error.strerror or error}") from error


def _object(line: str, place: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise BadExchange(f"{place}: no JSON ({error})") from error
    if not isinstance(row, dict):
        raise BadExchange(f"{place}: expected a JSON object")
    return row


def _write(path: Path, lines: Iterable[str]) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(path.name + ".part")
    count = 0
    with unfinished.open("w", encoding="utf-8", newline="\n") as out:
        for line in lines:
            out.write(line + "\n")
            count += 1
    os.replace(unfinished, path)
    return count
