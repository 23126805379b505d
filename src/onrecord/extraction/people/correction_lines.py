"""Reading corrections: one JSON object a line that says which person or quotation is to be put right, and how."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from onrecord.errors import BadInput
from onrecord.limits import in_force
from onrecord.records import Span


@dataclass(frozen=True, slots=True)
class Merge:
    """All of `people` are one person, called `name`."""

    line: int
    people: tuple[str, ...]
    name: str


@dataclass(frozen=True, slots=True)
class Split:
    """In `articles`, `person` is somebody else, called `name`."""

    line: int
    person: str
    articles: tuple[str, ...]
    name: str


@dataclass(frozen=True, slots=True)
class Rename:
    """`person` is called `name`."""

    line: int
    person: str
    name: str


@dataclass(frozen=True, slots=True)
class SpeakerFix:
    """The quotation at `span` is `speaker`'s; `text` are the words that must still stand there, empty for any."""

    line: int
    article: str
    span: Span
    speaker: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Reject:
    """The quotation at `span` is none."""

    line: int
    article: str
    span: Span
    text: str = ""


Correction: TypeAlias = Merge | Split | Rename | SpeakerFix | Reject
_Kind = Literal["text", "texts", "number"]

# What each operation must have, and what it may have.
_FIELDS: dict[str, tuple[dict[str, _Kind], dict[str, _Kind]]] = {
    "merge": ({"people": "texts", "name": "text"}, {}),
    "split": ({"person": "text", "articles": "texts", "name": "text"}, {}),
    "rename": ({"person": "text", "name": "text"}, {}),
    "speaker": ({"article": "text", "start": "number", "end": "number", "speaker": "text"}, {"text": "text"}),
    "reject": ({"article": "text", "start": "number", "end": "number"}, {"text": "text"}),
}
_EXPECTED: dict[_Kind, str] = {
    "text": "words in quotation marks",
    "texts": "a list of words in quotation marks, not empty",
    "number": "a whole number from 0 on",
}


def read_corrections(content: str, path: str = "corrections.jsonl") -> list[Correction]:
    """The corrections in order of their lines; empty lines are skipped.

    Raises BadInput, which names `path` and line, for anything that is not understood to the last key, and for two
    corrections that contradict each other.
    """
    limits = in_force()
    if len(content) > limits.corrections_bytes:
        raise BadInput(f"{path}: {limits.exceeded('corrections_bytes', len(content), 'characters')}")
    found: list[Correction] = []
    for number, line in enumerate(content.removeprefix("\ufeff").split("\n"), 1):
        if line.strip():
            found.append(_read_line(line, number, f"{path}:{number}"))
    _refuse_contradictions(found, path)
    return found


def _read_line(line: str, number: int, place: str) -> Correction:
    row = _parse(line, place)
    op = row.get("op")
    if not isinstance(op, str) or op not in _FIELDS:
        seen = "no op" if "op" not in row else f"op {op!r}"
        raise BadInput(f"{place}: {seen}; expected one of {', '.join(_FIELDS)}; name one of them under 'op'")
    needed, optional = _FIELDS[op]
    known = {**needed, **optional, "note": "text"}
    for key in row:
        if key != "op" and key not in known:
            raise BadInput(f"{place}: {op} has no key {key!r}; expected {', '.join(known)}; correct or remove it")
    for key in needed:
        if key not in row:
            raise BadInput(f"{place}: {op} without {key!r}; expected {_EXPECTED[needed[key]]}; add it")
    for key, value in row.items():
        if key != "op" and not _fits(value, known[key]):
            raise BadInput(f"{place}: {key!r} is {value!r}; expected {_EXPECTED[known[key]]}; correct it")
    return _make(op, row, number, place)


def _parse(line: str, place: str) -> dict[str, object]:
    def pairs(found: Sequence[tuple[str, object]]) -> dict[str, object]:
        counted = Counter(key for key, _ in found)
        if twice := sorted(key for key, count in counted.items() if count > 1):
            raise BadInput(f"{place}: the key {twice[0]!r} stands twice; expected each key once; remove one")
        return dict(found)

    try:
        row = json.loads(line, object_pairs_hook=pairs)
    except json.JSONDecodeError as error:
        why = f"broken JSON ({error.msg} at column {error.colno})"
        raise BadInput(f"{place}: {why}; expected one JSON object a line; correct it") from error
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{place}: broken JSON; expected one JSON object a line; correct it") from error
    if not isinstance(row, dict):
        raise BadInput(f"{place}: {line.strip()[:40]!r}; expected one JSON object a line; correct it")
    return row


def _fits(value: object, kind: _Kind) -> bool:
    if kind == "number":
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0
    if kind == "text":
        return isinstance(value, str) and bool(value.strip())
    return isinstance(value, list) and bool(value) and all(_fits(one, "text") for one in value)


def _make(op: str, row: Mapping[str, object], number: int, place: str) -> Correction:
    if op == "merge":
        people = _texts(row["people"])
        if len(set(people)) < 2:
            raise BadInput(f"{place}: merge of {', '.join(people)}; expected two different people; name both")
        return Merge(number, people, str(row["name"]))
    if op == "split":
        if row["name"] == row["person"]:
            raise BadInput(f"{place}: split of {row['person']!r} into the same name; expected another; choose one")
        return Split(number, str(row["person"]), _texts(row["articles"]), str(row["name"]))
    if op == "rename":
        return Rename(number, str(row["person"]), str(row["name"]))
    start, end = int(str(row["start"])), int(str(row["end"]))
    if start >= end:
        raise BadInput(f"{place}: start {start}, end {end}; expected start below end; correct them")
    text = str(row.get("text", ""))
    if op == "speaker":
        return SpeakerFix(number, str(row["article"]), Span(start, end), str(row["speaker"]), text)
    return Reject(number, str(row["article"]), Span(start, end), text)


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(one) for one in value) if isinstance(value, list) else ()


def _refuse_contradictions(corrections: Sequence[Correction], path: str) -> None:
    """Two lines that cannot both hold: one quotation with two fates, one person with two names."""
    seen: dict[tuple[object, ...], tuple[int, str]] = {}
    for one in corrections:
        for place, fate in _claims(one):
            before = seen.setdefault(place, (one.line, fate))
            if before[1] != fate:
                why = f"{fate}, but line {before[0]} says: {before[1]}"
                raise BadInput(f"{path}:{one.line}: {why}; expected one of them; remove the other")


def _claims(one: Correction) -> list[tuple[tuple[object, ...], str]]:
    if isinstance(one, Merge):
        return [(("called", person), f"{person} becomes {one.name}") for person in one.people if person != one.name]
    if isinstance(one, Rename):
        return [(("called", one.person), f"{one.person} becomes {one.name}")]
    if isinstance(one, Split):
        return [(("in", one.person, article), f"{one.person} in {article} is {one.name}") for article in one.articles]
    quotation = ("quotation", one.article, one.span.start, one.span.end)
    where = f"{one.article} {one.span.start}-{one.span.end}"
    fate = f"is by {one.speaker}" if isinstance(one, SpeakerFix) else "is no quotation"
    return [(quotation, f"{where} {fate}")]
