"""How near two spellings of one word are when they may come out of another script.

A word becomes a string of sound letters in which the usual spellings of one sound are one letter; what is left
is compared by an edit distance in which letters that transliterations confuse (g and h, v and w, i and y) are
cheap to exchange. Chosen over Double Metaphone and Daitch-Mokotoff codes, which only say equal or not: a slip of one
letter breaks them, and they were made for English and for Yiddish surnames.
"""

from __future__ import annotations

import re
from functools import lru_cache

from onrecord.text.folding import fold

# Longer words are compared by their first letters: the distance takes time in the product of the lengths.
LONGEST = 40

# Letters of other scripts as English newspapers write them; for letters with marks the sound, where it is lost
# when the mark is dropped. Both readings are kept (see `sounds`), because many newspapers just drop it.
_CYRILLIC = dict(
    zip(
        "абвгґдежзийклмнопрстуфцыэіўј",
        ["a", "b", "v", "g", "g", "d", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f",
         "ts", "y", "e", "i", "u", "y"],
        strict=True,
    )
) | {"х": "kh", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": "", "ю": "yu", "я": "ya", "ё": "yo", "є": "ye",
     "ї": "yi", "љ": "lj", "њ": "nj", "ћ": "c", "ђ": "dj", "џ": "dz"}  # fmt: skip
_MARKED = {"š": "sh", "č": "ch", "ž": "zh", "ć": "ch", "ś": "sh", "ź": "zh", "ş": "sh", "ș": "sh", "ç": "ch",
           "ğ": "", "ä": "ae", "ö": "oe", "ü": "ue", "ř": "rzh", "ń": "ny", "ñ": "ny", "ţ": "ts",
           "ț": "ts", "å": "aa"}  # fmt: skip
_LETTERS = str.maketrans(_CYRILLIC | {letter.upper(): latin for letter, latin in _CYRILLIC.items()})
_SPELLED = str.maketrans(_MARKED | {letter.upper(): latin for letter, latin in _MARKED.items()})

# Spellings of one sound, applied in this order. C is ch, S is sh, Z is zh, J is j as in Jim, H is kh.
_RULES = tuple(
    (re.compile(pattern), letter)
    for pattern, letter in (
        (r"s(?:ht|ch|zh)?[sz]?[ct]?sch|schtsch|shch|szcz|stsch|shsch", "SC"),
        (r"tsch|tch|tsh|cz|tj(?=[aeou])", "C"),
        (r"dzh|dsch|dj|dg(?=[ei])", "J"),
        (r"sch|sh|sz", "S"),
        (r"zh|rz(?=[^aeiouy]|$)", "Z"),
        (r"ch(?=[rl])", "k"),
        (r"ch", "C"),
        (r"kh", "H"),
        (r"ph", "f"),
        (r"pf", "f"),
        (r"gh", "g"),
        (r"[dt]h", lambda m: m[0][0]),
        (r"dt\b|tt?z", lambda m: "t" if m[0][0] == "d" else "ts"),
        (r"x", "ks"),
        (r"c?kk?|q", "k"),
        (r"c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"w", "v"),
        (r"ff?\b", "v"),
        (r"([aeiouybdfgjklmnprstvz])\1+", r"\1"),
        (r"j(?=[aeiou])|^[iy](?=[aeou])|j", "y"),
        (r"[ie]?[iy]+(?=e)", ""),
        (r"ou", "u"),
        (r"[iy]+", "i"),
        (r"ei|ai", "ai"),
        (r"h(?=[^aeiou]|$)", ""),
    )
)
_VOWELS = frozenset("aeiou")
_CONFUSED = {
    frozenset(pair): cost
    for pairs, cost in (
        (("gh", "vf", "sz", "ie", "ae", "ui", "Hh", "Hk", "uo", "CS", "SZ", "oe", "ao", "uv", "SS", "yi", "Zz"), 0.3),
        (("gH", "kg", "kh", "sS", "kC", "ZJ", "yJ", "gJ", "dt", "bp", "bv", "sC", "mn", "ai", "eu", "ou", "au", "io",
          "ZS", "gZ", "CJ", "iJ", "Jz", "Jd"), 0.5),
    )
    for pair in pairs
}  # fmt: skip
_DROPPED = {"h": 0.4, "i": 0.4, "e": 0.4, "a": 0.6, "o": 0.6, "u": 0.6, "y": 0.4, "t": 0.8, "C": 0.8}
_SWAPPED = 0.6


@lru_cache(maxsize=50_000)
def sounds(word: str) -> tuple[str, ...]:
    """One or two sound spellings of `word`, equal for spellings that differ by transliteration alone.

    The second is there when letters with marks have a sound of their own: ü as u and as ue. A word without a Latin
    or Cyrillic letter is its own folded form. Empty for a word without letters.

    >>> sounds("Zelenskyy") == sounds("Zelenskiy") == sounds("zelensky")
    True
    """
    word = word[:LONGEST].translate(_LETTERS)
    plain = _sound(fold(word))
    spelled = _sound(fold(word.translate(_SPELLED))) if not word.isascii() else plain
    return (plain,) if plain == spelled else tuple(form for form in (plain, spelled) if form)


def _sound(folded: str) -> str:
    letters = "".join(c for c in folded if c.isalpha())
    if not letters.isascii():
        return letters
    for pattern, letter in _RULES:
        letters = pattern.sub(letter, letters)
    return letters


def distance(a: str, b: str, most: float = 3.0) -> float:
    """What it costs to turn sound spelling `a` into `b`; above `most` the exact value is not worked out.

    1.0 is one wrong letter; confused letters, lost vowels and exchanged neighbours cost less.
    """
    if a == b:
        return 0.0
    if abs(len(a) - len(b)) * 0.4 > most:
        return most + 1.0
    before: list[float] = []
    row = [0.0]
    for letter in b:
        row.append(row[-1] + _DROPPED.get(letter, 1.0))
    for i, x in enumerate(a):
        dropped = _DROPPED.get(x, 1.0)
        current = [row[0] + dropped]
        for j, y in enumerate(b):
            cost = min(
                row[j] + (0.0 if x == y else _exchange(x, y)),
                row[j + 1] + dropped,
                current[j] + _DROPPED.get(y, 1.0),
            )
            if i and j and x == b[j - 1] and y == a[i - 1] and x != y:
                cost = min(cost, before[j - 1] + _SWAPPED)
            current.append(cost)
        if min(current) > most:
            return most + 1.0
        before, row = row, current
    return row[-1]


@lru_cache(maxsize=4096)
def _exchange(x: str, y: str) -> float:
    cost = _CONFUSED.get(frozenset((x, y)))
    if cost is not None:
        return cost
    return 0.7 if x in _VOWELS and y in _VOWELS else 1.0


@lru_cache(maxsize=100_000)
def likeness(a: str, b: str) -> float:
    """How alike two words sound, in [0, 1]; 1.0 for the same sound. Symmetric.

    One wrong letter costs a fifth in a word of five sounds and a tenth in one of ten.
    """
    best = 0.0
    for x in sounds(a):
        for y in sounds(b):
            longest = max(len(x), len(y), 4)
            best = max(best, 1.0 - distance(min(x, y), max(x, y), most=0.6 * longest) / longest)
    return max(0.0, best)
