"""Word lists as they are easiest to read and to mend: words in a block of text."""

from __future__ import annotations


def word_set(block: str) -> frozenset[str]:
    """The words of `block`, which white space parts.

    >>> sorted(word_set("mr mrs"))
    ['mr', 'mrs']
    """
    return frozenset(block.split())
