"""Hits of any system in one shape, checked: objects such as ours, JSON objects, article ids, (id, score) pairs."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from onrecord.errors import BadInput

_MISSING = object()


@dataclass(frozen=True, slots=True)
class GivenSpan:
    """A ranked span of an article; `confidence` in [0, 1] is the system's belief that it answers, None without one."""

    article: str
    start: int
    end: int
    score: float
    speaker: str | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class GivenArticle:
    """A ranked article; `whole` is False when the hit named a span of it, so that others may follow."""

    article: str
    score: float | None = None
    confidence: float | None = None
    whole: bool = True


def as_span(hit: object, place: str) -> GivenSpan:
    """A hit with `article, start, end, score` and, if it has them, `speaker` and `confidence`.

    Raises BadInput, beginning with `place`, for anything else, scores that are not finite included.
    """
    if isinstance(hit, str | tuple):
        raise BadInput(f"{place}: {hit!r} is an article without a span; expected article, start, end and score")
    article, start, end = _text(hit, "article", place), _whole(hit, "start", place), _whole(hit, "end", place)
    if not 0 <= start <= end:
        raise BadInput(f"{place}: start {start}, end {end}; expected 0 <= start <= end")
    score = _number(_field(hit, "score"), "score", place)
    if score is None:
        raise BadInput(f"{place}: no score; expected a number, larger is better")
    speaker = _field(hit, "speaker")
    if speaker is not None and not isinstance(speaker, str):
        raise BadInput(f"{place}: 'speaker' is {_short(speaker)}; expected a name or nothing")
    return GivenSpan(article, start, end, score, speaker, _confidence(hit, place))


def as_article(hit: object, place: str) -> GivenArticle:
    """An article's id, a pair (id, score), or a hit with `article` and, if it has them, `score` and `confidence`.

    Raises BadInput, beginning with `place`, for anything else, scores that are not finite included.
    """
    if isinstance(hit, str):
        return GivenArticle(hit)
    if isinstance(hit, tuple):
        if len(hit) != 2 or not isinstance(hit[0], str):
            raise BadInput(f"{place}: {_short(hit)}; expected (article id, score)")
        return GivenArticle(hit[0], _number(hit[1], "score", place))
    score = _number(_field(hit, "score"), "score", place)
    whole = _field(hit, "kind") == "article" or _field(hit, "start") is None
    return GivenArticle(_text(hit, "article", place), score, _confidence(hit, place), whole)


def _field(hit: object, name: str, default: object = None) -> object:
    return hit.get(name, default) if isinstance(hit, Mapping) else getattr(hit, name, default)


def _text(hit: object, name: str, place: str) -> str:
    value = _field(hit, name, _MISSING)
    if not isinstance(value, str):
        seen = "missing" if value is _MISSING else _short(value)
        raise BadInput(f"{place}: {name!r} is {seen}; expected a string")
    return value


def _whole(hit: object, name: str, place: str) -> int:
    value = _field(hit, name, _MISSING)
    if not hasattr(value, "__index__") or isinstance(value, bool):
        seen = "missing" if value is _MISSING else _short(value)
        raise BadInput(f"{place}: {name!r} is {seen}; expected a whole number")
    return int(value)


def _number(value: object, name: str, place: str) -> float | None:
    if value is None:
        return None
    # numpy's numbers are no subclasses of Python's, but know how to become one.
    if isinstance(value, bool | str) or not hasattr(value, "__float__"):
        raise BadInput(f"{place}: {name!r} is {_short(value)}; expected a number")
    try:
        number = float(value)
    except (OverflowError, TypeError, ValueError):
        number = math.inf
    if not math.isfinite(number):
        raise BadInput(f"{place}: {name!r} is {_short(value)}; expected a finite number, larger is better")
    return number


def _confidence(hit: object, place: str) -> float | None:
    confidence = _number(_field(hit, "confidence"), "confidence", place)
    if confidence is not None and not 0 <= confidence <= 1:
        raise BadInput(f"{place}: 'confidence' is {confidence}; expected 0 to 1")
    return confidence


def _short(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else shown[:59] + "…"
