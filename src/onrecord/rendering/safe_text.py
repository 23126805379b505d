"""Untrusted text made safe to show: on a terminal, in JSON, in a spreadsheet.

What can do harm: control characters and escape sequences move the cursor or retitle the window, bidirectional
overrides turn the reading order round ("Trojan Source", CVE-2021-42574), zero-width characters and tags hide text,
lone surrogates cannot be encoded. Right-to-left letters are text like any other and stay.
"""

from __future__ import annotations

import re

REPLACEMENT = "\ufffd"

# Written with escapes, and as ranges of a regular expression, because most of these cannot be seen in an editor.
_ALWAYS_UNSAFE = (
    r"\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f"  # C0, DEL and C1; tab, newline and carriage return have rules of their own
    r"\u061c\u200e-\u200f\u202a-\u202e\u2066-\u2069"  # direction marks, embeddings, overrides, isolates
    r"\u2028-\u2029"  # line and paragraph separator
    r"\xad\u034f\u115f-\u1160\u17b4-\u17b5\u180b-\u180f\u200b\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0"  # unseen
    r"\ud800-\udfff\ufdd0-\ufdef\ufff0-\ufffb\ufffe-\uffff"  # surrogates, non-characters, specials
    r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"  # format controls, tags, more selectors
)
# A joiner shapes Persian and Indic words and emoji, but hides something after a Latin letter, a digit or a blank.
_PLAIN = r"\x00-\u024f\u2000-\u206f\ufffd"
# Nor after what is replaced itself.
_SHAPED = rf"[^{_PLAIN}{_ALWAYS_UNSAFE}\ufe00-\ufe0f]"
_KEYS = r"[0-9#*\xa9\xae\u203c\u2049]"
_STRAY_JOINER = rf"(?<!{_SHAPED})(?<!{_SHAPED}\ufe0f)(?<!{_KEYS}\ufe0f)[\u200c-\u200d]"
# One variation selector chooses the look of an emoji; a row of them smuggles bytes.
_STRAY_SELECTOR = rf"(?<!{_SHAPED})(?<!{_KEYS})[\ufe00-\ufe0f]"
_UNSAFE_BUT_LINE_ENDS = rf"[{_ALWAYS_UNSAFE}]|{_STRAY_JOINER}|{_STRAY_SELECTOR}"

_UNSAFE = re.compile(_UNSAFE_BUT_LINE_ENDS + r"|[\t\r\n]")
_UNSAFE_KEEPING_NEWLINES = re.compile(_UNSAFE_BUT_LINE_ENDS + r"|[\t\r]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_LINE_START = re.compile(r"\A'*+[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_SOFT_HYPHEN, _HYPHENATION_POINT = "\xad", "\u2027"


def printable(text: str, *, keep_newlines: bool = False) -> str:
    """`text` with everything that could steer a terminal or hide itself replaced, one code point for one code point.

    Because the length stays the same, offsets into `text` are offsets into the result. Tab, newline and the carriage
    return of a CRLF become spaces (`keep_newlines` keeps the newline); other C0 controls and DEL become their
    pictures (ESC is U+241B), a soft hyphen the hyphenation point U+2027, everything else U+FFFD. Zero-width joiners
    stay where they shape a letter or an emoji. The result of a result is itself.

    >>> printable("\\x1b[31mred\\tface\\u202e")
    '␛[31mred face�'
    """
    # True for most article text without line breaks; U+2028 and all of Cc, Cf, Cs and Cn make it false.
    if text.isascii() and text.isprintable():
        return text
    pattern = _UNSAFE_KEEPING_NEWLINES if keep_newlines else _UNSAFE
    return pattern.sub(_stand_in, text)


def is_safe(text: str) -> bool:
    """Whether `printable` would leave `text` as it is."""
    return _UNSAFE.search(text) is None


def escaped_in_json(dumped: str) -> str:
    """JSON text that means the same, with unsafe characters written as `\\uXXXX`; layout newlines stay.

    Only strings can hold such characters in JSON, so every match lies inside a string, where the escape is allowed.
    """
    return _UNSAFE_KEEPING_NEWLINES.sub(_escape, dumped)


def encodable(text: str) -> str:
    """`text` with lone surrogates replaced by U+FFFD, so that it can be written as UTF-8; same length."""
    return _SURROGATE.sub(REPLACEMENT, text)


def csv_safe(cell: str) -> str:
    """`cell`, guarded by a leading apostrophe when a spreadsheet would take it for a formula.

    Guarded are cells that begin with `=`, `+`, `-`, `@` (their full-width forms too), tab, carriage return or newline,
    and those that begin so behind apostrophes, so that `csv_plain` can always undo it. Source: OWASP, "CSV Injection".

    >>> csv_safe("=1+1"), csv_safe("1=1")
    ("'=1+1", '1=1')
    """
    return "'" + cell if _LINE_START.match(cell) else cell


def csv_plain(cell: str) -> str:
    """The cell that `csv_safe` was given.

    >>> csv_plain("'=1+1"), csv_plain("'tis"), csv_plain(csv_safe("'=1"))
    ('=1+1', "'tis", "'=1")
    """
    return cell[1:] if cell.startswith("'") and _LINE_START.match(cell) else cell


def _stand_in(match: re.Match[str]) -> str:
    character = match.group()
    if character in "\t\n":
        return " "
    if character == "\r" and match.string[match.end() : match.end() + 1] == "\n":
        return " "  # a line end of Windows is no attack; a lone one would let a line overwrite itself
    if character < " ":
        return chr(0x2400 + ord(character))
    if character == "\x7f":
        return "\u2421"
    return _HYPHENATION_POINT if character == _SOFT_HYPHEN else REPLACEMENT


def _escape(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x10000:
        return f"\\u{code:04x}"
    code -= 0x10000
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"
