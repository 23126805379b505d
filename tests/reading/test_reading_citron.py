"""Citron's JSON is read and written as its format page says."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import BadInput
from onrecord.reading.citron import read_citron
from onrecord.reading.gold import style_of
from onrecord.records import Span
from onrecord.rendering.citron_json import citron_json
from onrecord.rendering.json_text import json_text
from onrecord.spoken import Attribution, Mention, Person, Speaker

TEXT = "“Not now,” Bell said, “not ever.” Ada Bell left. She will return, she promised. Costs: high."
BELL = Person(
    "Ada Bell", ("Bell",),
    (
        Mention(Span(11, 15), "name", "last word of Ada Bell"), Mention(Span(34, 42), "name", "full name"),
        Mention(Span(49, 52), "pronoun", "the only woman"), Mention(Span(66, 69), "pronoun", "the only woman"),
    ),
)  # fmt: skip
FOUND = (
    Attribution((Span(11, 15),), (Span(16, 20),), (Span(0, 10), Span(22, 33)), "mixed", 0.87654, "tagger"),
    Attribution((Span(66, 69),), (Span(70, 78),), (Span(49, 64),), "indirect", 0.5, "tagger"),
    Attribution((Span(34, 42),), (Span(43, 47), Span(70, 78)), (Span(80, 91),), "indirect", 0.5, "rules"),
    Attribution((), (), (Span(80, 91),), "indirect", 0.4, "rules"),
)
SPEAKERS = (
    Speaker("Ada Bell", 0, 1.0, ""),
    Speaker("Ada Bell", 0, 1.0, ""),
    Speaker("Ada Bell", 0, 1.0, ""),
    Speaker("", None, 0.0, ""),
)


def span(start: int, end: int) -> dict[str, object]:
    return {"start": start, "end": end, "text": TEXT[start:end]}


@pytest.fixture
def write(tmp_path: Path):  # type: ignore[no-untyped-def]
    """Writes a document; gives its path."""

    def file(document: object) -> Path:
        path = tmp_path / "story.json"
        path.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
        return path

    return file


def test_citron_golden() -> None:
    """The fields of the format page, ours beside them; the nearest full name resolves a short one or a pronoun."""
    document = citron_json(TEXT, FOUND, SPEAKERS, [BELL])
    assert document["text"] == TEXT
    assert document["quotes"] == [
        {
            "id": "1", "cue": span(16, 20), "sources": [span(11, 15)], "contents": [span(0, 10), span(22, 33)],
            "coreferences": [span(34, 42)], "confidence": 0.8765, "style": "mixed", "speaker": "Ada Bell",
        },
        {
            "id": "2", "cue": span(70, 78), "sources": [span(66, 69)], "contents": [span(49, 64)],
            "coreferences": [span(34, 42)], "confidence": 0.5, "style": "indirect", "speaker": "Ada Bell",
        },
        {
            "id": "3", "cue": span(43, 47), "sources": [span(34, 42)], "contents": [span(80, 91)], "coreferences": [],
            "confidence": 0.5, "style": "indirect", "speaker": "Ada Bell", "cues": [span(43, 47), span(70, 78)],
        },
        {
            "id": "4", "cue": span(80, 80), "sources": [], "contents": [span(80, 91)], "coreferences": [],
            "confidence": 0.4, "style": "indirect", "speaker": None,
        },
    ]  # fmt: skip
    assert document["coreference_groups"] == [[span(11, 15), span(34, 42), span(49, 52), span(66, 69)]]


def test_a_document_of_citron(write) -> None:  # type: ignore[no-untyped-def]
    """Only the fields of the format page, confidence as Citron's own text, unknown fields passed over."""
    gold = read_citron(write({
        "text": TEXT,
        "quotes": [
            {
                "cue": span(16, 20), "sources": [span(11, 15)], "contents": [span(22, 33), span(0, 10)],
                "coreferences": None, "confidence": "0.8123", "more": 1,
            },
            {"cue": None, "sources": [], "contents": [{"start": 80, "end": 91}]},
            {"cue": span(16, 20), "sources": [], "contents": []},
        ],
    }))  # fmt: skip
    assert gold.id == "story"
    assert gold.attributions == (
        Attribution((Span(11, 15),), (Span(16, 20),), (Span(0, 10), Span(22, 33)), "mixed", 1.0, "gold"),
        Attribution((), (), (Span(80, 91),), "indirect", 1.0, "gold"),
    )
    assert gold.without_content == 1
    assert gold.speakers == ("", "")


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ("{", r"story\.json: broken JSON .*; expected one JSON object"),
        ([], r"story\.json: a list, expected an object with a 'text' and 'quotes'"),
        ({"quotes": []}, r"Citron's answers leave the text out: add it"),
        ({"text": TEXT, "quotes": {}}, r"'quotes' is an object, expected a list"),
        ({"text": TEXT, "quotes": [3]}, r"quotes\[0\] is a number, expected an object"),
        ({"text": TEXT, "quotes": [{"sources": 3}]}, r"quotes\[0\]\.sources is a number, expected a list"),
        ({"text": TEXT, "quotes": [{"cue": {"start": "1", "end": 2}}]}, r"quotes\[0\]\.cue is an object, expected"),
        ({"text": TEXT, "quotes": [{"contents": [{"start": 0, "end": 999}]}]}, r"contents\[0\] is 0-999, expected"),
        ({"text": TEXT, "quotes": [{"contents": [{"start": 3, "end": 1}]}]}, r"contents\[0\] is 3-1, expected"),
        ({"text": TEXT, "quotes": [{"contents": [{"start": True, "end": 1}]}]}, r"whole numbers"),
        ({"text": TEXT, "quotes": [{"cue": span(0, 4) | {"text": "said"}}]}, r"says 'said', the text has '“Not' there"),
    ],
)  # fmt: skip
def test_what_does_not_fit(write, document: object, message: str) -> None:  # type: ignore[no-untyped-def]
    """The file, the place in it, what was seen and expected."""
    with pytest.raises(BadInput, match=message):
        read_citron(write(document))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """Named, with the system's reason."""
    with pytest.raises(BadInput, match=r"none\.json: No such file"):
        read_citron(tmp_path / "none.json")


@given(st.text(min_size=1, max_size=40), st.data())
def test_round_trip(tmp_path_factory: pytest.TempPathFactory, text: str, data: st.DataObject) -> None:
    """What is written is read again, several cues and none included, whatever the text holds."""
    place = st.integers(0, len(text))

    def spans() -> tuple[Span, ...]:
        ends = sorted(set(data.draw(st.lists(place, max_size=6))))
        return tuple(Span(a, b) for a, b in zip(ends[::2], ends[1::2], strict=False))

    written = []
    for _ in range(data.draw(st.integers(0, 3))):
        content = spans() or (Span(0, len(text)),)
        written.append(Attribution(spans(), spans(), content, style_of(text, content), 1.0, "gold"))
    speakers = [Speaker(data.draw(st.text(max_size=5)), None, 1.0, "") for _ in written]
    path = tmp_path_factory.mktemp("citron") / "a.json"
    path.write_text(json_text(citron_json(text, written, speakers)), encoding="utf-8", newline="")
    gold = read_citron(path)
    assert gold.text == text
    assert list(gold.attributions) == written
    assert list(gold.speakers) == [speaker.name for speaker in speakers]
