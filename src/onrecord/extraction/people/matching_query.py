"""Whom a name as somebody types it means, among the people of an archive."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from onrecord.extraction.people.names import Name, parse_name, same_person
from onrecord.text.folding import fold

_WORD = re.compile(r"[^\W_]+")
_VOWELS = re.compile(r"[aeiouyhwj]")
# Letters that spellings of one name exchange, as one.
_ALIKE = str.maketrans("cqgxzvpd", "kkkssbbt")
_DOUBLED = re.compile(r"(.)\1+")
_LONGEST = 200
# How sure a match is, by what was typed and what it met; smaller is surer.
_NAME, _ALIAS, _SPELLING, _FAMILY, _GIVEN, _PART = range(6)


def match_query(name: str, people: Iterable[tuple[str, str, Sequence[str]]]) -> list[str]:
    """Keys of the people a typed name may mean, the surest first, then by name; `people` are (key, name, aliases).

    A full name that somebody bears, in any spelling, means nobody else; a family name means all who bear it, a title
    in front of it counts for nothing. Nobody is found by a name without a letter.

    >>> match_query("sherman", [("1", "Wendy Sherman", ("Sherman",)), ("2", "Jake Sullivan", ())])
    ['1']
    """
    typed = parse_name(name[:_LONGEST])
    if not typed.surname:
        return []
    wanted = fold(" ".join(name[:_LONGEST].split()))
    plain = fold(typed.full)
    everybody = list(people)
    ranked = []
    for key, known, aliases in everybody:
        rank = _rank(typed, wanted, plain, known, aliases)
        if rank is not None:
            ranked.append((rank, known, key))
    if not ranked or (typed.is_full and min(ranked)[0] > _ALIAS):
        ranked += _spelled_otherwise(typed, everybody, {key for _, _, key in ranked})
    ranked.sort()
    surest = ranked[0][0] if ranked else _PART
    if typed.is_full and surest <= _SPELLING:
        ranked = [found for found in ranked if found[0] <= _SPELLING]
    return [key for _, _, key in ranked]


def _rank(typed: Name, wanted: str, plain: str, known: str, aliases: Sequence[str]) -> int | None:
    folded = fold(known)
    if folded in (wanted, plain):
        return _NAME
    forms = [fold(alias) for alias in aliases]
    if wanted in forms or plain in forms:
        return _ALIAS if typed.is_full else _FAMILY if folded.endswith(plain) else _GIVEN
    words = _WORD.findall(folded)
    if not typed.is_full:
        if plain not in folded:
            return None
        if plain in words[-1:] or folded.endswith(f" {plain}"):
            return _FAMILY
        return _GIVEN if plain in words else None
    asked = _WORD.findall(plain)
    # `Robert Scott` for Robert C. Scott: all words, in order, among those of the name.
    left = iter(words)
    return _PART if all(any(word == other for other in left) for word in asked) else None


def _spelled_otherwise(
    typed: Name, people: Sequence[tuple[str, str, Sequence[str]]], found: set[str]
) -> list[tuple[int, str, str]]:
    """Those whose name, or an alias, is the typed one in another spelling or with a nickname."""
    skeleton = _skeleton(typed.surname)
    kin = []
    for key, known, aliases in people:
        if key in found:
            continue
        for form in (known, *aliases):
            words = form.split() or [""]
            if _skeleton(words[-1]) == skeleton or (typed.is_full and _skeleton(words[0]) == skeleton):
                whole = parse_name(form)
                asked, met = (typed.full, form) if typed.is_full else (typed.surname, whole.surname)
                if same_person(asked, met).verdict == "same":
                    kin.append((_SPELLING if typed.is_full else _FAMILY, known, key))
                    break
    return kin


def _skeleton(word: str) -> str:
    return _DOUBLED.sub(r"\1", _VOWELS.sub("", fold(word).translate(_ALIKE)))[:6]
