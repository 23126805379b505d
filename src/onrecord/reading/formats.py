"""Which format an input has: by its name, or by its first bytes when the name does not say."""

import re
from dataclasses import dataclass
from typing import Literal

from onrecord.reading.decoding import BYTE_ORDER_MARKS

Format = Literal["plain", "markdown", "html", "pdf", "jsonl", "json", "table"]

SUFFIXES: dict[str, Format] = {
    ".txt": "plain", ".text": "plain",
    ".md": "markdown", ".markdown": "markdown",
    ".html": "html", ".htm": "html", ".xhtml": "html",
    ".pdf": "pdf",
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json",
    ".csv": "table", ".tsv": "table",
}  # fmt: skip

# The others hold one article a file.
ROW_FORMATS: frozenset[Format] = frozenset({"jsonl", "json", "table"})
SIDECAR_SUFFIX = ".meta.json"
SNIFFED_BYTES = 4096
GZIP_MAGIC = b"\x1f\x8b"

_HTML_START = re.compile(
    rb"<(?:!doctype\s+html|html|head|body)\b|<\?xml[^>]{0,200}>\s{0,200}<(?:!doctype\s+html|html)\b", re.I
)


@dataclass(frozen=True, slots=True)
class NamedFormat:
    """What a file name says: the article id, the format (None: unknown suffix), and the bare suffix."""

    stem: str
    format: Format | None
    suffix: str


def format_of(name: str) -> NamedFormat:
    """What the name of a file says about its content; a final `.gz` is looked through."""
    inner = name[:-3] if name.lower().endswith(".gz") and len(name) > 3 else name
    stem, dot, suffix = inner.rpartition(".")
    if not dot or not stem:
        return NamedFormat(inner, None, "")
    suffix = f".{suffix.lower()}"
    return NamedFormat(stem, SUFFIXES.get(suffix), suffix)


def sniff(head: bytes) -> Format:
    """The format that the first (unpacked) bytes of an input look like; plain text when nothing speaks against it."""
    if head.startswith(b"%PDF-"):
        return "pdf"
    for mark, encoding in BYTE_ORDER_MARKS:
        if head.startswith(mark):
            head = head[len(mark) :].decode(encoding, "ignore").encode()
            break
    start = head.lstrip()
    if start.startswith(b"{"):
        return "jsonl"
    if _HTML_START.match(start):
        return "html"
    return "plain"
