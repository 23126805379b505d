"""Which name in a source is the one who speaks: the head of its noun phrase, not a name inside it.

`a spokesman for Trump` is not Trump, `Trump campaign manager Kellyanne Conway` is Conway, `Clinton's campaign` is
nobody, and in `Trump's running mate, Mike Pence` the name behind the comma is meant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from onrecord.extraction.people.offices import families, is_title
from onrecord.extraction.people.word_set import word_set
from onrecord.records import Span

_TOKEN = re.compile(r"\w[\w.’'-]*|[^\w\s]")
_PREPOSITIONS = word_set("of for to from with by at in on against about between behind near under over like as than")
_LINKS = word_set("of for to at on")
# A name may be followed by these and still be the head.
_AFTER_HEAD = re.compile(r"\s*(?:$|[,;:()\[\]—–\"“”]|-{1,2}\s|(?:and|or|of|from|in|at|on|who|whose|himself|herself|"
                         r"also|then|has|had|is|was|told|said|to|during|with|for|as|when|while|via|Jr\b|Sr\b|I{2,3}\b|"
                         r"the|a|an|later|both|&|speaking|writing)\b)")  # fmt: skip
_LONGEST_SOURCE = 400
_CLAUSE = re.compile(r",|;|\(|\s[-–—]{1,2}\s|—|\bwho(?:se|m)?\b|\bwhich\b")


def head_names(text: str, source: Span, names: Sequence[Span]) -> list[Span]:
    """The names in `source` that speak, in order: none, one, or several joined by `and`.

    `names` are those that lie in the source, ascending.
    """
    source = Span(source.start, min(source.end, source.start + _LONGEST_SOURCE))
    heads = [name for name in names if name.end <= source.end and _is_head(text, source, name)]
    if len(heads) < 2:
        return heads
    joined = [heads[0]]
    for before, name in pairwise(heads):
        between = text[before.end : name.start]
        if _is_joined(between) and not _CLAUSE.search(text, source.start, joined[0].start):
            joined.append(name)
        else:
            break
    return joined if len(joined) > 1 else heads[:1]


def _is_joined(between: str) -> bool:
    """`A and B`, `A, B and C`, also with titles: `Sens. A and Rep. B`."""
    words = _TOKEN.findall(between)
    if not words or len(words) > 9:
        return False
    return ("and" in words or words == [","] or "&" in words) and all(
        word in ("and", "&", ",", "of", "the") or word[0].isupper() for word in words
    )


def _is_head(text: str, source: Span, name: Span) -> bool:
    after = text[name.end : min(source.end, name.end + 40)]
    if after.rstrip() in ("'", "’", "'s", "’s"):
        after = ""
    if after[:1] in ("'", "’") or _AFTER_HEAD.match(after) is None:
        return False
    segment = source.start
    for mark in _CLAUSE.finditer(text, source.start, name.start):
        segment = mark.end()
        if mark[0].startswith("wh"):
            return False
    words = _TOKEN.findall(text, segment, name.start)
    return _not_governed(words)


def _not_governed(words: list[str]) -> bool:
    """Whether no preposition before the name makes it a complement."""
    seen_noun = seen_other = False
    for place in range(len(words) - 1, -1, -1):
        word = words[place]
        if word.lower() in _PREPOSITIONS:
            if seen_noun or not seen_other:
                # Inside a body's own name (`Council on Relations director Lee`) the preposition governs nobody.
                before = words[place - 1] if place else ""
                inner = seen_other and word in _LINKS and before[:1].isupper() and not families(before)
                if not inner:
                    return False
            # `Secretary of State John Kerry`: from here on the office before the preposition is read.
            seen_noun, seen_other = False, True
        elif families(word) or is_title(word):
            seen_noun = True
        else:
            seen_other = True
    return True
