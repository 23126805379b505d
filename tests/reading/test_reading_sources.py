"""Files, folders, globs and standard input, and everything that can be wrong with them."""

import dataclasses
import gzip
import io
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.errors import BadInput
from onrecord.limits import Limits
from onrecord.reading.formats import SUFFIXES, format_of, sniff
from onrecord.reading.sources import Reading, read
from onrecord.records import Article, Problem

BODY = "He spoke for an hour and nobody in the hall could say what he had meant by it, they said."


def ids(reading: Reading) -> list[str]:
    return [article.id for article in reading]


def make(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{BODY} {name}")


def test_a_folder_is_read_in_order(tmp_path: Path) -> None:
    """Known files are read in sorted order, depth first; hidden ones and sidecars are passed over silently."""
    make(tmp_path, "b.txt", "a.TXT", "c/z.md", "c/a.text", ".hidden.txt", ".git/x.txt", "d.txt")
    (tmp_path / "b.meta.json").write_text("{}")
    reading = read(tmp_path)
    assert ids(reading) == ["a", "b", "a", "z", "d"]
    assert reading.problems == []


def test_one_file_formats_keep_their_path(tmp_path: Path) -> None:
    """The path is absolute and resolved, the text what the file holds, the id its name without the suffix."""
    make(tmp_path, "talks.2022.txt")
    (tmp_path / "b.txt.gz").write_bytes(gzip.compress(BODY.encode()))
    assert list(read(tmp_path / "talks.2022.txt")) == [
        Article("talks.2022", f"{BODY} talks.2022.txt", path=(tmp_path / "talks.2022.txt").resolve().as_posix())
    ]
    assert [(a.id, a.text) for a in read(str(tmp_path / "b.txt.gz"))] == [("b", BODY)]


def test_unknown_suffixes_in_a_folder_are_counted(tmp_path: Path) -> None:
    """One note a folder says how many files were passed over; named directly, such a file is read."""
    make(tmp_path, "a.txt", "b.docx", "c.png", "d.png", "README", "e.tar.gz")
    reading = read(tmp_path)
    assert ids(reading) == ["a"]
    assert reading.problems == [
        Problem(
            str(tmp_path),
            "5 files with unknown suffix passed over: .docx, .png, .tar, no suffix; name one to read it",
            skipped=False,
        )
    ]
    assert ids(read(tmp_path / "README", tmp_path / "b.docx")) == ["README", "b"]


def test_sidecars_are_no_sources(tmp_path: Path) -> None:
    """A shell that expands `folder/*` names the sidecars too; they are passed over beside their article only."""
    make(tmp_path, "a.txt.gz", "b.txt")
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(BODY.encode()))
    (tmp_path / "a.meta.json").write_text('{"title": "T"}')
    (tmp_path / "c.meta.json").write_text('{"id": "c", "text": "t"}')
    reading = read(*sorted(tmp_path.iterdir()))
    assert [(a.id, a.title) for a in reading] == [("a", "T"), ("b", ""), ("c", "")]
    assert reading.problems == []


def test_globs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`*` matches names, `**` any number of folders, a matched folder is read whole, hidden names are left out."""
    make(tmp_path, "a1.txt", "a2.txt", "b.txt", "x/a3.txt", "x/y/a4.txt", ".a5.txt", ".h/a6.txt")
    monkeypatch.chdir(tmp_path)
    assert ids(read("a*.txt")) == ["a1", "a2"]
    assert ids(read("**/a*.txt")) == ["a1", "a2", "a3", "a4"]
    assert ids(read("x/**/*.txt")) == ["a3", "a4"]
    assert ids(read(f"{tmp_path}/x/**")) == ["a3", "a4"]
    assert ids(read("[x]")) == ["a3", "a4"]
    assert ids(read("?.txt", "*")) == ["b", "a1", "a2", "a3", "a4"]
    assert ids(read(".a*")) == [".a5"]


def test_a_name_with_wildcards_that_exists_is_that_file(tmp_path: Path) -> None:
    """A file that is really called `a[1].txt` is read."""
    make(tmp_path, "a[1].txt", "a1.txt")
    assert ids(read(tmp_path / "a[1].txt")) == ["a[1]"]


def test_a_file_called_minus_is_not_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A glob that meets a file called `-` reads the file."""
    make(tmp_path, "-")
    monkeypatch.chdir(tmp_path)
    assert [a.text for a in read("**/-", stdin=io.BytesIO(b"wrong"))] == [f"{BODY} -"]


def test_missing_sources_are_problems(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What does not exist is reported, with a suggestion if a name is close; the rest is read."""
    make(tmp_path, "talks.txt")
    monkeypatch.chdir(tmp_path)
    reading = read("tolks.txt", "nowhere/x.txt", "*.pdf", "a\0b", "talks.txt")
    assert ids(reading) == ["talks"]
    assert [str(problem) for problem in reading.problems] == [
        "tolks.txt: no such file or folder; did you mean talks.txt?",
        "nowhere/x.txt: no such file or folder; nowhere is no folder",
        "*.pdf: the pattern matches no file or folder",
        "a\\0b: a path cannot hold a NUL character",
    ]
    assert all(problem.skipped for problem in reading.problems)


def test_link_loops_do_no_harm(tmp_path: Path) -> None:
    """Each real folder is read once, by walking and by `**`, even when links multiply."""
    make(tmp_path, "a.txt", "x/b.txt")
    for name in ("loop1", "loop2", "x/up", "x/self"):
        (tmp_path / name).symlink_to(tmp_path if "loop" in name or "up" in name else tmp_path / "x")
    (tmp_path / "dead.txt").symlink_to(tmp_path / "dead.txt")
    reading = read(tmp_path)
    assert ids(reading) == ["a", "b"]
    assert [(Path(p.path).name, p.skipped) for p in reading.problems] == [("dead.txt", True)]
    assert ids(read(f"{tmp_path}/**/*.txt")) == ["a", "b"]


def test_a_file_is_read_once(tmp_path: Path) -> None:
    """Naming a file twice, or its folder too, reads it once; a link to it is noted."""
    make(tmp_path, "a.txt")
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")
    reading = read(tmp_path / "a.txt", tmp_path / "a.txt", tmp_path)
    assert ids(reading) == ["a"]
    assert [(Path(p.path).name, p.skipped) for p in reading.problems] == [("b.txt", False)]


def test_an_empty_folder_is_a_problem(tmp_path: Path) -> None:
    """A folder without anything to read is not passed over silently."""
    (tmp_path / "x.txt").mkdir()
    reading = read(tmp_path / "x.txt")
    assert list(reading) == []
    assert "nothing to read in the folder" in reading.problems[0].reason


def test_folders_may_be_nested_deeply(tmp_path: Path) -> None:
    """500 folders in each other are no recursion error."""
    folder = tmp_path.joinpath(*["d"] * 500)
    folder.mkdir(parents=True)
    make(folder, "a.txt")
    assert ids(read(tmp_path)) == ["a"]
    assert ids(read(f"{tmp_path}/**/a.txt")) == ["a"]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \r\n", "white space"),
        ("a.txt", b"x\0y", "NUL"),
        ("a.md", b"\x89PNG\r\n\x1a\n\0", "PNG"),
        ("a.bin", bytes(range(256)), "NUL"),
        ("a.html", b"<html></html>", "no article text"),
        ("a.pdf", b"%PDF-1.7\n", "broken PDF"),
        ("a.txt.gz", gzip.compress(b"words " * 100)[:-9], "broken gzip"),
        ("a.txt.gz", gzip.compress(b"words")[:10] + b"\xff" * 20, "broken gzip"),
        ("a.jsonl.gz", gzip.compress(b""), "no rows"),
        ("a.json", b"", "empty"),
        ("a.txt", b"x" * 5001, "one article of 5,001 bytes or more, the limit is 5,000"),
        ("a.txt.gz", gzip.compress(b"x" * 5001), "the limit is 5,000"),
    ],
)
def test_bad_files_cost_only_themselves(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    """Each bad file is one clear line with its path; the next file is read."""
    (tmp_path / name).write_bytes(data)
    make(tmp_path, "z.txt")
    reading = read(tmp_path / name, tmp_path / "z.txt", limits=dataclasses.replace(Limits(), file_bytes=5000))
    assert ids(reading) == ["z"]
    (problem,) = reading.problems
    assert (problem.path, problem.skipped, problem.line) == (str(tmp_path / name), True, None)
    assert said in problem.reason


def test_a_gzip_bomb_is_refused(tmp_path: Path) -> None:
    """A stream that unpacks to far more than its size is given up early."""
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(b"0" * 20_000_000))
    limits = dataclasses.replace(Limits(), unpacked_bytes_unchecked=1_000_000)
    reading = read(tmp_path, limits=limits)
    assert list(reading) == []
    assert "times its size, the limit is 300" in reading.problems[-1].reason


def test_pipes_and_devices_are_never_opened(tmp_path: Path) -> None:
    """A named pipe without a writer would block for ever: it is refused, as are sockets and devices."""
    os.mkfifo(tmp_path / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as server:
        here = os.getcwd()
        os.chdir(tmp_path)  # a socket's path may have 108 bytes only
        try:
            server.bind("socket.txt")
        finally:
            os.chdir(here)
        (tmp_path / "null.txt").symlink_to("/dev/null")
        reading = read(f"{tmp_path}/*")
        assert list(reading) == []
    assert [problem.reason.split(",")[0] for problem in reading.problems] == [
        "is a device",
        "is a named pipe",
        "is a socket",
    ]


def test_a_file_that_vanishes_is_a_problem(tmp_path: Path) -> None:
    """A file deleted between listing and reading is reported; the next is read."""
    make(tmp_path, "a.txt", "b.txt", "c.txt")
    reading = read(tmp_path)
    found = []
    for article in reading:
        found.append(article.id)
        (tmp_path / "b.txt").unlink(missing_ok=True)
    assert found == ["a", "c"]
    assert [(Path(p.path).name, p.skipped) for p in reading.problems] == [("b.txt", True)]


@pytest.mark.parametrize(("change", "said"), [("append", "changed"), ("remove", "vanished")])
def test_a_file_that_changes_meanwhile_is_noted(tmp_path: Path, change: str, said: str) -> None:
    """Rows read before and after the change are kept, and a note says that it changed."""
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": "1", "text": "t"}\n' * 3)
    reading = read(path)
    articles = iter(reading)
    next(articles)
    if change == "append":
        with path.open("a") as handle:
            handle.write('{"id": "2", "text": "u"}\n')
    else:
        path.unlink()
    assert len(list(articles)) >= 2
    (problem,) = reading.problems
    assert said in problem.reason
    assert not problem.skipped


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b' \n{"id": "1", "text": "t"}\n', ("1", "t")),
        (b"Only words.", ("stdin", "Only words.")),
        (b"\xef\xbb\xbf<!DOCTYPE HTML><html><body><p>A page.</p></body></html>", ("stdin", "A page.")),
        (gzip.compress(b"Packed words."), ("stdin", "Packed words.")),
        ("Käse in Zürich".encode("utf-16"), ("stdin", "Käse in Zürich")),
        ('{"id": "1", "text": "Käse"}'.encode("utf-16"), ("1", "Käse")),
    ],
)
def test_standard_input_is_sniffed(data: bytes, expected: tuple[str, str]) -> None:
    """The first bytes decide how standard input is read."""
    assert [(a.id, a.text) for a in read("-", stdin=io.BytesIO(data))] == [expected]


def test_problems_of_standard_input() -> None:
    """An empty standard input, and a second reading of it, are problems; text streams are refused."""
    reading = read("-", "-", stdin=io.BytesIO(b"words"))
    assert ids(reading) == ["stdin"]
    assert [(p.path, p.reason) for p in reading.problems] == [("-", "the file is empty")]
    reading = read("-", stdin=io.StringIO("words"))  # type: ignore[arg-type]
    assert list(reading) == []
    assert "binary mode" in reading.problems[0].reason


def test_standard_input_of_the_process() -> None:
    """Without `stdin`, the process's own is read."""
    code = "from onrecord.reading.sources import read; print([a.text for a in read('-')])"
    done = subprocess.run([sys.executable, "-c", code], input=b"words", capture_output=True, check=True)
    assert done.stdout == b"['words']\n"


def test_wrong_use_raises_at_once() -> None:
    """No source, a wrong type or an unknown field in `columns` is bad input before anything is read."""
    for call in (lambda: read(), lambda: read(5), lambda: read("a", columns={"words": "body"})):  # type: ignore[arg-type]
        with pytest.raises(BadInput):
            call()


def test_problems_are_told_as_they_are_found(tmp_path: Path) -> None:
    """`on_problem` hears each problem; a second iteration starts afresh."""
    make(tmp_path, "a.txt")
    (tmp_path / "b.txt").write_bytes(b"")
    heard: list[Problem] = []
    reading = read(tmp_path, on_problem=heard.append)
    assert (ids(reading), ids(reading)) == (["a"], ["a"])
    assert heard == reading.problems * 2
    assert len(reading.problems) == 1
    assert reading.bytes_read == reading.total_bytes


def test_names_that_are_not_utf8(tmp_path: Path) -> None:
    """A file name of other bytes gives an id and a path that can be stored."""
    name = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    try:
        with open(name, "wb") as handle:
            handle.write(BODY.encode())
    except OSError:  # macOS refuses such names: nothing to read then
        return
    (article,) = read(tmp_path)
    assert article.id == "caf\\xe9"
    assert article.path is not None
    assert article.path.encode("utf-8").endswith(b"/caf\\xe9.txt")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.txt", ("a", "plain")), ("a.b.TXT.GZ", ("a.b", "plain")), ("a.htm", ("a", "html")),
        ("a.ndjson", ("a", "jsonl")), ("a.tar.gz", ("a", None)), ("README", ("README", None)),
        (".txt", (".txt", None)), (".gz", (".gz", None)),
        ("a.gz", ("a", None)), ("a.", ("a", None)),
    ],
)  # fmt: skip
def test_formats_by_name(name: str, expected: tuple[str, str | None]) -> None:
    """The suffix says the format, a final .gz is looked through, the rest is the id."""
    assert (format_of(name).stem, format_of(name).format) == expected


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"%PDF-1.4", "pdf"), (b"\xef\xbb\xbf \n{", "jsonl"), (b"<HTML>", "html"),
        (b"<?xml version='1.0'?>\n<html>", "html"),
        (b"<p>x", "plain"), (b"", "plain"), (b"[1]", "plain"),
    ],
)  # fmt: skip
def test_formats_by_content(head: bytes, expected: str) -> None:
    """The first bytes tell a format where no name does."""
    assert sniff(head) == expected


PIECES = st.sampled_from(
    [
        b'{"id": "1", "text": "t"}',
        b"\n",
        b'"',
        b",",
        b"id,text",
        b"<p>x</p>",
        b"%PDF-1.4",
        b"\xff\xfe",
        b"\0",
        b"---\n",
        b"\xe9",
        b"[",
    ]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(sorted(SUFFIXES)),
    st.booleans(),
    st.binary(max_size=200) | st.lists(PIECES, max_size=12).map(b"".join),
)
def test_any_bytes_under_any_suffix(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, packed: bool, data: bytes
) -> None:
    """Whatever a file holds, reading it raises nothing and gives articles or problems."""
    path = tmp_path_factory.mktemp("fuzz") / f"a{suffix}{'.gz' if packed else ''}"
    path.write_bytes(gzip.compress(data) if packed else data)
    reading = read(path)
    articles = list(reading)
    assert articles or any(problem.skipped for problem in reading.problems)
    assert all("\n" not in str(problem) for problem in reading.problems)
    for article in articles:
        assert article.text.strip()
        assert article.text.encode("utf-8")


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=100))
def test_any_standard_input(data: bytes) -> None:
    """Whatever comes through the pipe, reading it raises nothing and gives articles or problems."""
    reading = read("-", stdin=io.BytesIO(data))
    assert list(reading) or reading.problems


def test_an_archive_is_passed_over(tmp_path: Path) -> None:
    """Indexing a folder that holds archives does not read their files as articles, and leaves nothing out."""
    (tmp_path / "a.txt").write_text("Some words.")
    archive = tmp_path / "indexes" / "default"
    archive.mkdir(parents=True)
    for name in ("archive.json", "store.sqlite"):
        (archive / name).write_text("{}")
    reading = read(tmp_path)
    assert [article.id for article in reading] == ["a"]
    assert [(problem.skipped, "an archive" in problem.reason) for problem in reading.problems] == [(False, True)]


def test_a_glob_passes_over_archives_and_unknown_suffixes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in folders: one note for an archive whose files match, one for each place with unknown suffixes."""
    make(tmp_path, "ins/a.txt", "ins/b.docx", "ins/c/d.png", "ins/c/d.txt")
    make(tmp_path, "ins/arch/archive.json", "ins/arch/store.sqlite", "ins/arch/vectors/units/segments.json")
    monkeypatch.chdir(tmp_path)
    reading = read("ins/**/*")
    assert ids(reading) == ["a", "d"]
    assert [(problem.path, problem.reason.split(";")[0], problem.skipped) for problem in reading.problems] == [
        ("ins/arch", "an archive of onrecord, passed over", False),
        ("ins/c", "1 file with unknown suffix passed over: .png", False),
        ("ins/**/*", "1 file with unknown suffix passed over: .docx", False),
    ]
    for pattern in ("ins/arch/**/*.json", "ins/arch/*/*/*", f"{tmp_path}/ins/a*/*.json"):
        reading = read(pattern)
        assert ids(reading) == []
        assert [problem.reason for problem in reading.problems] == ["an archive of onrecord, passed over"], pattern
    monkeypatch.chdir(tmp_path / "ins" / "arch")
    assert [(p.path, p.skipped) for p in [*_problems("*.json"), *_problems("vectors/**/*.json")]] == [(".", False)] * 2


def _problems(pattern: str) -> list[Problem]:
    reading = read(pattern)
    assert list(reading) == []
    return reading.problems


def test_a_glob_that_spells_an_unknown_suffix_means_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`*.log` and `**/README` name what they want; `*` and `R*` do not."""
    make(tmp_path, "a.log", "b.LOG.gz", "x/README")
    (tmp_path / "b.LOG.gz").write_bytes(gzip.compress(BODY.encode()))
    monkeypatch.chdir(tmp_path)
    assert ids(read("*.log")) == ["a"]
    assert ids(read("*.log", "*.LOG.gz")) == ["a", "b"]
    assert ids(read("**/README")) == ["README"]
    assert [str(problem) for problem in _problems("x/R*")] == [
        "x/R*: 1 file with unknown suffix passed over: no suffix; name one to read it"
    ]
