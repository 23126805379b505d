"""Which country or state a person holds office for: two people of one name who serve different ones are two."""

from __future__ import annotations

import re
from collections.abc import Iterable

from onrecord.extraction.people.offices import NATIONS, STATES, families
from onrecord.text.folding import fold

# Words between an adjective of nation and the office it belongs to.
_REACH = 4
_PUBLIC = frozenset(
    [
        "senator",
        "representative",
        "governor",
        "mayor",
        "leader",
        "president",
        "minister",
        "diplomat",
        "soldier",
        "judge",
    ]
)
_WORD = re.compile(r"[^\W_][\w.’'-]*")
_PARTY = re.compile(r"(?:[RDI]|Rep|Dem)\.?[-–—]\s?([A-Z][\w. ]{0,18})")
_COUNTRIES = {
    "american": "us", "u.s": "us", "united states": "us", "british": "uk", "russia": "russian", "china": "chinese",
    "ukraine": "ukrainian", "france": "french", "germany": "german", "israel": "israeli", "iran": "iranian",
}  # fmt: skip
_POSTAL = {
    "al": "ala", "ak": "alaska", "az": "ariz", "ar": "ark", "ca": "calif", "co": "colo", "ct": "conn", "de": "del",
    "fl": "fla", "ga": "ga", "hi": "hawaii", "id": "idaho", "il": "ill", "in": "ind", "ia": "iowa", "ks": "kan",
    "ky": "ky", "la": "la", "me": "maine", "md": "md", "ma": "mass", "mi": "mich", "mn": "minn", "ms": "miss",
    "mo": "mo", "mt": "mont", "ne": "neb", "nv": "nev", "oh": "ohio", "ok": "okla", "or": "ore", "pa": "pa",
    "tn": "tenn", "tx": "texas", "ut": "utah", "vt": "vt", "va": "va", "wa": "wash", "wi": "wis", "wy": "wyo",
}  # fmt: skip


def jurisdictions(roles: Iterable[str]) -> frozenset[str]:
    """Countries (`us`, `russian`) and US states (`of va`) the roles name for a public office.

    >>> sorted(jurisdictions(["Russian Deputy Foreign Minister", "D-Va."]))
    ['of va', 'russian']
    """
    found = set()
    for role in roles:
        if party := _PARTY.match(role):
            state = fold(party[1]).strip(" .")
            found.add(f"of {STATES.get(state, _POSTAL.get(state, state))}")
            continue
        words = [fold(word).rstrip(".") for word in _WORD.findall(role[:200])]
        for place, word in enumerate(words):
            behind = words[place + 1 : place + 1 + _REACH]
            offices = {family for other in behind for family in families(other)}
            if word in NATIONS and not offices.isdisjoint(_PUBLIC):
                found.add(_COUNTRIES.get(word, word))
                break
    return frozenset(found)


def clash(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether both name countries, or both name states, and none of them is the same."""
    for states in (True, False):
        a = {place for place in one if place.startswith("of ") == states}
        b = {place for place in other if place.startswith("of ") == states}
        if a and b and a.isdisjoint(b):
            return True
    return False
