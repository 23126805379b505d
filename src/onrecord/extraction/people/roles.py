"""What an article says people are: titles before names, appositions on either side, `X is the …`, (D-Va.)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.extraction.people.affiliations import find_affiliation
from onrecord.extraction.people.offices import HONORIFICS, ROLE_MODIFIERS, families
from onrecord.extraction.people.surroundings import Surroundings
from onrecord.extraction.people.titles import COMPLEMENTS, QUALIFIERS
from onrecord.extraction.people.word_set import word_set
from onrecord.records import Span
from onrecord.spoken import Role
from onrecord.text.folding import fold

_TOKEN = re.compile(r"\w[\w.’'&/-]*|[^\w\s]")
_BEFORE, _AFTER = 110, 170
_PARTY = re.compile(r"\s?\((?:[RDI]|Rep|Dem|Republican|Democrat)[.]?(?:[-–—]\s?|, ?)[A-Z][\w. ]{0,18}\)")
_AGE = re.compile(r"(?:age |aged )?\d{1,3},? ")
_APPOSITION = re.compile(r"(?:,|\s[-–—]{1,2}|—)\s")
_WHO = re.compile(
    r"who(?:[’']s| is| was| has been| served| serves| acts| acted| works| worked)(?: also| now| currently)?(?: as)? "
)
_COPULA = re.compile(
    r" (?:is|was|became|remains|serves as|served as|acts as|works as|worked as|has been|had been) (?:also |now |then )?"
)
_DETERMINERS = word_set("the a an his her its their our this that one another")
_PREPOSITIONS = word_set("of for at to in from with on")
_STOPS = word_set("""
    who which that whose where when while whom as but or nor not he she they it we you i if because since although
    said says told tells asked added wrote argued called is was are were has had have will would can could may might
    must should did does do been being said. also by about against after before during into over under than more most
    said, and
    """)
# Capitalised at the beginning of a sentence, and no part of what stands before a name.
_OPENERS = word_set("""
    the a an but and in on at for when while as after before if with both like even then former-president today
    yesterday monday tuesday wednesday thursday friday saturday sunday meanwhile earlier later last this that these
    those his her their its our my your he she they it we by to from however though although because since until so
    yet still also instead thus perhaps only where what why how who whether can could will would should did does do is
    was were are has had have no not said says told per via about against during under over among between
    """)
# A point that belongs to the word, even at the end of its sentence.
_ABBREVIATED = re.compile(r"(?:\w\.){2,}|Inc\.|Co\.|Corp\.|Ltd\.|Bros\.")
_LONGEST_NOUN_PHRASE = 9
# Kinds of people that are no office or trade: `the woman`, `a friend`.
_NO_ROLE = frozenset({"person"})


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int

    @property
    def plain(self) -> str:
        return fold(self.text).rstrip(".,").removesuffix("'s")

    @property
    def is_noun(self) -> bool:
        found = families(self.text)
        return bool(found) and any(family not in _NO_ROLE for family in found)

    @property
    def possessive(self) -> bool:
        return self.text.endswith(("'s", "’s", "s'", "s’"))


def find_roles(text: str, name: Span, others: Sequence[Span], page: Surroundings) -> list[Role]:
    """The roles stated beside the name at `name`, in document order; `others` are the names that follow or precede.

    A role's span begins without its article (`NATO secretary general`) and ends with its complement
    (`manager of the plant`).
    """
    sentence = page.sentence_span(name.start)
    spans = [
        _title_before(text, name, max(sentence.start, name.start - _BEFORE)),
        _apposition_before(text, name, max(sentence.start, name.start - _BEFORE)),
        *_after(text, name, min(max(sentence.end, name.end), name.end + _AFTER), others),
    ]
    found = sorted({span for span in spans if span is not None})
    return [Role(span, find_affiliation(text, span, others)) for span in found]


def _read(text: str, start: int, end: int) -> list[_Word]:
    return [_Word(m[0], m.start(), m.end()) for m in _TOKEN.finditer(text, start, end)]


def _title_before(text: str, name: Span, start: int) -> Span | None:
    """`US Deputy Secretary of State` in front of `Wendy Sherman`; honorifics alone are no role."""
    last = text[max(start, name.start - 40) : name.start].rsplit(None, 1)[-1:]
    if not last or not (last[0][:1].isupper() or families(last[0])):
        return None
    words = _read(text, start, name.start)
    if not words or text[words[-1].end : name.start].strip(" \u00a0\n") != "":
        return None
    first = place = len(words)
    seen_noun = False
    while place > 0:
        word = words[place - 1]
        if word.is_noun or (word.plain in HONORIFICS and not seen_noun):
            place -= 1
            if word.plain not in HONORIFICS:
                first, seen_noun = place, True
        elif not seen_noun:
            # Behind `a friend of Mrs.` no office is left to read: only a title may stand before an honorific.
            linked = _complement(words, place) if place == len(words) else None
            if linked is None:
                return None
            place = linked
        elif _belongs(word, place == 1):
            place -= 1
            first = place
            if word.possessive:
                break
        elif word.plain in ("of", "and") and place > 1 and words[place - 2].is_noun:
            if word.plain == "of" and not is_complement(words[place].text):
                break
            place -= 1
        else:
            break
    return Span(words[first].start, words[-1].end) if seen_noun and first < len(words) else None


def _complement(words: list[_Word], place: int) -> int | None:
    """Where `of` stands when the words before a name read `Secretary of State`: behind the noun."""
    while place > 0 and (words[place - 1].text[:1].isupper() or words[place - 1].plain in ("the", "and")):
        place -= 1
    if place > 1 and words[place - 1].plain in ("of", "for") and words[place - 2].is_noun:
        return place - 1
    return None


def _belongs(word: _Word, opens: bool) -> bool:
    if not word.text[0].isalnum() or word.plain in _OPENERS or word.plain in _STOPS:
        return False
    if word.text[0].isupper() or word.text[0].isdigit():
        return not (opens and word.plain in _OPENERS) and not word.text.isdigit()
    return word.plain in ROLE_MODIFIERS or word.plain in QUALIFIERS or "-" in word.text


def _apposition_before(text: str, name: Span, start: int) -> Span | None:
    """`the group's president` in front of `, Jane Doe`."""
    comma = name.start - 2
    if comma <= start or text[comma : name.start] != ", ":
        return None
    words = _read(text, start, comma)
    place = len(words)
    while place > 0 and len(words) - place < _LONGEST_NOUN_PHRASE and words[place - 1].text[0].isalnum():
        place -= 1
        if words[place].plain in _STOPS:
            return None
        if words[place].plain in _DETERMINERS or words[place].possessive:
            return _noun_phrase(text, words[place:], [], closed=True)
    return None


def _after(text: str, name: Span, end: int, others: Sequence[Span]) -> list[Span | None]:
    """Behind the name: `(D-Va.)`, `, who acts as …`, `, the … secretary`, ` is the …`."""
    place = name.end
    found: list[Span | None] = []
    if party := _PARTY.match(text, place, end):
        opening = text.index("(", place, party.end())
        found.append(Span(opening + 1, party.end() - 1))
        place = party.end()
    if copula := _COPULA.match(text, place, end):
        words = _read(text, copula.end(), end)
        if words and (words[0].plain in _DETERMINERS or words[0].is_noun or words[0].plain in QUALIFIERS):
            found.append(_noun_phrase(text, words, others, closed=True))
        return found
    pause = _APPOSITION.match(text, place, end)
    if pause is None:
        return found
    place = pause.end()
    if age := _AGE.match(text, place, end):
        place = age.end()
    who = _WHO.match(text, place, end)
    words = _read(text, who.end() if who else place, end)
    found.append(_noun_phrase(text, words, others, closed=who is not None))
    return found


def _noun_phrase(text: str, words: list[_Word], others: Sequence[Span], closed: bool) -> Span | None:
    """The role that begins with the first word, if one does; an open one must be closed by a mark or begin `the`."""
    if not words:
        return None
    determined = words[0].plain in _DETERMINERS or words[0].possessive or words[0].plain in ("former", "then")
    first = 1 if words[0].plain in _DETERMINERS else 0
    head = None
    for place, word in enumerate(words[first : first + _LONGEST_NOUN_PHRASE], first):
        if not word.text[0].isalnum() or word.plain in _STOPS or word.plain in _PREPOSITIONS:
            break
        if word.is_noun and not word.possessive:
            head = place
    if head is None:
        return None
    end = _complement_end(words, head)
    following = words[end] if end < len(words) else None
    if not (closed or determined or following is None or following.text in ",.;:)—–-"):
        return None
    span = Span(words[first].start, words[end - 1].end - words[end - 1].text.endswith("."))
    if words[end - 1].text.endswith(".") and _ABBREVIATED.fullmatch(words[end - 1].text):
        span = Span(span.start, words[end - 1].end)
    # `Lee, Secretary of State John Kerry and …` is a list: the title belongs to the name behind it.
    behind = words[head].end
    if any(behind <= other.start <= behind + 1 for other in others):
        return None
    return span


def _complement_end(words: list[_Word], head: int) -> int:
    """Where the phrase after its noun ends: behind `to the Organization for Security (OSCE)`."""
    place = head + 1
    if place >= len(words) or words[place].plain not in _PREPOSITIONS:
        return place
    for limit in range(place, min(len(words), place + 14)):
        word = words[limit]
        if (
            word.text == "("
            and limit + 2 < len(words)
            and words[limit + 2].text == ")"
            and words[limit + 1].text.isupper()
        ):
            return limit + 3
        if not word.text[0].isalnum() and word.text != "&":
            return limit
        if word.plain in _STOPS and not (word.plain == "and" and _joins(words, limit)):
            return limit
        if word.text.endswith(".") and limit + 1 == len(words):
            return limit + 1
    return min(len(words), place + 14)


def _joins(words: list[_Word], place: int) -> bool:
    """Whether `and` stands between two capitalised words of one name: `Security and Cooperation`."""
    return place + 1 < len(words) and words[place - 1].text[0].isupper() and words[place + 1].text[0].isupper()


def is_complement(word: str) -> bool:
    """Whether the word only completes an office (`State` in `Secretary of State`)."""
    return fold(word) in COMPLEMENTS
