"""Links that open a page at a quotation: `url#:~:text=[prefix-,]start[,end][,-suffix]`.

The browser shows the first place whose words fit, so a link is tried against the article's own text as the browser
would try it, and gets more words until the first place is the right one.
Source: WICG, "URL Fragment Text Directives" (wicg.github.io/scroll-to-text-fragment).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from onrecord.records import Span
from onrecord.rendering.links import web_address

_DIRECTIVE = ":~:"
# Longer quotations are named by their first and last words; as long as Chrome's own links allow.
_LONGEST_EXACT = 300
_ENDS = (4, 8, 16)
# Words of context before and behind, tried in this order.
_CONTEXTS = ((0, 0), (3, 0), (0, 3), (3, 3), (6, 6), (12, 12))
_BREAKS = r"\n\r\v\f\x1c-\x1e\x85\u2028\u2029"
_LINE = re.compile(rf"[^{_BREAKS}]+")
_WORD = re.compile(r"\S+")
_GAP = rf"[^\S{_BREAKS}]+"
# Pages are free to show other marks than the article's text has, so they are no part of what is looked for.
_EDGES = " \t\"'“”„‘’‚«»‹›`,;"


@dataclass(frozen=True, slots=True)
class _Directive:
    """The places of the terms in the article's text; empty spans are terms left out."""

    prefix: Span
    start: Span
    end: Span
    suffix: Span


def text_fragment(url: str, text: str, span: Span) -> str:
    """`url` with a text fragment that leads to `span` of `text`; '' when `url` is no web address.

    Terms begin and end at words; blanks in them are single spaces. A quotation longer than 300 characters or over
    several lines is given by its first and last words. Words before and behind are added when the quotation occurs
    more than once; where even those cannot tell the places apart, the link with most words is given. A fragment in
    `url` stays, a text fragment in it is replaced. A span without a letter or digit gives `url` alone.

    >>> text_fragment("https://example.org/a", "He said: no war, ever.", Span(9, 15))
    'https://example.org/a#:~:text=no%20war'
    """
    page = web_address(url).partition(_DIRECTIVE)[0].removesuffix("#")
    target = _at_words(text, span)
    if not page or not len(target):
        return page
    directive = _best(text, target)
    if directive is None:
        return page
    return f"{page}{'' if '#' in page else '#'}{_DIRECTIVE}text={_spelled(text, directive)}"


def _at_words(text: str, span: Span) -> Span:
    """The span without blanks and marks at its ends, widened to whole words; empty when it holds no word."""
    inside = span.of(text)
    if not any(map(str.isalnum, inside)):
        return Span(span.start, span.start)
    edges = _EDGES + "\n\r\v\f\x85\u2028\u2029\xa0"
    start = span.start + len(inside) - len(inside.lstrip(edges))
    end = span.start + len(inside.rstrip(edges))
    # No further than a term may be long: beyond that no link is made.
    while start > 0 and span.start - start <= _LONGEST_EXACT and _inside_word(text, start):
        start -= 1
    while end < len(text) and end - span.end <= _LONGEST_EXACT and _inside_word(text, end):
        end += 1
    return Span(start, end)


def _inside_word(text: str, place: int) -> bool:
    return text[place - 1].isalnum() and text[place].isalnum()


def _best(text: str, target: Span) -> _Directive | None:
    """The first directive whose first match is the target, else the last one tried; None when a term is too long."""
    folded = _folded(text)
    last = None
    for start, end in _named_by(text, target):
        for before, behind in _CONTEXTS:
            prefix, suffix = _before(text, target.start, before), _behind(text, target.end, behind)
            directive = _Directive(prefix, start, end, suffix)
            if max(map(len, (prefix, start, end, suffix))) > _LONGEST_EXACT:
                continue
            last = directive
            if _leads_to(folded, directive, target):
                return directive
    return last


def _named_by(text: str, target: Span) -> list[tuple[Span, Span]]:
    """Ways to name the target: as a whole, or by more and more of its first and last words."""
    lines = [match.span() for match in _LINE.finditer(text, target.start, target.end) if not match.group().isspace()]
    if len(lines) == 1 and len(target) <= _LONGEST_EXACT:
        return [(target, Span(target.end, target.end))]
    # Words behind the first few hundred characters are never asked for.
    first = [m.span() for m in _WORD.finditer(text, lines[0][0], min(lines[0][1], lines[0][0] + 2 * _LONGEST_EXACT))]
    tail = max(lines[-1][0], lines[-1][1] - 2 * _LONGEST_EXACT)
    final = [m.span() for m in _WORD.finditer(text, tail, lines[-1][1])]
    if tail > lines[-1][0]:
        final = final[1:]  # it may begin inside a word
    ways = []
    for count in _ENDS:
        head = Span(target.start, first[min(count, len(first)) - 1][1]) if first else target
        end = Span(final[-min(count, len(final))][0], target.end) if final else target
        if head.end > end.start:
            break
        ways.append((head, end))
    return ways or [(target, Span(target.end, target.end))]


def _before(text: str, place: int, count: int) -> Span:
    """The last `count` words before `place`, of one line."""
    end = place
    window = text[max(0, place - 2 * _LONGEST_EXACT) : place]
    end -= len(window) - len(window.rstrip())
    line_start = max((match.end() for match in re.finditer(rf"[{_BREAKS}]", window.rstrip())), default=0)
    words = [m.start() for m in _WORD.finditer(window.rstrip(), line_start)]
    if not words or not count:
        return Span(place, place)
    return Span(place - len(window) + words[-min(count, len(words))], end)


def _behind(text: str, place: int, count: int) -> Span:
    """The first `count` words behind `place`, of one line."""
    window = text[place : place + 2 * _LONGEST_EXACT]
    line = _LINE.search(window, len(window) - len(window.lstrip()))
    words = [m.end() for m in _WORD.finditer(line.group())] if line and count else []
    if line is None or not words:
        return Span(place, place)
    start = place + line.start()
    return Span(start, start + words[min(count, len(words)) - 1])


def _leads_to(folded: str, directive: _Directive, target: Span) -> bool:
    """Whether a browser that looks for the directive in the text finds the target first."""
    prefix, start = _pattern(folded, directive.prefix), _pattern(folded, directive.start)
    end, suffix = _pattern(folded, directive.end), _pattern(folded, directive.suffix)
    before = rf"{prefix}\s*" if prefix else ""
    behind = rf"\s*{suffix}" if suffix else ""
    if not end:
        found = re.search(rf"{before}({start}){behind}", folded)
        return found is not None and found.span(1) == (target.start, target.end)
    found = re.search(rf"{before}({start})", folded)
    if found is None or found.start(1) != target.start:
        return False
    last = re.compile(rf"({end}){behind}").search(folded, found.end(1))
    return last is not None and last.end(1) == target.end


def _pattern(folded: str, term: Span) -> str:
    """Finds the words of the term on one line, not inside longer words; '' for an empty term."""
    words = term.of(folded).split()
    if not words:
        return ""
    before = r"(?<!\w)" if words[0][0].isalnum() else ""
    behind = r"(?!\w)" if words[-1][-1].isalnum() else ""
    return before + _GAP.join(map(re.escape, words)) + behind


# An export goes through the quotations of one article after the other.
@lru_cache(maxsize=1)
def _folded(text: str) -> str:
    """The text as browsers compare it, case and accents aside; the same length, so that offsets stay."""
    plain = text if text.isascii() else text.translate({ord(c): _plain(c) for c in set(text) if not c.isascii()})
    return plain.lower()  # only U+0130 grows in lower case, and that is plain I by now


def _plain(character: str) -> str:
    first = unicodedata.normalize("NFKD", character)[:1]
    return first if first and not first.isspace() and not unicodedata.combining(first) else character


def _spelled(text: str, directive: _Directive) -> str:
    prefix, start, end, suffix = (
        _encoded(term.of(text)) for term in (directive.prefix, directive.start, directive.end, directive.suffix)
    )
    terms = (f"{prefix}-" if prefix else "", start, end, f"-{suffix}" if suffix else "")
    return ",".join(filter(None, terms))


def _encoded(term: str) -> str:
    """Percent-encoded UTF-8, also the dash, which separates terms; lone surrogates, which no page has, as `?`."""
    return quote(" ".join(term.split()), safe="", errors="replace").replace("-", "%2D")
