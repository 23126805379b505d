"""Targets: what is typed (queries, conditions, names, citations, drafts), against a small archive in memory."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from onrecord import Archive
from onrecord.limits import Limits
from onrecord.querying.parse import parse, without_links
from onrecord.records import Filter
from torture.articles import STORED
from torture.fuzz_target import Target, pieces, promise, text_of, tolerated

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_QUERIES = (
    'ferry "harbour dues" -iran speaker:"Ines Carrow" since:2021 until:2022-01-03', '("red line"), -"cold war"',
    "who said that school meals would cost 12 million crowns?", "source:post until:9999-99-99 since:", '-"',
    "“ferry”",
    "see https://example.org/a?b=c ferry -x", "*:* AND terms:ferry OR NOT words:x^2~3 [a TO b] /re+/ \\",
    "'; DROP TABLE--",
)  # fmt: skip
_WORDS = tuple(
    word.encode()
    for word in (
        "speaker:", "source:", "since:", "until:", '"', "“", "”", "-", " -", '-"', ' "', '":', "ferry", "harbour",
        "2021", "-13", "0000", "99999999", "%", "_", "'", ";--", "\\", "*", "~2", "^9", "AND", "OR", "NOT", "[", "TO",
        "]", "(", ")", "\0", ">=", "..", "1e999", "bn", "½", "١٢", "troops > ", "n001@", ":0-1", "\u202e", "İ",
    )
)  # fmt: skip


class SmallEncoder:
    """Vectors made of a checksum of the words: enough to search by, and nothing has to be loaded."""

    fingerprint, width = "small", 16

    def encode(self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None) -> NDArray[np.float32]:
        import numpy as np

        rows = np.zeros((len(texts), self.width), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.split()[:500]:
                row[hashlib.sha256(word.encode("utf-8", "replace")).digest()[0] % self.width] += 1.0
            row[0] += 1e-3
            row /= np.linalg.norm(row)
        return rows


def use_small_encoder() -> None:
    """Archives opened from now on in this process use it."""
    from onrecord.uses import opening

    opening._load_encoder = lambda name, notify=None: SmallEncoder()


@cache
def archive() -> Archive:
    """The articles of the crash harness, in memory."""
    use_small_encoder()
    made = Archive.in_memory()
    made.add(STORED)
    return made


def _parse(data: bytes) -> None:
    """Never an error; dates are dates, phrases are among the words."""
    text = text_of(data)
    query = parse(text)
    promise(len(query.text) <= Limits().query_characters, "longer than was typed")
    promise(all(phrase and phrase in query.text for phrase in query.required), "a phrase that is not among the words")
    for words in (
        query.text,
        *query.required,
        *query.excluded,
        *query.warnings,
        query.filter.speaker,
        query.filter.source,
    ):
        words.encode("utf-8")
    promise(len(without_links(text)) == len(text), "offsets moved")


def _condition(data: bytes) -> None:
    from onrecord.querying.quantity import parse_condition

    found: Any = tolerated(lambda: parse_condition(text_of(data)))
    if found is not None:
        found.holds([{"value": 3.0, "high": 5.0, "unit": "troops"}, {"value": None, "unit": 1}, {}])
        promise(found.value <= found.high, "a range that runs backwards")


def _sound(hits: Sequence[Any]) -> None:
    for hit in hits:
        promise(hit.score == hit.score, "a score that is no number")
        json.dumps(hit.to_dict(), allow_nan=False)


def _search(data: bytes) -> None:
    """Every mode and kind; the hits can be printed, and each stands where it says."""
    how, typed = data[:1] or b"\0", text_of(data[1:])
    mode = ("bm25", "bm25", "bm25", "vector", "hybrid")[how[0] % 5]
    kind = (None, None, "quote", "claim", "person")[how[0] // 5 % 5]
    group = "article" if how[0] > 200 and kind is None else "unit"
    hits: Any = tolerated(lambda: archive().search(typed, 5, mode=mode, kind=kind, group=group)) or []  # type: ignore[arg-type]
    _sound(hits)
    for hit in hits[:1]:
        article = archive().get(hit.article)
        promise(hit.start < hit.end <= len(article.text), "a hit beyond its article")
        promise(hit.text == article.text[hit.start : hit.end], "a hit that does not say what stands there")


def _filters(data: bytes) -> None:
    """What goes to SQL as a value: it finds what it equals, and nothing else."""
    key, value, speaker, source = (text_of(piece) for piece in pieces(data, 4))
    found: Any = tolerated(
        lambda: archive().search(
            "ferry",
            20,
            mode="bm25",
            metadata={key: value} if key else {},
            speaker=speaker or None,
            source=source or None,
        )
    )
    if key and value and key != "version":
        promise(not found, f"metadata {key!r} finds {found}")
    tolerated(lambda: archive().quotes(speaker=speaker, about=value, source=source, since=key or None, k=3))
    tolerated(lambda: archive().claims(about=speaker, quantity=value or None, article=source or None, k=3))
    tolerated(lambda: archive().person(speaker))


def _references(data: bytes) -> None:
    text = text_of(data)
    tolerated(lambda: archive().get(text))
    tolerated(lambda: archive().resolve(text))


def _verify(data: bytes) -> None:
    quote, speaker = (text_of(piece) for piece in pieces(data, 2))
    found: Any = tolerated(lambda: archive().verify(quote, speaker=speaker or None, k=2))
    if found is not None:
        json.dumps(found.to_dict(), allow_nan=False)


def _draft(data: bytes) -> None:
    text = text_of(data)
    found: Any = tolerated(lambda: archive().verify_draft(text))
    for one in found or ():
        promise(0 <= one.draft_start < one.draft_end <= len(text), "a quotation beyond its draft")


def _restrictions(data: bytes) -> None:
    """Options of the command line that hold dates and names, merged with what was typed."""
    from onrecord.uses.ask import restrict, understand

    since, until, typed = (text_of(piece) for piece in pieces(data, 3))
    given: Any = tolerated(lambda: restrict(None, None, None, since or None, until or None, {}))
    understand(typed, given or Filter())


def _queries() -> list[bytes]:
    return [query.encode() for query in _QUERIES]


TARGETS = {
    "query": Target(_parse, _queries, 150, _WORDS),
    "condition": Target(
        _condition, lambda: [b"troops > 50000", b"usd >= 1.5bn", b"percent = 5..10", "€ = ½".encode()], 70, _WORDS
    ),
    "search": Target(_search, lambda: [b"\0" + q for q in _queries()] + [b"\x0b" + q for q in _queries()], 4, _WORDS),
    "filters": Target(
        _filters, lambda: [b"version\xff1\xffCarrow\xffThe Ansel Post", b"a' OR 1=1--\xff%\xff_"], 3, (*_WORDS, b"\xff")
    ),
    "references": Target(_references, lambda: [b"n001", b"n001@0a1b:0-10", b"n001:5-3", b"n001:-1-9"], 5, _WORDS),
    "verify": Target(
        _verify,
        lambda: [b"We will not close the tram line\xffInes Carrow", b"[we] will ... close\xff"],
        4,
        (*_WORDS, b"\xff", b"..."),
    ),
    "draft": Target(
        _draft, lambda: ['“We will not close the tram line,” Rosa Imber said.\n\n"No, no, no"'.encode()], 1, _WORDS
    ),
    "restrictions": Target(
        _restrictions, lambda: [b"2021\xff2022-01\xffferry since:2020", b"\xff\xff"], 60, (*_WORDS, b"\xff")
    ),
}
