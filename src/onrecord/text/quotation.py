"""Quotations in raw text, whatever marks they use: curly, straight, mixed, guillemets, nested, never closed.

A mark finds its partner inside its paragraph. Speech that runs over several paragraphs, each with its own
opening mark, is one quotation a paragraph, all but the last not closed. A closing mark at a paragraph's edge
may also close what the paragraph before left open.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from onrecord.records import Span
from onrecord.text.marks import find_marks
from onrecord.text.pairing import Pair, Pairing
from onrecord.text.paragraphs import find_paragraphs, trimmed


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quotation: `span` with its marks, `inner` without them and without white space at its edges.

    `closed` is False when the closing mark is missing; then the quotation ends with the comma before its
    attribution (`…, Sherman explained`), before the next opening mark, or with its paragraph.
    `depth` counts the quotations around it: 0 for the outermost.
    """

    span: Span
    inner: Span
    closed: bool
    depth: int


def find_quotations(text: str) -> list[Quotation]:
    """All quotations in document order, an outer one before those inside it; two never cross.

    >>> text = 'He said "no".'
    >>> [quotation.inner.of(text) for quotation in find_quotations(text)]
    ['no']
    """
    return list(_quotations(text))


# Everybody who looks through an article asks for its quotations: the last few texts are remembered.
@lru_cache(maxsize=4)
def _quotations(text: str) -> tuple[Quotation, ...]:
    pairs: list[Pair] = []
    carried: Pair | None = None
    for paragraph in find_paragraphs(text):
        marks = find_marks(text, paragraph.start, paragraph.end)
        if not marks:
            carried = None
            continue
        pairing = Pairing(text, paragraph, carried)
        pairing.read(marks)
        if pairing.closed_carried:
            pairs.pop()
        pairs += pairing.found
        carried = pairing.left_open
    return tuple(_with_depth(text, pairs))


def _with_depth(text: str, pairs: list[Pair]) -> list[Quotation]:
    quotations = []
    around: list[int] = []
    for pair in sorted(pairs, key=lambda pair: (pair.start, -pair.end)):
        while around and around[-1] <= pair.start:
            around.pop()
        inner = trimmed(text, pair.inner_start, pair.inner_end)
        quotations.append(Quotation(Span(pair.start, pair.end), inner, pair.closed, len(around)))
        around.append(pair.end)
    return quotations
