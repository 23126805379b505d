"""Every limit is met, says what was seen, what is allowed and how to raise it, and can be raised."""

from __future__ import annotations

import dataclasses
import gzip
import json
import re
import subprocess
import sys
import threading
import zlib
from pathlib import Path
from typing import Any

import pytest

from onrecord import Archive, Article, BadInput, ModelUnavailable, read
from onrecord.evaluation.benchmark_file import read_benchmark
from onrecord.evaluation.judged_set import read_article_list
from onrecord.evaluation.judgments import read_judgments
from onrecord.extraction.attributions.weights import read_weights
from onrecord.extraction.people.corrections import read_corrections
from onrecord.limits import ENVIRONMENT, UNLIMITED, Limits, applied, in_force, meanings, parse_limits
from onrecord.querying.parse import parse
from onrecord.querying.quantity import parse_condition
from onrecord.reading.citron import read_citron
from torture.small_pdf import pdf_of

SECURITY = (Path(__file__).parents[2] / "SECURITY.md").read_text("utf-8")
DRAWN = b"BT /F1 12 Tf 72 720 Td (Ferry talks stall.) Tj ET "


def row(**more: Any) -> bytes:
    return json.dumps({"id": "a", "text": "Ferry talks stall.", **more}).encode()


# For each limit of reading: a value, the file that is over it, and whether it is left out or read with a reservation.
FILES: dict[str, tuple[int, str, bytes, bool]] = {
    "file_bytes": (20, "a.txt", b"Ferry talks stall again.", True),
    "line_bytes": (20, "a.jsonl", row(), True),
    "html_bytes": (20, "a.html", b"<p>Ferry talks stall again today.</p>", True),
    "html_attributes": (2, "a.html", b"<p a=1 b=2 c=3>Ferry talks stall again today.</p>", True),
    "pdf_pages": (1, "a.pdf", pdf_of(DRAWN, pages=2), True),
    "pdf_operators": (4, "a.pdf", pdf_of(DRAWN), True),
    "unpack_ratio": (2, "a.txt.gz", gzip.compress(b"ferry " * 1000), True),
    "table_columns": (2, "a.csv", b"id,text,x\n1,Ferry talks.,y\n", True),
    "id_characters": (3, "a.jsonl", row(id="abcd"), True),
    "title_characters": (3, "a.jsonl", row(title="Ferry"), True),
    "field_characters": (3, "a.jsonl", row(source="Post"), True),
    "metadata_bytes": (20, "a.jsonl", row(desk="x" * 20), True),
    "json_depth": (1, "a.jsonl", row(desk={"a": {"b": 1}}), True),
    "number_digits": (3, "a.jsonl", row(desk=123456), True),
}


@pytest.mark.parametrize("name", FILES)
def test_files_over_a_limit(tmp_path: Path, name: str) -> None:
    """The problem names the limit and what would be enough; with that, and with `none`, the file is read."""
    value, file, data, skipped = FILES[name]
    (tmp_path / file).write_bytes(data)
    small = dataclasses.replace(Limits(), unpacked_bytes_unchecked=1, **{name: value})
    reading = read(tmp_path / file, limits=small)
    assert list(reading) == []
    (problem,) = reading.problems
    assert problem.skipped == skipped
    raised = re.search(rf'the limit is {value} \({ENVIRONMENT}="({name}=\d+)" raises it\)', problem.reason)
    assert raised is not None, problem.reason
    for stated in (raised[1], f"{name}=none"):
        again = read(tmp_path / file, limits=parse_limits(stated, small))
        limit = re.search(r"raises it|unpacks? to", " ".join(one.reason for one in again.problems))
        assert list(again) or (limit and name in ("file_bytes", "unpack_ratio", "json_depth", "pdf_operators")), stated
    assert len(list(read(tmp_path / file))) == 1


def test_sidecars_front_matter_and_problems(tmp_path: Path) -> None:
    """Where the article can be read all the same, it is, and the rest is told."""
    (tmp_path / "a.txt").write_text("Ferry talks stall.")
    (tmp_path / "a.meta.json").write_text('{"title": "Ferry"}')
    reading = read(tmp_path / "a.txt", limits=Limits(sidecar_bytes=5))
    assert [article.title for article in reading] == [""]
    assert "sidecar_bytes=6" in reading.problems[0].reason
    (tmp_path / "b.md").write_text("---\ntitle: Ferry\nauthor: A\n---\nTalks stall.")
    assert [article.title for article in read(tmp_path / "b.md", limits=Limits(front_matter_lines=1))] == [""]
    (tmp_path / "c.jsonl").write_text("{\n" * 9)
    reading = read(tmp_path / "c.jsonl", limits=Limits(problems_per_file=2))
    assert list(reading) == []
    assert [problem.reason for problem in reading.problems][2:] == ["and 7 more rows were left out"]


def test_articles_handed_in_are_bounded_as_well() -> None:
    """`add` leaves out an article whose title is a book, and says so."""
    with Archive.in_memory() as archive, applied(Limits(title_characters=10)):
        report = archive.add(
            [Article("a", "Ferry talks stall.", "x" * 11), {"id": "b", "text": "x", "title": "y" * 12}]
        )
    assert report.added == []
    assert "title_characters=11" in report.problems[0].reason
    assert "title_characters=12" in report.problems[1].reason


def test_queries() -> None:
    """What is too long is cut or passed over, each with a warning that names the limit."""
    with applied(Limits(query_characters=9)):
        cut = parse("ferry talks stall")
    assert cut.text == "ferry tal"
    assert "query_characters=17" in cut.warnings[0]
    with applied(Limits(query_phrases=2)):
        parsed = parse('"a b" "c d" "e f" -g')
    assert (parsed.required, parsed.excluded) == (("a b",), ("g",))
    assert "query_phrases=4" in parsed.warnings[0]
    with applied(Limits(query_words=2)):
        assert "query_words=3" in parse("ferry talks stall stall").warnings[0]
        assert parse("ferry talks talks ferry").warnings == ()
    with applied(Limits(condition_characters=5)), pytest.raises(BadInput, match="condition_characters=12"):
        parse_condition("troops > 500")


def test_thousands_of_phrases_cost_no_more_than_a_few() -> None:
    """Within the characters a query may have, ever so many phrases are looked up one by one only up to the limit."""
    parsed = parse(" ".join(f'"p{n}" -x{n}' for n in range(900)))
    assert len(parsed.required) + len(parsed.excluded) == Limits().query_phrases


def test_quotations_corrections_weights_and_judgments(tmp_path: Path) -> None:
    """Each is refused with the limit's name."""
    quotes = applied(Limits(quote_characters=10))
    with Archive.in_memory() as archive, quotes, pytest.raises(BadInput, match="quote_characters=11"):
        archive.verify("we will not")
    with applied(Limits(corrections_bytes=3)), pytest.raises(BadInput, match="corrections_bytes=4"):
        read_corrections("\n\n\n\n")
    with applied(Limits(weights_bytes=100)), pytest.raises(ModelUnavailable, match="weights_bytes="):
        read_weights()
    (tmp_path / "q.jsonl").write_text('{"qid": "q1"}\n')
    with applied(Limits(line_bytes=8)), pytest.raises(BadInput, match="line_bytes=9"):
        read_judgments(tmp_path / "q.jsonl")


def test_every_limit_is_tried() -> None:
    """None is without a test, and the page lists each with its default."""
    here = Path(__file__).read_text("utf-8")
    defaults = dataclasses.asdict(Limits())
    assert [name for name in defaults if f"{name}=" not in here and name not in FILES] == []
    listed = {
        name: (value, meaning) for name, value, meaning in re.findall(r"\| `(\w+)` \| ([\d,]+) \| (.+?) \|", SECURITY)
    }
    assert listed == {name: (f"{value:,}", meanings()[name]) for name, value in defaults.items()}


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ("file_byte=1", "did you mean file_bytes"),
        ("zzz=1", "expected one of"),
        ("json_depth", "without an amount"),
        ("json_depth=0", "expected a whole number"),
        ("json_depth=-1", "expected a whole number"),
        ("json_depth=1e3", "expected a whole number"),
        ("json_depth=5XB", "expected a whole number"),
        ("json_depth=" + "9" * 5000, "expected a whole number"),
        ("json_depth=5, json_depth=6", "given twice"),
    ],
)
def test_what_cannot_be_meant(stated: str, said: str) -> None:
    """A slip is refused, never taken for something else."""
    with pytest.raises(BadInput, match=said):
        parse_limits(stated)


def test_amounts() -> None:
    """Units, blanks and `none`."""
    stated = parse_limits(" file_bytes = 1GB,json_depth=64 , query_characters=20k,line_bytes=2 mb,html_bytes=NONE,,")
    assert (stated.file_bytes, stated.json_depth, stated.query_characters) == (2**30, 64, 20_000)
    assert (stated.line_bytes, stated.html_bytes) == (2 * 1024**2, UNLIMITED)
    assert parse_limits("") == Limits()
    with pytest.raises(BadInput, match="whole number"):
        Limits(json_depth=0)


def test_which_limits_are_in_force(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those around the call before those of the environment, in this thread only; what does not fit is never used."""
    monkeypatch.setenv(ENVIRONMENT, "json_depth=5")
    seen = []
    with applied(Limits(json_depth=7)):
        other = threading.Thread(target=lambda: seen.append(in_force().json_depth))
        other.start()
        other.join()
        seen.append(in_force().json_depth)
    assert [*seen, in_force().json_depth] == [5, 7, 5]
    monkeypatch.setenv(ENVIRONMENT, "json_depth=x")
    with pytest.raises(BadInput, match=ENVIRONMENT):
        read("x.txt")


def test_on_the_command_line(tmp_path: Path) -> None:
    """`--limits` lists what the environment says; a slip there is wrong use."""
    command = [sys.executable, "-m", "onrecord", "--limits"]
    done = subprocess.run(command, capture_output=True, text=True, env={ENVIRONMENT: "pdf_pages=7"}, check=False)
    assert (done.returncode, re.search(r"pdf_pages +7  pages of a PDF", done.stdout) is not None) == (0, True)
    done = subprocess.run(command, capture_output=True, text=True, env={ENVIRONMENT: "pdf_page=7"}, check=False)
    assert done.returncode == 2
    assert "did you mean pdf_pages" in done.stderr


def test_packed_pages_are_counted_unpacked(tmp_path: Path) -> None:
    """Many pages that share one packed content are refused for what they unpack to."""
    (tmp_path / "a.pdf").write_bytes(pdf_of(zlib.compress(DRAWN + b" " * 100_000), pages=20, packed=True))
    reading = read(tmp_path / "a.pdf", limits=Limits(unpacked_bytes_unchecked=1_000_000))
    assert list(reading) == []
    assert "bytes of PDF pages unpack to" in reading.problems[0].reason


def test_files_read_as_a_whole_are_never_larger(tmp_path: Path) -> None:
    """Records, annotations and corrections of gigabytes are refused before they are read."""
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.truncate(8 * 1024**3)
    with Archive.in_memory() as archive:
        for read_it in (read_benchmark, read_article_list, read_citron, archive.correct):
            with pytest.raises(BadInput, match="8,589,934,592 bytes, the limit is"):
                read_it(path)
