"""What one article says of a name in one place holds in the others: whole names and their family names are found again.

Names are (first, last) numbers of candidates, as `name_network.read_names` gives them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from onrecord.extraction.people.name_lexicon import BODIES, PLACES
from onrecord.extraction.people.name_words import NameWords
from onrecord.extraction.people.titles import HEADS
from onrecord.text.folding import fold

Names = list[tuple[int, int]]
# Longer repeated names are not looked for.
_MOST_WORDS = 6
_HYPHENS = frozenset("-‐‑")
_PARTIES = frozenset("RDI")


def agree(found: NameWords, names: Sequence[tuple[int, int]]) -> Names:
    """The names, mended where the article itself speaks against them; ascending, none overlapping.

    No name of several words ends at a hyphen with a capital behind it; `R-Utah` is none, nor is a country or capital
    alone unless a title or a longer name speaks for a person; a name of several words is one wherever it stands, and
    so is its family name where most of its lone mentions were found already.
    """
    families = {_word(found, last) for first, last in names if last > first}
    whole = [
        _to_hyphen_end(found, name) for name in names
        if not _is_party(found, name) and not _is_place(found, name, families)
    ]  # fmt: skip
    taken = [False] * len(found.candidates)
    for first, last in whole:
        taken[first : last + 1] = [True] * (last + 1 - first)
    again = _whole_names_again(found, whole, taken)
    lone = _family_names_again(found, [*whole, *again], taken)
    return sorted([*whole, *again, *lone])


def _word(found: NameWords, candidate: int) -> str:
    return found.words[found.candidates[candidate]]


def _gap_before(found: NameWords, candidate: int) -> str:
    number = found.candidates[candidate]
    return found.text[found.ends[number - 1] : found.starts[number]] if number else ""


def _is_party(found: NameWords, name: tuple[int, int]) -> bool:
    number = found.candidates[name[0]]
    return found.words[number] in _PARTIES and found.text[found.ends[number] : found.ends[number] + 1] in _HYPHENS


def _is_place(found: NameWords, name: tuple[int, int], families: set[str]) -> bool:
    first, last = name
    word = _word(found, first)
    if last > first or fold(word) not in PLACES or word in families:
        return False
    number = found.candidates[first]
    return not number or fold(found.words[number - 1]) not in HEADS


def _to_hyphen_end(found: NameWords, name: tuple[int, int]) -> tuple[int, int]:
    first, last = name
    if last == first:
        return name
    while last + 1 < len(found.candidates) and found.continues[last + 1] and _gap_before(found, last + 1) in _HYPHENS:
        last += 1
    return first, last


def _whole_names_again(found: NameWords, names: Names, taken: list[bool]) -> Names:
    forms: dict[str, set[tuple[str, ...]]] = {}
    for first, last in names:
        if 1 <= last - first < _MOST_WORDS:
            words = tuple(_word(found, k) for k in range(first, last + 1))
            forms.setdefault(words[0], set()).add(words)
    again: Names = []
    for k in range(len(found.candidates)):
        for words in sorted(forms.get(_word(found, k), ()), key=len, reverse=True):
            end = k + len(words)
            if end > len(taken) or any(taken[k:end]) or not all(found.continues[k + 1 : end]):
                continue
            if tuple(_word(found, j) for j in range(k, end)) == words and not _goes_on(found, end - 1):
                again.append((k, end - 1))
                taken[k:end] = [True] * len(words)
                break
    return again


def _family_names_again(found: NameWords, names: Names, taken: list[bool]) -> Names:
    families = {_word(found, last) for first, last in names if last > first}
    yes: Counter[str] = Counter(_word(found, last) for first, last in names if last == first)
    open_places = [
        k for k in range(len(taken))
        if not taken[k] and _word(found, k) in families and not found.continues[k] and not _goes_on(found, k)
    ]  # fmt: skip
    no: Counter[str] = Counter(_word(found, k) for k in open_places)
    return [(k, k) for k in open_places if yes[_word(found, k)] > no[_word(found, k)]]


def _goes_on(found: NameWords, candidate: int) -> bool:
    """Whether a capital or the word for a body stands directly behind: Clinton Foundation, Obama administration."""
    number = found.candidates[candidate] + 1
    if number >= len(found.words) or found.text[found.ends[number - 1] : found.starts[number]] != " ":
        return False
    return found.words[number][0].isupper() or fold(found.words[number]) in BODIES
