"""A file that is one article: its bytes, its reader and its sidecar brought together."""

from collections.abc import Mapping
from typing import BinaryIO

from onrecord.limits import Limits
from onrecord.reading.extracted import Extracted
from onrecord.reading.fields import storable
from onrecord.reading.formats import Format
from onrecord.reading.html import read_html
from onrecord.reading.markdown import read_markdown
from onrecord.reading.opening import read_whole
from onrecord.reading.oversized import refuse_oversized
from onrecord.reading.pdf import read_pdf
from onrecord.reading.plain import read_plain
from onrecord.reading.reporting import Report
from onrecord.reading.sidecar import with_sidecar
from onrecord.records import Article


def read_one(
    stream: BinaryIO,
    form: Format,
    article_id: str,
    path: str | None,
    sidecar: Mapping[str, object],
    limits: Limits,
    report: Report,
) -> Article:
    """The article in the stream; raises BadInput when it cannot be used."""
    extracted = _extract(read_whole(stream, limits), form, limits)
    fields = with_sidecar(extracted.fields, sidecar, limits)
    for note in (*extracted.notes, *fields.notes):
        report.note(note)
    article = Article(
        id=storable(article_id, "the file name"),
        text=storable(extracted.text, "text"),
        title=fields.title,
        date=fields.date,
        source=fields.source,
        author=fields.author,
        url=fields.url,
        metadata=fields.metadata,
        path=path,
    )
    refuse_oversized(article, limits)
    return article


def _extract(data: bytes, form: Format, limits: Limits) -> Extracted:
    match form:
        case "markdown":
            return read_markdown(data, limits)
        case "html":
            return read_html(data, limits)
        case "pdf":
            return read_pdf(data, limits)
        case _:
            return read_plain(data)
