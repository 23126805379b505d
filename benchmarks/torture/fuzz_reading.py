"""Targets: every reader of articles, from bytes to articles and problems."""

from __future__ import annotations

import gzip
import io
import json
import os
import zlib
from functools import partial

from onrecord.errors import BadInput
from onrecord.reading.sources import read
from torture.fuzz_target import Target, pieces, promise, scratch, sound_article, text_of, tolerated, written
from torture.small_pdf import pdf_of

_TEXT = "Ferry talks stall\n\n“We will not pay,” said Mara Quill on Monday. The café in Łódź sold 1,200 tickets.\n"
_ROW = {"id": "a1", "text": _TEXT, "title": "Ferry", "date": "2021-03-04", "url": "https://example.org/a", "n": [1, {}]}
_HTML = (
    "<!doctype html><html><head><meta charset='utf-8'><title>Ferry talks</title>"
    "<meta name='author' content='A. Reader'><meta property='article:published_time' content='2021-03-04'></head>"
    "<body><article><h1>Ferry talks stall</h1><p>Harbour master Mara Quill said on Monday that the ferry would not "
    "sail before the council had voted on its price.</p><p>“We will not pay,” she told reporters &amp; others, and "
    "left for the old mill, where the talks go on until Friday at least.</p><table><tr><td>1</td></tr></table>"
    "<script>alert(1)</script></article></body></html>"
)


def _read_file(name: str, data: bytes) -> None:
    """Through the front door: a file of this name."""
    found = []
    reading = read(written(name, data))
    for article in reading:
        sound_article(article)
        found.append(article)
    for problem in reading.problems:
        promise(0 < len(problem.reason) < 20_000 and "\n" not in problem.reason, "a problem of no or many lines")
    promise(bool(found or reading.problems) or name.endswith(("jsonl", "csv", "tsv")), "neither article nor problem")


def _plain(data: bytes) -> None:
    _read_file("a.txt", data)


def _stdin(data: bytes) -> None:
    for article in read("-", stdin=io.BytesIO(data)):
        sound_article(article)


def _decoding(data: bytes) -> None:
    """Text comes out of bytes without loss where they are UTF-8, and never with lone surrogates or NUL."""
    from onrecord.reading.decoding import decode, mend_surrogates
    from onrecord.reading.transcoding import as_utf8

    declared, _, rest = data.partition(b"\xff")
    for name in ("", text_of(declared)[:40]):
        try:
            decoded = decode(rest, name)
        except BadInput:
            continue
        promise("\0" not in decoded.text, "NUL in a decoded text")
        decoded.text.encode("utf-8")
    stream, _ = as_utf8(io.BytesIO(data))
    mend_surrogates(stream.read().decode("utf-8", "surrogateescape")).encode("utf-8")


def _gzip(data: bytes) -> None:
    _read_file("a.txt.gz", data)
    # What is inside is as hostile as what is around it.
    _read_file("b.jsonl.gz", gzip.compress(data, 1, mtime=0))


def _sidecar(data: bytes) -> None:
    written("s.meta.json", data)
    _read_file("s.txt", _TEXT.encode())


def _columns(data: bytes) -> None:
    """A table whose columns the user names."""
    ours, theirs, rest = pieces(data, 3)
    written("c.csv", rest)

    def attempt() -> None:
        for article in read(scratch() / "c.csv", columns={text_of(ours): text_of(theirs), "text": "text"}):
            sound_article(article)

    tolerated(attempt)


def _brat(data: bytes) -> None:
    from onrecord.reading.brat import read_brat

    text, annotations = pieces(data, 2)
    tolerated(lambda: read_brat(written("b.txt", text), written("b.ann", annotations)))


def _citron(data: bytes) -> None:
    from onrecord.reading.citron import read_citron

    tolerated(lambda: read_citron(written("c.json", data)))


def _sources(data: bytes) -> None:
    """What the user may type as a source: patterns, paths, anything; in an empty folder."""
    os.chdir(scratch())
    one, two = pieces(data, 2)
    inside = str(scratch() / "none" / text_of(one).lstrip("/"))
    for source in (inside, text_of(two)[:64].replace("/", ":")):
        if source != "-" and ".." not in source.split("/"):  # the folders above hold whatever they hold
            tolerated(lambda source=source: list(read(source)))


def _pdf_seeds() -> list[bytes]:
    content = b"BT /F1 12 Tf 72 720 Td (Ferry talks stall in the harbour) Tj 0 -14 Td [(We) -250 (will)] TJ ET"
    return [pdf_of(content), pdf_of(zlib.compress(content), packed=True), pdf_of(content + b" /X Do", forms=3)]


def _texts() -> list[bytes]:
    return [
        _TEXT.encode(), _TEXT.encode("utf-16"), _TEXT.encode("utf-32"), _TEXT.encode("cp1250", "replace"),
        "Zażółć gęślą jaźń. Ministrowie mówią o cenach.".encode("iso8859_2"), b"\xef\xbb\xbfmarked", b"\x1f\x8b\x08",
        b"caf\xe9 " * 40, "二人の大臣は港で話した。".encode("cp932"), b"a\0b\0c\0", b"\xed\xa0\x80",
    ]  # fmt: skip


def _markdown() -> list[bytes]:
    return [
        b'---\ntitle: "Ferry"\ndate: 2021-03-04\nauthor: A\ntags:\n  - x\n---\n\n# Ferry\n\n```\n# no\n```\n',
        b"---\n---\n# a #\n", b"~~~\n# x\n~~~\n# y",
    ]  # fmt: skip


def _rows() -> list[bytes]:
    row = json.dumps(_ROW, ensure_ascii=False).encode()
    return [
        row + b"\n" + row.replace(b"a1", b"a2") + b"\n\n{broken\n",
        b'{"_id": 7, "text": "x", "metadata": {"date": "1"}}',
        b'{"id":"x","text":"\\ud800","date":20210304}', b'{"id":1e999,"text":"a"}', b"[" * 2000,
    ]  # fmt: skip


def _json() -> list[bytes]:
    return [json.dumps([_ROW, _ROW | {"id": "b"}]).encode(), *_rows()]


def _tables(delimiter: str) -> list[bytes]:
    rows = [
        ["id", "headline", "body", "published", "x"],
        ["1", "a", 'He said ""no""', "2021", "=1+1"],
        ["2"],
        ["", "b"],
    ]
    plain = "\n".join(delimiter.join(f'"{cell}"' if '"' in cell else cell for cell in row) for row in rows).encode()
    return [plain, plain.replace(b"\n", b"\r\n"), b'id,text\n1,"never closed\n', plain.decode().encode("utf-16")]


def _annotated() -> list[bytes]:
    text = "Mara Quill said: no ferry today."
    lines = "T1\tSource 0 10\tMara Quill\nT2\tCue 11 15\tsaid\nT3\tContent 17 31\tno ferry today\n"
    events = "E1\tSource:T1 Cue:T2 Content:T3\n#1\tAnnotatorNotes E1\tSpeaker: Q"
    return [text.encode() + b"\xff" + (lines + events).encode()]


def _citrons() -> list[bytes]:
    text = "Mara Quill said: no ferry today."
    cue = {"start": 11, "end": 15, "text": "said"}
    quote = {"cue": cue, "sources": [{"start": 0, "end": 10}], "contents": [{"start": 17, "end": 31}]}
    return [json.dumps({"text": text, "quotes": [quote]}).encode()]


_JSON_WORDS = (
    b'"id"', b'"_id"', b'"text"', b'"date"', b'"metadata"', b"Infinity", b"NaN", b"1e999", b"\\ud800", b"\\u0000",
    b"99999999999999999999", b"[[[[[[[[", b'{"a":', b"null", b"true", b"-0", b'"author":["a"]',
)  # fmt: skip
_HTML_WORDS = (
    b"<p>", b"</p>", b"<div>", b"<table><tr><td>", b"<!--", b"-->", b"<![CDATA[", b"&#x110000;", b"&#0;", b"<meta ",
    b"charset=", b"utf-7", b"<script>", b"<article>", b"<time datetime='", b"<?xml version='1.0' encoding='utf-16'?>",
    b'<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"', b"</script>", b"<base href=",
)  # fmt: skip
_PDF_WORDS = (
    b"/FlateDecode", b"/LZWDecode", b"/ASCII85Decode", b"/RunLengthDecode", b"/ASCIIHexDecode", b"/ObjStm", b"/XRef",
    b"/Kids", b"/Count 99999999", b"/Parent 3 0 R", b"/Prev 0", b"/Encrypt", b"/ToUnicode", b"beginbfrange", b"Tj",
    b"TJ",
    b"/DecodeParms << /Predictor 12 /Columns 999999999 >>", b"stream\n", b"endstream", b"3 0 R", b"/Length -1",
    b"<<", b">>",
)  # fmt: skip

TARGETS = {
    "decoding": Target(
        _decoding, _texts, 120, (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"utf-8\xff", b"\xed\xa0\x80")
    ),
    "read plain": Target(_plain, _texts, 15),
    "read standard input": Target(_stdin, lambda: [*_texts(), *_rows(), _HTML.encode()], 10, _JSON_WORDS),
    "read markdown": Target(partial(_read_file, "a.md"), _markdown, 15, (b"---\n", b"title: ", b"```", b"# ", b"...")),
    "read html": Target(
        partial(_read_file, "a.html"), lambda: [_HTML.encode(), _HTML.encode("utf-16")], 4, _HTML_WORDS
    ),
    "read pdf": Target(partial(_read_file, "a.pdf"), _pdf_seeds, 4, _PDF_WORDS),
    "read jsonl": Target(partial(_read_file, "a.jsonl"), _rows, 40, _JSON_WORDS),
    "read json": Target(partial(_read_file, "a.json"), _json, 20, _JSON_WORDS),
    "read csv": Target(
        partial(_read_file, "a.csv"), partial(_tables, ","), 30, (b"id,text\n", b'"', b'""', b"\r\n", b";")
    ),
    "read tsv": Target(partial(_read_file, "a.tsv"), partial(_tables, "\t"), 25, (b"id\ttext\n", b'"', b'""', b"\r\n")),
    "read table by columns": Target(_columns, lambda: [b"id\xffnr\xffnr,text\n1,a\n", b"x\xffy\xff"], 10, (b"\xff",)),
    "read sidecar": Target(_sidecar, _json, 20, _JSON_WORDS),
    "read gzip": Target(_gzip, lambda: [gzip.compress(_TEXT.encode()), *_rows()], 10, (b"\x1f\x8b\x08\x00",)),
    "read brat": Target(
        _brat, _annotated, 25, (b"T1\t", b"E1\t", b"Source", b"Content", b" 0 10;12 15", b"#1\t", b"\xff")
    ),
    "read citron": Target(_citron, _citrons, 20, (*_JSON_WORDS, b'"start"', b'"end"', b'"quotes"', b'"cues"')),
    "sources": Target(_sources, lambda: [b"a/*.txt\xff[a-", b"**/b*\xff-"], 10, (b"**", b"*/", b"\xff", b"[!", b"\0")),
}
