"""Targets: a text cut into paragraphs, sentences, passages and quotations, read for who said what, and shown."""

from __future__ import annotations

import csv
import io
import json
import re

from onrecord.records import Article, Span
from torture.fuzz_target import Target, in_order, pieces, promise, text_of

_TEXTS = (
    "PORT ANSEL — “We won't sell,” Mr. Quill said (laughing). \"No 'red lines' here,\" he added.\n\nShe paid $3.5bn.",
    "'Tis late, J. R. Carrow told St. Ives. «Nie», powiedział. „Ja“, sagte er. ‘One “two ‘three’ two” one’ he said.",
    "Q: Why?\nA: Because the minister, who had said on Jan. 5 that 10,000 troops would leave, denied it...\n\r\n- x\n",
    "According to Ines Carrow, 40 percent of 2 1/2 million dock workers have been promised five to ten crowns a week.",
)
_WORDS = tuple(
    word.encode()
    for word in (
        "“", "”", "‘", "’", '"', "'", "«", "»", "„", "\n\n", "\r\n", "\u2028", "\u202e", "\u0300", "\ufeff", " said ",
        "according to ", "Mr. ", " told reporters", "$1.5bn", "10 percent", "…", "...", "—", "https://example.org/",
        "\0", "he ", "President ", "on Friday", "((", "))", "A.", "İ", "ß", "𝔘", "\u200d",
    )
)  # fmt: skip


def _seeds() -> list[bytes]:
    return [text.encode() for text in _TEXTS] + ["\n".join(_TEXTS).encode()]


def _splitter(data: bytes) -> None:
    """Every cut is exact, in order and within the text; sentences leave out nothing but blanks."""
    from onrecord.text.paragraphs import find_paragraphs
    from onrecord.text.passages import build_passages
    from onrecord.text.quotation import find_quotations
    from onrecord.text.sentences import split_sentences

    text = text_of(data)
    sentences = split_sentences(text)
    in_order(find_paragraphs(text), text, "paragraph")
    in_order(sentences, text, "sentence")
    covered = bytearray(len(text))
    for span in sentences:
        covered[span.start : span.end] = b"\1" * len(span)
    left = [character for character, taken in zip(text, covered, strict=True) if not taken]
    promise("".join(left).strip() == "", f"no sentence holds {''.join(left).strip()[:20]!r}")
    for words, overlap in ((80, 0), (7, 1)):
        passages = build_passages(text, words=words, overlap=overlap)
        in_order(passages, text, "passage", apart=not overlap)
        promise(bool(passages) == bool(text.strip()), "a text without passages")
    last = 0
    for quotation in find_quotations(text):
        outer, inner = quotation.span, quotation.inner
        promise(last <= outer.start < outer.end <= len(text), f"quotation {outer} after {last}")
        promise(outer.start <= inner.start <= inner.end <= outer.end, f"{inner} is not inside {outer}")
        last = outer.start


def _terms(data: bytes) -> None:
    from onrecord.alignment.words import read_words
    from onrecord.text.folding import fold
    from onrecord.text.terms import Analyser

    text = text_of(data)
    analyser = Analyser()
    last = 0
    for token in analyser.tokens(text):
        promise(last <= token.span.start < token.span.end <= len(text), f"token {token.span} after {last}")
        last = token.span.end
    promise(all(term and not term.isspace() for term in analyser.terms(text)), "an empty term")
    fold(text)
    words = read_words(text)
    for number in range(len(words)):
        promise(bool(words.span(number, number).of(text)), "an empty word")


def _extraction(data: bytes) -> None:
    """Attributions, people, speakers and claims by rules, each in its place; the same once more."""
    from onrecord.uses.extract import Extractor

    title, body = pieces(data, 2)
    text = text_of(body)
    found = Extractor(None).extract(text, text_of(title), "2021-03-04", ())
    promise(len(found.attributions) == len(found.speakers), "a quotation without speaker")
    for attribution in found.attributions:
        for span in (*attribution.source, *attribution.cue, *attribution.content):
            promise(0 <= span.start < span.end <= len(text), f"attribution at {span}")
    for claim in found.claims:
        for quantity in claim.quantities:
            json.dumps(quantity.value)
    again = Extractor(None).extract(text, text_of(title), "2021-03-04", ())
    promise(repr(found) == repr(again), "found otherwise the second time")


def _rendering(data: bytes) -> None:
    """What is shown holds no control character, no tag of the text's own, no formula; all of it can be encoded."""
    from onrecord.rendering.csv_text import csv_text
    from onrecord.rendering.html_view import article_html
    from onrecord.rendering.json_text import json_text
    from onrecord.rendering.links import html_link, web_address
    from onrecord.rendering.markdown_text import markdown_link, markdown_text
    from onrecord.rendering.safe_text import is_safe, printable
    from onrecord.rendering.text_fragment import text_fragment
    from onrecord.rendering.wrapping import wrap

    url, body = (text_of(piece) for piece in pieces(data, 2))
    shown = printable(body)
    promise(is_safe(shown) and len(shown) == len(body) and printable(shown) == shown, "not printable")
    shown.encode("utf-8")
    in_order(wrap(shown, 40), shown, "line")
    csv_text(["a"], [[body], [url]]).encode("utf-8")
    (cell,) = list(csv.reader(io.StringIO(csv_text(["a"], [[body]]), newline="")))[1:][0] or [""]
    promise(not re.match(r"[=+\-@\t\r\n＝＋－＠]", cell), "a formula in CSV")
    promise(json.loads(json_text({"a": body})) == {"a": body}, "JSON says something else")
    for page in (article_html(Article("x", body or "x", title=url, url=url)), html_link(shown, url)):
        page.encode("utf-8")
        tags = re.findall(r"<([a-zA-Z/!][^>]*)>", page)
        promise(all(tag.split()[0].strip("/") in _TAGS for tag in tags), f"tags {tags}")
        promise(not re.search(r"""href="(?!https?://)""", page, re.I), "a link to no page")
    for line in (markdown_text(body), markdown_link(body, url)):
        promise(
            "\n" not in line and not re.search(r"(?<!\\)<(?!https?:)", line, re.I), "Markdown that is more than words"
        )
    address = web_address(url)
    promise(not address or address.lower().startswith(("http://", "https://")), "no web address")
    middle = len(body) // 2
    promise(
        text_fragment(url, body, Span(middle // 2, middle)).startswith(address.partition(":~:")[0].rstrip("#")), "link"
    )


_TAGS = frozenset(
    [
        "a",
        "article",
        "b",
        "blockquote",
        "br",
        "cite",
        "div",
        "em",
        "h1",
        "h2",
        "h3",
        "li",
        "mark",
        "p",
        "span",
        "strong",
    ]
)


def _verdicts(data: bytes) -> None:
    """Two texts against each other, the quotation against the printed one: alignment alone."""
    from onrecord.alignment.quoted import read_quoted
    from onrecord.alignment.speech import find_speeches
    from onrecord.alignment.words import read_words

    quoted, printed = (text_of(piece) for piece in pieces(data, 2))
    read_quoted(quoted)
    words = read_words(printed)
    speeches = find_speeches(printed, words)
    promise(speeches is not None, "no speeches")


TARGETS = {
    "splitter": Target(_splitter, _seeds, 80, _WORDS),
    "terms": Target(_terms, _seeds, 60, _WORDS),
    "extraction by rules": Target(_extraction, lambda: [b"T\xff" + seed for seed in _seeds()], 5, _WORDS),
    "rendering": Target(
        _rendering,
        lambda: [b"https://example.org/a\xff" + seed for seed in _seeds()] + [b"javascript:alert(1)\xff=1+1<b>"],
        50,
        (
            *_WORDS,
            b"javascript:",
            b"<script>",
            b"\x1b[2J",
            b"=cmd|",
            b"\xff",
            b"](",
            b"'\"><",
            b"\xe2\x80\xae",
            b"&lt;",
        ),
    ),
    "quoted words": Target(
        _verdicts, lambda: [b"we won't\xff" + seed for seed in _seeds()], 40, (*_WORDS, b"\xff", b"[", b"]")
    ),
}
