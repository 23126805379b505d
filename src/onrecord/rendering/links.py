"""Which addresses may become links, whoever wrote them: web addresses only."""

from __future__ import annotations

import html

from onrecord.rendering.safe_text import is_safe


def web_address(url: str) -> str:
    """`url` when it is an http or https address without blanks or hidden characters, else ''.

    `javascript:`, `data:` and the like are never links.

    >>> web_address("https://example.org/a"), web_address("javascript:alert(1)")
    ('https://example.org/a', '')
    """
    plain = url.lower().startswith(("http://", "https://")) and is_safe(url) and not any(map(str.isspace, url))
    return url if plain else ""


def html_link(text: str, url: str) -> str:
    """`text` escaped, as a link when `url` is a web address."""
    address = web_address(url)
    if not address:
        return html.escape(text)
    return f'<a href="{html.escape(address)}" rel="noopener noreferrer">{html.escape(text)}</a>'
