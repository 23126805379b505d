"""Plain text, its headline and its sidecar."""

import json
import time
from pathlib import Path

import pytest

from onrecord.errors import BadInput
from onrecord.reading.plain import headline, read_plain
from onrecord.reading.sources import read

BODY = "He spoke for an hour, and nobody in the hall could say afterwards what he had meant by it."


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"Talks end without success\n{BODY}", "Talks end without success"),
        (f"\n\n  Talks end  \n{BODY}", "Talks end"),
        (f"Talks end.\n\n{BODY}", "Talks end."),
        (f"Talks end.\r\n\r\n{BODY}", "Talks end."),
        (f"Candidates vie for votes; \nA day on the road.\n\n{BODY}", "Candidates vie for votes;"),
        (f"Was it worth it?\n{BODY}", "Was it worth it?"),
        (f"Minister calls it ‘a Mistake.’\n\n{BODY}", "Minister calls it ‘a Mistake.’"),
        ("Talks end.\nThey had lasted a week.", ""),
        ("He came. She left.\n\nNobody stayed.", ""),
        ("Talks end without success", ""),
        ("Talks end without success\n \n", ""),
        (f"{'x' * 151}\n{BODY}", ""),
        (f"{'x' * 150}\n{BODY}", "x" * 150),
        (f"{'x' * 120}.\n\n{BODY}", ""),
        (f"{BODY} {BODY}\n\n{BODY}", ""),
        ("", ""),
    ],
)
def test_headlines(text: str, title: str) -> None:
    """A short first line with text below it is the title; one that reads like a sentence must be set apart."""
    assert headline(text) == title


def test_text_is_kept_as_it_is() -> None:
    """The headline stays in the text, and nothing is stripped or translated."""
    text = f"  Talks end\r\n\r\n{BODY}\r\n\t "
    extracted = read_plain(text.encode())
    assert (extracted.text, extracted.fields) == (text, {"title": "Talks end"})


@pytest.mark.parametrize(("data", "said"), [(b"", "empty"), (b" \n\t", "white space"), (b"\xef\xbb\xbf", "empty")])
def test_blank_files_are_refused(data: bytes, said: str) -> None:
    """A file with nothing to read raises BadInput."""
    with pytest.raises(BadInput, match=said):
        read_plain(data)


def test_a_sidecar_gives_the_fields(tmp_path: Path) -> None:
    """NAME.meta.json overrules the guessed title, and its other keys are metadata."""
    (tmp_path / "talk.v2.txt").write_bytes(f"Guess\n{BODY}".encode())
    facts = {"title": "Real", "date": "2022-01-14T09:00:00Z", "source": "Daily", "author": "Ann", "url": "u", "desk": 3}
    (tmp_path / "talk.v2.meta.json").write_text(json.dumps(facts))
    reading = read(tmp_path)
    (article,) = reading
    assert (article.id, article.title, article.date, article.source) == ("talk.v2", "Real", "2022-01-14", "Daily")
    assert (article.author, article.url, article.metadata, reading.problems) == ("Ann", "u", {"desk": 3}, [])
    assert article.path == (tmp_path / "talk.v2.txt").resolve().as_posix()


@pytest.mark.parametrize("sidecar", [b"{", b"[]", b"\0\0", b'{"title": 5}', b'{"x": NaN}', b"[" * 100_000])
def test_a_broken_sidecar_costs_only_itself(tmp_path: Path, sidecar: bytes) -> None:
    """The article is read without it, with one note."""
    (tmp_path / "a.txt").write_text(f"Guess\n{BODY}")
    (tmp_path / "a.meta.json").write_bytes(sidecar)
    reading = read(tmp_path / "a.txt")
    assert [article.title for article in reading] == ["Guess"]
    (problem,) = reading.problems
    assert not problem.skipped
    assert "a.meta.json not used" in problem.reason


def test_a_dangling_sidecar_is_noted(tmp_path: Path) -> None:
    """A sidecar that leads nowhere is named, not passed over."""
    (tmp_path / "a.txt").write_text(BODY)
    (tmp_path / "a.meta.json").symlink_to(tmp_path / "gone")
    reading = read(tmp_path / "a.txt")
    assert len(list(reading)) == 1
    assert [problem.skipped for problem in reading.problems] == [False]


def test_headlines_take_linear_time() -> None:
    """A megabyte of one line, of blank lines or of stops is looked at quickly."""
    started = time.perf_counter()
    for text in ("x" * 1_000_000, "\n" * 1_000_000 + "x\ny", " " * 1_000_000 + "x\ny", "abc.’ " * 200_000 + "\n\nx"):
        headline(text)
    assert time.perf_counter() - started < 2
