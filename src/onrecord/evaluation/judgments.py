"""Judged queries: what was asked, and every span that answers it, as its writer decided."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from onrecord.errors import BadInput
from onrecord.evaluation.lines import read_objects, text_of
from onrecord.records import Json

# The family of queries that nothing answers, and the group that sums up all others.
NO_ANSWER = "none"
ALL = "all"
# The article of a gold span that any article may hold.
ANY_ARTICLE = "*"

# A gain is 2 ** grade - 1: grades beyond this are slips of the keyboard and would swamp every mean.
MAX_GRADE = 30


@dataclass(frozen=True, slots=True)
class GoldSpan:
    """One span that answers a query: half-open code points of article `doc`; `*` stands for any article.

    `grade` is 2 for a full answer and 1 for a partial one in our files; 0 gains nothing.
    `text` is a copy for the human reader, `sha256` the hex SHA-256 of the characters covered, as UTF-8, for sets that
    are handed on without their articles; either may be empty.
    """

    doc: str
    start: int
    end: int
    grade: int
    text: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class JudgedQuery:
    """A query with all its answers; family `none` has no gold, every other family has some.

    `speaker` is the full name of whom an answer should name, or None.
    """

    qid: str
    family: str
    style: str
    query: str
    speaker: str | None
    gold: tuple[GoldSpan, ...]
    note: str = ""


def read_judgments(path: Path | str) -> list[JudgedQuery]:
    """Every judged query of a JSONL file, in file order; ids are unique.

    Keys of a line: `qid, family, style, query, gold` and, if wanted, `speaker` and `note`; of a gold span:
    `doc, start, end, grade` and, if wanted, `text` and `sha256`. Others are ignored.
    Raises BadInput with file and line for anything else, and for a file without queries.
    """
    path = Path(path)
    seen: dict[str, int] = {}
    judged = []
    for number, row in read_objects(path):
        query = _query(row, f"{path}:{number}")
        if query.qid in seen:
            raise BadInput(f"{path}:{number}: qid {query.qid!r} was used on line {seen[query.qid]}; give each its own")
        seen[query.qid] = number
        judged.append(query)
    if not judged:
        raise BadInput(f"{path}: no queries; expected one JSON object a line")
    return judged


def _query(row: dict[str, Json], place: str) -> JudgedQuery:
    qid, family, style, query = (text_of(row, key, place) for key in ("qid", "family", "style", "query"))
    if not qid or not query.strip():
        raise BadInput(f"{place}: qid {qid!r}, query {query[:40]!r}; expected both to say something")
    if family == ALL or family.startswith("~"):
        raise BadInput(f"{place}: family {family!r} is the name of a group in the report; choose another")
    speaker = None if row.get("speaker") is None else text_of(row, "speaker", place)
    note = text_of(row, "note", place) if "note" in row else ""
    golds = row.get("gold")
    if not isinstance(golds, list):
        raise BadInput(f"{place}: 'gold' is {golds!r}; expected a list of spans, empty for family {NO_ANSWER!r}")
    gold = tuple(_gold(item, f"{place}: gold {position}") for position, item in enumerate(golds, 1))
    if (family == NO_ANSWER) != (not gold):
        raise BadInput(
            f"{place}: family {family!r} with {len(gold)} gold spans; "
            f"expected none for family {NO_ANSWER!r} and at least one for every other"
        )
    return JudgedQuery(qid, family, style, query, speaker, gold, note)


def _gold(item: Json, place: str) -> GoldSpan:
    if not isinstance(item, dict):
        raise BadInput(f"{place}: {item!r}; expected an object with doc, start, end and grade")
    doc = text_of(item, "doc", place)
    start, end, grade = (_whole_number(item, key, place) for key in ("start", "end", "grade"))
    if not 0 <= start < end:
        raise BadInput(f"{place}: start {start}, end {end}; expected 0 <= start < end")
    if not 0 <= grade <= MAX_GRADE:
        raise BadInput(f"{place}: grade {grade}; expected 0 to {MAX_GRADE}")
    text, sha256 = (text_of(item, key, place) if key in item else "" for key in ("text", "sha256"))
    return GoldSpan(doc, start, end, grade, text, sha256)


def _whole_number(item: dict[str, Json], key: str, place: str) -> int:
    value = item.get(key)
    if not isinstance(value, int) or isinstance(value, bool):
        seen = "missing" if key not in item else repr(value)
        raise BadInput(f"{place}: {key!r} is {seen}; expected a whole number")
    return value
