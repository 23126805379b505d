"""Which people of different articles are one person.

Names are settled block by block (`block_key`): equal and equivalent full names first, then family names alone. What
happens in a block depends on nothing outside it, so that only the blocks touched by a change are settled again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import lru_cache
from operator import attrgetter

from onrecord.extraction.people.jurisdictions import clash, jurisdictions
from onrecord.extraction.people.local_people import (
    KnownPerson,
    LocalPerson,
    Member,
    affected_keys,
    block_key,
    person_key,
)
from onrecord.extraction.people.matching_query import match_query
from onrecord.extraction.people.names import Name, blocking_keys, parse_name, same_person
from onrecord.extraction.people.nicknames import rows_of
from onrecord.extraction.people.offices import families
from onrecord.text.folding import fold

__all__ = ["KnownPerson", "LocalPerson", "Member", "affected_keys", "block_key", "identify", "match_query"]

# A bearer of a family name is well supported from this share of all articles on that name in full.
_SUPPORTED = 0.1
# More equivalent spellings than this are compared only with their likest.
_MOST_SPELLINGS = 60
# The order of the people themselves, told to `sorted` so that it compares tuples instead of calling `__lt__`.
_ORDER = attrgetter(*(one.name for one in fields(LocalPerson)))


@dataclass(slots=True)
class _Form:
    """A full name as one spelling of it; `locals` are those called so in their article."""

    name: Name
    locals: list[LocalPerson] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.name.full


@dataclass(slots=True, eq=False)
class _Group:
    """Everybody taken for one person so far; what all members have together is kept beside them.

    A name may be borne in a hundred thousand articles: to look through all its members for each newcomer would take
    hours.
    """

    members: list[tuple[LocalPerson, str]] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    places: frozenset[str] = frozenset()
    qualifier: str = ""
    articles: set[str] = field(init=False, default_factory=set)
    offices: set[str] = field(init=False, default_factory=set)
    names: Counter[str] = field(init=False, default_factory=Counter)
    _canonical: str = field(init=False, default="")

    def __post_init__(self) -> None:
        for local, _ in self.members:
            self._note(local)

    def add(self, local: LocalPerson, reason: str) -> None:
        self.members.append((local, reason))
        self._note(local)
        self._canonical = ""

    def _note(self, local: LocalPerson) -> None:
        self.articles.add(local.article)
        self.offices |= _offices(local.roles)
        self.names[local.name] += 1

    @property
    def support(self) -> int:
        return len(self.members)

    @property
    def canonical(self) -> str:
        """The form that most articles use, a full one if there is any; then the longest, then the first by letters."""
        if not self._canonical:
            counted = self.names
            self._canonical = min(
                counted, key=lambda name: (not parse_name(name).is_full, -counted[name], -len(name), name)
            )
        return self._canonical


def identify(people: Iterable[LocalPerson]) -> list[KnownPerson]:
    """Everyone in the articles, by name, then by key; the order of `people` makes no difference.

    A full name joins another when `same_person` says so, no two of the joined names are of different people, and
    their offices do not clash. A family name alone joins the only well supported bearer, or the one whose offices
    agree; otherwise it stays a person of its own.
    """
    blocks: dict[str, list[LocalPerson]] = {}
    key_of: dict[str, str] = {}  # the same few names come again and again
    for local in people:
        key = key_of.get(local.name)
        if key is None:
            key = key_of[local.name] = block_key(local.name)
        blocks.setdefault(key, []).append(local)
    found = [person for key in sorted(blocks) for person in _settle(sorted(set(blocks[key]), key=_ORDER))]
    return sorted(found, key=lambda person: (person.name, person.key))


def _settle(locals_: Sequence[LocalPerson]) -> list[KnownPerson]:
    """The people of one block; `locals_` are sorted."""
    bearing: dict[str, list[LocalPerson]] = {}
    for local in locals_:
        bearing.setdefault(local.name, []).append(local)
    forms: dict[str, _Form] = {}
    alone: dict[str, list[LocalPerson]] = {}
    # By their first bearer, as the first of two spellings with one key stands for both.
    for text, bearers in bearing.items():
        name = parse_name(text)
        if name.is_full and not _is_initial(name.given):
            forms.setdefault(_form_key(name), _Form(name)).locals += bearers
        else:
            alone.setdefault(_form_key(name), []).extend(bearers)
    for together in alone.values():
        together.sort(key=_ORDER)
    groups = [group for joined in _join(forms) for group in _part(joined)]
    by_family: dict[str, list[_Group]] = {}
    for group in groups:
        for family in sorted({fold(parse_name(name).surname) for name in group.names}):
            by_family.setdefault(family, []).append(group)
    # Support is counted before anybody joins by family name alone, so that no order of joining matters.
    support = {id(group): group.support for group in groups}
    for key in sorted(alone):
        groups += _place(alone[key], by_family, support)
    return _named(groups)


def _form_key(name: Name) -> str:
    return fold(" ".join((name.full, name.suffix))) if name.surname else ""


def _is_initial(given: str) -> bool:
    return len(given.rstrip(".")) == 1


def _join(forms: Mapping[str, _Form]) -> list[list[tuple[_Form, str]]]:
    """Forms of one person together, each with the reason; surest pairs first, none with a name that differs."""
    home = {key: [key] for key in forms}
    why: dict[str, str] = {}
    for _, a, b, reason in _pairs(forms):
        one, other = home[a], home[b]
        if one is other or _differ(forms, one, other):
            continue
        why.setdefault(b, f"“{forms[b].text}” is “{forms[a].text}”: {reason}")
        joined = sorted([*one, *other])
        for key in joined:
            home[key] = joined
    seen: set[str] = set()
    groups = []
    for key in sorted(forms):
        if key not in seen:
            seen.update(home[key])
            groups.append([(forms[other], why.get(other, "")) for other in home[key]])
    return groups


def _pairs(forms: Mapping[str, _Form]) -> list[tuple[float, str, str, str]]:
    """(minus score, key, key, reason) of forms that are the same, surest first; only likely ones are compared."""
    by_given: dict[str, list[str]] = {}
    for key in sorted(forms):
        given = forms[key].name.given
        marks = {*blocking_keys(given), *(f"row {row}" for row in rows_of(given))}
        for mark in marks:
            by_given.setdefault(mark, []).append(key)
    compared: set[tuple[str, str]] = set()
    for bearers in by_given.values():
        for place, a in enumerate(bearers):
            compared.update((a, b) for b in bearers[place + 1 : place + _MOST_SPELLINGS])
    found = []
    for a, b in sorted(compared):
        match = same_person(forms[a].text, forms[b].text)
        if match.verdict == "same":
            # The commoner form comes first: the other is said to be it.
            first, second = sorted((a, b), key=lambda key: (-len(forms[key].locals), key))
            found.append((-match.score, first, second, match.reason))
    return sorted(found)


def _differ(forms: Mapping[str, _Form], one: Sequence[str], other: Sequence[str]) -> bool:
    return any(
        same_person(forms[a].text, forms[b].text).verdict == "different"
        for a in one[:_MOST_SPELLINGS]
        for b in other[:_MOST_SPELLINGS]
    )


def _part(joined: Sequence[tuple[_Form, str]]) -> list[_Group]:
    """One group, or one for each country or state whose offices the bearers of the name hold."""
    locals_ = sorted(
        ((local, reason or "same full name") for form, reason in joined for local in form.locals),
        key=lambda pair: _ORDER(pair[0]),
    )
    reasons = sorted({reason for _, reason in joined if reason})
    places = [(_places(local.roles), local, reason) for local, reason in locals_]
    clusters: list[tuple[frozenset[str], list[tuple[LocalPerson, str]]]] = []
    for stated in sorted({stated for stated, _, _ in places if stated}, key=lambda s: (-len(s), sorted(s))):
        members = [(local, reason) for other, local, reason in places if other == stated]
        fitting = next((at for at, (known, _) in enumerate(clusters) if not clash(known, stated)), None)
        if fitting is None:
            clusters.append((stated, members))
        else:
            known, before = clusters[fitting]
            clusters[fitting] = (known | stated, before + members)
    unstated = [(local, reason) for stated, local, reason in places if not stated]
    if not clusters:
        return [_Group(unstated, reasons)]
    clusters.sort(key=lambda cluster: (-len(cluster[1]), sorted(cluster[0])))
    groups = []
    for at, (known, members) in enumerate(clusters):
        group = _Group(members + (unstated if at == 0 else []), list(reasons), known)
        if len(clusters) > 1:
            group.qualifier = " ".join(sorted(known)) if at else ""
            group.reasons.append(f"kept apart from others of that name by office: {', '.join(sorted(known))}")
        groups.append(group)
    return groups


def _place(
    locals_: Sequence[LocalPerson], by_family: Mapping[str, list[_Group]], support: Mapping[int, int]
) -> list[_Group]:
    """Adds bearers of a family name alone (or with an initial) to the groups they belong to; returns the others."""
    name = parse_name(locals_[0].name)
    bearers = _bearers(name, by_family)
    if not bearers:
        reasons = ["nobody of this name is known in full"] if not name.is_full else []
        return [_Group([(local, "same name") for local in locals_], reasons)]
    total = sum(support[id(group)] for group in bearers)
    supported = [group for group in bearers if support[id(group)] >= _SUPPORTED * total]
    left = []
    for local in locals_:
        group, reason = _bearer(local, bearers, supported)
        if group is not None:
            group.add(local, reason)
        else:
            left.append(_Group([(local, reason)], [reason], qualifier=local.article))
    return left


def _bearers(name: Name, by_family: Mapping[str, list[_Group]]) -> list[_Group]:
    exact = by_family.get(fold(name.surname), [])
    spelled = [
        group
        for family in sorted(by_family)
        if not exact and same_person(family, name.surname).verdict == "same"
        for group in by_family[family]
    ]
    initial = fold(name.given[:1])
    found: dict[int, _Group] = {}
    for group in [*exact, *spelled]:
        given = {fold(parse_name(other).given)[:1] for other in group.names}
        suffixes = {parse_name(other).suffix for other in group.names}
        if (not initial or initial in given) and (not name.suffix or name.suffix in suffixes):
            found[id(group)] = group
    return list(found.values())


def _bearer(local: LocalPerson, bearers: Sequence[_Group], supported: Sequence[_Group]) -> tuple[_Group | None, str]:
    here = [group for group in bearers if local.article in group.articles]
    places = _places(local.roles)
    possible = [group for group in bearers if group not in here and not clash(places, group.places)]
    # A stated office, word for word or by kind and body, that is one of the group's.
    agreeing = [group for group in possible if not group.offices.isdisjoint(_offices(local.roles))]
    if len(agreeing) == 1:
        return agreeing[0], f"offices agree with those of {agreeing[0].canonical}"
    likely = [group for group in supported if group in possible]
    if len(likely) == 1 and len(supported) == 1:
        return likely[0], f"{likely[0].canonical} is the only well supported one called so"
    if not possible:
        return None, "all others called so are somebody else"
    names = sorted(group.canonical for group in possible)
    return None, f"one of {len(names)} called so: {', '.join(names[:4])}"


@lru_cache(maxsize=20_000)
def _places(roles: tuple[str, ...]) -> frozenset[str]:
    return jurisdictions(roles)


@lru_cache(maxsize=20_000)
def _offices(roles: tuple[str, ...]) -> frozenset[str]:
    """Roles as they are compared: folded words with a noun of office in them."""
    return frozenset(
        " ".join(fold(role).split()) for role in roles if any(map(families, role.split())) and len(role) < 120
    )


def _named(groups: Sequence[_Group]) -> list[KnownPerson]:
    found = []
    taken: set[str] = set()
    for group in groups:
        name = group.canonical
        forms = {form for local, _ in group.members for form in (local.name, *local.aliases)}
        members = tuple(sorted(Member(local.article, local.name, reason) for local, reason in group.members))
        key, number = person_key(name, group.qualifier), 2
        while key in taken:
            key, number = person_key(name, f"{group.qualifier} {number}"), number + 1
        taken.add(key)
        found.append(KnownPerson(key, name, tuple(sorted(forms - {name})), members, tuple(group.reasons)))
    return found
