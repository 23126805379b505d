"""Articles annotated in brat's standoff format, in the folder layout of PolNeAR."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROLES = ("source", "cue", "content")
_FRAGMENT = re.compile(r"(T\d+)\t\S+ (\d+ \d+(?:;\d+ \d+)*)\t")
_EVENT = re.compile(r"E\d+\t(.*)")
_NUMBERED = re.compile(r"\d+$")


@dataclass(frozen=True, slots=True)
class GoldAttribution:
    """Half-open (start, end) characters of each role, ascending, white space at the ends left out."""

    source: tuple[tuple[int, int], ...]
    cue: tuple[tuple[int, int], ...]
    content: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """One article; `name` is its file's name without the suffix."""

    name: str
    text: str
    attributions: tuple[GoldAttribution, ...]


def read_articles(folder: Path) -> list[GoldArticle]:
    """The articles of FOLDER/text/NAME.txt, annotated in FOLDER/attributions/NAME_*.ann, by name.

    Of several annotators of an article the first by file name counts. Raises SystemExit where there is nothing.
    """
    first: dict[str, Path] = {}
    for path in sorted((folder / "attributions").glob("*.ann")):
        first.setdefault(path.stem.rsplit("_", 1)[0], path)
    if not first:
        raise SystemExit(f"{folder}: no attributions/*.ann there; expected text/NAME.txt and attributions/NAME_X.ann")
    articles = []
    for name, path in first.items():
        text = _read(folder / "text" / f"{name}.txt")
        articles.append(GoldArticle(name, text, tuple(_attributions(_read(path), text))))
    return articles


def checksum(articles: Sequence[GoldArticle]) -> str:
    """Hex SHA-256 over names, texts and annotations."""
    digest = hashlib.sha256()
    for article in articles:
        digest.update(repr((article.name, article.text, article.attributions)).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _read(path: Path) -> str:
    # Offsets count carriage returns too, so no newline may be translated.
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


def _attributions(annotations: str, text: str) -> list[GoldAttribution]:
    fragments: dict[str, list[tuple[int, int]]] = {}
    events = []
    for line in annotations.splitlines():
        if match := _FRAGMENT.match(line):
            places = [tuple(map(int, part.split())) for part in match[2].split(";")]
            fragments[match[1]] = [_trimmed(text, *place) for place in places]
        elif match := _EVENT.match(line):
            events.append([part.split(":", 1) for part in match[1].split()])
    found = []
    for event in events:
        spans: dict[str, list[tuple[int, int]]] = {role: [] for role in ROLES}
        for name, target in event:
            role = _NUMBERED.sub("", name).lower()
            if role in spans:
                spans[role] += fragments.get(target, [])
        if spans["content"]:
            found.append(
                GoldAttribution(*(tuple(sorted(span for span in spans[r] if span[0] < span[1])) for r in ROLES))
            )
    return found


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
