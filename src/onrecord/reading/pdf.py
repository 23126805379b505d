"""PDF files: the text layer as pypdf reads it, with the lines of a paragraph joined."""

import io
from typing import Any

from onrecord.errors import BadInput
from onrecord.limits import Limits
from onrecord.reading.decoding import mend_surrogates
from onrecord.reading.extracted import Extracted
from onrecord.reading.loggers import quieten
from onrecord.reading.opening import refuse_large, refuse_unpacked
from onrecord.reading.wrapped_lines import join_wrapped_lines


def read_pdf(data: bytes, limits: Limits) -> Extracted:
    """The text of all pages, one paragraph a line; raises BadInput when it is encrypted, broken or only images."""
    import pypdf

    quieten("pypdf")
    if not data.strip():
        raise BadInput("the file is empty")
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        _unlock(reader)
        count = len(reader.pages)
        if count > limits.pdf_pages:
            raise BadInput(f"a PDF of {limits.exceeded('pdf_pages', count, 'pages')}; split it")
        pages, notes = _pages(reader, count, _Cost(len(data), limits))
    except BadInput:
        raise
    # pypdf raises errors of many kinds on broken files, recursion and type errors among them.
    except Exception as error:
        raise BadInput(f"broken PDF ({type(error).__name__}: {str(error)[:200]})") from error
    text = mend_surrogates("\n\n".join(page for page in pages if page))
    if not text.strip():
        if notes:
            raise BadInput(f"broken PDF ({notes[0]})")
        raise BadInput(f"no text in the PDF ({count} pages, images only?); run text recognition (OCR) over it first")
    fields = _fields(reader, notes)
    return Extracted(text, fields, tuple(notes))


def _unlock(reader: Any) -> None:
    """Open files whose password is empty (they only restrict printing); raise BadInput for others."""
    if not reader.is_encrypted:
        return
    import pypdf.errors

    try:
        opened = reader.decrypt("")
    except (pypdf.errors.DependencyError, NotImplementedError) as error:
        raise BadInput(f"encrypted PDF ({str(error)[:200]}); save it without a password") from error
    if not opened:
        raise BadInput("encrypted PDF; save it without a password")


class _Cost:
    """What a document has cost so far; refuses small files that hold far too much to read."""

    def __init__(self, size: int, limits: Limits) -> None:
        self._size, self._limits = size, limits
        self._characters = self._unpacked = self._operators = 0

    def take_contents(self, page: Any) -> None:
        """Before a page is read: its drawing operators, unpacked; many pages can share the same."""
        contents = page.get_contents()
        self._unpacked += 0 if contents is None else len(contents.get_data())
        refuse_unpacked(self._unpacked, self._size, "PDF pages", self._limits)

    def take_operator(self, *drawn: object) -> None:
        """While it is read, for each operator."""
        self._operators += 1
        self.refuse_operators()

    def refuse_operators(self) -> None:
        """Raises BadInput when there were too many."""
        if self._operators > self._limits.pdf_operators:
            told = self._limits.exceeded("pdf_operators", self._operators, "drawing operators or more")
            raise BadInput(f"a PDF of {told}; split it")

    def take_text(self, text: str) -> None:
        """After it was read."""
        self._characters += len(text)
        refuse_large(self._characters, self._limits)
        # pypdf goes on after an error inside a form.
        self.refuse_operators()


def _pages(reader: Any, count: int, cost: _Cost) -> tuple[list[str], list[str]]:
    """(text of each page, a note for each page that could not be read)."""
    pages, notes = [], []
    for number in range(count):
        try:
            page = reader.pages[number]
            cost.take_contents(page)
            text = join_wrapped_lines(page.extract_text(visitor_operand_before=cost.take_operator))
            cost.take_text(text)
            pages.append(text)
        except BadInput:
            raise
        except Exception as error:  # one broken page does not cost the others; the note says which
            notes.append(f"page {number + 1} cannot be read ({type(error).__name__}: {str(error)[:100]})")
    return pages, notes


def _fields(reader: Any, notes: list[str]) -> dict[str, object]:
    """Title and author of the document information; its creation date is not when the article appeared."""
    try:
        info = reader.metadata or {}
        named = {"title": info.get("/Title"), "author": info.get("/Author"), "created": info.get("/CreationDate")}
        return {key: mend_surrogates(str(value)) for key, value in named.items() if value is not None and str(value)}
    except Exception as error:  # the text is what counts; the note says that its fields are missing
        notes.append(f"document information cannot be read ({type(error).__name__}: {str(error)[:100]})")
        return {}
