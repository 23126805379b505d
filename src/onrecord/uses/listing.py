"""Lists of quotes, claims and people, as the archive hands them out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar, get_args

from onrecord.errors import BadInput
from onrecord.querying.quantity import parse_condition
from onrecord.records import Filter, StoredUnit
from onrecord.rendering.notebook_lists import AttributedArticle, ClaimList, PersonList, ProfileList, QuoteList
from onrecord.spoken import Act, Style
from onrecord.uses import who
from onrecord.uses.cite import Citer
from onrecord.uses.look_up import ArchivedArticle
from onrecord.uses.parts import Parts
from onrecord.uses.pick import Test, check_k, pick
from onrecord.uses.recall import attributions_of
from onrecord.uses.rows import claim_rows, quote_rows

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Asked:
    """What both lists are asked: a subject (empty: none), one article (None: all), and how many at most (None: all)."""

    about: str = ""
    article: str | None = None
    k: int | None = None


def quotes(parts: Parts, wanted: Filter, asked: Asked, style: Style | None, min_confidence: float) -> QuoteList:
    """The quotes that pass; see `Archive.quotes`."""
    _check_one_of("style", style, get_args(Style))
    _check_share("min_confidence", min_confidence)

    def test(details: Any) -> bool:
        return style in (None, details["style"]) and bool(details["confidence"] >= min_confidence)

    return QuoteList(_picked(parts, wanted, asked, test, partial(quote_rows, parts)))


def claims(
    parts: Parts,
    wanted: Filter,
    asked: Asked,
    act: Act | None,
    quantity: str | None,
    attributed: bool | None,
    min_worthiness: float,
) -> ClaimList:
    """The claims that pass; see `Archive.claims`."""
    _check_one_of("act", act, get_args(Act))
    _check_share("min_worthiness", min_worthiness)
    condition = parse_condition(quantity) if quantity is not None else None

    def test(details: Any) -> bool:
        return (
            act in (None, details["act"])
            and attributed in (None, details["attributed"])
            and details["worthiness"] >= min_worthiness
            and (condition is None or condition.holds(details["quantities"]))
        )

    return ClaimList(_picked(parts, wanted, asked, test, partial(claim_rows, parts)))


def people(parts: Parts, wanted: Filter, k: int | None) -> PersonList:
    """Everyone; see `Archive.people`."""
    check_k(k)
    return PersonList(who.people(parts, wanted)[:k])


def profiles(parts: Parts, name: str, wanted: Filter) -> ProfileList:
    """Whoever the name may mean; see `Archive.person`."""
    return ProfileList(who.profiles(parts, name, wanted))


def attributed(parts: Parts, article: ArchivedArticle) -> AttributedArticle:
    """The article with what extraction found in it; an earlier revision has nothing to show."""
    found, speakers = attributions_of(article.units)
    quotes = sorted((unit for unit in article.units if unit.kind == "quote"), key=lambda unit: unit.key)
    with parts.guard, parts.store.snapshot():
        citer = Citer(parts, (), ())
        citer.look_up(quotes)
        # Under the name that lists and searches show, which a correction may have given.
        speakers = [
            replace(speaker, name=citer.speaker(unit) or "") for speaker, unit in zip(speakers, quotes, strict=True)
        ]
    return AttributedArticle(article.text, tuple(found), tuple(speakers), article.title, article.url)


def _picked(
    parts: Parts, wanted: Filter, asked: Asked, test: Test, show: Callable[[list[StoredUnit]], list[Row]]
) -> list[Row]:
    return pick(parts, wanted, show, about=asked.about, test=test, article=asked.article, k=asked.k)


def _check_one_of(name: str, value: str | None, allowed: tuple[str, ...]) -> None:
    if value is not None and value not in allowed:
        raise BadInput(f"{name} is {value!r}; expected one of {', '.join(allowed)}")


def _check_share(name: str, value: float) -> None:
    if not (isinstance(value, int | float) and 0 <= value <= 1):
        raise BadInput(f"{name} is {value!r}; expected a number from 0 to 1")
