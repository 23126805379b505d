"""Two ways to cut a text into terms, for rivals that leave this to their user."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

# The English stop words of Lucene, which bm25s and txtai carry too.
_STOPPED = """
a an and are as at be but by for if in into is it no not of on or such that the their then there these they this to was
will with
"""
STOP_WORDS = frozenset(_STOPPED.split())
_WORD = re.compile(r"(?u)\b\w\w+\b")


def split_at_spaces(text: str) -> list[str]:
    """The pieces between white space as they stand.

    >>> split_at_spaces("The red line, again")
    ['The', 'red', 'line,', 'again']
    """
    return text.split()


def stem_words(text: str) -> list[str]:
    """Lower-case words of two letters or more without stop words, cut to their English Snowball stems.

    >>> stem_words("The Sanctions were lifted")
    ['sanction', 'were', 'lift']
    """
    return _stemmer().stemWords([word for word in _WORD.findall(text.lower()) if word not in STOP_WORDS])


@lru_cache(maxsize=1)
def _stemmer():  # type: ignore[no-untyped-def]
    import Stemmer

    return Stemmer.Stemmer("english")


TOKENISERS: dict[str, Callable[[str], list[str]]] = {"spaces": split_at_spaces, "stems": stem_words}
