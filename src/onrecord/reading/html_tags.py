"""Start tags of a page, looked at before it is parsed: a parser takes quadratic time for the attributes of one tag."""

from __future__ import annotations

import re

_BLANK = r"[ \t\n\f\r]"
# As the HTML standard reads them; every quantifier is possessive, so that no character is looked at twice.
_ATTRIBUTE = (
    r"[^ \t\n\f\r/>][^ \t\n\f\r/>=]*+"
    rf"(?:{_BLANK}*+={_BLANK}*+(?:\"[^\"]*+\"?+|'[^']*+'?+|[^ \t\n\f\r>\"'][^ \t\n\f\r>]*+)?+)?+"
)
_TOKEN = re.compile(
    rf"<!--(?:-?>|.*?(?:--!?>|\Z))|<(?P<name>[a-z][^ \t\n\f\r/>]*+)(?P<attributes>(?:(?:{_BLANK}|/)++|{_ATTRIBUTE})*+)",
    re.IGNORECASE | re.DOTALL,
)
_ONE = re.compile(_ATTRIBUTE)
# What stands in these is no markup.
_RAW = re.compile(r"</(?:script|style|title|textarea|xmp|iframe|noembed|noframes)", re.IGNORECASE)
_RAW_NAMES = frozenset({"script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes"})


def most_attributes(page: str) -> int:
    """How many attributes the tag with the most of them has.

    >>> most_attributes("<p a b=1 c='x y'>a < b</p><i d>")
    3
    """
    most = place = 0
    closes = True
    while token := _TOKEN.search(page, place):
        place = token.end()
        if not token["name"]:
            continue
        # Each takes two characters at least.
        if len(token["attributes"]) // 2 > most:
            most = max(most, sum(1 for _ in _ONE.finditer(token["attributes"])))
        if closes and token["name"].lower() in _RAW_NAMES:
            end = _RAW.search(page, place)
            closes, place = end is not None, end.start() if end else place
    return most
