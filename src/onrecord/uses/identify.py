"""Who the people of all articles are: settled after every change, from what the articles say and the corrections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from onrecord.errors import ArchiveDamaged
from onrecord.extraction.people.corrections import correct_people
from onrecord.extraction.people.identity import KnownPerson, LocalPerson
from onrecord.extraction.people.identity import identify as settled
from onrecord.steps import reached
from onrecord.storage.extracted import ArchivedPerson, PersonInArticle
from onrecord.uses.parts import Parts
from onrecord.uses.unsettled import digest_of, of_people

# People of articles held at a time, about 1 KB each; a single block may be larger.
_MOST_HELD = 20_000


def identify(parts: Parts, *, anew: bool = False) -> list[str]:
    """Settles who is who across articles; needs the write lock. Says which corrections did not apply.

    Only the blocks of names in which somebody came or went are looked at, some at a time, each time a commit: after
    an interruption the others are still to be done. With corrections of people, which may join blocks, all are
    looked at together (as with `anew`, one after the other).
    """
    extracted = parts.store.extracted
    touched, digest = extracted.touched(), digest_of(parts)
    anew = anew or extracted.corrections() not in (None, digest)
    if not touched and not anew:
        return []
    if corrections := of_people(parts):
        people = settled(map(_local, extracted.each_local()))
        people, problems = correct_people(people, corrections)
        extracted.settle([_stored(person) for person in people], _members(people), None, digest)
        return problems
    groups = _groups(parts, extracted.blocks() if anew else touched)
    for number, blocks in enumerate(groups, start=1):
        people = settled(map(_local, extracted.each_local(blocks)))
        done = digest if number == len(groups) else None
        extracted.settle([_stored(person) for person in people], _members(people), blocks, done)
        reached("identify: blocks settled")
    return []


def misplaced(parts: Parts) -> list[str]:
    """Names of people whom the archive holds for others than who is who, settled anew, would: sorted, nothing changed.

    Meant for an archive in which who is who is settled (see `is_unsettled`).
    """
    extracted = parts.store.extracted
    known = {person.person: person for person in extracted.people()}
    corrections = of_people(parts)
    found: set[str] = set()
    for blocks in [None] if corrections else _groups(parts, extracted.blocks()):
        locals_ = list(extracted.each_local(blocks))
        people = settled(map(_local, locals_))
        if corrections:
            people, _ = correct_people(people, corrections)
        expected = {person.key: _stored(person) for person in people}
        found |= {person.name for key, person in expected.items() if known.pop(key, None) != person}
        place = {(article, name): (key, reason) for article, name, key, reason in _members(people)}
        found |= {one.name for one in locals_ if place.get((one.article, one.name)) != (one.person, one.reason)}
    return sorted(found | {person.name for person in known.values()})


def _groups(parts: Parts, blocks: Sequence[str]) -> list[list[str]]:
    """The blocks in runs that hold few enough people; at least one run."""
    sizes = parts.store.extracted.sizes(blocks)
    groups: list[list[str]] = [[]]
    held = 0
    for block in blocks:
        size = sizes.get(block, 0)
        if held and held + size > _MOST_HELD:
            groups.append([])
            held = 0
        groups[-1].append(block)
        held += size
    return groups


def _members(people: Iterable[KnownPerson]) -> Iterator[tuple[str, str, str, str]]:
    return ((m.article, m.name, person.key, m.reason) for person in people for m in person.members)


def _local(found: PersonInArticle) -> LocalPerson:
    details: Any = found.details
    try:
        return LocalPerson(
            article=found.article,
            name=found.name,
            date=found.date,
            aliases=tuple(details["aliases"]),
            roles=_distinct([role["text"] for role in details["roles"]]),
            affiliations=_distinct([role["body"] for role in details["roles"] if role["body"]]),
            mentions=len(details["mentions"]),
        )
    except (KeyError, TypeError) as error:
        raise ArchiveDamaged(
            f"article {found.article}: the profile of {found.name!r} is not whole ({error!r}); "
            "run `onrecord check --repair`"
        ) from error


def _distinct(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts)) if texts else ()


def _stored(person: KnownPerson) -> ArchivedPerson:
    aliases: Sequence[str] = person.aliases
    return ArchivedPerson(person.key, person.name, tuple(aliases), person.reasons)
