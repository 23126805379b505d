"""People as single articles know them, as identity across articles reads them, and what it makes of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.extraction.people.names import blocking_keys, parse_name
from onrecord.extraction.people.particles import PARTICLES
from onrecord.text.folding import fold


@dataclass(frozen=True, slots=True, order=True)
class LocalPerson:
    """One person of one article; (article, name) is unique. Roles and affiliations are the words that state them."""

    article: str
    name: str
    date: str = ""
    aliases: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    affiliations: tuple[str, ...] = ()
    mentions: int = 1


@dataclass(frozen=True, slots=True, order=True)
class Member:
    """A local person that belongs to somebody, and why."""

    article: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """One person across articles.

    `key` is made of content, so that it stays as long as the name does; `aliases` are all other forms, sorted;
    `members` stand in the order of article and name. `reasons` say what was merged, kept apart or corrected.
    """

    key: str
    name: str
    aliases: tuple[str, ...]
    members: tuple[Member, ...]
    reasons: tuple[str, ...] = ()


def person_key(name: str, qualifier: str = "") -> str:
    """16 hex digits over the folded name and what tells it from another person of that name."""
    facts = f"{fold(name)}\0{qualifier}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(facts).hexdigest()[:16]


def block_key(name: str) -> str:
    """The block a name is settled in: one coarse sound of its family name, particles aside. Empty for no name.

    >>> block_key("Volodymyr Zelenskyy") == block_key("Zelensky")
    True
    """
    parts = [part for part in parse_name(name).surname.split("-") if fold(part) not in PARTICLES]
    family = "-".join(parts) or parse_name(name).surname
    keys = blocking_keys(family)
    # The longest key is the whole coarse sound, the others lack a letter of it; names of no Latin sound stand alone.
    return max(keys, key=lambda key: (len(key), key)) if keys else fold(family)


def affected_keys(names: Iterable[str]) -> frozenset[str]:
    """The blocks to settle again when people of these names came, went or changed: no other block can change."""
    return frozenset(block_key(name) for name in names)
