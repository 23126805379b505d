"""PDF files of a few hundred bytes, sound ones and bombs."""

from __future__ import annotations


def pdf_of(contents: bytes, *, pages: int = 1, packed: bool = False, forms: int = 0) -> bytes:
    """A document whose pages all have these contents, which may be `packed` by zlib.

    With `forms`, the contents may draw `/X`, a form that draws the next one twice, and so on to the last.
    """
    kids = b" ".join([b"3 0 R"] * pages)
    drawn = b" /XObject << /X 7 0 R >>" if forms else b""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, pages),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >>%s >> >>" % drawn,
        _stream(b"/Filter /FlateDecode" if packed else b"", contents),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Title (Ferry) /Author (A. Reader) >>",
    ]
    for number in range(forms):
        last = number + 1 == forms
        inner = b"BT /F1 12 Tf (a) Tj ET" + (b"" if last else b" /X Do /X Do")
        next_one = b"" if last else b" /XObject << /X %d 0 R >>" % (8 + number)
        known = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /Font << /F1 5 0 R >>%s >>" % next_one
        objects.append(_stream(known, inner))
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    trailer = b"trailer\n<< /Size %d /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % count + table + trailer


def _stream(known: bytes, content: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (known, len(content), content)
