"""Markdown: the text exactly as decoded, front matter included; front matter and first heading give the fields."""

import re
from collections.abc import Iterator

from onrecord.limits import Limits
from onrecord.reading.decoding import decode
from onrecord.reading.extracted import Extracted
from onrecord.reading.plain import refuse_blank

_LINE = re.compile(r"[^\r\n]+")
_ENTRY = re.compile(r"([A-Za-z_][\w.-]{0,60})[ \t]*:(?:[ \t]+(.*))?\Z")
_FENCES = ("```", "~~~")


def read_markdown(data: bytes, limits: Limits) -> Extracted:
    """The decoded text and its fields; raises BadInput when it is binary or blank."""
    decoded = decode(data)
    refuse_blank(decoded.text)
    fields, unread = front_matter(decoded.text, limits)
    notes = [decoded.note] if decoded.note else []
    if unread:
        notes.append(f"front matter: only simple `key: value` lines are read; not understood: {unread} lines")
    if not fields.get("title"):
        title = first_heading(decoded.text)
        fields = fields | ({"title": title} if title else {})
    return Extracted(decoded.text, fields, tuple(notes))


def front_matter(text: str, limits: Limits) -> tuple[dict[str, object], int]:
    """(fields of the block between two `---` lines at the very top, number of its lines not understood).

    Only scalars are read, always as text; lists and nested values are YAML and counted as not understood.
    """
    lines = _lines(text)
    if not text.startswith("---") or next(lines, "").rstrip() != "---":
        return {}, 0
    fields: dict[str, object] = {}
    unread = 0
    for number, line in enumerate(lines):
        if line.rstrip() in ("---", "..."):
            return fields, unread
        if number >= limits.front_matter_lines:
            break
        entry = _ENTRY.match(line.rstrip())
        if entry is None:
            unread += bool(line.strip()) and not line.lstrip().startswith("#")
        elif entry.group(2):
            fields[entry.group(1)] = _scalar(entry.group(2))
    return {}, 0


def first_heading(text: str) -> str:
    """Text of the first `# heading` outside code fences, without closing marks; '' if there is none."""
    fence = ""
    for line in _lines(text):
        start = line.lstrip()[:3]
        if start in _FENCES:
            if not fence:
                fence = start
            elif fence == start:
                fence = ""
        elif not fence and line.startswith(("# ", "#\t")):
            return line[2:].strip().rstrip("#").strip()
    return ""


def _lines(text: str) -> Iterator[str]:
    return (line.group() for line in _LINE.finditer(text))


def _scalar(value: str) -> str:
    value = value.strip()
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value
