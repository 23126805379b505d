"""A suite that grows while somebody judges: the file itself, and beside it the questions that are not done yet.

`SUITE.jsonl` always holds finished questions only, so it can be scored at any moment. `SUITE.unfinished.jsonl` holds
the rest with every decision made so far, and goes when nothing is left in it. Both are replaced as a whole, never
written in place.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from onrecord.atomic import replace_file
from onrecord.errors import BadInput
from onrecord.evaluation.judging import OpenQuestion, read_open
from onrecord.evaluation.judgments import read_judgments
from onrecord.evaluation.lines import read_objects
from onrecord.records import Json


class JudgmentFile:
    """`rows` are the lines of the suite by qid as they stand, `unfinished` the open questions by qid, both in order.

    A question in both is one that is judged again; the open one is the newer.
    """

    def __init__(self, path: Path) -> None:
        """Reads both files, where they are there; BadInput, with file and line, for what is no suite."""
        self.path = path
        self.beside = path.with_suffix(".unfinished.jsonl")
        self._seen = _content(path)
        self.rows: dict[str, dict[str, Json]] = {}
        if self._seen.strip():
            read_judgments(path)
            self.rows = {str(row["qid"]): row for _, row in read_objects(path)}
        self.unfinished: dict[str, OpenQuestion] = {}
        if _content(self.beside).strip():
            for number, row in read_objects(self.beside):
                question = read_open(row, f"{self.beside}:{number}")
                self.unfinished[question.qid] = question

    def keep(self, question: OpenQuestion) -> None:
        """Writes the open question down as it is."""
        self.unfinished[question.qid] = question
        self._write_unfinished()

    def finish(self, row: Mapping[str, Json]) -> None:
        """Puts a finished line into the suite, in the place of an earlier one of its qid, else at the end.

        Raises BadInput when somebody else has written the suite meanwhile; the question then stays unfinished.
        """
        if _content(self.path) != self._seen:
            raise BadInput(
                f"{self.path}: changed by somebody else while it was open here; nothing is lost, run this command "
                "again to go on with the file as it is now"
            )
        qid = str(row["qid"])
        rows = self.rows | {qid: dict(row)}
        content = b"".join(map(_line, rows.values()))
        _replace(self.path, content)
        self.rows, self._seen = rows, content
        # In this order: after a crash between the two, the open question is finished once more, to the same line.
        self.drop(qid)

    def drop(self, qid: str) -> None:
        """Forgets an open question."""
        if self.unfinished.pop(qid, None) is not None:
            self._write_unfinished()

    def knows(self, query: str) -> bool:
        """Whether the question was asked here before, case and blanks aside."""
        asked = [str(row["query"]) for row in self.rows.values()] + [q.query for q in self.unfinished.values()]
        return _plain(query) in map(_plain, asked)

    def holds(self, qid: str) -> bool:
        """Whether a question of this id is here, done or not."""
        return qid in self.rows or qid in self.unfinished

    def next_id(self) -> str:
        """`q001`, `q002`, …: the first behind as many questions as there are that nobody uses."""
        number = len(self.rows.keys() | self.unfinished.keys()) + 1
        while self.holds(f"q{number:03}"):
            number += 1
        return f"q{number:03}"

    def _write_unfinished(self) -> None:
        if self.unfinished:
            _replace(self.beside, b"".join(_line(question.to_dict()) for question in self.unfinished.values()))
        else:
            self.beside.unlink(missing_ok=True)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise BadInput(f"{path}: cannot be read ({error.strerror or error}); expected a file of judgments") from error


def _replace(path: Path, content: bytes) -> None:
    try:
        replace_file(path, content)
    except OSError as error:
        raise BadInput(
            f"{path}: cannot be written ({error.strerror or error}); choose a folder you may write"
        ) from error


def _line(row: Mapping[str, Json]) -> bytes:
    line = json.dumps(row, ensure_ascii=False) + "\n"
    try:
        return line.encode()
    except UnicodeEncodeError:
        # A lone surrogate of a damaged article: JSON can say it, UTF-8 cannot.
        return (json.dumps(row) + "\n").encode()


def _plain(query: str) -> str:
    return " ".join(query.casefold().split())
