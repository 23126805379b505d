"""Who the people of all articles are: settled after every change, from what the articles say and the corrections."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from onrecord.extraction.people.corrections import Merge, Rename, Split, correct_people
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
    touched = extracted.touched()
    if not touched and not anew:
        return []
    corrections = [one for one in parts.corrections if isinstance(one, Merge | Split | Rename)]
    blocks = None if corrections or anew else touched
    people = settled(map(_local, extracted.locals(blocks)))
    people, problems = correct_people(people, corrections)
    members = [(m.article, m.name, person.key, m.reason) for person in people for m in person.members]
    extracted.settle([_stored(person) for person in people], members, blocks)
    return problems


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
