"""Cuts what is far too long for a passage and has no sentence ends: between words, else between characters."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from onrecord.records import Span
from onrecord.text.lengths import Lengths
from onrecord.text.paragraphs import trimmed

_JOINER = "\u200d"
# Combining marks, variation selectors among them.
_CLINGING = frozenset({"Mn", "Mc", "Me"})
# Longer runs of combining marks are noise, and looking back for ever would be quadratic.
_LONGEST_CLUSTER = 16


def cut_long(text: str, span: Span, lengths: Lengths, whole: Sequence[Span], together: Collection[int]) -> list[Span]:
    """Pieces of `span` of one passage's length at most, trimmed, in order.

    No cut falls inside one of the `whole` spans (sorted, each fits into a passage) and, where there is a choice,
    none at a position in `together`.
    """
    cuts: list[int] = []
    start, best = span.start, None
    words_before = _word_at(lengths, start)

    def exceeds(end: int, words: int) -> bool:
        return words - words_before > lengths.words or end - start > lengths.letters

    for place, words in _places(span, lengths, whole):
        if best is not None and exceeds(place, words):
            cuts.append(best)
            start, best = best, None
            words_before = _word_at(lengths, start)
        if exceeds(place, words):
            cuts.append(place)
            start, words_before = place, _word_at(lengths, place)
        elif best is None or place not in together:
            best = place
    if best is not None and exceeds(span.end, bisect_left(lengths.starts, span.end)):
        cuts.append(best)
    pieces = [trimmed(text, first, last) for first, last in pairwise([span.start, *cuts, span.end])]
    return [part for piece in pieces for part in _cut_letters(text, piece, lengths.letters)]


def _word_at(lengths: Lengths, place: int) -> int:
    """The number of the word that begins at `place` or goes on there."""
    return bisect_right(lengths.starts, place) - 1


def _places(span: Span, lengths: Lengths, whole: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """Where a cut may fall: beginnings of words and of `whole` spans, each with the number of words before it."""
    starts = lengths.starts
    following = bisect_left(whole, span.start, key=_start)
    until = whole[following - 1].end if following else 0
    last = span.start
    first_word, end_word = bisect_left(starts, span.start), bisect_left(starts, span.end)
    for number in range(first_word, end_word + 1):
        word = starts[number] if number < end_word else span.end
        while following < len(whole) and whole[following].start < word:
            kept = whole[following]
            following += 1
            if kept.start > last and kept.start >= until:
                last = kept.start
                yield last, number
            until = max(until, kept.end)
        if last < word < span.end and word >= until:
            last = word
            yield last, number


def _start(span: Span) -> int:
    return span.start


def _cut_letters(text: str, span: Span, letters: int) -> Iterator[Span]:
    """A piece that may still be one endless word, cut where no character is torn apart."""
    start = span.start
    while span.end - start > letters:
        cut = start + letters
        lowest = max(start + 1, cut - _LONGEST_CLUSTER)
        while cut > lowest and _leans(text, cut):
            cut -= 1
        yield trimmed(text, start, cut)
        start = cut
    yield trimmed(text, start, span.end)


def _leans(text: str, place: int) -> bool:
    """Whether the character at `place` belongs to the one before it."""
    letter, before = text[place], text[place - 1]
    return (
        unicodedata.category(letter) in _CLINGING
        or letter == _JOINER
        or before == _JOINER
        or ("\ud800" <= before <= "\udbff" and "\udc00" <= letter <= "\udfff")
    )
