"""Long inputs made from a regular expression itself: what it repeats, again and again, and then something else."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import onrecord

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    import re._constants as op  # type: ignore[import-not-found]
    import re._parser as parser  # type: ignore[import-not-found]

_BY_CATEGORY = {
    op.CATEGORY_DIGIT: "7", op.CATEGORY_SPACE: " ", op.CATEGORY_WORD: "a",
    op.CATEGORY_NOT_DIGIT: "a", op.CATEGORY_NOT_SPACE: "a", op.CATEGORY_NOT_WORD: "-",
}  # fmt: skip
_PROBES = "aA7 .,-'\"\n“(é"


def patterns() -> dict[str, re.Pattern[Any]]:
    """Every compiled regular expression that a module of onrecord holds, and every one written into a call of `re`."""
    found: dict[str, re.Pattern[Any]] = {}
    for module in pkgutil.walk_packages(onrecord.__path__, "onrecord."):
        if module.name.endswith("__main__"):
            continue
        loaded = importlib.import_module(module.name)
        for _, value in sorted(vars(loaded).items()):
            for pattern in _held(value, 0):
                found.setdefault(f"{pattern.flags} {pattern.pattern!r}", pattern)
        assert loaded.__file__
        for pattern in _written(Path(loaded.__file__)):
            found.setdefault(f"{pattern.flags} {pattern.pattern!r}", pattern)
    return found


def _held(value: object, depth: int) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth > 4 or isinstance(value, str | bytes | int | float | type(re)):
        return
    elif isinstance(value, dict):
        for part in (*value.keys(), *value.values()):
            yield from _held(part, depth + 1)
    elif isinstance(value, list | tuple | set | frozenset):
        for part in value:
            yield from _held(part, depth + 1)
    elif type(value).__module__.startswith("onrecord."):
        for name in getattr(type(value), "__slots__", None) or vars(value):
            yield from _held(getattr(value, name, None), depth + 1)


def _written(path: Path) -> Iterator[re.Pattern[Any]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and node.args
            and isinstance(node.args[0], ast.Constant)
            and isinstance(node.args[0].value, str | bytes)
        ):
            yield re.compile(node.args[0].value)


def inputs(pattern: re.Pattern[Any]) -> list[tuple[str, str, str]]:
    """(start, what is repeated, end), each once: what the pattern repeats after what comes before that."""
    text = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    tree = parser.parse(text, pattern.flags & ~re.DEBUG)
    made = [("", char, "\0") for char in _PROBES]
    made += [(before, body, "\0") for before, body in _repeats(list(tree), "") if body]
    made += [("", before + body, "\0") for before, body in _repeats(list(tree), "") if before + body]
    whole = _sample(list(tree))
    made += [("", whole, "\0"), ("", whole[:-1], "\0"), ("", whole + " ", "\0")]
    return [one for one in dict.fromkeys(made) if one[1]]


def _repeats(nodes: list[Any], before: str) -> Iterator[tuple[str, str]]:
    for code, value in nodes:
        if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            _, most, body = value
            if most > 1:
                yield before, _sample(list(body))
                # With what an optional part of the body holds, too.
                yield before, _sample(list(body), most=True)
            yield from _repeats(list(body), before)
        elif code is op.SUBPATTERN:
            yield from _repeats(list(value[-1]), before)
        elif code is op.ATOMIC_GROUP:
            yield from _repeats(list(value), before)
        elif code is op.BRANCH:
            for branch in value[1]:
                yield from _repeats(list(branch), before)
        elif code in (op.ASSERT, op.ASSERT_NOT):
            yield from _repeats(list(value[1]), before)
        before += _sample([(code, value)])


def _sample(nodes: list[Any], most: bool = False) -> str:
    """A short text that the nodes match, as far as that is easily told."""
    out = ""
    for code, value in nodes:
        if code is op.LITERAL:
            out += chr(value)
        elif code is op.NOT_LITERAL:
            out += "b" if value == ord("a") else "a"
        elif code is op.ANY:
            out += "a"
        elif code is op.IN:
            out += _member(value)
        elif code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            least, upper, body = value
            out += _sample(list(body), most) * max(least, 1 if most and upper else 0)
        elif code is op.SUBPATTERN:
            out += _sample(list(value[-1]), most)
        elif code is op.ATOMIC_GROUP:
            out += _sample(list(value), most)
        elif code is op.BRANCH:
            out += _sample(list(value[1][-1 if most else 0]), most)
    return out


def _member(items: list[Any]) -> str:
    negated = items[0][0] is op.NEGATE
    if not negated:
        code, value = items[0]
        if code is op.LITERAL:
            return chr(value)
        if code is op.RANGE:
            return chr(value[0])
        return _BY_CATEGORY.get(value, "a")
    return next((char for char in "a7 -.\x01éB" if not any(_holds(item, char) for item in items[1:])), "")


def _holds(item: tuple[Any, Any], char: str) -> bool:
    code, value = item
    if code is op.LITERAL:
        return bool(value == ord(char))
    if code is op.RANGE:
        return bool(value[0] <= ord(char) <= value[1])
    kinds = {
        op.CATEGORY_DIGIT: char.isdigit(), op.CATEGORY_SPACE: char.isspace(), op.CATEGORY_WORD: char.isalnum(),
        op.CATEGORY_NOT_DIGIT: not char.isdigit(), op.CATEGORY_NOT_SPACE: not char.isspace(),
        op.CATEGORY_NOT_WORD: not char.isalnum(),
    }  # fmt: skip
    return kinds.get(value, False)
