"""Which sentences a passage must keep together: those that share a quotation, or a quotation and its attribution."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.records import Span
from onrecord.text.attribution import attribution_follows
from onrecord.text.cutting import cut_long
from onrecord.text.lengths import Lengths
from onrecord.text.paragraphs import find_paragraphs
from onrecord.text.quotation import find_quotations
from onrecord.text.sentences import split_sentences

# A group over this many times the target is no group of sentences but a table, a list or a lost line of millions.
_LONGEST_TIMES = 4
_SPACE = re.compile(r"\s*")
_INTRODUCTION = re.compile(r"[:,]\s*$")
# How far an introducing colon may stand before its quotation: a paragraph break and some blanks.
_REACH = 12


@dataclass(frozen=True, slots=True)
class Group:
    """A stretch that no passage boundary enters: its span, its length in words and how many sentences it holds."""

    span: Span
    words: int
    sentences: int
    ends_paragraph: bool


def group_sentences(text: str, words: int) -> list[Group]:
    """The groups of a text in order; every non-space character lies in one.

    Quotations of up to `words` words stay whole and with their attribution. A group longer than four passages is
    cut into pieces, at places outside those quotations.
    """
    lengths = Lengths(text, words)
    whole, together = _kept_together(text, lengths)
    paragraph_ends = {paragraph.end for paragraph in find_paragraphs(text)}
    groups = []
    for span, sentences in _joined(split_sentences(text), whole, together):
        parts = [span]
        if not lengths.fits(span, _LONGEST_TIMES):
            parts = cut_long(text, span, lengths, whole, together)
        for part in parts:
            held = sentences if len(parts) == 1 else 1
            groups.append(Group(part, lengths.count(part), held, part.end in paragraph_ends))
    return groups


def _kept_together(text: str, lengths: Lengths) -> tuple[list[Span], set[int]]:
    """The outermost quotations that fit, and the places between a quotation and its attribution."""
    whole: list[Span] = []
    together: set[int] = set()
    for quotation in find_quotations(text):
        span = quotation.span
        if (whole and span.end <= whole[-1].end) or not lengths.fits(span):
            continue
        whole.append(span)
        space = _SPACE.match(text, span.end)
        following = space.end() if space else span.end
        if following < len(text) and _continues(text, quotation.inner.end, following):
            together.add(following)
        if _INTRODUCTION.search(text[max(0, span.start - _REACH) : span.start]):
            together.add(span.start)
    return whole, together


def _continues(text: str, inner_end: int, following: int) -> bool:
    """Whether what follows a quotation belongs to it: `…," he said`, `…?" Sen. Vale asked`."""
    if text[inner_end - 1] == ",":
        return True
    return text[following].islower() or (text[inner_end - 1] in "?!—–" and attribution_follows(text, following))


def _joined(sentences: list[Span], whole: Sequence[Span], together: set[int]) -> list[tuple[Span, int]]:
    """Sentences joined across the boundaries no passage may have, each with the number joined."""
    joined: list[tuple[Span, int]] = []
    passed, reach = 0, 0
    for sentence in sentences:
        while passed < len(whole) and whole[passed].start < sentence.start:
            reach = max(reach, whole[passed].end)
            passed += 1
        if joined and (reach > joined[-1][0].end or sentence.start in together):
            before, count = joined[-1]
            joined[-1] = (Span(before.start, sentence.end), count + 1)
        else:
            joined.append((sentence, 1))
    return joined
