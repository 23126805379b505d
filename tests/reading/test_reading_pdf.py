"""PDF files, made here byte by byte."""

import contextlib
import dataclasses
import io

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import BadInput
from onrecord.limits import Limits
from onrecord.reading.pdf import read_pdf

LIMITS = Limits()


def make_pdf(pages: list[list[str]], title: str = "") -> bytes:
    """A PDF with one list of lines a page, set in Helvetica."""
    count = len(pages)
    kids = " ".join(f"{4 + 2 * index} 0 R" for index in range(count))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for index, lines in enumerate(pages):
        content = "BT /F1 12 Tf 14 TL 50 800 Td " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 850] /Resources << /Font << /F1 3 0 R >> >> "
            f"/Contents {5 + 2 * index} 0 R >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    objects.append(f"<< /Title ({title}) /Author (Ann Other) /CreationDate (D:20220114120000Z) >>")
    out = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010d} 00000 n \n".encode() for offset in offsets)
    size = len(objects) + 1
    return out + f"trailer\n<< /Size {size} /Root 1 0 R /Info {size - 1} 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()


def encrypted(data: bytes, password: str) -> bytes:
    """The PDF locked with a user password; '' locks printing only."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


PAGES = [
    ["The talks between the two sides", "ended on Friday.", "Nobody was glad about the inter-", "national result."],
    ["Later."],
]
TEXT = "The talks between the two sides ended on Friday.\nNobody was glad about the international result.\n\nLater."


def test_text_and_information() -> None:
    """Pages become paragraphs; title and author are kept, the creation date is no publication date."""
    extracted = read_pdf(make_pdf(PAGES, "Talks end"), LIMITS)
    assert extracted.text == TEXT
    assert extracted.fields == {"title": "Talks end", "author": "Ann Other", "created": "D:20220114120000Z"}
    assert extracted.notes == ()


def test_a_file_that_only_restricts_printing_is_read() -> None:
    """An empty user password is no lock."""
    assert read_pdf(encrypted(make_pdf(PAGES), ""), LIMITS).text == TEXT


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (encrypted(make_pdf(PAGES), "secret"), "encrypted PDF"),
        (make_pdf([[], []]), r"no text in the PDF \(2 pages, images only\?\)"),
        (make_pdf(PAGES)[:200], "broken PDF"),
        (b"%PDF-1.4 and nothing", "broken PDF"),
        (b"words", "broken PDF"),
        (b"", "empty"),
        (make_pdf([["a"], ["b"], ["c"]]), "3 pages, the limit is 2"),
    ],
)
def test_unusable_files(data: bytes, said: str, capfd: pytest.CaptureFixture[str]) -> None:
    """What gives no text raises BadInput with one reason, and nothing is printed."""
    with pytest.raises(BadInput, match=said):
        read_pdf(data, dataclasses.replace(LIMITS, pdf_pages=2))
    assert capfd.readouterr() == ("", "")


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 1500), st.binary(min_size=1, max_size=8))
def test_damaged_files_are_text_or_bad_input(place: int, damage: bytes) -> None:
    """Bytes overwritten anywhere give text or BadInput."""
    data = make_pdf(PAGES)
    place = min(place, len(data))
    with contextlib.suppress(BadInput):
        assert read_pdf(data[:place] + damage + data[place + len(damage) :], LIMITS).text.strip()
