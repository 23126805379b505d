"""Small inputs that would become large, and flat ones that would become slow: each is refused or read at once."""

from __future__ import annotations

import gzip
import json
import signal
import zlib
from pathlib import Path

import pytest

from onrecord import read
from onrecord.limits import Limits
from onrecord.reading.html_tags import most_attributes
from onrecord.uses.extract import Extractor
from torture.fuzz_child import attempt, too_slow
from torture.small_pdf import pdf_of

# Each takes a second at most when nobody else is at work; quadratic, they take minutes.
PATIENCE = 60.0
MANY_KEYS = "{" + ",".join(f'"k{n}":{n}' for n in range(200_000)) + "}"
BOMBS: dict[str, tuple[bytes, str]] = {
    "a.txt.gz": (gzip.compress(bytes(80_000_000)), "bytes of gzip unpack to"),
    "b.txt.gz": (gzip.compress(gzip.compress(bytes(80_000_000))), "gzip data"),
    "c.txt.gz": (gzip.compress(b"") * 50_000, "the file is empty"),
    "d.json": (b"[" * 2_000_000, "nested too deeply"),
    "e.json": (b'{"a":' * 500_000, "nested too deeply"),
    "f.jsonl": (b'{"id":"a","text":"t","n":' + b"9" * 1_000_000 + b"}", "a number is too long"),
    "g.jsonl": (b'{"id":"a","text":"t","n":' + b"9" * 4_000 + b"}", "number_digits="),
    "h.jsonl": (b'{"id":"a","text":"t","n":1e999}', "holds inf"),
    "i.jsonl": (f'{{"id":"a","text":"t","more":{MANY_KEYS}}}'.encode(), "metadata_bytes="),
    "j.jsonl": (json.dumps({"id": "a" * 2_000_000, "text": "t"}).encode(), "id_characters="),
    "k.jsonl": (json.dumps({"id": "a", "text": "t", "title": "t " * 1_000_000}).encode(), "title_characters="),
    "l.csv": (b"id,text," + b",".join(b"c%d" % n for n in range(100_000)) + b"\n1,t\n", "table_columns="),
    "m.csv": (b"id,text\n1,t" + b",x" * 2_000_000 + b"\n", "cells, the header 2"),
    "n.csv": (b'id,text\n1,"' + b"never\n" * 500_000, "never closed"),
    "o.html": (b"<p " + b" ".join(b"a%d=1" % n for n in range(200_000)) + b">Ferry talks stall.", "html_attributes="),
    "p.html": (b"<div>" * 200_000 + b"Ferry talks stall.", "no article text"),
    "q.html": (b"<!--" * 500_000, "no article text"),
    "r.pdf": (pdf_of(b"/X Do", forms=40), ""),
    "s.pdf": (pdf_of(zlib.compress(b"BT (a) Tj ET" + b" " * 100_000_000), packed=True), "broken PDF"),
    "t.pdf": (pdf_of(b"[" * 100_000, pages=1), "broken PDF"),
    "u.pdf": (pdf_of(b"BT ET", pages=20_000), "pdf_pages="),
    "v.txt": (b"\n" * 5_000_000 + b"Ferry talks stall.", ""),
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs(tmp_path: Path, name: str) -> None:
    """One problem that says why, or one article; never minutes, and no more memory than the limits allow."""
    data, said = BOMBS[name]
    (tmp_path / name).write_bytes(data)
    signal.signal(signal.SIGPROF, too_slow)
    found: list[str] = []

    def run(_: bytes) -> None:
        reading = read(tmp_path / name, limits=Limits(pdf_operators=2_000))
        found.extend(article.id for article in reading)
        found.extend(problem.reason for problem in reading.problems if problem.skipped)

    failure = attempt(run, b"", PATIENCE)
    assert failure is None, failure
    assert len(found) == 1
    assert said in found[0]


@pytest.mark.parametrize(
    ("page", "most"),
    [
        ("<p>plain</p>", 0),
        ("<p a b=1 c='x > y' d=\"<i e f>\">x</p><b g h>", 4),
        ("<!-- <p a b c> --><i d>", 1),
        ("<script>if (a <b c d e) {}</script><i f>", 1),
        ("<a/b/c/d>", 3),
        ("<a b=c/d e = f  g>", 3),
        ("<a 'b' \"c\" =d>", 2),
        ("<a b c", 2),
        ("a < b c d", 0),
        ('<a b="never closed> <i c d e', 1),
    ],
)
def test_attributes_are_counted_as_a_browser_reads_them(page: str, most: int) -> None:
    """Quoted `>`, comments and scripts are no ends and beginnings of tags."""
    assert most_attributes(page) == most


@pytest.mark.parametrize(
    "piece",
    ["<script>", "<script></script>", "<!--", "<a", "<a ", '<a b="', "<a b= ", "<a b='c\" ", "<", "</script", "<a/"],
)
def test_counting_attributes_takes_linear_time(piece: str) -> None:
    """Pages of one thing again and again."""
    signal.signal(signal.SIGPROF, too_slow)
    assert attempt(lambda data: most_attributes(data.decode()), piece.encode() * 100_000, PATIENCE) is None


def test_a_crowd_in_one_article() -> None:
    """Six hundred people who all say something are read in linear time, each with what they said."""
    syllables = ("ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "za")
    names = ["Ana " + "".join(syllables[int(digit)] for digit in f"{n * 7919 % 10**6:06}").title() for n in range(600)]
    text = " ".join(f"“We will wait for talk {n},” said {name}." for n, name in enumerate(names))
    signal.signal(signal.SIGPROF, too_slow)
    found: list[int] = []
    failure = attempt(
        lambda _: found.append(len(Extractor(None).extract(text, "", "", ()).attributions)), b"", PATIENCE
    )
    assert failure is None, failure
    assert found == [600]
