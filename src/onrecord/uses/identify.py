"""Who the people of all articles are: settled after every change, from what the articles say and the corrections."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from onrecord.extraction.people.corrections import Correction, Merge, Rename, Split, correct_people
from onrecord.extraction.people.identity import KnownPerson, LocalPerson
from onrecord.extraction.people.identity import identify as settled
from onrecord.storage.extracted import ArchivedPerson, PersonInArticle
from onrecord.uses.parts import Parts


def identify(parts: Parts, *, anew: bool = False) -> list[str]:
    """Settles who is who across articles; needs the write lock. Says which corrections did not apply.

    Only the blocks of names in which somebody came or went are looked at. With corrections of people, which may join
    blocks, all are (as with `anew`).
    """
    extracted = parts.store.extracted
    touched, digest = extracted.touched(), _digest(parts)
    anew = anew or extracted.corrections() not in (None, digest)
    if not touched and not anew:
        return []
    corrections = _of_people(parts)
    blocks = None if corrections or anew else touched
    people = settled(map(_local, extracted.locals(blocks)))
    people, problems = correct_people(people, corrections)
    members = [(m.article, m.name, person.key, m.reason) for person in people for m in person.members]
    extracted.settle([_stored(person) for person in people], members, blocks, digest)
    return problems


def is_unsettled(parts: Parts) -> bool:
    """Whether somebody came or went, or corrections changed, since who is who was settled."""
    return bool(parts.store.extracted.touched()) or parts.store.extracted.corrections() not in (None, _digest(parts))


def _of_people(parts: Parts) -> list[Correction]:
    return [one for one in parts.corrections if isinstance(one, Merge | Split | Rename)]


def _digest(parts: Parts) -> int:
    """A number for the corrections of people, 0 for none."""
    corrections = _of_people(parts)
    return int(hashlib.sha256(repr(corrections).encode()).hexdigest()[:12], 16) if corrections else 0


def _local(found: PersonInArticle) -> LocalPerson:
    details: Any = found.details
    return LocalPerson(
        article=found.article,
        name=found.name,
        date=found.date,
        aliases=tuple(details["aliases"]),
        roles=_distinct(role["text"] for role in details["roles"]),
        affiliations=_distinct(role["body"] for role in details["roles"] if role["body"]),
        mentions=len(details["mentions"]),
    )


def _distinct(texts: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


def _stored(person: KnownPerson) -> ArchivedPerson:
    aliases: Sequence[str] = person.aliases
    return ArchivedPerson(person.key, person.name, tuple(aliases), person.reasons)
