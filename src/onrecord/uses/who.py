"""The people of an archive: everyone with counts, and the profile of one, each fact with the span that states it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from onrecord.errors import NotFound
from onrecord.records import Filter, Span, StoredUnit
from onrecord.rendering.spoken_rows import PersonRow, ProfileRow, RoleRow
from onrecord.rendering.text_fragment import text_fragment
from onrecord.storage.extracted import ArchivedPerson, PersonInArticle
from onrecord.uses.cite import citation
from onrecord.uses.constrain import meant
from onrecord.uses.parts import STATEMENTS, Parts
from onrecord.uses.rows import quote_rows

# Newest quotes shown with a profile.
_RECENT = 5
# Articles whose quotes are counted one by one.
_FEW_ARTICLES = 2_000


def people(parts: Parts, wanted: Filter) -> list[PersonRow]:
    """Everyone in the articles that pass the filter, the most quoted first, then the most mentioned, then by name."""
    with parts.guard, parts.store.snapshot():
        return _rows(parts, _gathered(parts, _articles(parts, wanted)))


def profiles(parts: Parts, name: str, wanted: Filter, *, quotes: int = _RECENT) -> list[ProfileRow]:
    """Whoever the name may mean, the best match first; NotFound when nobody is called so.

    `quotes` newest quotes come with each profile.
    """
    with parts.guard, parts.store.snapshot():
        known = parts.store.extracted.people()
        keys = meant(known, name)
        gathered = {person.person: (person, members) for person, members in _gathered(parts, _articles(parts, wanted))}
        found = [gathered[key] for key in keys if key in gathered]
        if not found:
            raise NotFound(f"nobody called {name!r}; `onrecord people` lists everyone in the archive")
        rows = {row.key: row for row in _rows(parts, found)}
        return [_profile(parts, rows[person.person], person, members, wanted, quotes) for person, members in found]


def _articles(parts: Parts, wanted: Filter) -> frozenset[int] | None:
    """The rows of profiles in the articles that pass, None for all."""
    rows = parts.store.rows.allowed(wanted, STATEMENTS)
    return None if rows is None else frozenset(rows)


def _gathered(parts: Parts, passed: frozenset[int] | None) -> list[tuple[ArchivedPerson, list[PersonInArticle]]]:
    """Everyone with the articles they are in; those not settled yet stand for themselves."""
    known = {person.person: person for person in parts.store.extracted.people()}
    members: dict[str, list[PersonInArticle]] = {}
    for local in parts.store.extracted.locals():
        if passed is None or local.unit in passed:
            key = local.person or f"{local.name}\0{local.article}"
            members.setdefault(key, []).append(local)
            known.setdefault(key, ArchivedPerson(key, local.name, tuple(_texts(local.details["aliases"]))))
    return [(known[key], found) for key, found in members.items()]


def _rows(parts: Parts, gathered: Iterable[tuple[ArchivedPerson, Sequence[PersonInArticle]]]) -> list[PersonRow]:
    gathered = list(gathered)
    articles = {local.article for _, members in gathered for local in members}
    counts = parts.store.extracted.quote_counts(articles if len(articles) <= _FEW_ARTICLES else None)
    rows = []
    for person, members in gathered:
        dates = sorted(local.date for local in members if local.date)
        roles, bodies = _stated(members)
        rows.append(
            PersonRow(
                key=person.person,
                name=person.name,
                aliases=tuple(alias for alias in person.aliases if alias != person.name),
                roles=roles,
                affiliations=bodies,
                quotes=sum(counts.get((local.article, local.name), 0) for local in members),
                mentions=sum(len(_list(local.details["mentions"])) for local in members),
                articles=len({local.article for local in members}),
                first=dates[0] if dates else "",
                last=dates[-1] if dates else "",
            )
        )
    return sorted(rows, key=lambda row: (-row.quotes, -row.mentions, row.name, row.key))


def _stated(members: Sequence[PersonInArticle]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The roles and the bodies they are held in, the most often stated first, of equals the alphabetically first."""
    roles: Counter[str] = Counter()
    bodies: Counter[str] = Counter()
    for local in members:
        for role in _list(local.details["roles"]):
            roles[role["text"]] += 1
            if role["body"]:
                bodies[role["body"]] += 1
    return _by_count(roles), _by_count(bodies)


def _by_count(counted: Counter[str]) -> tuple[str, ...]:
    return tuple(sorted(counted, key=lambda text: (-counted[text], text)))


def _profile(
    parts: Parts,
    row: PersonRow,
    person: ArchivedPerson,
    members: Sequence[PersonInArticle],
    wanted: Filter,
    quotes: int,
) -> ProfileRow:
    store = parts.store
    units = store.units([local.unit for local in members])
    newest = sorted(members, key=lambda local: local.article)
    newest.sort(key=lambda local: local.date, reverse=True)
    roles, reasons = [], list(person.reasons)
    for local in newest:
        unit = units[local.unit]
        roles += [_role(store.text(unit.revision), unit, role) for role in _list(local.details["roles"])]
        place = f"{local.article}: "
        reasons += [place + reason for reason in _texts(local.details["reasons"])]
        reasons += [f"{place}{start}-{end} {said}" for start, end, _, said in _list(local.details["mentions"])]
        if local.reason:
            reasons.append(f"{place}{local.name}: {local.reason}")
    said = store.rows.allowed(replace(wanted, kinds=("quote",), speaker=row.name, people=(row.key,)), STATEMENTS) or ()
    spoken = sorted(store.units(said).values(), key=lambda unit: unit.key)
    spoken.sort(key=lambda unit: unit.date, reverse=True)
    return ProfileRow(row, tuple(roles), tuple(reasons), tuple(quote_rows(parts, spoken[:quotes])))


def _role(text: str, unit: StoredUnit, role: Any) -> RoleRow:
    span = Span(role["start"], role["end"])
    return RoleRow(
        text=role["text"],
        affiliation=role["body"] or "",
        article=unit.article,
        start=span.start,
        end=span.end,
        date=unit.date,
        citation=citation(replace(unit, span=span)),
        link=text_fragment(unit.url, text, span) if unit.url else "",
    )


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _texts(value: Any) -> list[str]:
    return [str(item) for item in _list(value)]
