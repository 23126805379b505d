"""How much one input may cost before it is refused: every limit of the readers stands here."""

from dataclasses import dataclass

MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """Upper bounds for one input; over a bound the input (or its row) is left out with one clear problem.

    A file of rows (JSONL, CSV) may be of any size: only its rows are bounded.
    """

    # One article larger than this is a dump, not an article; the bound also keeps it in memory.
    file_bytes: int = 256 * MB
    line_bytes: int = 64 * MB
    # The page tree of a document takes some fifty times its bytes; trafilatura itself warns at 20 MB.
    html_bytes: int = 20 * MB
    # Below this, a high compression ratio does no harm and is not looked at.
    unpacked_bytes_unchecked: int = 64 * MB
    # Ordinary text shrinks by 3 to 10, repetitive JSON by 50; deflate cannot exceed 1032.
    unpack_ratio: int = 300
    pdf_pages: int = 5_000
    sidecar_bytes: int = 1 * MB
    # A binary file with a .jsonl name would otherwise yield a problem for each of its lines.
    problems_per_file: int = 100
