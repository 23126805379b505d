"""The PNG: an image for any record, the same bytes each time, and a clear word when matplotlib is missing."""

import struct
import sys
import zlib
from pathlib import Path

import pytest
from bench_samples import HOSTILE, bare, named, small

from onrecord.errors import ArchiveUnwritable, MissingExtra
from onrecord.rendering.bench_png import png_bytes, write_png


def chunks(content: bytes) -> list[tuple[bytes, bytes]]:
    """(type, data) of each chunk; fails when it is no PNG or a checksum is wrong."""
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    place, found = 8, []
    while place < len(content):
        (length,) = struct.unpack(">I", content[place : place + 4])
        kind, data = content[place + 4 : place + 8], content[place + 8 : place + 8 + length]
        (checksum,) = struct.unpack(">I", content[place + 8 + length : place + 12 + length])
        assert zlib.crc32(kind + data) == checksum
        found.append((kind, data))
        place += 12 + length
    return found


def test_an_image_without_date_or_maker(tmp_path: Path) -> None:
    """The file is a PNG of two columns with nothing in it but the image and its resolution; again gives the same."""
    write_png(small(), tmp_path / "plots.png")
    content = (tmp_path / "plots.png").read_bytes()
    found = chunks(content)
    assert {kind for kind, _ in found} <= {b"IHDR", b"pHYs", b"IDAT", b"IEND"}
    width, height = struct.unpack(">II", found[0][1][:8])
    assert width == round((2 * 6.2 + 0.4 + 2 * 0.45) * 150)
    assert height > 1000
    assert png_bytes(small()) == content


def test_the_users_settings_do_not_show() -> None:
    """Colours and fonts of a user's own matplotlib settings change nothing, and stay as they were."""
    import matplotlib

    before = png_bytes(small())
    with matplotlib.rc_context({"axes.facecolor": "red", "font.size": 30, "savefig.dpi": 20}):
        assert png_bytes(small()) == before
        assert matplotlib.rcParams["font.size"] == 30


def test_an_empty_record_is_drawn_as_sentences() -> None:
    """No charts, but an image all the same."""
    chunks(png_bytes(bare()))


@pytest.mark.parametrize("word", [HOSTILE[0], HOSTILE[3], HOSTILE[7], HOSTILE[8], HOSTILE[10], HOSTILE[11]])
def test_hostile_words_are_drawn_as_they_are(word: str) -> None:
    """Formulas are not read, letters without a glyph do not warn, long names do not fill the image."""
    chunks(png_bytes(named(word)))


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    """The message names the file and what to do."""
    with pytest.raises(ArchiveUnwritable, match=r"nowhere/plots\.png: cannot be written"):
        write_png(small(), tmp_path / "nowhere" / "plots.png")


def test_without_matplotlib_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message is the command that helps, and no file is made."""
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(MissingExtra, match=r"pip install 'onrecord\[plots\]'"):
        write_png(small(), tmp_path / "plots.png")
    assert not list(tmp_path.iterdir())
