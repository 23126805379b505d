"""Lines as a page breaks them, to paragraphs: what PDF extraction leaves, one paragraph a line."""

import re

_SENTENCE_END = re.compile(r"[.!?…:][\"'”’»)\]]{0,3}\Z")
_HYPHENATED = re.compile(r"[^\W\d_]{2}[-\u00ad]\Z")
_SPACES = re.compile(r"[^\S\n]+")
# A line this much shorter than the longest ends a paragraph, if a sentence ends there too.
_FULL_SHARE = 0.8


def join_wrapped_lines(page: str) -> str:
    """The page with one line a paragraph; blank lines and short lines that end a sentence end a paragraph.

    A word divided at the end of a line is joined; a hyphen that belongs there is lost with it, because nothing
    tells the two apart. Runs of spaces become one.
    """
    lines = [_SPACES.sub(" ", line).strip() for line in page.splitlines()]
    width = max(map(len, lines), default=0)
    paragraphs: list[list[str]] = [[]]
    for index, line in enumerate(lines):
        if not line:
            paragraphs.append([])
            continue
        paragraph = paragraphs[-1]
        if paragraph and _ends_paragraph(lines[index - 1], line, width):
            paragraph = []
            paragraphs.append(paragraph)
        if paragraph and _HYPHENATED.search(paragraph[-1]) and line[0].islower():
            # Pieces, not one growing string: a paragraph may be a whole book of divided words.
            paragraph[-1] = paragraph[-1][:-1]
            paragraph.append(line)
        else:
            paragraph.append(f" {line}" if paragraph else line)
    return "\n".join("".join(paragraph) for paragraph in paragraphs if paragraph)


def _ends_paragraph(line: str, following: str, width: int) -> bool:
    if len(line) >= _FULL_SHARE * width:
        return False
    # A short line in the middle of a sentence is broken by layout; a heading has no stop, but a capital follows.
    return bool(_SENTENCE_END.search(line)) or not following[0].islower()
