"""Which body a role is held in: `the Senate` in `leader of the Senate`, `NATO` in `NATO chief`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.extraction.people.name_lexicon import BODIES, FUNCTION, PLACES
from onrecord.extraction.people.offices import HONORIFICS, NATIONS, STATES, families
from onrecord.extraction.people.titles import COMPLEMENTS, QUALIFIERS
from onrecord.extraction.people.word_set import word_set
from onrecord.records import Span
from onrecord.text.folding import fold

_BODY = r"[A-Z][\w.&’'-]*(?: (?:(?:of|for|and|on|in|&|to) (?:the )?)?[A-Z][\w.&’'-]*){0,9}"
_BEHIND = re.compile(rf"\b(?:of|at|for|with|to) (?:the |of )?({_BODY})")
_WORD = re.compile(r"[\w][\w.&’'-]*")
# Parts of an office that name the body all the same.
_CHAMBERS = word_set("house senate congress parliament assembly army navy police white court fbi cia nato un eu")
_PARTIES = word_set("republican democratic democrat gop libertarian conservative liberal labour labor green")
_PARTY = re.compile(r"(?:[RDI]|Rep|Dem)\.?[-–—].{1,20}")
_PARTY_MEMBERS = word_set("republican democrat independent")
_NEW_STATES = frozenset(
    ["new york", "new jersey", "new mexico", "new hampshire", "north carolina", "south carolina", "north dakota",
     "south dakota", "west virginia", "rhode island"]
)  # fmt: skip
_LONGEST_ROLE = 200


def find_affiliation(text: str, role: Span, names: Sequence[Span]) -> Span | None:
    """The body named in the role: behind a preposition, else the capitalised words that open it; never a person."""
    if _PARTY.fullmatch(role.of(text)):
        return None
    end = min(role.end, role.start + _LONGEST_ROLE)
    for found in _BEHIND.finditer(text, role.start, end):
        span = _without_ending(text, Span(*found.span(1)))
        words = [fold(word).strip(".") for word in span.of(text).split()]
        if fold(text[role.start : found.start()]).strip() in _PARTY_MEMBERS:
            return None
        if all(word in COMPLEMENTS for word in words) or any(span.overlap(name) for name in names):
            continue
        if families(words[0]) and words[0] not in _CHAMBERS:
            continue
        return span
    return _before_noun(text, Span(role.start, end), names)


def _before_noun(text: str, role: Span, names: Sequence[Span]) -> Span | None:
    """The first run of capitalised words that are neither office nor party: `Amnesty International spokesman`."""
    run: list[re.Match[str]] = []
    for word in _WORD.finditer(text, role.start, role.end):
        plain = fold(word[0]).strip(".").removesuffix("'s")
        body = plain in NATIONS or plain in _CHAMBERS or not (plain in QUALIFIERS or families(word[0]))
        capital = word[0][0].isupper() and plain not in _PARTIES and plain not in HONORIFICS
        if run and plain not in _CHAMBERS and plain in QUALIFIERS and plain not in NATIONS:
            break
        if capital and body and not (run and text[run[-1].end() : word.start()] != " "):
            run.append(word)
            if word[0].endswith(("'s", "’s")):
                break
            continue
        if run or plain in ("of", "for", "at", "to", "in", "from", "on", "with"):
            break
    # `Vermont senator`, `Cleveland minister`: where somebody comes from is no body.
    words = [fold(word[0]) for word in run]
    if not run or all(word in STATES for word in words) or " ".join(words) in _NEW_STATES or words[0] in FUNCTION:
        return None
    if len(words) == 1 and words[0] in PLACES and words[0] not in NATIONS and not run[0][0].isupper():
        return None
    start = _whole_body(text, role, run[0].start()) if words[0] in BODIES else run[0].start()
    span = _without_ending(text, Span(start, run[-1].end()))
    # In `former Yale professor` nothing but the run may be left of the noun: a run at the end is the role itself.
    if span.end >= role.end or any(span.overlap(name) for name in names):
        return None
    return span


def _whole_body(text: str, role: Span, start: int) -> int:
    """Where the capitalised words before a body's noun begin: `Republican National` in front of `Committee`."""
    for word in reversed(list(_WORD.finditer(text, role.start, start))):
        if not word[0][0].isupper() or text[word.end() : start] != " ":
            break
        start = word.start()
    return start


def _without_ending(text: str, span: Span) -> Span:
    for ending in ("'s", "’s", "."):
        if text.endswith(ending, span.start, span.end) and not (
            ending == "." and text.count(".", span.start, span.end) > 1
        ):
            return Span(span.start, span.end - len(ending))
    return span
