"""Lower case that keeps every character in its place, so that offsets found in it hold in the text as well."""

from __future__ import annotations

import re

_CAPITALS = re.compile("[A-Z]+")


def lowered(text: str) -> str:
    """The text in lower case, as long as before; where that would change a length (`İ`), only A to Z are lowered.

    >>> lowered("Up to 5 PERCENT")
    'up to 5 percent'
    """
    # No character becomes shorter in lower case, so equal length means that each kept its place.
    lower = text.lower()
    return lower if len(lower) == len(text) else _CAPITALS.sub(lambda match: match[0].lower(), text)
