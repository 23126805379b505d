"""Texts with the spans of their person names, read from token files and put together as newspapers print them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from onrecord.records import Span

_NO_SPACE_BEFORE = frozenset(",.;:!?)]}%…") | {"'s", "’s", "n't", "'re", "'ve", "'m", "'ll", "'d"}
_NO_SPACE_AFTER = frozenset("([{$€£#")
_OPENING, _CLOSING = frozenset("“‘«"), frozenset("”»")


@dataclass(frozen=True)
class NamedText:
    """One text and the spans of the person names in it, ascending."""

    id: str
    text: str
    names: tuple[Span, ...]


Tagged = list[tuple[str, str]]
Build = Callable[[str, list[Tagged]], NamedText]


def read_worldwide(folder: Path, build: Build | None = None) -> list[NamedText]:
    """The news articles in the order of their file names; the first is odd-numbered, as it is number 1."""
    return [
        (build or build_text)(path.name, list(_sentences(path.read_text("utf-8").split("\n"), "\t", "PERSON")))
        for path in sorted(folder.glob("*.tsv"))
    ]


def read_wikigold(path: Path) -> list[NamedText]:
    """Wikipedia texts."""
    texts: list[NamedText] = []
    lines: list[str] = []
    for line in [*path.read_text("utf-8").split("\n"), "-DOCSTART- O"]:
        if line.startswith("-DOCSTART-"):
            sentences = list(_sentences(lines, " ", "PER"))
            if sentences:
                texts.append(build_text(f"wikigold {len(texts)}", sentences))
            lines = []
        else:
            lines.append(line)
    return texts


def read_wnut(path: Path) -> list[NamedText]:
    """Each message is a text of its own."""
    sentences = _sentences(path.read_text("utf-8").split("\n"), "\t", "PERSON")
    return [build_text(f"{path.stem} {number}", [sentence]) for number, sentence in enumerate(sentences)]


def _sentences(lines: Iterable[str], separator: str, person: str) -> Iterator[Tagged]:
    """(token, B, I or empty) by sentence."""
    sentence: Tagged = []
    for line in [*lines, ""]:
        if not line.strip():
            if sentence:
                yield sentence
            sentence = []
            continue
        token, *tags = line.rstrip().split(separator)
        tag = tags[0].upper() if tags else "O"
        sentence.append((token.strip(), tag[0] if tag.endswith(f"-{person}") else ""))


def build_spaced_text(name: str, sentences: list[Tagged]) -> NamedText:
    """All tokens with one space between any two."""
    return _build(name, [[(token, " " if n else "", tag) for n, (token, tag) in enumerate(s)] for s in sentences])


def build_text(name: str, sentences: list[Tagged]) -> NamedText:
    """The sentences as running text with two sentences a paragraph."""
    return _build(name, [list(_with_gaps(sentence)) for sentence in sentences])


def _build(name: str, sentences: list[list[tuple[str, str, str]]]) -> NamedText:
    """Tokens with what stands before them; a name begins at B, or at I behind no name."""
    parts: list[str] = []
    length = 0
    names: list[tuple[int, int]] = []
    for number, sentence in enumerate(sentences):
        if number:
            parts.append(" " if number % 2 else "\n\n")
            length += len(parts[-1])
        before = False
        for token, gap, tag in sentence:
            start = length + len(gap)
            length = start + len(token)
            parts += (gap, token)
            if tag == "I" and before:
                names[-1] = (names[-1][0], length)
            elif tag:
                names.append((start, length))
            before = bool(tag)
    return NamedText(name, "".join(parts), tuple(Span(start, end) for start, end in names))


def _with_gaps(sentence: Tagged) -> Iterator[tuple[str, str, str]]:
    """(token, what stands before it, tag)."""
    open_marks: set[str] = set()
    glued = True
    for number, (token, tag) in enumerate(sentence):
        following = sentence[number + 1][0] if number + 1 < len(sentence) else ""
        gap = "" if glued else " "
        glued = False
        if token in _NO_SPACE_BEFORE or token in _CLOSING or token.startswith(("'s", "’s")):
            gap = ""
        elif token in ("’", "'", "`") and following in ("s", "S", "t", "re", "ve", "ll", "m", "d"):
            gap, glued = "", True
        elif token == "’":
            # Inside a name it is an apostrophe, otherwise a possessive or a closing mark.
            gap, glued = "", tag == "I"
        elif token in ("-", "/", "_") and number and following:
            gap, glued = "", True
        elif token in _OPENING or token in _NO_SPACE_AFTER:
            glued = True
        elif token in ('"', "'"):
            if token in open_marks:
                gap = ""
            else:
                glued = True
            open_marks ^= {token}
        elif token == "." and tag:
            gap = ""
        yield token, gap, tag
