"""brat annotations are read to the character, and what does not fit is refused with file and line."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import BadInput
from onrecord.reading.brat import find_annotations, read_brat
from onrecord.reading.gold import joined, style_of
from onrecord.records import Span
from onrecord.rendering.brat_standoff import BRAT_CONFIGURATION, brat_standoff
from onrecord.spoken import Attribution, Speaker

TEXT = "The harbour stays\r\n\r\n“Not now,” Bell said, “not ever.”\nReed warned of costs.\n"
ANNOTATIONS = (
    "T1\tContent 21 31;43 54\t“Not now,” “not ever.”\n"
    "T2\tSource 32 36\tBell\n"
    "T3\tCue 37 41\tsaid\n"
    "T4\tAttribution 37 41\tsaid\n"
    "E1\tAttribution:T4 Content:T1 Source:T2 Cue:T3\n"
    "#1\tAnnotatorNotes E1\tSpeaker: Ada Bell\n"
    "T5\tContent 67 75\tof costs\n"
    "T6\tCue 60 66\twarned\n"
    "T7\tAttribution-no-source 60 66\twarned\n"
    "E2\tAttribution-no-source:T7 Cue:T6 Content:T5 \n"
    "T8\tDiscuss 0 3\tThe\n"
    "E3\tAttribution:T8\n"
    "A1\tNegation E1\n"
    "R1\tSame Arg1:T2 Arg2:T5\n"
    "*\tEquiv T1 T5\n"
)


@pytest.fixture
def write(tmp_path: Path):  # type: ignore[no-untyped-def]
    """Writes a text and its annotations byte for byte; gives both paths."""

    def files(text: str, annotations: str) -> tuple[Path, Path]:
        paths = tmp_path / "story.txt", tmp_path / "story.ann"
        for path, content in zip(paths, (text, annotations), strict=True):
            path.write_bytes(content.encode("utf-8"))
        return paths

    return files


def test_events_become_attributions(write) -> None:  # type: ignore[no-untyped-def]
    """Discontinuous spans, CRLF counted as two, a note as speaker, other annotations passed over."""
    gold = read_brat(*write(TEXT, ANNOTATIONS))
    assert gold.text == TEXT
    assert gold.id == "story"
    assert gold.attributions == (
        Attribution((Span(32, 36),), (Span(37, 41),), (Span(21, 31), Span(43, 54)), "mixed", 1.0, "gold"),
        Attribution((), (Span(60, 66),), (Span(67, 75),), "indirect", 1.0, "gold"),
    )
    assert [span.of(gold.text) for span in gold.attributions[0].content] == ["“Not now,”", "“not ever.”"]
    assert gold.speakers == ("Ada Bell", "")
    assert gold.without_content == 1


def test_several_contents_of_one_event(write) -> None:  # type: ignore[no-untyped-def]
    """`Content2` belongs to the content; pieces out of order or touching are put right."""
    gold = read_brat(*write(
        TEXT,
        "T1\tContent 43 54\t“not ever.”\nT2\tContent 21 25\t“Not\nT3\tContent 25 31;32 36\t now,” Bell\n"
        "T4\tAttribution 37 41\tsaid\nE1\tAttribution:T4 Content:T1 Content2:T2 Content3:T3\n",
    ))  # fmt: skip
    assert gold.attributions[0].content == (Span(21, 31), Span(32, 36), Span(43, 54))


def test_byte_order_mark_is_counted_by_brat_only(write) -> None:  # type: ignore[no-untyped-def]
    """The text comes without it, as articles do, and offsets follow."""
    gold = read_brat(
        *write("\ufeffBell said so.", "T1\tContent 11 13\tso\nT2\tAttribution 6 10\tsaid\nE1\tX:T2 Content:T1")
    )
    assert gold.text == "Bell said so."
    assert gold.attributions[0].content[0].of(gold.text) == "so"


def test_windows_line_ends_and_broken_words(write) -> None:  # type: ignore[no-untyped-def]
    """Annotation files with CRLF, and words that still hold their line break, are read."""
    text = "One\n\ntwo said."
    ann = "T1\tContent 0 8\tOne\r\n\r\ntwo\r\nT2\tAttribution 9 13\tsaid\r\nE1\tAttribution:T2 Content:T1\r\n"
    assert read_brat(*write(text, ann)).attributions[0].content == (Span(0, 8),)


@pytest.mark.parametrize(
    ("annotations", "message"),
    [
        ("no brat\n", r"story\.ann:1: 'no brat', expected an annotation such as"),
        ("T1\tCue 0 3\tThe\n\nT2\tCue 0\tThe\n", r"story\.ann:3: 'T2\\tCue 0\\tThe', expected 'T1<tab>Source"),
        ("T1\tCue 0 999\tThe\n", r"story\.ann:1: span 0 999, expected one within 0 77"),
        ("T1\tCue 3 3\t\n", r"story\.ann:1: span 3 3, expected"),
        ("T1\tCue 0 99999999999999999999999\tThe\n", r"story\.ann:1: span 0 9999999"),
        ("T1\tCue 0 3\tTho\n", r"story\.ann:1: the annotation says 'Tho', the text has 'The' there; check"),
        ("T1\tCue 0 3\tThe\nE1\tAttribution:T1 Cue:T9\n", r"story\.ann:2: E1 names T9, expected one of"),
        ("T1\tCue 0 3\tThe\nE1\tAttribution\n", r"story\.ann:2: 'E1\\tAttribution', expected 'E1<tab>"),
    ],
)  # fmt: skip
def test_what_does_not_fit(write, annotations: str, message: str) -> None:  # type: ignore[no-untyped-def]
    """File and line, what was seen, what was expected."""
    with pytest.raises(BadInput, match=message):
        read_brat(*write(TEXT, annotations))


def test_files_that_cannot_be_read(write, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """Missing files and other encodings are named."""
    text, ann = write(TEXT, "")
    with pytest.raises(BadInput, match=r"none\.ann: No such file"):
        read_brat(text, tmp_path / "none.ann")
    text.write_bytes(b"caf\xe9")
    with pytest.raises(BadInput, match=r"story\.txt: byte 3 is not UTF-8"):
        read_brat(text, ann)


def test_annotators_of_a_text(tmp_path: Path) -> None:
    """The plain name first, then each annotator's, sorted; files of longer names are not taken."""
    for name in ("a_b.ann", "a_b_zz11.ann", "a_b_4e07.ann", "a_b_c_4e07.ann", "a_4e07.ann", "a_b_4e07.txt"):
        (tmp_path / name).touch()
    assert [path.name for path in find_annotations("texts/a_b.txt", tmp_path)] == [
        "a_b.ann", "a_b_4e07.ann", "a_b_zz11.ann"
    ]  # fmt: skip
    with pytest.raises(BadInput, match="expected a folder"):
        find_annotations("a.txt", tmp_path / "none")


@pytest.mark.parametrize(
    ("content", "style"),
    [
        ("“No,”", "direct"), ('"No."', "direct"), (" “No”,", "direct"), ("a “no” there", "mixed"),
        ("“No” “yes”", "mixed"), ("“", "mixed"),
        ("‘no’", "indirect"), ("that no", "indirect"), ("", "indirect"), ("«Non»", "direct"),
    ],
)  # fmt: skip
def test_style_of_gold(content: str, style: str) -> None:
    """One pair at both ends is direct, other marks are mixed, none indirect."""
    assert style_of(content, [Span(0, len(content))]) == style


def test_standoff_golden() -> None:
    """What brat reads: annotations, events, a note with the speaker."""
    found = (
        Attribution((Span(32, 36),), (Span(37, 41),), (Span(21, 31), Span(43, 54)), "mixed", 0.9, "tagger"),
        Attribution((), (), (Span(18, 31),), "mixed", 0.9, "tagger"),
    )
    assert brat_standoff(TEXT, found, [Speaker("Ada\nBell", None, 1.0, ""), Speaker("", None, 0.0, "")]) == (
        "T1\tContent 21 31;43 54\t“Not now,” “not ever.”\n"
        "T2\tCue 37 41\tsaid\n"
        "T3\tSource 32 36\tBell\n"
        "T4\tAttribution 37 41\tsaid\n"
        "E1\tAttribution:T4 Content:T1 Cue:T2 Source:T3\n"
        "#1\tAnnotatorNotes E1\tSpeaker: Ada Bell\n"
        "T5\tContent 18 31\t   “Not now,”\n"
        "T6\tAttribution 18 31\t   “Not now,”\n"
        "E2\tAttribution:T6 Content:T5\n"
    )
    assert "Attribution" in BRAT_CONFIGURATION
    assert brat_standoff(TEXT, []) == ""


CHARACTERS = st.text(
    st.characters(exclude_categories=("Cs",)) | st.sampled_from("\r\n\t\x85\u2028“” T1#"), min_size=1, max_size=40
)


@given(CHARACTERS.filter(lambda text: not text.startswith("\ufeff")), st.data())
def test_round_trip(tmp_path_factory: pytest.TempPathFactory, text: str, data: st.DataObject) -> None:
    """What is written is read again: spans, style, speakers, whatever the text holds."""
    place = st.integers(0, len(text))

    def spans() -> tuple[Span, ...]:
        ends = sorted(set(data.draw(st.lists(place, max_size=6))))
        return tuple(Span(a, b) for a, b in zip(ends[::2], ends[1::2], strict=False))

    written = []
    for _ in range(data.draw(st.integers(0, 3))):
        content = spans() or (Span(0, len(text)),)
        written.append(Attribution(spans(), spans(), content, style_of(text, content), 1.0, "gold"))
    names = [data.draw(st.sampled_from(["", "Ada Bell", "É. 漢"])) for _ in written]
    folder = tmp_path_factory.mktemp("brat")
    (folder / "a.txt").write_bytes(text.encode())
    (folder / "a.ann").write_bytes(brat_standoff(text, written, [Speaker(n, None, 1.0, "") for n in names]).encode())
    gold = read_brat(folder / "a.txt", folder / "a.ann")
    assert gold.text == text
    assert list(gold.attributions) == written
    assert list(gold.speakers) == names


def test_joined() -> None:
    """Ascending, without overlap or touch, none empty."""
    assert joined([Span(5, 7), Span(1, 3), Span(3, 4), Span(6, 9), Span(9, 9)]) == (Span(1, 4), Span(5, 9))
