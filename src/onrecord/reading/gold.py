"""Articles whose attributions people have marked: what the readers of annotation formats return."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from onrecord.errors import BadInput
from onrecord.limits import bytes_of
from onrecord.records import Span
from onrecord.spoken import Attribution, Style

_MARKS = re.compile('["“”„‟«»]')
_OUTSIDE = " ,.\n\r\t\u00a0"
BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """A text and its marked attributions, in the order of the file; offsets count in `text`.

    `text` is as an Article's: no newline translation, no byte-order mark. `speakers` has a name for each attribution,
    '' where none is given. `without_content` counts marked attributions that were left out because nothing in them is
    content.
    """

    id: str
    text: str
    attributions: tuple[Attribution, ...]
    speakers: tuple[str, ...] = ()
    without_content: int = 0


def gold_attribution(text: str, source: Iterable[Span], cue: Iterable[Span], content: Iterable[Span]) -> Attribution:
    """The attribution with its spans in order, touching ones joined; confidence is 1.0, the style that of the text."""
    ordered = joined(content)
    return Attribution(joined(source), joined(cue), ordered, style_of(text, ordered), 1.0, "gold")


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans ascending, overlapping and touching ones as one, empty ones left out."""
    out: list[Span] = []
    for span in sorted(span for span in spans if len(span)):
        if out and span.start <= out[-1].end:
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return tuple(out)


def style_of(text: str, content: Sequence[Span]) -> Style:
    """ "direct" for content wholly inside one pair of double quotation marks, "indirect" for content without any.

    Blanks, commas and full stops outside the pair do not count. Everything else is "mixed".
    """
    body = "".join(span.of(text) for span in content).strip(_OUTSIDE)
    marks = [match.start() for match in _MARKS.finditer(body)]
    if not marks:
        return "indirect"
    return "direct" if marks == [0, len(body) - 1] and len(body) > 1 else "mixed"


def read_utf8(path: Path) -> str:
    """The file's characters, line ends and a byte-order mark kept; raises BadInput when it is no UTF-8 or not there."""
    try:
        return bytes_of(path).decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadInput(
            f"{path}: byte {error.start} is not UTF-8, in which annotations count; save the file as UTF-8"
        ) from error
    except OSError as error:
        raise BadInput(f"{path}: {error.strerror or error}; expected a file to read") from error
