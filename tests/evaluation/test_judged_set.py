"""Sets without their articles: what is read is exactly what was judged, or nothing is."""

from __future__ import annotations

import hashlib
import importlib
import json
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from onrecord.errors import BadInput
from onrecord.evaluation.judged_set import differing, list_beside, read_article_list, read_judged_set, sha256_of
from onrecord.evaluation.judgments import GoldSpan, JudgedQuery, read_judgments

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "benchmarks" / "judged" / "polnear-dev.jsonl"
ARTICLES = {
    "ferry": "Ferry fares\n\nMayor Ada Fenn said: “We will freeze the fares.”\nThe café was full. 🚢 She left.",
    "mill": "The mill\n\nThe mill burned down, Bo Marsh wrote.",
}
SPAN = (34, 61)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A copy of an invented corpus in the layout of a clone."""
    folder = tmp_path / "clone" / "data" / "dev" / "text"
    folder.mkdir(parents=True)
    for id, text in ARTICLES.items():
        (folder / f"{id}.txt").write_bytes(text.encode())
    return tmp_path / "clone"


@pytest.fixture
def suite(tmp_path: Path, clone: Path) -> Path:
    """The set as the packing script makes it of judgments with texts and a note."""
    rows = [
        {
            "qid": "q1", "family": "quote", "style": "keyword", "query": "ferry fares frozen", "speaker": "Ada Fenn",
            "gold": [{"doc": "ferry", "start": SPAN[0], "end": SPAN[1], "grade": 2,
                      "text": ARTICLES["ferry"][slice(*SPAN)]}],
            "note": "quotes: We will freeze the fares",
        },
        {"qid": "n1", "family": "none", "style": "keyword", "query": "tram strike", "speaker": None, "gold": []},
    ]  # fmt: skip
    judged = tmp_path / "judged.jsonl"
    judged.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    done = pack(judged, clone / "data/dev/text", tmp_path / "packed.jsonl")
    assert done.returncode == 0, done.stderr
    return tmp_path / "packed.jsonl"


def pack(judged: Path, articles: Path, out: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """Runs the packing script."""
    command = [sys.executable, str(ROOT / "benchmarks/pack_judged_set.py"), str(judged), str(articles), str(out)]
    facts = ["--corpus", "Harbour News", "--source", "https://example.org/harbour", "--folder", "data/dev/text"]
    return subprocess.run([*command, *facts, "--folder", ".", *more], capture_output=True, text=True, check=False)


def test_nothing_of_the_articles_is_handed_on(suite: Path) -> None:
    """The packed files hold offsets and hashes, no text of a span and no note."""
    content = suite.read_text("utf-8") + list_beside(suite).read_text("utf-8")
    assert "freeze" not in content
    assert "note" not in content
    (query, _) = read_judgments(suite)
    assert query.gold[0].text == ""
    assert query.gold[0].sha256 == hashlib.sha256("“We will freeze the fares.”".encode()).hexdigest()


@pytest.mark.parametrize("folder", ["", "data/dev/text"])
def test_a_clone_and_its_inner_folder_both_do(suite: Path, clone: Path, folder: str) -> None:
    """The files are found in the list's folders; spans come back with their texts, beyond the BMP too."""
    found = read_judged_set(suite, clone / folder)
    assert [file.name for file in found.files] == ["ferry.txt", "mill.txt"]
    assert found.texts == ARTICLES
    assert found.queries[0].gold[0].text == ARTICLES["ferry"][slice(*SPAN)]
    assert found.queries[1].gold == ()


def message(suite: Path, clone: Path) -> str:
    """What is said when the set is refused."""
    with pytest.raises(BadInput) as refused:
        read_judged_set(suite, clone)
    return str(refused.value)


def test_a_changed_article_is_refused(suite: Path, clone: Path) -> None:
    """One byte more, and the message names the file, both checksums and what to do."""
    file = clone / "data/dev/text/ferry.txt"
    file.write_bytes(file.read_bytes() + b" ")
    said = message(suite, clone)
    wanted = read_article_list(list_beside(suite)).articles["ferry"].file_sha256
    assert str(file) in said
    assert wanted[:12] in said
    assert hashlib.sha256(file.read_bytes()).hexdigest()[:12] in said
    assert "take the file anew from https://example.org/harbour" in said


def test_changed_line_ends_are_recognised(suite: Path, clone: Path) -> None:
    """A clone with Windows line ends is refused with the command that avoids them."""
    file = clone / "data/dev/text/ferry.txt"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert "git -c core.autocrlf=false clone" in message(suite, clone)


def test_missing_articles_are_counted_and_named(suite: Path, clone: Path) -> None:
    """An incomplete or wrong folder says which files it lacks and where they should be."""
    (clone / "data/dev/text/mill.txt").unlink()
    said = message(suite, clone)
    assert "1 of 2 articles are missing (mill.txt)" in said
    assert "data/dev/text" in said
    assert "no such folder" in message(suite, clone / "nowhere")


def test_a_span_with_other_characters_is_refused(suite: Path, clone: Path) -> None:
    """Moved offsets are noticed by the span's hash, and offsets outside the article by its length."""
    content = suite.read_text("utf-8")
    suite.write_text(content.replace('"start": 34', '"start": 33'), "utf-8")
    assert re.search(r"q1: ferry:33-61: SHA-256 .* expected", message(suite, clone))
    suite.write_text(content.replace('"end": 61', '"end": 5900'), "utf-8")
    assert "the article has" in message(suite, clone)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "not valid JSON"),
        ("[]", "no articles"),
        ('{"articles": {}}', "no articles"),
        ('{"articles": {"a": {}}, "folders": []}', "'folders' is []"),
        ('{"articles": {"a": {}}, "folders": ["."]}', "'file_sha256'"),
        ('{"articles": {"../a": {}}, "folders": ["."]}', "a file's name"),
        ('{"articles": {"a": {"file_sha256": "x", "text_sha256": "y"}}, "folders": ["."]}', "64 hex digits"),
    ],
)  # fmt: skip
def test_a_broken_list_is_named(suite: Path, clone: Path, content: str, said: str) -> None:
    """Whatever is wrong with the list of articles, the message names its file."""
    list_beside(suite).write_text(content, "utf-8")
    spoken = message(suite, clone)
    assert str(list_beside(suite)) in spoken
    assert said in spoken


def test_a_suite_without_a_list_says_what_is_needed(suite: Path, clone: Path) -> None:
    """Without checksums no copy can be trusted."""
    list_beside(suite).unlink()
    assert "missing; a suite without its articles needs this list" in message(suite, clone)


def test_an_archive_is_compared_by_the_hash_of_its_texts(suite: Path) -> None:
    """An archive that lacks an article, or holds another text of it, is told so."""
    wanted = read_article_list(list_beside(suite))
    right = {id: sha256_of(text) for id, text in ARTICLES.items()}
    assert differing(wanted, right) == []
    wrong = differing(wanted, {"ferry": sha256_of("other")})
    assert [line.split(":")[0] for line in wrong] == ["ferry", "mill"]


def test_long_copies_are_not_handed_on(tmp_path: Path, clone: Path) -> None:
    """A query that is a piece of an article is refused, whatever its case and punctuation."""
    row = {"qid": "q1", "family": "quote", "style": "verbatim", "query": "mayor ada fenn said: we will, FREEZE the",
           "gold": [{"doc": "mill", "start": 0, "end": 8, "grade": 2}]}  # fmt: skip
    judged = tmp_path / "judged.jsonl"
    judged.write_text(json.dumps(row) + "\n", "utf-8")
    done = pack(judged, clone / "data/dev/text", tmp_path / "out.jsonl", "--longest", "7")
    assert done.returncode == 2
    assert "q1: 8 words in a row" in done.stderr
    assert not (tmp_path / "out.jsonl").exists()


def test_the_shipped_set_holds_no_text() -> None:
    """220 queries, 329 hashed spans over 84 articles, none with text or a note; checksums for every article."""
    rows = [json.loads(line) for line in SHIPPED.read_text("utf-8").splitlines()]
    assert {key for row in rows for key in row} == {"qid", "family", "style", "query", "speaker", "gold"}
    spans = [span for row in rows for span in row["gold"]]
    assert {key for span in spans for key in span} == {"doc", "start", "end", "grade", "sha256"}
    assert (len(rows), len(spans)) == (220, 329)
    assert {span["doc"] for span in spans} == set(read_article_list(list_beside(SHIPPED)).articles)
    assert len({span["doc"] for span in spans}) == 84
    assert max(len(row["query"].split()) for row in rows) <= 18


def benchmark_script(name: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A script of the benchmarks as a module."""
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    return importlib.import_module(name)


def test_overlooked_repetitions_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A gold span's words elsewhere, whatever their case and marks; not where they are gold, not short ones."""
    script = benchmark_script("measure_judged_set", monkeypatch)
    words = "We will freeze the fares now"
    texts = {
        "a": f"“{words}.” Really: {words.upper()}!",
        "b": f"She wrote: we will freeze, the fares now. {words[:10]}",
    }
    gold = (GoldSpan("a", 1, 1 + len(words), 2, words), GoldSpan("b", 0, 9, 2, "She wrote"))
    found = script.repetitions([JudgedQuery("q1", "quote", "keyword", "fares", None, gold)], texts)
    assert [texts[place["doc"]][place["start"] : place["end"]] for place in found] == [
        words.upper(),
        "we will freeze, the fares now",
    ]
    assert found[0]["of"] == f"a:1-{1 + len(words)}"


def test_the_datasheet_says_what_the_files_say(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every generated part equals what the script makes of the shipped set and the result files."""
    assert benchmark_script("judged_datasheet", monkeypatch).main(["--check"]) == 0
