"""The parts of a person's name as a newspaper prints it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from onrecord.extraction.people.nicknames import rows_of
from onrecord.extraction.people.particles import NEVER_FIRST, PARTICLES, family_comes_first
from onrecord.extraction.people.titles import (
    ALSO_FAMILY_NAMES,
    ALSO_GIVEN_NAMES,
    COMPLEMENTS,
    DEGREES,
    DESCENT,
    HEADS,
    LINKS,
    QUALIFIERS,
)
from onrecord.extraction.people.word_set import word_set
from onrecord.text.folding import fold

# No name is longer; what is longer was not a name, and only its beginning is read.
LONGEST = 160
_POSSESSIVE = re.compile(r"['’‘ʼ`´](?:s|S)?\s*$")

# Lower-case words that begin what is said of a person: Paul Ryan of Wisconsin.
ENDS = word_set("of for from at in to and who")
_NICKNAME = re.compile(r"\(([^()]{1,40})\)|[\"“”„«]([^\"“”„«»]{1,40})[\"“”»]|(?<=\s)['‘]([^'‘’]{1,30})['’](?=\s)")
_INITIALS = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_]\.(?:-[^\W\d_]\.)+")
_WORD = re.compile(r"[^\W_](?:[^\s,;:!?()\"“”«»/\[\]{}|]*[^\W_])?\.?")


@dataclass(frozen=True, slots=True)
class Name:
    """A name in parts, spelled as given; parts the text lacks are empty.

    A single word stands in `surname`. `particles` precede the surname (`von`, `der`) and are not repeated in it.
    `suffix` is one of Jr., Sr., II, III ... `nickname` stood in brackets or quotation marks.
    `family_first` says that the name is printed so: Xi Jinping.
    """

    titles: tuple[str, ...] = ()
    given: str = ""
    middle: tuple[str, ...] = ()
    particles: tuple[str, ...] = ()
    surname: str = ""
    suffix: str = ""
    nickname: str = ""
    family_first: bool = False

    @property
    def family(self) -> str:
        """Particles and surname: `von der Leyen`."""
        return " ".join((*self.particles, self.surname))

    @property
    def full(self) -> str:
        """The name without titles and nickname, in the order its bearer uses."""
        words = (self.given, *self.middle, *self.particles, self.surname, self.suffix)
        if self.family_first:
            words = (self.surname, self.given, self.suffix)
        return " ".join(word for word in words if word)

    @property
    def is_full(self) -> bool:
        """Whether both a given name (or an initial) and a family name are known."""
        return bool(self.given and self.surname)


@lru_cache(maxsize=50_000)
def parse_name(text: str) -> Name:
    """The parts of one name; titles in front and a possessive 's are cut off, any order of family and given names.

    A name that is nothing but titles keeps its last word as surname; a text without a letter is the empty Name.

    >>> parse_name("US Deputy Secretary of State Wendy Sherman's").full
    'Wendy Sherman'
    >>> parse_name("von der Leyen, Ursula").family
    'von der Leyen'
    """
    text = _POSSESSIVE.sub("", text[:LONGEST])
    nickname = ""
    found = _NICKNAME.search(text)
    if found and _WORD.search(found[0]):
        nickname = next(group for group in found.groups() if group is not None).strip()
        text = f"{text[: found.start()]} {text[found.end() :]}"
    before, comma, after = text.partition(",")
    words, late = _words(before), _words(after)
    words, suffix = _cut_suffix(words, keep=1)
    if comma and late:
        rest, late_suffix = _cut_suffix(late, keep=0)
        suffix = suffix or late_suffix
        if rest and _is_inverted(words, rest):
            return _inverted(words, rest, suffix, nickname)
    titles, words = _cut_titles(words)
    # Paul Ryan of Wisconsin, Kim and his wife.
    end = next((i for i, word in enumerate(words) if i and word.islower() and word in ENDS), len(words))
    words = words[:end]
    return _in_order(titles, words, suffix, nickname)


def _words(text: str) -> list[str]:
    words: list[str] = []
    for found in _WORD.finditer(text):
        word = found[0]
        if _INITIALS.fullmatch(word):
            words += [f"{letter}." for letter in word if letter not in ".-"]
        else:
            words.append(word if len(word) == 2 or word[-1] != "." else word[:-1])
    # JD Vance, but not the surnames of a headline in capitals.
    first = words[0] if len(words) > 1 and not words[1].isupper() else ""
    if len(first) == 2 and first.isupper() and first.isalpha() and fold(first) not in HEADS | QUALIFIERS:
        words[:1] = [f"{letter}." for letter in first]
    return words


def _plain(word: str) -> str:
    return fold(word).replace(".", "")


def _cut_suffix(words: list[str], keep: int) -> tuple[list[str], str]:
    suffix, words = "", list(words)
    while len(words) > keep and (_plain(words[-1]) in DESCENT or _plain(words[-1]) in DEGREES):
        suffix = suffix or DESCENT.get(_plain(words[-1]), "")
        words.pop()
    return words, suffix


def _is_inverted(family: list[str], given: list[str]) -> bool:
    """Whether a comma parts family and given name: not so in `Wendy Sherman, the diplomat` and `McCain, R-Ariz.`"""
    plain = [_plain(word) for word in given]
    if len(given) > 3 or not 1 <= len(family) <= 4 or (plain[0][1:2] == "-" and plain[0][0] in "rdi"):
        return False
    if any(word in HEADS or word in QUALIFIERS or word in LINKS for word in plain):
        return False
    # Two words that are no family name with a particle may be a whole name with anything behind the comma.
    whole = len(family) - sum(_plain(word) in PARTICLES for word in family[:-1])
    return whole == 1 or bool(rows_of(given[0])) or len(plain[0]) == 1


def _cut_titles(words: list[str]) -> tuple[tuple[str, ...], list[str]]:
    """(title words, the name); at least one word is left."""
    plain = [_plain(word) for word in words]
    cut, leading = 0, True
    for number, word in enumerate(plain[:-1]):
        if word in HEADS and (leading or word not in ALSO_FAMILY_NAMES):
            cut = number + 1
            if number + 1 < len(plain) and plain[number + 1] in LINKS:
                cut = _behind_complement(plain, number + 1)
        leading = leading and (word in HEADS or word in QUALIFIERS or number < cut)
    while cut < len(words) and plain[cut] in LINKS:
        cut += 1
    cut = min(cut, len(words) - 1) if words else 0
    if cut == 1 and len(words) == 2 and plain[0] in ALSO_GIVEN_NAMES and words[0][-1] != ".":
        cut = 0
    return tuple(words[:cut]), words[cut:]


def _behind_complement(plain: list[str], link: int) -> int:
    end = link + 1
    while end < len(plain) - 1 and (plain[end] in COMPLEMENTS or plain[end] in LINKS):
        end += 1
    return end if end > link + 1 else link


def _inverted(family: list[str], given: list[str], suffix: str, nickname: str) -> Name:
    start = 0
    while start < len(family) - 1 and _plain(family[start]) in PARTICLES:
        start += 1
    return Name(
        given=given[0],
        middle=tuple(given[1:]),
        particles=tuple(family[:start]),
        surname=" ".join(family[start:]),
        suffix=suffix,
        nickname=nickname,
    )


def _in_order(titles: tuple[str, ...], words: list[str], suffix: str, nickname: str) -> Name:
    if not words:
        return Name(titles=titles, suffix=suffix, nickname=nickname)
    if family_comes_first([_plain(word) for word in words]):
        return Name(titles, " ".join(words[1:]), (), (), words[0], suffix, nickname, family_first=True)
    first, family = _split_particles(words)
    return Name(
        titles=titles,
        given=first[0] if first else "",
        middle=tuple(first[1:]),
        particles=tuple(family[:-1]),
        surname=family[-1],
        suffix=suffix,
        nickname=nickname,
    )


def _split_particles(words: list[str]) -> tuple[list[str], list[str]]:
    """(given names, family name with its particles); the family name is never empty."""
    start = len(words) - 1
    while start > 0 and _plain(words[start - 1]) in PARTICLES and len(_plain(words[start - 1])) > 1:
        start -= 1
    if start == 0 and len(words) > 1 and _plain(words[0]) in NEVER_FIRST:
        start = 1
    return words[:start], words[start:]
