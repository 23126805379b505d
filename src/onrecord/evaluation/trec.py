"""Runs and judgments in TREC's text formats, read and written so that trec_eval and its kin agree with us.

Run: `query Q0 article rank score tag`; qrels: `query 0 article grade`; columns apart by white space, UTF-8.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from onrecord.errors import ArchiveUnwritable, BadInput
from onrecord.evaluation.lines import read_lines
from onrecord.evaluation.ranked import Qrels, trec_order


def read_trec_run(path: Path | str) -> dict[str, list[tuple[str, float]]]:
    """{qid: (article, score) pairs}, queries in file order, pairs in trec_eval's order: the rank column is not read.

    Raises BadInput with file and line for a line without six columns, a score that is no finite number, or an
    article that stands twice under one query.
    """
    path = Path(path)
    run: dict[str, dict[str, float]] = {}
    for number, line in read_lines(path):
        qid, _, article, _, score, _ = _columns(f"{path}:{number}", line, "query Q0 article rank score tag")
        scores = run.setdefault(qid, {})
        if article in scores:
            raise BadInput(f"{path}:{number}: article {article!r} stands twice under query {qid!r}; expected it once")
        scores[article] = _finite(f"{path}:{number}", score)
    return {qid: trec_order(scores.items()) for qid, scores in run.items()}


def write_trec_run(path: Path | str, run: Mapping[str, Sequence[tuple[str, float]]], tag: str = "onrecord") -> None:
    """Writes a run with the queries and the articles in the given order, ranks from 1, scores with all digits.

    Equal scores are written in rank order, but trec_eval will sort them by descending id (`trec_order`).
    Raises BadInput, before anything is written, for ids that hold white space or are empty, for scores that rise
    with the rank or are not finite.
    """
    lines = []
    for qid, ranking in run.items():
        worst = math.inf
        for rank, (article, score) in enumerate(ranking, 1):
            if not math.isfinite(score) or score > worst:
                raise BadInput(f"query {qid!r}, rank {rank}: score {score} after {worst}; expected best first, finite")
            worst = score
            lines.append(f"{_word(qid)} Q0 {_word(article)} {rank} {float(score)!r} {_word(tag)}\n")
    _write(Path(path), lines)


def read_trec_qrels(path: Path | str) -> dict[str, dict[str, int]]:
    """{qid: {article: grade}} in file order; negative grades are kept. BadInput names file and line."""
    path = Path(path)
    qrels: dict[str, dict[str, int]] = {}
    for number, line in read_lines(path):
        qid, _, article, grade = _columns(f"{path}:{number}", line, "query 0 article grade")
        add_grade(qrels, f"{path}:{number}", qid, article, grade)
    return qrels


def write_trec_qrels(path: Path | str, qrels: Qrels) -> None:
    """Writes judgments in the given order; BadInput, before anything is written, for ids that hold white space."""
    rows = ((qid, *judgment) for qid, grades in qrels.items() for judgment in grades.items())
    _write(Path(path), [f"{_word(qid)} 0 {_word(article)} {grade}\n" for qid, article, grade in rows])


def add_grade(qrels: dict[str, dict[str, int]], place: str, qid: str, article: str, grade: str) -> None:
    """Adds one judgment as read; BadInput, beginning with `place`, for no whole number or a second, other grade."""
    try:
        value = int(grade)
    except ValueError as error:
        raise BadInput(f"{place}: grade {grade[:40]!r}; expected a whole number") from error
    earlier = qrels.setdefault(qid, {}).setdefault(article, value)
    if earlier != value:
        raise BadInput(f"{place}: article {article!r} of query {qid!r} has grade {value}, but {earlier} further up")


def _columns(place: str, line: str, names: str) -> list[str]:
    columns = line.split()
    if len(columns) != len(names.split()):
        raise BadInput(f"{place}: {len(columns)} columns; expected {names}")
    return columns


def _finite(place: str, score: str) -> float:
    try:
        value = float(score)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise BadInput(f"{place}: score {score[:40]!r}; expected a finite number")
    return value


def _word(identifier: str) -> str:
    if identifier.split() != [identifier]:
        raise BadInput(f"id {identifier!r} is empty or holds white space, which separates the columns of TREC files")
    return identifier


def _write(path: Path, lines: Iterable[str]) -> None:
    try:
        content = "".join(lines).encode("utf-8")
    except UnicodeEncodeError as error:
        raise BadInput(f"an id holds {error.object[error.start]!r}, which UTF-8 cannot express; rename it") from error
    try:
        path.write_bytes(content)
    except OSError as error:
        raise ArchiveUnwritable(f"{path}: cannot be written ({error.strerror or error}); try elsewhere") from error
