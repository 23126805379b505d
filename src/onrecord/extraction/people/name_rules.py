"""Names by word lists alone, for texts without encoder states: fewer and surer than what the trained finder gives.

A run of capitals is a name when its first word is a known given name, when a title stands before it, or when it has two
words or more and a verb of saying beside it; a family name seen so is a name wherever it stands alone.
"""

from __future__ import annotations

from functools import lru_cache

from onrecord.extraction.people.name_lexicon import BODIES, DATES, FUNCTION, PLACES, SAYING
from onrecord.extraction.people.name_words import SMALL_WORDS, NameWords, find_name_words
from onrecord.extraction.people.nicknames import is_given_name
from onrecord.extraction.people.titles import DESCENT, HEADS, QUALIFIERS
from onrecord.records import Span
from onrecord.text.folding import fold

# Given names that are as often a month, a place, a virtue or a verb at the beginning of a sentence.
_DOUBTFUL = frozenset(
    [
        "may",
        "april",
        "june",
        "august",
        "will",
        "mark",
        "grace",
        "faith",
        "hope",
        "joy",
        "rose",
        "dot",
        "pat",
        "bill",
        "drew",
        "jack",
        "rich",
        "art",
    ]
)


@lru_cache(maxsize=100_000)
def _kinds(word: str) -> frozenset[str]:
    folded = fold(word).replace("'", "")
    lists = {
        "title": HEADS, "before title": QUALIFIERS, "body": BODIES, "place": PLACES, "date": DATES,
        "function": FUNCTION,
        "saying": SAYING, "small": SMALL_WORDS, "descent": DESCENT, "doubtful": _DOUBTFUL,
    }  # fmt: skip
    kinds = {kind for kind, words in lists.items() if folded in words}
    return frozenset(kinds | {"given"} if is_given_name(folded) and len(folded) > 1 else kinds)


def find_names_by_rules(text: str) -> list[Span]:
    """Spans of names, ascending, none overlapping; linear in the length of the text."""
    found = find_name_words(text)
    runs = [run for whole in _runs(found) for run in _split(found, whole)]
    named = {run for run in runs if _is_name(found, run)}
    families = {found.words[last] for first, last in named if last > first or _after_title(found, first)}
    names = [
        (first, last) for first, last in runs
        if (first, last) in named or (first == last and found.words[first] in families)
    ]  # fmt: skip
    return [Span(found.starts[first], _end(found, last)) for first, last in names]


def _runs(found: NameWords) -> list[tuple[int, int]]:
    """(first word, last word) of each run of candidates that may be one name."""
    runs: list[tuple[int, int]] = []
    for number, goes_on in zip(found.candidates, found.continues, strict=True):
        if goes_on:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


def _split(found: NameWords, run: tuple[int, int]) -> list[tuple[int, int]]:
    """The parts of a run without titles, sentence openers and dates; nothing when a body is named."""
    first, last = run
    words = found.words
    while first <= last and _kinds(words[first]) & {"title", "before title", "function", "date"}:
        if _kinds(words[first]) & {"given"} and first < last and not _kinds(words[first]) & {"title", "function"}:
            break
        first += 1
    while last >= first and _kinds(words[last]) & {"small", "function", "date"}:
        last -= 1
    if first > last or any("body" in _kinds(word) for word in words[first : last + 1]):
        return []
    if len(words) > last + 1 and words[last + 1][0].isupper() and "body" in _kinds(words[last + 1]):
        return []
    return [(first, last)]


def _is_name(found: NameWords, run: tuple[int, int]) -> bool:
    first, last = run
    words = found.words[first : last + 1]
    kinds = [_kinds(word) for word in words]
    if any("place" in kind for kind in kinds) and not _after_title(found, first):
        return False
    if _after_title(found, first):
        return True
    full = last > first and not (len(words) == 2 and "descent" in kinds[-1])
    if full and "given" in kinds[0] and not any("function" in kind for kind in kinds):
        return "doubtful" not in kinds[0] or not _begins_sentence(found, first)
    return full and len(words) <= 4 and _beside_saying(found, first, last)


def _after_title(found: NameWords, first: int) -> bool:
    if first == 0:
        return False
    gap = found.text[found.ends[first - 1] : found.starts[first]]
    return gap in (" ", ". ", "\u00a0") and "title" in _kinds(found.words[first - 1])


def _beside_saying(found: NameWords, first: int, last: int) -> bool:
    before = found.words[first - 1] if first else ""
    after = found.words[last + 1] if last + 1 < len(found.words) else ""
    return any(word and word.islower() and "saying" in _kinds(word) for word in (before, after))


def _begins_sentence(found: NameWords, first: int) -> bool:
    gap = found.text[found.ends[first - 1] : found.starts[first]] if first else "\n"
    return any(mark in gap for mark in '.!?\n“"')


def _end(found: NameWords, last: int) -> int:
    end = found.ends[last]
    return end + 1 if found.words[last] in ("Jr", "Sr") and found.text[end : end + 1] == "." else end
