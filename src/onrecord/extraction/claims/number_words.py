"""Reads one number, in digits or in words, at a place of a text in lower case: `1.2bn`, `two and a half million`."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
SMALL = {word: float(value) for value, word in enumerate(_ONES)} | {
    word: 10.0 * value for value, word in enumerate(_TENS, 2)
}
SCALES = {"dozen": 12.0, "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_SHORT_SCALES = {
    "k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "mio": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12, "trn": 1e12,
    "lakh": 1e5, "crore": 1e7, "lakhs": 1e5, "crores": 1e7,
}  # fmt: skip
# Rounded amounts that name no number. The upper end is the last one before the next such word would be used.
_VAGUE = {
    "dozens": (24.0, 99.0), "scores": (40.0, 99.0), "tens": (10.0, 99.0), "hundreds": (1e2, 999.0),
    "thousands": (1e3, 9_999.0), "millions": (1e6, 9_999_999.0), "billions": (1e9, 9_999_999_999.0),
    "trillions": (1e12, 9_999_999_999_999.0),
}  # fmt: skip
_VAGUE_SCALES = {"thousands": 1e3, "millions": 1e6, "billions": 1e9, "trillions": 1e12}
_DENOMINATORS = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourth": 4, "fourths": 4,
    "fifth": 5, "fifths": 5, "sixth": 6, "sixths": 6, "seventh": 7, "eighth": 8, "eighths": 8, "ninth": 9,
    "tenth": 10, "tenths": 10,
}  # fmt: skip

# 15 digits are exact in a float; whatever is longer is a key or a telephone, not a quantity.
_DIGITS = re.compile(
    r"\d{1,3}(?:,\d{2,3}){1,5}(?![\d,]\d)(?:\.\d{1,6})?|\d{1,3}(?:\.\d{3}){2,4}(?!\d)|\d{1,15}(?:\.\d{1,6})?"
)
_WORD = re.compile("[a-z]+")
_NEXT_WORD = re.compile(r"[\s-]{1,2}([a-z]+)")
_AND_WORD = re.compile(r"\s{1,2}and\s{1,2}([a-z]+)")
_AND_A_HALF = re.compile(r"(?:\s{1,2}|-)and(?:\s{1,2}|-)a(?:\s{1,2}|-)half(?![\w])")
_SCALE_WORD = re.compile(r"[\s-]{0,2}(hundred|thousand|million|billion|trillion|lakhs?|crores?|bn|mn|mln|mio|tn|trn)\b")
_ATTACHED = re.compile(r"(k|m|b)\b")
_OF_VAGUE = re.compile(r"\s{1,2}of\s{1,2}(thousands|millions|billions|trillions)\b")
_FRACTION = re.compile(
    r"[\s-]{1,2}(?:of\s{1,2}a\s{1,2})?(" + "|".join(sorted(_DENOMINATORS, key=len, reverse=True)) + r")\b"
)
_MOST_WORDS = 12

NUMBER_START = "|".join(
    sorted((*SMALL, *SCALES, *_VAGUE, "half", "several", "a few", "a couple", "a quarter", "a third", "a fifth",
          "a tenth",
            *(f"a {scale}" for scale in SCALES), "a half"), key=len, reverse=True)
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Number:
    """A number and where it ends; `scaled` when a scale word was said (`1.2bn`), `share` when it is a fraction.

    `low` and `high` differ for rounded amounts (`dozens`); `metres` when an `m` behind digits may mean metres.
    """

    low: float
    high: float
    end: int
    vague: bool = False
    scaled: bool = False
    share: bool = False
    metres: bool = False


def read_number(lower: str, place: int) -> Number | None:
    """The number that begins at `place`, None when none does (or it is longer than any quantity).

    >>> read_number("two and a half million voters", 0)
    Number(low=2500000.0, high=2500000.0, end=22, vague=False, scaled=True, share=False, metres=False)
    """
    return _read_digits(lower, place) if lower[place : place + 1].isdecimal() else _read_words(lower, place)


def _read_digits(lower: str, place: int) -> Number | None:
    found = _DIGITS.match(lower, place)
    if found is None or lower[found.end() : found.end() + 1].isdecimal():
        return None
    written = found[0].replace(",", "")
    value = float(written.replace(".", "") if written.count(".") > 1 else written)
    return _scaled(lower, value, found.end(), digits=True)


def _scaled(lower: str, value: float, end: int, digits: bool = False) -> Number:
    """The number with `and a half` and the scale word behind it, if any."""
    half = _AND_A_HALF.match(lower, end)
    if half is not None:
        value, end = value + 0.5, half.end()
    scale = _SCALE_WORD.match(lower, end)
    if scale is not None:
        factor = SCALES.get(scale[1]) or _SHORT_SCALES[scale[1]]
        return Number(_clean(value * factor), _clean(value * factor), scale.end(), scaled=True)
    attached = _ATTACHED.match(lower, end) if digits else None
    if attached is not None:
        value = _clean(value * _SHORT_SCALES[attached[1]])
        return Number(value, value, attached.end(), scaled=True, metres=attached[1] == "m")
    dozen = _NEXT_WORD.match(lower, end)
    if dozen is not None and dozen[1] == "dozen":
        return Number(value * 12, value * 12, dozen.end(), scaled=True)
    return Number(value, value, end)


def _clean(value: float) -> float:
    """Without the dust of binary fractions: 1.2 times a billion is a whole number."""
    return float(round(value)) if value < 1e15 and math.isclose(value, round(value), rel_tol=1e-12) else value


def _read_words(lower: str, place: int) -> Number | None:
    first = _WORD.match(lower, place)
    if first is None:
        return None
    word, end = first[0], first.end()
    if word in _VAGUE:
        return _read_vague(lower, word, end)
    if word in ("a", "an"):
        return _read_after_article(lower, end)
    if word == "half":
        return _read_half(lower, end)
    if word == "several":
        return _read_several(lower, end)
    if word not in SMALL and word not in SCALES:
        return None
    value, end, scaled = _add_words(lower, word, end)
    fraction = _FRACTION.match(lower, end)
    if fraction is not None and value < _DENOMINATORS[fraction[1]] and not scaled:
        share = value / _DENOMINATORS[fraction[1]]
        return Number(share, share, fraction.end(), share=True)
    if scaled:
        return Number(value, value, end, scaled=True)
    return _scaled(lower, value, end)


def _add_words(lower: str, word: str, end: int) -> tuple[float, int, bool]:
    """The value of the number words from `word` on, where they end, and whether a scale was among them."""
    total, current, scaled = 0.0, 0.0, False
    previous = 0.0
    for _ in range(_MOST_WORDS):
        if word in SMALL:
            current += SMALL[word]
            previous = SMALL[word]
        else:
            factor, scaled = SCALES[word], True
            current = (current or 1.0) * factor
            previous = factor
            if factor >= 1e3:
                total, current = total + current, 0.0
        following = _NEXT_WORD.match(lower, end) or (_AND_WORD.match(lower, end) if previous >= 100 else None)
        if following is not None and following[1] == "and" and previous >= 100:
            following = _AND_WORD.match(lower, end)
        if following is None or not _may_follow(previous, following[1]):
            break
        word, end = following[1], following.end()
    return total + current, end, scaled


def _may_follow(previous: float, word: str) -> bool:
    """`twenty five`, `hundred five`, `two million`; never `two three`."""
    if word in SCALES:
        return word != "dozen" or previous < 100
    if word not in SMALL:
        return False
    return previous >= 100 or (20 <= previous < 100 and 0 < SMALL[word] < 10)


def _read_vague(lower: str, word: str, end: int) -> Number | None:
    low, high = _VAGUE[word]
    scale = _OF_VAGUE.match(lower, end)
    if scale is not None and word in ("tens", "hundreds", "dozens", "thousands"):
        factor = _VAGUE_SCALES[scale[1]]
        return Number(low * factor, (high + 1) * factor - 1, scale.end(), vague=True, scaled=True)
    if word in ("tens", "scores") and lower[end : end + 4] != " of ":
        return None
    return Number(low, high, end, vague=True, scaled=True)


def _read_several(lower: str, end: int) -> Number | None:
    scale = _NEXT_WORD.match(lower, end)
    if scale is None or scale[1] not in SCALES:
        return None
    factor = SCALES[scale[1]]
    # More than one of them, and less than ten: several hundred are 200 to 999.
    return Number(2 * factor, 10 * factor - 1, scale.end(), vague=True, scaled=True)


def _read_after_article(lower: str, end: int) -> Number | None:
    following = _NEXT_WORD.match(lower, end)
    if following is None:
        return None
    word, after = following[1], following.end()
    if word == "few":
        return _read_several(lower, after)
    if word == "couple":
        scale = _NEXT_WORD.match(lower, after)
        factor = SCALES.get(scale[1], 1.0) if scale is not None else 1.0
        return Number(2 * factor, 2 * factor, scale.end() if scale and factor > 1 else after, vague=True, scaled=True)
    if word == "half":
        scale = _NEXT_WORD.match(lower, after)
        if scale is None or scale[1] not in SCALES:
            return None
        return Number(SCALES[scale[1]] / 2, SCALES[scale[1]] / 2, scale.end(), scaled=True)
    if word in SCALES:
        value, after, _ = _add_words(lower, word, after)
        return Number(value, value, after, scaled=True)
    if word in _DENOMINATORS:
        return Number(1 / _DENOMINATORS[word], 1 / _DENOMINATORS[word], after, share=True)
    return None


_HALF_A = re.compile(r"\s{1,2}an?\s{1,2}([a-z]+)")
_HALF_OF = re.compile(r"\s{1,2}(?:of|the|its|his|her|their|our|all|that)\b")


def _read_half(lower: str, end: int) -> Number | None:
    """`half a million`, `half an hour`, `half of them`; a bare half (`the second half`) is no number."""
    article = _HALF_A.match(lower, end)
    if article is not None:
        if article[1] in SCALES:
            value = SCALES[article[1]] / 2
            return Number(value, value, article.end(), scaled=True)
        return (
            Number(0.5, 0.5, article.start(1) - 1)
            if article[1] in ("hour", "mile", "year", "day", "point", "percent", "percentage")
            else None
        )
    return Number(0.5, 0.5, end, share=True) if _HALF_OF.match(lower, end) else None
