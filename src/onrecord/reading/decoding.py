"""Bytes to text: UTF-8 first, then what the bytes say about themselves, then detection, always reported."""

import codecs
import re
from dataclasses import dataclass

from onrecord.errors import BadInput

# UTF-32 first: its little-endian mark begins with that of UTF-16.
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (
    (b"\x1f\x8b", "gzip data: give it a name ending in .gz"),
    (b"%PDF-", "PDF: give it a name ending in .pdf"),
    (b"PK\x03\x04", "a zip archive or an office document: unpack it or save it as text"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
)
# Only encodings in which news is found; left alone, the detector picks rarities for short texts.
_CANDIDATES = [
    "cp1252", "cp1250", "cp1251", "koi8_r", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "iso8859_2",
    "cp932", "euc_jp", "gb18030", "big5", "euc_kr", "mac_roman",
]  # fmt: skip
_BELIEVED = (
    "cp125", "cp866", "cp874", "cp932", "cp949", "iso8859", "koi8", "euc", "gb", "big5", "shift", "mac", "tis",
    "utf-16",
)  # fmt: skip
# English words fit every Latin alphabet, so for mostly English text the detector's preferences are this close.
_EQUAL_COHERENCE = 0.02
# What the letters of Polish or Turkish become when they are read as cp1252.
_SYMBOL_IN_WORD = re.compile("[a-z][¡¢£¤¥¦¨¬¯±²³¶¸¹¼½¾¿]")
_SAMPLE_BYTES = 64 * 1024
# Form feed (12) and escape (27) occur in old agency texts; tab, line feed and carriage return are ordinary.
_CONTROLS = bytes(sorted((set(range(32)) | {127}) - {9, 10, 12, 13, 27}))
_MAX_CONTROL_SHARE = 0.02
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding it was stored in, and a reservation worth telling (or '')."""

    text: str
    encoding: str
    note: str = ""


def decode(data: bytes, declared: str = "") -> Decoded:
    """The text of `data`, without its byte-order mark; nothing else is changed.

    `declared` is an encoding the document itself names; it is believed when it fits. Raises BadInput when
    the data are binary or fit no encoding.
    """
    decoded = _decode(data, declared)
    refuse_binary(decoded.text, data)
    return decoded


def refuse_binary(text: str, data: bytes = b"") -> None:
    """Raise BadInput when text holds NUL or too many control characters; `data` may tell what it really is."""
    for signature, meaning in _SIGNATURES:
        if data.startswith(signature):
            raise BadInput(f"not text but {meaning}")
    if "\0" in text:
        raise BadInput("binary data (it holds NUL bytes); expected text")
    sample = text[:1_000_000].encode("utf-8", "replace")
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls > _MAX_CONTROL_SHARE * len(sample):
        raise BadInput(f"binary data ({controls} control characters in {len(sample)} bytes); expected text")


def mend_surrogates(text: str) -> str:
    """The text with surrogate pairs joined and lone surrogates replaced by U+FFFD, so that it can be stored."""
    if not _LONE_SURROGATE.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def detect(data: bytes) -> str:
    """Name of the encoding that the non-ASCII part of `data` is most likely in; BadInput when none fits."""
    from charset_normalizer import from_bytes

    sample = _sample(data)
    # The cut may have halved a character: without its last bytes the sample is whole again.
    for cut in range(4 if len(sample) < len(data) else 1):
        matches = from_bytes(sample[: len(sample) - cut], cp_isolation=_CANDIDATES)
        best = matches.best()
        if best is not None:
            break
    if best is None:
        raise BadInput("not valid UTF-8, and no other encoding fits; save it as UTF-8")
    # The detector orders equals by name, and Western news is cp1252 far more often than its neighbours.
    for match in matches:
        names = {match.encoding, *match.could_be_from_charset}
        close = match.chaos <= best.chaos and match.coherence >= best.coherence - _EQUAL_COHERENCE
        if close and "cp1252" in names and not _SYMBOL_IN_WORD.search(sample.decode("cp1252", "replace")):
            return "cp1252"
    return best.encoding


def _decode(data: bytes, declared: str) -> Decoded:
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decode_marked(data[len(mark) :], encoding)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_foreign(data, declared)
    guess = _unmarked_utf16(data) if "\0" in text else ""
    return _decode_as(data, guess) if guess else Decoded(text, "utf-8")


def _decode_marked(data: bytes, encoding: str) -> Decoded:
    if encoding == "utf-8":
        try:
            return Decoded(data.decode("utf-8"), "utf-8")
        except UnicodeDecodeError:
            return _decode_damaged(data)
    return _decode_as(data, encoding)


def _decode_foreign(data: bytes, declared: str) -> Decoded:
    guess = _unmarked_utf16(data)
    if guess:
        return _decode_as(data, guess)
    if _is_believed(declared):
        try:
            return Decoded(data.decode(declared), declared, f"decoded as {declared}, as it declares, not UTF-8")
        except (LookupError, UnicodeError):
            pass  # pages that declare a wrong encoding are common; the detector decides
    if data.startswith(tuple(signature for signature, _ in _SIGNATURES)) or b"\0" in data:
        return Decoded(data.decode("latin-1"), "latin-1")  # refuse_binary names what it is
    if _mostly_utf8(data):
        return _decode_damaged(data)
    return _decode_as(data, detect(data))


def _is_believed(declared: str) -> bool:
    """Whether a document may ask for this encoding: Python knows some (utf-7, idna, unicode_escape) no page is in."""
    try:
        return codecs.lookup(declared).name.startswith(_BELIEVED)
    except (LookupError, ValueError):  # unknown, or no name at all
        return False


def _decode_as(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding, f"decoded as {encoding}, not UTF-8")
    except UnicodeDecodeError as error:
        raise BadInput(
            f"looks like {encoding}, but byte {error.start} does not fit ({error.reason}); save it as UTF-8"
        ) from error


def _decode_damaged(data: bytes) -> Decoded:
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd") - data.count(b"\xef\xbf\xbd")
    return Decoded(text, "utf-8", f"UTF-8 with {bad} broken characters, each replaced by U+FFFD")


def _mostly_utf8(data: bytes) -> bool:
    """Whether most non-ASCII characters are valid UTF-8: one bad byte must not turn the others into mojibake."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd") - data.count(b"\xef\xbf\xbd")
    ascii_bytes = len(data) - len(data.translate(None, bytes(range(128))))
    valid = len(text) - bad - ascii_bytes
    return valid > 2 * bad


def _unmarked_utf16(data: bytes) -> str:
    """UTF-16 without a mark, told by where the NULs of its Latin characters stand; '' when it is none."""
    head = data[:4096]
    pairs = len(head) // 2
    if pairs == 0 or len(data) % 2:
        return ""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 0.5 * pairs and even <= 0.01 * pairs:
        return "utf-16-le"
    if even > 0.5 * pairs and odd <= 0.01 * pairs:
        return "utf-16-be"
    return ""


def _sample(data: bytes) -> bytes:
    """The stretch around the first non-ASCII byte, cut where no multi-byte character can be cut."""
    first = re.search(rb"[\x80-\xff]", data)
    start = max(0, first.start() - 200) if first else 0
    window = data[start : start + _SAMPLE_BYTES]
    if start + _SAMPLE_BYTES >= len(data):
        return window
    whole_lines, newline, _ = window.rpartition(b"\n")
    if newline and re.search(rb"[\x80-\xff]", whole_lines):
        return whole_lines
    return re.sub(rb"[\x80-\xff]{1,64}\Z", b"", window)
