"""Direct quotations of annotated articles, read from PolNeAR's layout: what the cases are made of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_MARKS = '"“”«»'
_TEXT_BOUND = re.compile(r"(T\d+)\t(\S+) ([\d ;]+)\t")


@dataclass(frozen=True)
class GoldArticle:
    """One article: `quotes` are its direct quotations in document order."""

    stem: str
    text: str
    quotes: tuple[GoldQuote, ...]

    @property
    def date(self) -> str:
        return self.stem.split("_")[1]


@dataclass(frozen=True)
class GoldQuote:
    """The spans inside the marks of one quotation (two when an attribution interrupts it), and its source's span."""

    article: str
    spans: tuple[tuple[int, int], ...]
    source: tuple[int, int] | None


def read_gold(folder: Path) -> list[GoldArticle]:
    """All articles in the order of their names; the first annotator counts."""
    articles: dict[str, GoldArticle] = {}
    for path in sorted((folder / "attributions").glob("*.ann")):
        stem = path.stem.rsplit("_", 1)[0]
        if stem in articles:
            continue
        with open(folder / "text" / f"{stem}.txt", encoding="utf-8", newline="") as file:
            text = file.read()
        quotes = sorted(
            (quote for roles in _attributions(path) if (quote := _direct(stem, text, roles))),
            key=lambda quote: quote.spans,
        )
        articles[stem] = GoldArticle(stem, text, tuple(quotes))
    return list(articles.values())


def _attributions(path: Path) -> list[dict[str, list[tuple[int, int]]]]:
    spans: dict[str, list[tuple[int, int]]] = {}
    events: list[list[list[str]]] = []
    with open(path, encoding="utf-8", newline="") as file:
        for line in file:
            if match := _TEXT_BOUND.match(line):
                spans[match[1]] = [(int(a), int(b)) for a, b in (part.split() for part in match[3].split(";"))]
            elif match := re.match(r"E\d+\t(.*)", line):
                events.append([part.split(":") for part in match[1].split()])
    found = []
    for event in events:
        roles: dict[str, list[tuple[int, int]]] = {"source": [], "cue": [], "content": []}
        for name, target in event:
            role = re.sub(r"\d+$", "", name).lower()
            if role in roles:
                roles[role] += spans.get(target, [])
        found.append(roles)
    return found


def _direct(stem: str, text: str, roles: dict[str, list[tuple[int, int]]]) -> GoldQuote | None:
    """The quotation when every fragment of the content is one pair of marks with words between."""
    inner = []
    for start, end in sorted(roles["content"]):
        while start < end and text[start].isspace():
            start += 1
        while end > start and (text[end - 1].isspace() or text[end - 1] in ",."):
            end -= 1
        body = text[start:end]
        if (
            len(body) < 4
            or body[0] not in _MARKS
            or body[-1] not in _MARKS
            or len(re.findall(f"[{_MARKS}]", body)) != 2
        ):
            return None
        inner.append((start + 1, end - 1))
    if not inner:
        return None
    source = min(roles["source"]) if roles["source"] else None
    return GoldQuote(stem, tuple(inner), source)
