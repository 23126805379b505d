"""Typed reading of the fields of a JSON object, each error with the file and the place inside it."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from onrecord.errors import BadInput
from onrecord.limits import bytes_of
from onrecord.records import Json


def read_json(path: Path) -> Json:
    """The one JSON value of a file; BadInput, naming the file, when it cannot be read or is no strict JSON."""
    try:
        raw = bytes_of(path)
    except OSError as error:
        raise BadInput(f"{path}: cannot be read ({error.strerror or error}); expected a JSON file") from error
    try:
        value: Json = json.loads(raw.decode("utf-8-sig"), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{path}: not valid JSON ({error}); expected one object") from error
    return value


class Value:
    """One JSON value that knows where it stands: `place` is the file, `inside` the way to it, such as `systems[2]`."""

    def __init__(self, value: Json, place: str, inside: str) -> None:
        self.json = value
        self._place, self._inside = place, inside

    def fail(self, expected: str) -> BadInput:
        """The error that says what is here instead of what was expected."""
        shown = repr(self.json)
        shown = shown if len(shown) <= 60 else shown[:59] + "…"
        where = f"{self._inside} is {shown}" if self._inside else f"holds {shown}"
        return BadInput(f"{self._place}: {where}; expected {expected}")

    def as_object(self) -> Fields:
        """The fields of an object."""
        return Fields(self.json, self._place, self._inside)

    def items(self) -> Iterator[Value]:
        """The members of an array, in its order."""
        if not isinstance(self.json, list):
            raise self.fail("a list")
        for position, member in enumerate(self.json):
            yield Value(member, self._place, f"{self._inside}[{position}]")

    def text(self) -> str:
        """A string."""
        if not isinstance(self.json, str):
            raise self.fail("a string")
        return self.json

    def number(self) -> float:
        """A finite number; a whole one of JSON becomes a float."""
        if not isinstance(self.json, int | float) or isinstance(self.json, bool):
            raise self.fail("a number")
        try:
            number = float(self.json)
        except OverflowError as error:
            raise self.fail("a number of at most 1.8e308") from error
        if not math.isfinite(number):
            raise self.fail("a finite number")
        return number

    def whole(self) -> int:
        """A whole number, 0 or more."""
        if not isinstance(self.json, int) or isinstance(self.json, bool) or self.json < 0:
            raise self.fail("a whole number, 0 or more")
        return self.json

    def whole_or_none(self) -> int | None:
        """A whole number or null."""
        return None if self.json is None else self.whole()


class Fields:
    """The fields of one object; every one read is remembered, so that what nobody asked for can be refused."""

    def __init__(self, value: Json, place: str, inside: str) -> None:
        self._place, self._inside = place, inside
        if not isinstance(value, dict):
            raise Value(value, place, inside).fail("an object")
        self._row = value
        self._read: set[str] = set()

    def at(self, key: str) -> Value:
        """The value under a key that must be there."""
        if key not in self._row:
            raise BadInput(f"{self._place}: {self._name(key)} is missing; expected it")
        self._read.add(key)
        return Value(self._row[key], self._place, self._name(key))

    def value(self, key: str) -> Json:
        """The value under a key as it stands."""
        return self.at(key).json

    def text(self, key: str) -> str:
        """The string under a key."""
        return self.at(key).text()

    def texts(self, key: str) -> list[str]:
        """The list of strings under a key."""
        return [item.text() for item in self.at(key).items()]

    def objects(self, key: str) -> list[Fields]:
        """The list of objects under a key."""
        return [item.as_object() for item in self.at(key).items()]

    def number(self, key: str) -> float:
        """The finite number under a key."""
        return self.at(key).number()

    def number_or_none(self, key: str) -> float | None:
        """The finite number under a key, or None for null."""
        return None if self.value(key) is None else self.number(key)

    def whole(self, key: str) -> int:
        """The whole number under a key, 0 or more."""
        return self.at(key).whole()

    def truth(self, key: str) -> bool:
        """The true or false under a key."""
        found = self.at(key)
        if not isinstance(found.json, bool):
            raise found.fail("true or false")
        return found.json

    def choice(self, key: str, choices: Sequence[str]) -> str:
        """The string under a key, one of a few."""
        found = self.at(key)
        if found.json not in choices or not isinstance(found.json, str):
            raise found.fail(f"one of {', '.join(choices)}")
        return found.json

    def mapping(self, key: str) -> dict[str, Value]:
        """The values of the object under a key, by their names."""
        inner = self.at(key)
        if not isinstance(inner.json, dict):
            raise inner.fail("an object")
        return {name: Value(value, self._place, f"{self._name(key)}.{name}") for name, value in inner.json.items()}

    def mapping_of_json(self, key: str) -> dict[str, Json]:
        """The object under a key as it stands."""
        return {name: value.json for name, value in self.mapping(key).items()}

    def counts(self, key: str) -> dict[str, int]:
        """The whole numbers of the object under a key, by their names."""
        return {name: value.whole() for name, value in self.mapping(key).items()}

    def nothing_else(self) -> None:
        """BadInput for a key that was not asked for: a slip, or a newer format read as an older one."""
        for key in self._row:
            if key not in self._read:
                raise BadInput(f"{self._place}: {self._name(key)} is no field of a record; expected it to be absent")

    def _name(self, key: str) -> str:
        return f"{self._inside}.{key}" if self._inside else key


def _refuse(name: str) -> Json:
    raise ValueError(f"{name} is not a JSON value")


def items_of(value: Value) -> list[Fields]:
    """The objects of an array."""
    return [item.as_object() for item in value.items()]


def texts_of(values: Mapping[str, Value]) -> dict[str, str]:
    """{name: string}."""
    return {name: value.text() for name, value in values.items()}


def numbers_of(values: Mapping[str, Value]) -> dict[str, float]:
    """{name: finite number}."""
    return {name: value.number() for name, value in values.items()}
