"""What a fuzz target is: a function of any bytes, inputs to begin with, words to try, and what may come out of it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from onrecord.errors import OnrecordError
from onrecord.records import Article, Span


@dataclass(frozen=True, slots=True)
class Target:
    """`run` takes any bytes and raises only what is a defect; `share` is its part of all inputs, in thousandths."""

    run: Callable[[bytes], None]
    seeds: Callable[[], Sequence[bytes]]
    share: int
    words: tuple[bytes, ...] = ()


class Broken(AssertionError):
    """Something was promised of every input and does not hold for this one."""


def promise(holds: bool, what: str) -> None:
    """Raises Broken unless it holds."""
    if not holds:
        raise Broken(what)


def text_of(data: bytes) -> str:
    """Any text there is: what is no UTF-8 becomes a lone surrogate, as it does in names of files and in arguments."""
    return data.decode("utf-8", "surrogateescape")


def pieces(data: bytes, count: int) -> list[bytes]:
    """The bytes in so many pieces, parted by the byte FF, which UTF-8 has no use for."""
    found = data.split(b"\xff", count - 1)
    return found + [b""] * (count - len(found))


def tolerated(run: Callable[[], object]) -> object:
    """What `run` gives; None when it refuses with an error of the library, which must say something."""
    try:
        return run()
    except OnrecordError as error:
        promise(bool(str(error).strip()), f"{type(error).__name__} says nothing")
        promise(len(str(error)) < 20_000, f"{type(error).__name__} says {len(str(error))} characters")
        return None


def in_order(spans: Iterable[Span], text: str, what: str, *, apart: bool = True) -> None:
    """Spans lie within the text, are not empty, ascend, and (where they are `apart`) do not overlap."""
    last = Span(0, 0)
    for span in spans:
        promise(0 <= span.start < span.end <= len(text), f"{what} {span} of {len(text)} characters")
        promise(span.start >= (last.end if apart else last.start), f"{what} {span} after {last}")
        last = span


def sound_article(article: Article) -> None:
    """An article that was read can be stored: UTF-8 in every field, an id, a text."""
    promise(bool(article.id) and bool(article.text.strip()), "an article without id or text")
    for value in (article.id, article.text, article.title, article.date, article.source, article.author, article.url):
        value.encode("utf-8")
    promise(len(article.fingerprint) > 0, "no fingerprint")


@cache
def scratch() -> Path:
    """A folder for files of this process; gone when it ends well."""
    holder = tempfile.TemporaryDirectory(prefix="onrecord-fuzz-")
    _KEPT.append(holder)
    return Path(holder.name)


_KEPT: list[tempfile.TemporaryDirectory[str]] = []


def written(name: str, data: bytes) -> Path:
    """A file of the scratch folder with this content."""
    path = scratch() / name
    path.write_bytes(data)
    return path
