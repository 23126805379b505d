"""Attributions in Citron's JSON: one document a file, with `text` and `quotes`.

Source: github.com/bbc/citron, docs/data_format.md.
"""

from __future__ import annotations

from pathlib import Path

from onrecord.errors import BadInput
from onrecord.reading.gold import BYTE_ORDER_MARK, GoldArticle, gold_attribution, read_utf8
from onrecord.reading.strict_json import parse_json
from onrecord.records import Span

_LONGEST_SHOWN = 60


def read_citron(path: Path | str) -> GoldArticle:
    """The text and its quotes in the order of the file; quotes without contents are counted, not returned.

    Offsets are code points of `text`. An empty cue, and `null`, is no cue; `cues`, which this library writes where
    there are several, comes before `cue`. `speaker` is taken where given. Raises BadInput with the file and the place
    in it for what is no such document, for spans beyond the text and for words that are not the text's.
    """
    path = Path(path)
    source = read_utf8(path).removeprefix(BYTE_ORDER_MARK)
    try:
        document = parse_json(source)
    except BadInput as error:
        raise BadInput(f"{path}: {error}; expected one JSON object with 'text' and 'quotes'") from error
    if not isinstance(document, dict) or not isinstance(document.get("text"), str):
        raise BadInput(
            f"{path}: {_kind(document)}, expected an object with a 'text' and 'quotes'; "
            "Citron's answers leave the text out: add it"
        )
    text: str = document["text"]
    quotes = document.get("quotes", [])
    if not isinstance(quotes, list):
        raise BadInput(f"{path}: 'quotes' is {_kind(quotes)}, expected a list of quotes; mend the file")
    attributions, speakers = [], []
    for number, quote in enumerate(quotes):
        place = f"{path}: quotes[{number}]"
        if not isinstance(quote, dict):
            raise BadInput(f"{place} is {_kind(quote)}, expected an object with cue, sources and contents; mend it")
        sources, contents = (_spans(quote, name, text, place) for name in ("sources", "contents"))
        cues = _spans(quote, "cues", text, place) if "cues" in quote else _cue(quote, text, place)
        if any(map(len, contents)):
            attributions.append(gold_attribution(text, sources, cues, contents))
            speaker = quote.get("speaker")
            speakers.append(speaker if isinstance(speaker, str) else "")
    left_out = len(quotes) - len(attributions)
    return GoldArticle(path.stem, text, tuple(attributions), tuple(speakers), left_out)


def _spans(quote: dict[str, object], name: str, text: str, place: str) -> list[Span]:
    spans = quote.get(name)
    if spans is None:
        return []
    if not isinstance(spans, list):
        raise BadInput(f"{place}.{name} is {_kind(spans)}, expected a list of spans; mend the file")
    return [_span(span, text, f"{place}.{name}[{number}]") for number, span in enumerate(spans)]


def _cue(quote: dict[str, object], text: str, place: str) -> list[Span]:
    cue = quote.get("cue")
    return [] if cue is None else [_span(cue, text, f"{place}.cue")]


def _span(value: object, text: str, place: str) -> Span:
    if not isinstance(value, dict) or not all(type(value.get(name)) is int for name in ("start", "end")):
        raise BadInput(f"{place} is {_kind(value)}, expected an object with whole numbers start and end; mend the file")
    start, end = value["start"], value["end"]
    if not 0 <= start <= end <= len(text):
        raise BadInput(
            f"{place} is {start}-{end}, expected a span within 0-{len(text)}, the length of the text; "
            "check that the quotes belong to this text"
        )
    said = value.get("text")
    if isinstance(said, str) and "".join(said.split()) != "".join(text[start:end].split()):
        raise BadInput(
            f"{place} says {_shown(said)!r}, the text has {_shown(text[start:end])!r} there; check that offsets are "
            "code points of this very text"
        )
    return Span(start, end)


def _kind(value: object) -> str:
    names = {dict: "an object", list: "a list", str: "a string", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")


def _shown(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"
