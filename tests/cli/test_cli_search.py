"""`onrecord search`: one query or a file of them, in every format."""

import csv
import io
import json
from pathlib import Path

import pytest
from cli_harness import SEED, Onrecord

from onrecord.archive import Archive


def test_a_table_for_people(cli: Onrecord, archive: Path) -> None:
    """Title, place and words of each hit; query words may be one argument or several."""
    done = cli("search", "red", "line", "-k", "2")
    assert (done.code, done.err) == (0, "")
    assert done.out.count("US warns of war") == 2
    assert f"{SEED}:2867-3135" in done.out
    assert cli("search", "red line", "-k", "2").out == done.out


def test_json_is_what_python_returns(cli: Onrecord, archive: Path) -> None:
    """The same hits in json and jsonl, equal to those of the library; `text` is `[start:end]` of the article."""
    with Archive.open(archive, create=False) as opened:
        hits = [hit.to_dict() for hit in opened.search("sanctions", 3)]
        text = opened.get(SEED).text
    found = json.loads(cli("search", "sanctions", "-k", "3", "--format", "json").out)
    lines = cli("search", "sanctions", "-k", "3", "--format", "jsonl").out.splitlines()
    assert found == json.loads(json.dumps(hits)) == [json.loads(line) for line in lines]
    assert all(text[hit["start"] : hit["end"]] == hit["text"] for hit in found)


def test_csv_has_a_header_and_a_row_a_hit(cli: Onrecord, archive: Path) -> None:
    """CSV reads back with the columns of the contract."""
    rows = list(csv.DictReader(io.StringIO(cli("search", "sanctions", "-k", "3", "--format", "csv").out)))
    assert [row["rank"] for row in rows] == ["1", "2", "3"]
    assert {row["article"] for row in rows} == {SEED}


def test_trec_ranks_articles(cli: Onrecord, archive: Path) -> None:
    """A TREC line an article; without --group article it is wrong use."""
    done = cli("search", "sanctions", "--format", "trec", "--group", "article")
    assert done.out.split()[:4] == ["1", "Q0", SEED, "1"]
    refused = cli("search", "sanctions", "--format", "trec")
    assert refused.code == 2
    assert "--group article" in refused.err


def test_nothing_found_is_1_and_said_on_stderr(cli: Onrecord, archive: Path) -> None:
    """No hit: exit code 1, a line on stderr, and an empty answer in the format asked for."""
    done = cli("search", "xylophone", "--mode", "bm25")
    assert (done.code, done.out) == (1, "")
    assert done.err == "onrecord: nothing found for 'xylophone'\n"
    assert cli("search", "xylophone", "--mode", "bm25", "--format", "json").out == "[]\n"


@pytest.mark.parametrize(
    "filters",
    [
        ["--source", "another paper"], ["--until", "2021"], ["--since", "2023-05"], ["--where", "language=fr"],
        ["--speaker", "Nobody"], ["--kind", "quote", "--speaker", "Nobody"],
    ],
)  # fmt: skip
def test_a_filter_that_matches_nothing_gives_nothing(cli: Onrecord, archive: Path, filters: list[str]) -> None:
    """Filters hold in hybrid search: nothing passes, nothing is found."""
    assert cli("search", "red line", *filters).code == 1


def test_filters_that_match_let_hits_through(cli: Onrecord, archive: Path) -> None:
    """The seed article passes filters that describe it."""
    filters = ["--source", "translated newspaper report", "--since", "2022", "--until", "2022-01-14"]
    assert cli("search", "red line", *filters, "--where", "language=en", "--kind", "passage").code == 0


@pytest.mark.parametrize(
    "given", [["--since", "yesterday"], ["--where", "language"], ["--where", "a=b", "--where", "a=c"]]
)
def test_a_filter_that_means_nothing_is_refused(cli: Onrecord, archive: Path, given: list[str]) -> None:
    """A date that is none and a pair that is none are exit code 2."""
    assert cli("search", "red line", *given).code == 2


def test_a_query_may_begin_with_a_dash(cli: Onrecord, archive: Path) -> None:
    """`-word` leaves out the passages with it, with or without `--` before it."""
    both = json.loads(cli("search", "red line", "--mode", "bm25", "--format", "json").out)
    assert sum("red line" in hit["text"] for hit in both) == 2
    for words in (["-biden red line"], ["-biden", "red", "line"], ["--", "-biden", "red line"], ["red line", "-biden"]):
        arguments = ["search", "--mode", "bm25", "--format", "json", *words]
        assert all("Biden" not in hit["text"] for hit in json.loads(cli(*arguments).out))
    assert cli("search", "-kremlin war", "--mode", "bm25").code == 0


def test_explain_shows_the_terms(cli: Onrecord, archive: Path) -> None:
    """--explain adds the terms and their sum to the table and to JSON."""
    assert "sum" in cli("search", "sanctions", "--explain", "-k", "1").out
    hit = json.loads(cli("search", "sanctions", "--mode", "bm25", "--explain", "--format", "jsonl", "-k", "1").out)
    assert sum(line["score"] for line in hit["explanation"]) == pytest.approx(hit["score"])


def test_fusions_can_be_chosen(cli: Onrecord, archive: Path) -> None:
    """RRF gives its own scores: at most two times 1/61."""
    hit = json.loads(cli("search", "red line", "--fusion", "rrf", "--format", "jsonl", "-k", "1").out)
    assert 0 < hit["score"] <= 2 / 61


def test_what_was_taken_as_plain_words_is_said(cli: Onrecord, archive: Path) -> None:
    """A mark without its partner is a warning on stderr, and the words are searched."""
    done = cli("search", 'red "line', "--mode", "bm25")
    assert done.code == 0
    assert done.err.startswith("warning: a quotation mark without its partner")


def test_a_batch_is_answered_in_order(cli: Onrecord, archive: Path, here: Path) -> None:
    """One line a query, hits or not; other keys of the file change nothing; exit code 0."""
    (here / "q.jsonl").write_text(
        '{"qid": "b", "query": "red line", "speaker": "Nobody", "family": "quote"}\n'
        '{"_id": "a", "text": "xylophone"}\n'
    )  # fmt: skip
    done = cli("search", "--queries", "q.jsonl", "--mode", "bm25", "-k", "3")
    answers = [json.loads(line) for line in done.out.splitlines()]
    assert done.code == 0
    assert [answer["qid"] for answer in answers] == ["b", "a"]
    alone = cli("search", "red line", "--mode", "bm25", "-k", "3", "--format", "json")
    assert answers[0]["hits"] == json.loads(alone.out)
    assert answers[1]["hits"] == []


def test_a_batch_from_standard_input_as_trec(cli: Onrecord, archive: Path) -> None:
    """`--queries -` reads what is piped in; a TREC run has a line an article."""
    lines = b'{"qid": "q1", "query": "red line"}\n{"qid": "q2", "query": "nuclear"}\n'
    done = cli("search", "--queries", "-", "--format", "trec", "--group", "article", stdin=lines)
    assert [line.split()[:3] for line in done.out.splitlines()] == [["q1", "Q0", SEED], ["q2", "Q0", SEED]]


@pytest.mark.parametrize(
    "given",
    [
        ["--queries", "missing.jsonl"],
        ["--queries", "bad.jsonl"],
        ["--queries", "bad.jsonl", "red line"],
        ["--queries", "bad.jsonl", "--format", "csv"],
        ["--queries", "bad.jsonl", "--format", "trec"],
        [],
        [""],
        ["  "],
    ],
)
def test_use_that_makes_no_sense_is_refused(cli: Onrecord, archive: Path, here: Path, given: list[str]) -> None:
    """Neither or both of QUERY and --queries, files that are no queries, formats that do not fit: exit code 2."""
    (here / "bad.jsonl").write_text('{"qid": "q1", "query": "red line"}\nnot json\n')
    done = cli("search", *given)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("onrecord: error: ")


def test_a_missing_archive_is_never_made(cli: Onrecord, archive: Path, here: Path) -> None:
    """A mistyped path is answered with the nearest one that exists."""
    for verb in (["search", "x"], ["show", "x"], ["info"], ["delete", "x"], ["compact"], ["export"], ["check"]):
        done = cli(*verb, "--archive", "indexes/defualt")
        assert (done.code, done.out) == (2, "")
        assert "did you mean indexes/default?" in done.err
    assert not (here / "indexes/defualt").exists()


def test_colours_are_for_terminals(cli: Onrecord, archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe gets none, FORCE_COLOR asks for them, NO_COLOR refuses."""
    assert "\x1b" not in cli("search", "red line", "--mode", "bm25").out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[1;31mred" in cli("search", "red line", "--mode", "bm25").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in cli("search", "red line", "--mode", "bm25").out
