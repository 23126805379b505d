"""Which characters of a hit match the query, stemmed words and phrases alike."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from onrecord.records import Span, Token


def highlights(tokens: Sequence[Token], terms: Collection[str], phrases: Sequence[Sequence[str]]) -> tuple[Span, ...]:
    """Spans, ascending and apart: each matching word, and each whole phrase as one."""
    found = [token.span for token in tokens if token.term in terms]
    for phrase in phrases:
        size = len(phrase)
        for at in range(len(tokens) - size + 1):
            if size and all(tokens[at + i].term == phrase[i] for i in range(size)):
                found.append(Span(tokens[at].span.start, tokens[at + size - 1].span.end))
    merged: list[Span] = []
    for span in sorted(found):
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)
