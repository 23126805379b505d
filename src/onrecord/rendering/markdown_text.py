"""Untrusted text inside Markdown: it stays words, whatever it holds.

Escaped is what CommonMark, its GitHub extensions and common renderers would act on: emphasis, links and images, HTML
and entities, code, tables, headings and lists at a line's beginning, mathematics, templates, and bare addresses.
"""

from __future__ import annotations

import re

from onrecord.rendering.links import web_address
from onrecord.rendering.safe_text import printable

_ACTIVE = re.compile(r"[\\`*_\[\]<>~|${}^]|&(?=[#\w])|!(?=\[)")
# A scheme or `www.` makes a link of a bare address; `:` and `.` may be escaped like all ASCII punctuation.
_BARE_ADDRESS = re.compile(r"(?<=\w):(?=//)|(?<=\bwww)\.", re.IGNORECASE)
_LINE_BEGINNING = re.compile(r"^(?:([#+\-=:])|(\d{1,9})([.)]))")
_IN_ADDRESS = re.compile(r"[<>()\[\]\\`\"'|*_{}^$]")


def markdown_text(text: str) -> str:
    """`text` on one line, escaped so that Markdown shows just its characters.

    >>> markdown_text("1. [no] *stars*")
    '1\\\\. \\\\[no\\\\] \\\\*stars\\\\*'
    """
    line = " ".join(printable(text).split())
    line = _BARE_ADDRESS.sub(r"\\\g<0>", _ACTIVE.sub(r"\\\g<0>", line))
    return _LINE_BEGINNING.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", line)


def markdown_link(text: str, url: str) -> str:
    """The escaped text, as a link when `url` is a web address."""
    address = web_address(url)
    if not address:
        return markdown_text(text)
    encoded = _IN_ADDRESS.sub(lambda match: f"%{ord(match.group()):02X}", address)
    return f"[{markdown_text(text)}](<{encoded}>)"
