"""HTML pages: the article's text and metadata as trafilatura finds them."""

import re
from typing import Any

from onrecord.errors import BadInput
from onrecord.limits import Limits
from onrecord.reading.decoding import decode, mend_surrogates
from onrecord.reading.extracted import Extracted
from onrecord.reading.html_tags import most_attributes
from onrecord.reading.loggers import quieten

_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?([\w-]{1,40})|<\?xml[^>]{0,99}?encoding=[\"']([\w-]{1,40})", re.I
)
_XML_DECLARATION = re.compile(r"\s{0,200}<\?xml[^>]{0,300}\?>")
_DOCUMENT = re.compile(r"<(?:html|body)\b", re.I)
_HEAD_BYTES = 4096
# trafilatura's careful mode takes quadratic time: 25,000 tags 4 s, 100,000 tags 60 s; its fast mode 3 s.
# News pages have 1,000 to 10,000 tags.
_MAX_TAGS_FOR_CARE = 20_000
# Dates that htmldate guesses from the running text are often wrong, so only metadata count; a fixed upper
# bound in place of its default, today, gives the same answer every day.
_DATE_OPTIONS = {"original_date": True, "extensive_search": False, "max_date": "2100-01-01"}


def read_html(data: bytes, limits: Limits) -> Extracted:
    """The main text of the page, one paragraph a line; raises BadInput when there is none."""
    if len(data) > limits.html_bytes:
        raise BadInput(f"a page of {limits.exceeded('html_bytes', len(data), 'bytes')}; save its text")
    decoded = decode(data, _declared_encoding(data))
    if not decoded.text.strip():
        raise BadInput("the page is empty")
    if (attributes := most_attributes(decoded.text)) > limits.html_attributes:
        raise BadInput(f"a tag of {limits.exceeded('html_attributes', attributes, 'attributes')}; save the page's text")
    document = _extract(decoded.text)
    text = mend_surrogates(document.text or "") if document is not None else ""
    if not text.strip():
        raise BadInput("no article text found in the page; save its text as .txt")
    fields = {
        "title": document.title,
        "date": document.date,
        "author": document.author,
        "source": document.sitename or document.hostname,
        "url": document.url,
    }
    found = {name: mend_surrogates(value) for name, value in fields.items() if isinstance(value, str) and value}
    return Extracted(text, found, (decoded.note,) if decoded.note else ())


def _extract(page: str) -> Any:
    """trafilatura's document, or None when it finds no text."""
    from trafilatura import bare_extraction

    quieten("trafilatura", "htmldate", "justext")
    # lxml would believe an XML declaration that spoke of the bytes, not of this text.
    page = _XML_DECLARATION.sub("", page, count=1) if _XML_DECLARATION.match(page) else page
    if not _DOCUMENT.search(page):
        page = f"<html><body>{page}</body></html>"
    try:
        return bare_extraction(
            page,
            fast=page.count("<") > _MAX_TAGS_FOR_CARE,
            include_comments=False,
            with_metadata=True,
            date_extraction_params=_DATE_OPTIONS,
        )
    # A parser of hostile pages may fail in ways it does not document; the page is left out, and we say why.
    except Exception as error:
        raise BadInput(f"the page cannot be parsed ({type(error).__name__}: {str(error)[:200]})") from error


def _declared_encoding(data: bytes) -> str:
    found = _DECLARED.search(data[:_HEAD_BYTES])
    if not found:
        return ""
    name = (found.group(1) or found.group(2)).decode("ascii", "replace").lower()
    # The HTML standard reads these labels as cp1252, because pages that carry them hold its quotation marks.
    return "cp1252" if name in ("iso-8859-1", "latin1", "latin-1", "ascii", "us-ascii") else name
