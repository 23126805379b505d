"""How much of anything is taken: every limit on what comes from outside stands here, and can be changed.

For one call `onrecord.read(..., limits=Limits(file_bytes=2**30))`, for a stretch of code `with applied(Limits(...))`,
for a process and every command `ONRECORD_LIMITS="file_bytes=1GB, query_characters=20000"`. What is over a limit is
refused or cut, and the message names the limit.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from pathlib import Path

from onrecord.errors import BadInput

ENVIRONMENT = "ONRECORD_LIMITS"
_KB, _MB, _GB = 1024, 1024**2, 1024**3
_UNITS = {"": 1, "b": 1, "k": 1000, "kb": _KB, "mb": _MB, "gb": _GB}
_AMOUNT = re.compile(r"(\d{1,18})(?:\s?([a-z]{1,2}))?", re.IGNORECASE)
_NONE = "none"
# Stands for no limit: streams and slices take no larger numbers.
UNLIMITED = 2**62


def _limit(default: int, meaning: str) -> int:
    made: int = field(default=default, metadata={"meaning": meaning})
    return made


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds; a file of rows (JSONL, CSV) may be of any size, only its rows are bounded."""

    # One article larger than this is a dump, not an article; the bound also keeps it in memory.
    file_bytes: int = _limit(
        256 * _MB,
        "one article (its file, unpacked, and its text), and a file of records or annotations; more is refused",
    )
    line_bytes: int = _limit(64 * _MB, "a line of JSONL, CSV, queries, judgments or runs; more is refused")
    # The page tree of a document takes some fifty times its bytes; trafilatura itself warns at 20 MB.
    html_bytes: int = _limit(20 * _MB, "an HTML page; more is refused")
    html_attributes: int = _limit(2_000, "attributes of one HTML tag; more is refused")
    pdf_pages: int = _limit(5_000, "pages of a PDF; more is refused")
    # A page of text has some hundred; small files can hold forms that draw each other again and again.
    pdf_operators: int = _limit(5_000_000, "drawing operators of a PDF, as often as they are drawn; more is refused")
    # Ordinary text shrinks by 3 to 10, repetitive JSON by 50; deflate cannot exceed 1032.
    unpack_ratio: int = _limit(300, "unpacked bytes of gzip, or of PDF pages, for each packed one; more is refused")
    # Below this, a high compression ratio does no harm and is not looked at.
    unpacked_bytes_unchecked: int = _limit(64 * _MB, "unpacked bytes up to which that ratio is not looked at")
    sidecar_bytes: int = _limit(1 * _MB, "a metadata file beside an article; more is not used, and noted")
    # Front matter is short; what goes on longer is a ruled-off first section.
    front_matter_lines: int = _limit(200, "lines of Markdown front matter; more is text")
    table_columns: int = _limit(4_096, "columns of a CSV or TSV; more is refused")
    # A binary file with a .jsonl name would otherwise yield a problem for each of its lines.
    problems_per_file: int = _limit(100, "problems told of one file; more are counted")
    id_characters: int = _limit(1_024, "an article's id; more is refused")
    # Every passage of an article is also found by the words of its title.
    title_characters: int = _limit(4_096, "a title; more is refused")
    field_characters: int = _limit(16_384, "source, author or URL of an article; more is refused")
    metadata_bytes: int = _limit(1 * _MB, "other keys of an article, as JSON; more is refused")
    json_depth: int = _limit(32, "objects and lists inside each other in metadata; more is refused")
    # Python itself refuses to spell numbers of more than 4,300 digits.
    number_digits: int = _limit(1_000, "digits of a whole number in metadata; more is refused")
    # A question is a sentence; what is longer was pasted by mistake and would only slow the search.
    query_characters: int = _limit(10_000, "a query; what follows is not searched, with a warning")
    # More than any question has; a pasted page is searched by its first ones.
    query_words: int = _limit(256, "different words of a query; BM25 passes over more, with a warning")
    query_phrases: int = _limit(64, "quoted phrases and -exclusions of a query; more are not asked for, with a warning")
    condition_characters: int = _limit(200, "a condition such as `troops > 50000`; more is refused")
    quote_characters: int = _limit(100_000, "a quotation to verify; more is refused")
    corrections_bytes: int = _limit(16 * _MB, "a file of corrections; more is refused")
    weights_bytes: int = _limit(100_000_000, "a file of trained weights; more is refused")

    def __post_init__(self) -> None:
        for one in fields(self):
            value = getattr(self, one.name)
            if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= UNLIMITED:
                raise BadInput(f"limit {one.name} is {value!r}; expected a whole number from 1 on")

    def exceeded(self, name: str, seen: int, unit: str) -> str:
        """What to say when there were `seen` of what `name` limits; ends with how to raise it.

        >>> Limits().exceeded("pdf_pages", 6000, "pages")
        '6,000 pages, the limit is 5,000 (ONRECORD_LIMITS="pdf_pages=6000" raises it)'
        """
        return f'{seen:,} {unit}, the limit is {getattr(self, name):,} ({ENVIRONMENT}="{name}={seen}" raises it)'


def meanings() -> dict[str, str]:
    """{limit: what it bounds, and what becomes of more}."""
    return {one.name: str(one.metadata["meaning"]) for one in fields(Limits)}


def parse_limits(stated: str, base: Limits = Limits()) -> Limits:
    """`base` with what is stated, as in `file_bytes=1GB, json_depth=64`; `none` lifts a limit, KB is 1024 bytes.

    Raises BadInput, with what was seen and what was expected, for anything else.
    """
    known = {one.name for one in fields(Limits)}
    changed: dict[str, int] = {}
    for part in filter(None, map(str.strip, stated.split(","))):
        name, equals, amount = (piece.strip() for piece in part.partition("="))
        if name not in known:
            from difflib import get_close_matches

            close = get_close_matches(name[:60], sorted(known), n=1)
            hint = f"did you mean {close[0]}?" if close else f"expected one of {', '.join(sorted(known))}"
            raise BadInput(f"{ENVIRONMENT}: {name[:60]!r} is no limit; {hint}")
        if name in changed:
            raise BadInput(f"{ENVIRONMENT}: {name} is given twice; give it once")
        if not equals:
            raise BadInput(f"{ENVIRONMENT}: {name} without an amount; expected {name}=NUMBER")
        changed[name] = _amount(name, amount)
    return replace(base, **changed)


def in_force() -> Limits:
    """Those of `applied` around this call, else those of the environment, else the defaults."""
    return _APPLIED.get() or _stated(os.environ.get(ENVIRONMENT, ""))


def bytes_of(path: Path, limit: str = "file_bytes") -> bytes:
    """What the file holds; BadInput when that is more than the limit, without reading it all, else OSError."""
    limits = in_force()
    most = getattr(limits, limit)
    with path.open("rb") as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise BadInput(f"{path}: {limits.exceeded(limit, max(path.stat().st_size, len(content)), 'bytes')}")
    return content


@contextmanager
def applied(limits: Limits) -> Iterator[None]:
    """Lets the limits hold inside the `with`, in this thread."""
    token = _APPLIED.set(limits)
    try:
        yield
    finally:
        _APPLIED.reset(token)


_APPLIED: ContextVar[Limits | None] = ContextVar("limits", default=None)


@lru_cache(maxsize=8)
def _stated(text: str) -> Limits:
    return parse_limits(text)


def _amount(name: str, written: str) -> int:
    if written.lower() == _NONE:
        return UNLIMITED
    found = _AMOUNT.fullmatch(written.replace("_", ""))
    unit = (found[2] or "").lower() if found else None
    if found is None or unit not in _UNITS or not (amount := int(found[1]) * _UNITS[unit]):
        raise BadInput(
            f"{ENVIRONMENT}: {name}={written[:60]!r}; expected a whole number from 1 on such as 200, 50k, 20MB, 1GB, "
            f"or {_NONE}"
        )
    return min(amount, UNLIMITED)
