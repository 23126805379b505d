"""Whether two names can be one person's, as far as the names alone can tell."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from onrecord.extraction.people.name_grammar import Name
from onrecord.extraction.people.nicknames import rows_of, stand_for_each_other
from onrecord.extraction.people.particles import WEIGHTY
from onrecord.extraction.people.transliteration import likeness, sounds
from onrecord.extraction.people.word_set import word_set
from onrecord.text.folding import fold

Verdict = Literal["same", "possible", "different"]

# A pair is one person from here on; below POSSIBLE it is two, between them the names alone cannot tell.
# Measured on the tuning half of the name variants: precision over .95 down to .80.
SAME, POSSIBLE = 0.8, 0.4
# How alike a family name and a given name must sound to be spellings of one.
_FAMILY_ALIKE, _GIVEN_ALIKE = 0.8, 0.78


@dataclass(frozen=True, slots=True)
class Match:
    """What comparing two names gave: `score` in [0, 1] is "same" from `SAME`, "different" below `POSSIBLE`."""

    verdict: Verdict
    score: float
    reason: str


def compare(a: Name, b: Name) -> Match:
    """The verdict on two parsed names; symmetric."""
    score, reason = _score(a, b)
    score = round(min(1.0, max(0.0, score)), 4)
    verdict: Verdict = "same" if score >= SAME else "possible" if score >= POSSIBLE else "different"
    return Match(verdict, score, reason)


def _score(a: Name, b: Name) -> tuple[float, str]:
    if not a.surname or not b.surname:
        return 0.0, "one of them holds no name"
    if a.suffix and b.suffix and a.suffix != b.suffix:
        return 0.1, f"{a.suffix} and {b.suffix} are two people"
    score, reason = _whole(a, b)
    if bool(a.suffix) != bool(b.suffix) and score >= SAME:
        return 0.6, f"{reason}, but only one is {a.suffix or b.suffix}"
    return score, reason


def _whole(a: Name, b: Name) -> tuple[float, str]:
    if not _joined(a).isdisjoint(_joined(b)):
        return 1.0, "equal but for case, accents, marks and titles"
    if a.is_full and b.is_full:
        return max(_both_full(a, b), _swapped(a, b), key=lambda found: found[0])
    if a.is_full or b.is_full:
        return _part(a, b) if b.is_full else _part(b, a)
    return _both_single(a, b)


@lru_cache(maxsize=50_000)
def _joined(name: Name) -> frozenset[str]:
    """The letters of the name as printed and, because Ban Ki Moon is Ban Ki-moon, with the given name in front."""
    given_first = " ".join((name.given, *name.middle, *name.particles, name.surname, name.suffix))
    return frozenset("".join(c for c in fold(form) if c.isalnum()) for form in (name.full, given_first))


@lru_cache(maxsize=50_000)
def _family(name: Name) -> str:
    """The family name as compared: without articles (`el-Sisi`, `von der Leyen`), `Ben` and `Abu` kept, marks too."""
    words = [particle for particle in name.particles if fold(particle) in WEIGHTY]
    surname = name.surname
    first, hyphen, rest = surname.partition("-")
    if hyphen and fold(first) in _ARTICLES and rest:
        surname = rest
    return "".join((*words, surname)).replace(" ", "").replace("-", "")


_ARTICLES = word_set("al el ul ash as ad ar an at az es")


def _both_full(a: Name, b: Name) -> tuple[float, str]:
    family = likeness(_family(a), _family(b))
    if family < _FAMILY_ALIKE:
        return _married(a, b, family)
    given, how = _given(a, b)
    middles = _middles_conflict(a, b)
    if middles and given >= POSSIBLE:
        return 0.3, f"middle names {' '.join(a.middle)} and {' '.join(b.middle)} are not one"
    if given == 0.0:
        return 0.1, f"given names {a.given} and {b.given} are not one"
    if family < 1.0 and given < 1.0:
        # Two inexact halves need more likeness each than one.
        if min(family, given) < 0.85 or how == "initial":
            return 0.5 if min(
                family, given
            ) > 0.8 else 0.3, f"family names and given names both differ a little ({how})"
        return 0.6 + 0.4 * family * given - 0.1, f"both names are spelled alike ({how})"
    if family < 1.0:
        return 0.5 + 0.5 * family - 0.02, f"{how}; {a.family} and {b.family} are spelled alike"
    if how == "initial":
        return 0.7, "the initial fits the given name, the family name is the same"
    return 0.7 + 0.28 * given, f"same family name; {how}"


def _given(a: Name, b: Name) -> tuple[float, str]:
    """(likeness of the given names in [0, 1], 0.0 when they contradict; in words how it was found)."""
    best, how = 0.0, ""
    for first in _givens(a):
        for second in _givens(b):
            value, words = _given_pair(first, second)
            if value > best:
                best, how = value, words
    return best, how


def _givens(name: Name) -> list[str]:
    """Words the person may be called by: given name, nickname, and the name behind a leading initial."""
    words = [name.given]
    if name.nickname:
        words.append(name.nickname.split()[0])
    if name.middle and len(_letters(name.given)) == 1 and len(_letters(name.middle[0])) > 1:
        words.append(name.middle[0])
    if name.middle and len(_letters(name.middle[0])) > 1:
        words.append(name.given + name.middle[0])
    return words


def _letters(word: str) -> str:
    return "".join(c for c in fold(word) if c.isalpha())


@lru_cache(maxsize=50_000)
def _given_pair(a: str, b: str) -> tuple[float, str]:
    plain_a, plain_b = _letters(a), _letters(b)
    if plain_a == plain_b:
        return (1.0, f"given name {a} in both") if len(plain_a) > 1 else (0.9, "initial")
    if len(plain_a) == 1 or len(plain_b) == 1:
        return (0.9, "initial") if plain_a[:1] == plain_b[:1] else (0.0, "")
    if stand_for_each_other(a, b):
        return 0.97, f"{a} and {b} stand for each other"
    # Joan is no slip for John, nor Erica for Eric.
    if (rows_of(a) and rows_of(b)) or plain_a + "a" == plain_b or plain_b + "a" == plain_a:
        return 0.0, ""
    alike = likeness(a, b)
    if set(sounds(a)) & set(sounds(b)):
        return 0.99, f"{a} and {b} are one name transliterated"
    if alike >= _GIVEN_ALIKE and plain_a[0] == plain_b[0] and min(len(plain_a), len(plain_b)) > 3:
        return alike, f"{a} and {b} are spelled alike"
    if alike >= 0.88:
        return alike, f"{a} and {b} are spelled alike"
    return 0.0, ""


def _middles_conflict(a: Name, b: Name) -> bool:
    if not a.middle or not b.middle:
        return False
    return not all(_given_pair(first, second)[0] for first, second in zip(a.middle, b.middle, strict=False)) or (
        len(a.middle) != len(b.middle) and all(len(_letters(word)) == 1 for word in (*a.middle, *b.middle))
    )


def _married(a: Name, b: Name, family: float) -> tuple[float, str]:
    """Same given name, and the family name of one stands inside the other: double and former family names."""
    given, how = _given(a, b)
    if given < 0.97:
        return 0.1 if given == 0.0 else 0.1 + 0.2 * family, "other family names"
    for one, other in ((a, b), (b, a)):
        inside = [*other.middle, *other.surname.replace("-", " ").split()]
        if len(inside) > 1 and any(likeness(_family(one), word) >= 0.95 for word in inside):
            return 0.7, f"{how}; {one.family} stands inside {other.full}"
    return 0.1 + 0.2 * family, "same given name, other family names"


def _swapped(a: Name, b: Name) -> tuple[float, str]:
    """Family name first in one of them; only a close fit counts, because given names are often family names too."""
    if a.middle or b.middle:
        return 0.0, ""
    crossed = min(likeness(_letters(a.given), _family(b)), likeness(_family(a), _letters(b.given)))
    return (0.93 * crossed, "the same names in the other order") if crossed >= 0.9 else (0.0, "")


def _part(single: Name, full: Name) -> tuple[float, str]:
    """A single name against a full one: context has to decide, so never "same"."""
    family = max(likeness(_family(single), _family(full)), likeness(_letters(single.surname), _letters(full.surname)))
    if family >= _FAMILY_ALIKE:
        return 0.65 - (1 - family), f"{single.family} is the family name of {full.full}"
    if _given_pair(single.surname, full.given)[0] >= 0.9:
        return 0.5, f"{single.surname} is the given name of {full.full}"
    words = [*full.middle, *full.surname.replace("-", " ").split(), full.nickname]
    if any(word and likeness(_letters(single.surname), _letters(word)) >= 0.95 for word in words):
        return 0.5, f"{single.surname} stands inside {full.full}"
    return 0.05, f"{single.surname} is no part of {full.full}"


def _both_single(a: Name, b: Name) -> tuple[float, str]:
    alike = likeness(_family(a), _family(b))
    if alike == 1.0:
        return 0.9, "one single name transliterated"
    if alike >= _FAMILY_ALIKE:
        return 0.75 - (1 - alike), "single names spelled alike"
    if stand_for_each_other(a.surname, b.surname):
        return 0.5, f"{a.surname} and {b.surname} stand for each other"
    return 0.05, "other names"
