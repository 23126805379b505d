"""Nothing a user or an article can contain may produce a traceback or steer the terminal."""

import json
import re
import unicodedata
from pathlib import Path

import pytest
from cli_harness import SEED, Onrecord
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.archive import Archive
from onrecord.errors import OnrecordError
from onrecord.records import Mode

# ESC, a window title (OSC), C1 CSI, a bidirectional override, a tag character, a lone carriage return, NUL.
EVIL = "\x1b[2J\x1b]0;owned\x07\x9b31m\u202egnorw\U000e0041\rover\x00"
QUERIES = [
    '"red line', '""', '"', "howdy(howdy", "🙂 🙂🏽 👩\u200d👩\u200d👧", "שלום עולם", "مرحبا \u202eabc", "a" * 100_000,
    "word " * 20_000, "\x00", "red\x00line", "\x1b[31m", "(((((", "[a-z", "\\", "+", "*:*", "speaker:", 'source:"', "-",
    "since:yesterday", "until:9999-99", "--", '-"', "AND OR NOT", "/regex/", "title:red^9", "'; DROP TABLE units; --",
    "\ufeff", "\u2028", "e\u0301" * 500, "ß ſ İ ı", "\udcff",
]  # fmt: skip


@pytest.mark.parametrize("query", QUERIES, ids=range(len(QUERIES)))
@pytest.mark.parametrize("mode", ["hybrid", "bm25"])
def test_any_query_has_an_answer(cli: Onrecord, archive: Path, query: str, mode: str) -> None:
    """Found, not found or refused, each with its exit code; stdout stays JSON."""
    done = cli("search", "--mode", mode, "--format", "json", "--", query)
    assert done.code in (0, 1, 2)
    assert len(json.loads(done.out or "[]")) == 0 or done.code == 0
    assert harmless(done.out + done.err)


def test_any_query_file_has_an_answer(cli: Onrecord, archive: Path, here: Path) -> None:
    """The same queries from a file, NUL characters and half surrogate pairs among them."""
    rows = [json.dumps({"qid": f"q{number}", "query": query}) for number, query in enumerate(QUERIES)]
    (here / "q.jsonl").write_text("\n".join(rows))
    done = cli("search", "--queries", "q.jsonl")
    assert done.code == 0
    assert len(done.out.splitlines()) == len(QUERIES)


@pytest.mark.parametrize("fmt", ["table", "json", "jsonl", "csv"])
def test_an_article_cannot_steer_the_terminal(
    cli: Onrecord, here: Path, fmt: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Title, source, id and text full of control characters never reach stdout or stderr as they are."""
    monkeypatch.setattr("onrecord.cli.streams.on_terminal", lambda: True)
    article = {"id": f"a{EVIL}", "title": f"T{EVIL}", "source": f"S{EVIL}", "author": EVIL, "url": EVIL, "date": "2022"}
    row = json.dumps(article | {"text": f"The bridge {EVIL} is closed, {EVIL} he said.", f"k{EVIL}": EVIL})
    outputs = [cli("index", "-", stdin=row.encode())]
    (here / f"b{EVIL[:-1].replace('/', '')}.txt").write_text(f"{EVIL} tunnel")
    outputs.append(cli("index", str(next(here.glob("b*.txt"))), f"missing{EVIL[:-1]}"))
    outputs.append(cli("search", "bridge", "--format", fmt, "--explain"))
    outputs.append(cli("show", f"a{EVIL}"))
    outputs += [cli("show", f"a{EVIL}:0-20", "--format", "json"), cli("show", f"b{EVIL}"), cli("info"), cli("export")]
    outputs += [cli("search", EVIL, "--mode", "bm25"), cli("delete", f"c{EVIL}"), cli("check")]
    for done in outputs:
        assert harmless(done.out), done.out
        assert harmless(done.err), done.err
    assert outputs[2].code == 0


def harmless(shown: str) -> bool:
    """Whether no character but the newline can do more than be seen."""
    seen = re.sub(r"[\n\u200c\u200d]", "", shown)
    return not any(unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp") for character in seen)


@pytest.fixture(scope="module")
def opened(seed_archive: Path) -> Archive:
    """The shared archive, for reading."""
    return Archive.open(seed_archive, create=False)


TELLING = [
    '"red line"',
    '"',
    "-",
    "-red",
    "war",
    "Sherman",
    "source:",
    "since:2022",
    "until:",
    "(",
    ":",
    "\x00",
    "\ud800",
    "“",
]
PIECES = st.one_of(st.text(max_size=12), st.text(st.characters(), max_size=6), st.sampled_from(TELLING))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    pieces=st.lists(PIECES, max_size=8),
    mode=st.sampled_from(["bm25", "bm25", "vector", "hybrid"]),
    group=st.sampled_from(["unit", "article"]),
)
def test_no_query_raises_anything_unplanned(opened: Archive, pieces: list[str], mode: Mode, group: str) -> None:
    """Whatever is typed, search returns hits that stand in the article, or raises an error of ours."""
    try:
        hits = opened.search(" ".join(pieces), 5, mode=mode, group=group)  # type: ignore[arg-type]
    except OnrecordError:
        return
    text = opened.get(SEED).text
    assert all(text[hit.start : hit.end] == hit.text for hit in hits)
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
