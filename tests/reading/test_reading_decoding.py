"""Bytes to text."""

import codecs
import contextlib
import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import BadInput
from onrecord.reading.decoding import decode, detect, mend_surrogates

ENGLISH = "“The drums are louder,” he said.\r\nIt’s a café in Zürich — for £5.\n"
SPANISH = "El ministro señaló que la negociación continuará mañana en España, según informó la oficina de prensa.\n"
RUSSIAN = "Президент заявил, что переговоры продолжатся на следующей неделе в Москве.\n"
JAPANESE = "首相は月曜日に記者会見を開き、交渉は続くと述べた。東京での会談は来週行われる予定だ。\n"
POLISH = "Minister powiedział, że rozmowy będą kontynuowane w przyszłym tygodniu w Łodzi.\n"


def test_utf8_is_taken_as_it_is() -> None:
    """UTF-8 comes back unchanged, line ends and outer spaces included, and without a note."""
    text = "  “A”\r\nb\rc\n\n "
    assert (decode(text.encode()).text, decode(text.encode()).note) == (text, "")


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_is_no_text(mark: bytes, encoding: str) -> None:
    """The mark names the encoding and is left out; a second one is a character of the text."""
    text = f"\ufeff{ENGLISH}"
    decoded = decode(mark + text.encode(encoding))
    assert (decoded.text, decoded.encoding) == (text, encoding)
    assert bool(decoded.note) == (encoding != "utf-8")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_known_by_its_nuls(encoding: str) -> None:
    """Latin text in UTF-16 is read without a mark too, and reported."""
    decoded = decode(ENGLISH.encode(encoding))
    assert (decoded.text, decoded.note) == (ENGLISH, f"decoded as {encoding}, not UTF-8")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ENGLISH, "cp1252"), ("Café au lait", "cp1252"), ("It was Monday’s talk.", "cp1252"), (SPANISH, "latin-1"),
        (RUSSIAN, "cp1251"), (RUSSIAN, "koi8_r"), (JAPANESE, "shift_jis"), (JAPANESE, "euc_jp"), (POLISH, "cp1250"),
    ],
)  # fmt: skip
def test_other_encodings_are_detected_and_reported(text: str, encoding: str) -> None:
    """Text in a common legacy encoding comes back right, with a note that says how it was decoded."""
    decoded = decode(text.encode(encoding))
    assert decoded.text == text
    assert "not UTF-8" in decoded.note


def test_equal_candidates_mean_cp1252() -> None:
    """Where the detector cannot choose, Western European is taken."""
    assert detect(SPANISH.encode("latin-1")) == "cp1252"


def test_one_broken_byte_does_not_change_the_encoding() -> None:
    """UTF-8 with a damaged character stays UTF-8; the damage is replaced and counted."""
    decoded = decode("“é” ".encode() * 10 + b"\xff end")
    assert (decoded.text, decoded.encoding) == ("“é” " * 10 + "\ufffd end", "utf-8")
    assert "1 broken" in decoded.note


def test_a_declared_encoding_is_believed_when_it_fits() -> None:
    """What a document declares wins over detection, unless the bytes contradict it or no page is ever in it."""
    assert decode("Łódź".encode("iso8859-2"), "iso-8859-2").text == "Łódź"
    assert decode(ENGLISH.encode("cp1252"), "utf-7").text == ENGLISH
    assert decode(ENGLISH.encode("cp1252"), "no-such-thing").text == ENGLISH


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"text with \0 in it", "NUL"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "PNG"),
        (b"\x1f\x8b\x08\0\0\0", ".gz"),
        (b"%PDF-1.4\n", ".pdf"),
        (b"PK\x03\x04\x14\0", "zip"),
        (bytes(range(1, 32)) * 10 + b"abc", "control"),
        (codecs.BOM_UTF16_LE + b"a\0b", "utf-16-le"),
    ],
)
def test_binary_data_are_refused(data: bytes, said: str) -> None:
    """What is no text raises BadInput and says what it looks like."""
    with pytest.raises(BadInput, match=said):
        decode(data)


def test_surrogates_are_mended() -> None:
    """Halves that form a pair are joined, others replaced; text without any is the same object."""
    text = "plain"
    assert mend_surrogates(text) is text
    assert mend_surrogates("a\ud83d\ude00b\ud800c") == "a😀b\ufffdc"


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_bad_input(data: bytes) -> None:
    """Arbitrary bytes give text that can be stored, or BadInput."""
    with contextlib.suppress(BadInput):
        decode(data).text.encode("utf-8")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200))
def test_utf8_round_trips(text: str) -> None:
    """Any printable text in UTF-8 comes back as it was, bar one byte-order mark at its start."""
    assert decode(text.encode()).text == text.removeprefix("\ufeff")


def test_detection_looks_at_a_sample() -> None:
    """20 MB of text whose only foreign byte stands at the end are decoded in seconds."""
    started = time.perf_counter()
    decoded = decode(b"plain words\n" * 1_700_000 + "café".encode("cp1252"))
    assert decoded.text.endswith("café")
    assert time.perf_counter() - started < 5


def test_utf8_loads_no_detector() -> None:
    """Reading UTF-8 must not pay for the import of the detector."""
    code = "import sys; from onrecord.reading.decoding import decode; decode('é'.encode()); print(*sys.modules)"
    modules = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "charset_normalizer" not in modules
    assert "onrecord.reading.decoding" in modules
