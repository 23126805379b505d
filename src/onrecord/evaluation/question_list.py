"""Questions somebody wrote down to have them judged: plain lines, or JSON objects."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from pathlib import Path

from onrecord.errors import BadInput
from onrecord.evaluation.judgments import ALL, NO_ANSWER
from onrecord.evaluation.lines import read_lines, read_objects, text_of
from onrecord.records import Json

# Those of Latin, East Asian and Arabic writing.
QUESTION_MARKS = ("?", "？", "؟")


@dataclass(frozen=True, slots=True)
class WrittenQuestion:
    """What was written down; what is empty is chosen by whoever judges."""

    query: str
    qid: str = ""
    family: str = ""
    style: str = ""
    speaker: str | None = None


def style_of(query: str) -> str:
    """`question` when it ends in a question mark, else `keyword`; a guess that the judge may correct.

    >>> style_of("Who said so?"), style_of("ferry fares")
    ('question', 'keyword')
    """
    return "question" if query.rstrip().endswith(QUESTION_MARKS) else "keyword"


def check_kind(family: str, place: str) -> str:
    """The family, which may be no word that reports use for groups; BadInput, beginning with `place`."""
    if family in (ALL, NO_ANSWER) or family.startswith("~"):
        raise BadInput(f"{place}: family {family!r} means something else in reports; choose another, such as quote")
    return family


def read_written(path: Path | str) -> list[WrittenQuestion]:
    """The questions of a file in its order: one a line, or one JSON object a line when the first begins with `{`.

    An object has `query` (or `text`) and, if wanted, `qid` (or `_id`), `family`, `style` and `speaker`. Raises
    BadInput, with file and line, for anything else, for an id used twice and for a file without questions.
    """
    path = Path(path)
    lines = read_lines(path)
    first = next(lines, None)
    if first is None:
        raise BadInput(f"{path}: no questions; expected one a line")
    if not first[1].lstrip().startswith("{"):
        return [WrittenQuestion(" ".join(line.split())) for _, line in itertools.chain([first], lines)]
    found: dict[str, int] = {}
    questions = []
    for number, row in read_objects(path):
        question = _written(row, f"{path}:{number}")
        if question.qid in found:
            raise BadInput(f"{path}:{number}: qid {question.qid!r} was used on line {found[question.qid]}")
        if question.qid:
            found[question.qid] = number
        questions.append(question)
    return questions


def _written(row: dict[str, Json], place: str) -> WrittenQuestion:
    query = text_of(row, "text" if "query" not in row and "text" in row else "query", place)
    if not query.strip():
        raise BadInput(f"{place}: an empty question")
    qid, family, style, speaker = (
        text_of(row, key, place) if row.get(key) is not None else ""
        for key in ("_id" if "_id" in row and "qid" not in row else "qid", "family", "style", "speaker")
    )
    return WrittenQuestion(query, qid, check_kind(family, place), style, speaker or None)
