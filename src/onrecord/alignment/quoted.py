"""The quotation to be checked: its words, and where it says itself that words were left out or put in."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from onrecord.alignment.words import Words, read_words

# `…`, `...`, `. . .`, also in brackets. A full stop before it makes four; two stops are a slip of the hand.
_ELLIPSIS = re.compile(r"…|\.(?:\s?\.){2,}")
# `[sic]` is the writer's comment; nobody ever said it.
_SIC = re.compile(r"\[sic[.!]?\]|\(sic[.!]?\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quoted:
    """`omissions` are the numbers of the words that an ellipsis stands before; `len(words)` for one at the end."""

    text: str
    words: Words
    omissions: frozenset[int]


def read_quoted(text: str) -> Quoted:
    """The words of a quotation, with its ellipses.

    >>> quoted = read_quoted("“We will … [sic] go ...”")
    >>> quoted.words.keys, sorted(quoted.omissions)
    (['we', 'will', 'go'], [2, 3])
    """
    # Blanked and not cut out, so that all offsets stay true.
    plain = _SIC.sub(lambda match: " " * len(match.group()), text)
    words = read_words(plain)
    return Quoted(
        text, words, frozenset(bisect_left(words.starts, match.start()) for match in _ELLIPSIS.finditer(plain))
    )
