"""Whom `the alliance head` or `the senator` means: the noun is compared with the roles the article states."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.extraction.people.offices import ROLE_MODIFIERS, STATES, families, gender_of_noun
from onrecord.extraction.people.titles import COMPLEMENTS, QUALIFIERS
from onrecord.extraction.people.word_set import word_set
from onrecord.text.folding import fold

_WORD = re.compile(r"\w[\w.’'-]*")
_DEFINITE = word_set("the this that his her their its our my")
_BREAK = re.compile(r",|;|\(|—|\b(?:of|for|at|in|from|who|which|that|with|on|to|and|whose|now)\b")
# A noun of a family of people whom one meets anywhere; they say nothing about an office.
_VAGUE = frozenset({"person", "voter", "family"})
_LONGEST, _LONGEST_PLAIN = 200, 6
_FULL_FIT, _SAME_FAMILY, _SHARED_WORD, _NO_FIT = 3.0, 2.0, 1.2, -3.0
# Different words for one body or place.
_SYNONYMS = {
    "nato": ("alliance",), "gop": ("republican",), "republican": ("gop", "r"), "democratic": ("democrat", "d"),
    "fed": ("federal",), "un": ("nations",), "us": ("american", "u.s"), "american": ("us", "u.s"),
    "russian": ("russia", "moscow", "kremlin"), "british": ("uk", "britain"), "presidential": ("president",),
    "democrat": ("d", "democratic"), "ex-president": ("president", "former"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Description:
    """A noun phrase for one person: its noun, the words that qualify it, and what gender it shows."""

    noun: str
    qualifiers: frozenset[str]
    definite: bool
    gender: int
    # Nothing behind the noun and no owner: such a phrase takes up somebody known (`the senator`).
    plain: bool

    @property
    def vague(self) -> bool:
        return all(family in _VAGUE for family in families(self.noun))


def read_description(words: str) -> Description | None:
    """The description in a source's words, None when its noun is no person in the singular.

    >>> read_description("the alliance head").noun, read_description("the poll")
    ('head', None)
    """
    words = words[:_LONGEST]
    phrase = _BREAK.split(words, maxsplit=1)[0]
    parts = _WORD.findall(phrase)
    folded = [fold(word).rstrip(".").removesuffix("'s") for word in parts]
    if not folded or not families(folded[-1]):
        return None
    definite = folded[0] in _DEFINITE or "'s" in fold(parts[0])
    rest = {fold(word).rstrip(".").removesuffix("'s") for word in _WORD.findall(words)}
    qualifiers = frozenset(rest - {folded[-1]} - _DEFINITE - {"a", "an", "of", "for", "at", "in", "from", "who", "and"})
    whole = [fold(word).rstrip(".") for word in _WORD.findall(words[len(phrase) :])]
    plain = "'s" not in fold(words) and len(parts) <= _LONGEST_PLAIN and all(map(_is_office_word, whole))
    return Description(folded[-1], qualifiers, definite, gender_of_noun(folded[-1]), plain)


def _is_office_word(word: str) -> bool:
    """Whether the word only goes on naming an office: `of state and current presidential nominee`."""
    return (
        word in ("of", "and", "current", "for")
        or word in COMPLEMENTS
        or word in QUALIFIERS
        or (word in ROLE_MODIFIERS or bool(families(word)))
    )


@dataclass(frozen=True, slots=True)
class Office:
    """One stated role, read for comparing: its nouns' families and all its words."""

    families: frozenset[str]
    words: frozenset[str]

    @classmethod
    def read(cls, stated: str) -> Office:
        words = [fold(word).rstrip(".").removesuffix("'s") for word in _WORD.findall(stated[:_LONGEST])]
        party = [part for word in words for part in word.split("-")]
        found = [family for word in words for family in families(word)]
        return cls(frozenset(found), frozenset([*words, *party]))


def fit(description: Description, offices: Sequence[Office]) -> tuple[float, str]:
    """How well stated roles fit a description, above 0 when they do; and which word says so."""
    best, why = 0.0, ""
    kinds = frozenset(families(description.noun)) - _VAGUE
    for office in offices:
        score = 0.0
        if description.noun in office.words:
            score = _FULL_FIT
        elif kinds & office.families:
            score = _SAME_FAMILY
        shared = [word for word in sorted(description.qualifiers) if _is_in(word, office.words)]
        score += _SHARED_WORD * min(2, len(shared))
        if score > best:
            best = score
            why = description.noun if description.noun in office.words else " ".join(shared) or "a kindred office"
    if best:
        return best, why
    return (_NO_FIT if offices and kinds else 0.0), ""


def _is_in(word: str, words: frozenset[str]) -> bool:
    if word in words or STATES.get(word, "") in words:
        return True
    return any(other in words for other in _SYNONYMS.get(word, ())) or any(
        word in _SYNONYMS.get(other, ()) for other in words
    )
