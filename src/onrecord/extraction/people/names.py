"""Names of people: their parts, whether two can be one person's, and which are worth comparing.

Written by hand and without a dependency. nameparser (LGPL) splits Western names but compares none; libpostal's rigour
brings a compiled engine and its lists into every start. Reopen when a library compares names across scripts, loads in
milliseconds and is measured to do better on the same pairs.
"""

from __future__ import annotations

from functools import lru_cache

from onrecord.extraction.people.matching import POSSIBLE, SAME, Match, compare
from onrecord.extraction.people.name_grammar import Name, parse_name
from onrecord.extraction.people.transliteration import sounds
from onrecord.text.folding import fold

__all__ = ["POSSIBLE", "SAME", "Match", "Name", "blocking_keys", "parse_name", "same_person"]

# Consonants that spellings of one name exchange are one letter in a blocking key; vowels are left out.
_COARSE = str.maketrans("gkHvfpdszSZCJrm", "hhhbbbtttttttln", "aeiouy")
# Consonants looked at: more would only make keys of long names longer.
_DEPTH = 7


@lru_cache(maxsize=100_000)
def same_person(a: str, b: str) -> Match:
    """Whether two names as printed can be one person's, from the names alone; symmetric.

    "same" from a score of `SAME`: equal or spellings of one name. "possible": a family name against a full name, an
    initial, Jr. in one of them; the article has to decide. "different" below `POSSIBLE`. Two equal single names are
    "same": it is one name, though two people may bear it. Names that share no blocking key are always "different".

    >>> same_person("Volodymyr Zelenskyy", "Vladimir Zelensky").verdict
    'same'
    >>> same_person("Bill Clinton", "Hillary Clinton").verdict
    'different'
    """
    if a > b:
        return same_person(b, a)
    if set(blocking_keys(a)).isdisjoint(blocking_keys(b)):
        return Match("different", 0.0, "nothing in common")
    return compare(parse_name(a), parse_name(b))


@lru_cache(maxsize=50_000)
def blocking_keys(name: str) -> tuple[str, ...]:
    """Sorted keys of a name: only names that share one can be the same or possibly the same.

    Each word but initials and particles gives its consonants, coarsely, and the same with one of them left out, so
    that one slip leaves a key that is shared. Empty for a text without letters.
    """
    parts = parse_name(name)
    words = [parts.given, *parts.middle, *parts.surname.replace("-", " ").split(), *parts.nickname.split()]
    words.append("".join((*parts.particles, parts.surname)))
    words.append(parts.full)
    return tuple(sorted({key for word in words for key in _keys(word)}))


@lru_cache(maxsize=50_000)
def _keys(word: str) -> tuple[str, ...]:
    letters = "".join(c for c in fold(word) if c.isalpha())
    if len(letters) < 2 and letters.isascii():
        return ()
    keys: list[str] = []
    for sound in sounds(letters):
        coarse = sound.translate(_COARSE)[:_DEPTH] or sound[:1]
        keys.append(coarse)
        if len(coarse) > 2:
            keys += [coarse[:i] + coarse[i + 1 :] for i in range(len(coarse))]
    return tuple(keys)
