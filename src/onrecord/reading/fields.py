"""What is known about an article besides its text: raw keys and values to checked fields."""

import datetime
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from onrecord.errors import BadInput
from onrecord.limits import Limits
from onrecord.records import Json, parse_date

FIELD_NAMES = ("title", "date", "source", "author", "url")
_TIMESTAMP = re.compile(r"(\d{4}-\d\d-\d\d)[T ]")


@dataclass(frozen=True, slots=True)
class Fields:
    """The five named fields ('' when unknown), all other keys, and reservations worth telling."""

    title: str = ""
    date: str = ""
    source: str = ""
    author: str = ""
    url: str = ""
    metadata: Mapping[str, Json] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def read_fields(raw: Mapping[str, object], limits: Limits) -> Fields:
    """The fields that `raw` states; unnamed keys become metadata, a `metadata` object (as in BEIR) is merged in.

    A date that is not ISO 8601 is kept as metadata `date_text`, with a note. Raises BadInput naming the key
    whose value cannot be used.
    """
    known = {name: raw[name] for name in FIELD_NAMES if raw.get(name) is not None}
    metadata: dict[str, Json] = {}
    nested = raw.get("metadata")
    if isinstance(nested, Mapping):
        for key, value in nested.items():
            if key in FIELD_NAMES and key not in known and isinstance(value, str):
                known[key] = value
            else:
                metadata[_key(key)] = _json(value, _key(key), limits)
    for key, value in raw.items():
        if key not in FIELD_NAMES and not (key == "metadata" and isinstance(nested, Mapping)):
            metadata[_key(key)] = _json(value, _key(key), limits)
    date, unread = _date(known.pop("date", ""))
    if unread:
        metadata["date_text"] = unread
    notes = (
        (f'date "{_short(unread)}" is not ISO 8601 (2022-01-14, 2022-01 or 2022); kept as date_text',) if unread else ()
    )
    named = {name: _line(value, name) for name, value in known.items()}
    return Fields(**named, date=date, metadata=metadata, notes=notes)


def storable(text: str, name: str) -> str:
    """The text itself; raises BadInput when it holds half a surrogate pair, which UTF-8 cannot store."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise BadInput(
            f'"{name}" holds the lone surrogate U+{ord(text[error.start]):04X} at character {error.start}, '
            "which cannot be stored; repair it at its origin"
        ) from error
    return text


def _line(value: object, name: str) -> str:
    if name == "author" and isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
        value = ", ".join(value)
    if not isinstance(value, str):
        raise BadInput(f'"{name}" is {_kind(value)}, expected text')
    return storable(value.strip(), name)


def _date(value: object) -> tuple[str, str]:
    """(ISO date or '', the text that is no ISO date or '')."""
    if isinstance(value, datetime.datetime):
        value = value.date()
    if isinstance(value, datetime.date):
        return value.isoformat(), ""
    if isinstance(value, int) and not isinstance(value, bool):
        value = f"{value:04d}" if 0 < value < 10_000 else value
    if not isinstance(value, str):
        raise BadInput(f'"date" is {_kind(value)}, expected text such as 2022-01-14')
    text = storable(value.strip(), "date")
    stamp = _TIMESTAMP.match(text)
    date = parse_date(stamp.group(1) if stamp else text)
    return (date, "") if date else ("", text)


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise BadInput(f"a key is {_kind(key)}, expected text")
    return storable(key, _short(repr(key)))


def _json(value: object, name: str, limits: Limits, depth: int = 0) -> Json:
    """A clean copy of a JSON value; tuples become lists."""
    if depth > limits.json_depth:
        raise BadInput(f'"{_short(name)}" is nested {limits.exceeded("json_depth", depth, "deep or more")}')
    if value is None or isinstance(value, bool | int):
        if isinstance(value, int) and (digits := _digits(value)) > limits.number_digits:
            raise BadInput(
                f'"{_short(name)}" holds a number of {limits.exceeded("number_digits", digits, "digits or so")}'
            )
        return value
    if isinstance(value, str):
        return storable(value, name)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise BadInput(f'"{name}" holds {value}, which is not a JSON value')
        return value
    if isinstance(value, Mapping):
        return {_key(key): _json(inner, name, limits, depth + 1) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_json(inner, name, limits, depth + 1) for inner in value]
    raise BadInput(f'"{name}" holds {_kind(value)}, which is not a JSON value')


def _digits(value: int) -> int:
    """How many decimal digits the number has, one too many at most; without spelling it, which takes quadratic time."""
    return int(value.bit_length() * 0.30103) + 1


def _kind(value: object) -> str:
    if value is None:
        return "null"
    names = {"dict": "an object", "list": "a list", "int": "a number", "float": "a number", "bool": "true or false"}
    return names.get(type(value).__name__, f"of type {type(value).__name__}")


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
