"""Plain text: the text exactly as decoded, with the first line as title when it looks like a headline."""

import re
from itertools import islice

from onrecord.errors import BadInput
from onrecord.reading.decoding import decode
from onrecord.reading.extracted import Extracted

_MAX_TITLE = 150
# The longest headline with a full stop in 924 news articles has 108 characters; opening sentences are longer.
_MAX_TITLE_WITH_STOP = 120
_LINE = re.compile(r"[^\r\n]*\S[^\r\n]*")
_CLOSING = "\"'”’»)]"
_SENTENCE_BREAK = re.compile(r"[a-z]{3}[.!?][\"'”’»)\]]{0,3}\s+[\"'“‘«(]?[A-Z]")


def read_plain(data: bytes) -> Extracted:
    """The decoded text, nothing stripped or translated; raises BadInput when it is binary or blank."""
    decoded = decode(data)
    refuse_blank(decoded.text)
    title = headline(decoded.text)
    return Extracted(decoded.text, {"title": title} if title else {}, (decoded.note,) if decoded.note else ())


def refuse_blank(text: str) -> None:
    """Raise BadInput when there is nothing to read in the text."""
    if not text:
        raise BadInput("the file is empty")
    if text.isspace():
        raise BadInput("the file holds only white space")


def headline(text: str) -> str:
    """The first line if it is short, more text follows, and it is no sentence of the text itself; else ''.

    A line that ends in a full stop (news agencies close headlines with one) must be set apart by a blank
    line and be a single sentence.
    """
    lines = list(islice(_LINE.finditer(text), 2))
    if len(lines) < 2:
        return ""
    line = lines[0].group().strip()
    if not line.rstrip(_CLOSING).endswith((".", "…")):
        return line if len(line) <= _MAX_TITLE else ""
    between = text[lines[0].end() : lines[1].start()]
    set_apart = between.replace("\r\n", "\n").count("\n") >= 2
    single = not _SENTENCE_BREAK.search(line)
    return line if set_apart and single and len(line) <= _MAX_TITLE_WITH_STOP else ""
