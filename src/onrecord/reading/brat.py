"""Attributions marked in brat: standoff annotations (`.ann`) beside a text, in the event layout of PolNeAR.

`T1<tab>Source 0 7;12 18<tab>words` binds text (fragments joined by `;`), `E1<tab>Attribution:T4 Content:T3 Cue:T2
Source:T1` ties roles together; a role may come several times (`Content2:T9`). Relations, attributes and other notes
are passed over. Source: brat.nlplab.org/standoff.html; Newell, Margolin and Ruths 2018.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from onrecord.errors import BadInput
from onrecord.reading.gold import BYTE_ORDER_MARK, GoldArticle, gold_attribution, read_utf8
from onrecord.records import Span

_RECORD = re.compile(r"(?:([TEAMNR])(\d+)|(#)\d*|(\*))\t")
_BOUND = re.compile(r"T\d+\t(\S+) (\d+ \d+(?:;\d+ \d+)*)\t(.*)", re.DOTALL)
_EVENT = re.compile(r"E\d+\t(\S+:T\d+(?: +\S+:[TE]\d+)*) *")
_NOTE = re.compile(r"#\d*\tAnnotatorNotes (E\d+)\tSpeaker: (.+)")
_ROLE = re.compile(r"(Source|Cue|Content)\d*")
_LONGEST_SHOWN = 60
_MAX_DIGITS = 12


def read_brat(text_path: Path | str, ann_path: Path | str) -> GoldArticle:
    """The text and its attributions in the order of the events; events without content are counted, not returned.

    Offsets are code points of the file as it is: CRLF counts two, and a byte-order mark, which is no part of the text
    returned, is taken off them. Raises BadInput with file and line for a line that is none of the format, a span
    beyond the text, words that are not the text's, or an event whose parts are missing.
    """
    text_path, ann_path = Path(text_path), Path(ann_path)
    raw = read_utf8(text_path)
    shift = len(raw) - len(raw.removeprefix(BYTE_ORDER_MARK))
    text = raw[shift:]
    bound: dict[str, tuple[Span, ...]] = {}
    events: list[tuple[str, int, list[tuple[str, str]]]] = []
    names: dict[str, str] = {}
    for line, record in _records(ann_path):
        key = record.partition("\t")[0]
        if key[0] == "T":
            bound[key] = _spans(record, raw, shift, f"{ann_path}:{line}")
        elif key[0] == "E":
            events.append((key, line, _arguments(record, f"{ann_path}:{line}")))
        elif note := _NOTE.fullmatch(record):
            names[note[1]] = note[2]
    attributions, speakers = [], []
    for key, line, arguments in events:
        roles: dict[str, list[Span]] = {"Source": [], "Cue": [], "Content": []}
        for role, target in arguments:
            if target not in bound:
                raise BadInput(f"{ann_path}:{line}: {key} names {target}, expected one of the file's T lines; add it")
            roles[role] += bound[target]
        if roles["Content"]:
            attributions.append(gold_attribution(text, roles["Source"], roles["Cue"], roles["Content"]))
            speakers.append(names.get(key, ""))
    left_out = len(events) - len(attributions)
    return GoldArticle(text_path.stem, text, tuple(attributions), tuple(speakers), left_out)


def find_annotations(text_path: Path | str, folder: Path | str) -> list[Path]:
    """The annotation files of a text in `folder`, sorted: `STEM.ann` first, then each annotator's `STEM_*.ann`.

    PolNeAR names annotators by four characters behind the last underscore; the first of them is the one to score by.
    """
    stem = Path(text_path).stem
    own = Path(folder) / f"{stem}.ann"
    try:
        annotators = [p for p in Path(folder).iterdir() if p.suffix == ".ann" and p.stem.rpartition("_")[0] == stem]
    except OSError as error:
        raise BadInput(f"{folder}: {error.strerror or error}; expected a folder of .ann files") from error
    return [*([own] if own.is_file() else []), *sorted(annotators)]


def _records(path: Path) -> Iterator[tuple[int, str]]:
    """(line from 1, record); words and notes may run over several lines, since some tools leave their breaks in."""
    record, first = "", 0
    for number, line in enumerate(read_utf8(path).removeprefix(BYTE_ORDER_MARK).split("\n"), 1):
        if _RECORD.match(line):
            if record:
                yield first, record.rstrip("\n")
            record, first = line.removesuffix("\r"), number
        elif record and record[0] in "T#":
            record += "\n" + line.removesuffix("\r")
        elif line.strip():
            raise BadInput(
                f"{path}:{number}: {_shown(line)!r}, expected an annotation such as 'T1<tab>Cue 9 13<tab>said'; "
                "check that this is a brat .ann file"
            )
    if record:
        yield first, record.rstrip("\n")


def _spans(record: str, raw: str, shift: int, place: str) -> tuple[Span, ...]:
    match = _BOUND.fullmatch(record)
    if match is None:
        raise BadInput(f"{place}: {_shown(record)!r}, expected 'T1<tab>Source 0 7;12 18<tab>words'; mend the line")
    numbers = [[int(number[:_MAX_DIGITS]) for number in piece.split()] for piece in match[2].split(";")]
    for start, end in numbers:
        if not shift <= start < end <= len(raw):
            raise BadInput(
                f"{place}: span {start} {end}, expected one within 0 {len(raw)}, the length of the text; "
                "check that the annotations belong to this text and that its line ends were not translated"
            )
    words = "".join(raw[start:end] for start, end in numbers)
    if "".join(words.split()) != "".join(match[3].split()):
        raise BadInput(
            f"{place}: the annotation says {_shown(match[3])!r}, the text has {_shown(words)!r} there; check that the "
            "annotations belong to this text and that its line ends were not translated"
        )
    return tuple(Span(start - shift, end - shift) for start, end in numbers)


def _arguments(record: str, place: str) -> list[tuple[str, str]]:
    """(role, target) of each argument that is a role of an attribution."""
    match = _EVENT.fullmatch(record)
    if match is None:
        raise BadInput(
            f"{place}: {_shown(record)!r}, expected 'E1<tab>Attribution:T4 Content:T3 Cue:T2'; mend the line"
        )
    found = []
    for argument in match[1].split()[1:]:
        name, _, target = argument.partition(":")
        if role := _ROLE.fullmatch(name):
            found.append((role[1], target))
    return found


def _shown(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"
