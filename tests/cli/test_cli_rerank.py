"""`onrecord search --rerank`: every format in the model's order, one notice, and clear refusals."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from cli_harness import SEED, Onrecord

from onrecord.encoding.cross_encoder import CrossEncoderReranker
from tiny_cross_encoder import save_model

QUERY = "russia sanctions"


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small model with random weights: any order will do."""
    return save_model(tmp_path_factory.mktemp("rerank") / "tiny-model")


def test_all_formats_are_in_the_model_s_order(cli: Onrecord, archive: Path, model: Path) -> None:
    """JSON holds what the model said of each hit; lines, rows and the table are in the same order."""
    plain = json.loads(cli("search", QUERY, "-k", "20", "--format", "json").out)
    scores = CrossEncoderReranker(str(model)).score(QUERY, [hit["text"] for hit in plain])
    expected = [plain[place]["unit_id"] for place in sorted(range(len(plain)), key=lambda place: -scores[place])]
    assert expected != [hit["unit_id"] for hit in plain]

    asked = ("search", QUERY, "-k", "20", "--rerank", str(model), "--rerank-depth", "20")
    done = cli(*asked, "--format", "json")
    found = json.loads(done.out)
    assert done.err == f"loading the reranking model {model}\n"
    assert [hit["unit_id"] for hit in found] == expected
    assert [hit["score"] for hit in found] == sorted(scores, reverse=True)
    assert [hit["parts"]["rerank"]["rank"] for hit in found] == list(range(1, len(found) + 1))
    assert [json.loads(line) for line in cli(*asked, "--format", "jsonl").out.splitlines()] == found
    rows = list(csv.DictReader(io.StringIO(cli(*asked, "--format", "csv").out)))
    assert [row["unit_id"] for row in rows] == expected
    assert [float(row["score"]) for row in rows] == [hit["score"] for hit in found]


def test_the_table_explains_both(cli: Onrecord, archive: Path, model: Path) -> None:
    """With --explain the terms of BM25 are shown beside the model's rank; what was not read has a dash."""
    done = cli("search", QUERY, "-k", "2", "--rerank", str(model), "--rerank-depth", "1", "--explain")
    assert done.code == 0
    assert "rerank #1 " in done.out
    assert "rerank –" in done.out
    assert "idf" in done.out


def test_articles_and_trec(cli: Onrecord, archive: Path, model: Path) -> None:
    """A TREC line has the model's score of the article's best passage."""
    asked = ("search", QUERY, "--group", "article", "--rerank", str(model))
    shown = json.loads(cli(*asked, "--format", "json").out)[0]
    assert cli(*asked, "--format", "trec").out == f"1 Q0 {SEED} 1 {shown['score']!r} onrecord\n"
    assert [shown["score"]] == CrossEncoderReranker(str(model)).score(QUERY, [shown["text"]])


def test_a_batch_loads_the_model_once(cli: Onrecord, archive: Path, model: Path) -> None:
    """One notice for many queries, and for each the answer that it has alone."""
    lines = [{"qid": "1", "query": QUERY}, {"qid": "2", "query": "red line"}]
    given = "\n".join(map(json.dumps, lines)).encode()
    done = cli("search", "--queries", "-", "-k", "3", "--rerank", str(model), stdin=given)
    assert done.err == f"loading the reranking model {model}\n"
    answers = [json.loads(line) for line in done.out.splitlines()]
    alone = cli("search", "red line", "-k", "3", "--rerank", str(model), "--format", "json")
    assert answers[1] == {"qid": "2", "hits": json.loads(alone.out)}


def test_nothing_found_loads_nothing(cli: Onrecord, archive: Path, model: Path) -> None:
    """Exit code 1 as ever, and no notice."""
    done = cli("search", "xylophone", "--mode", "bm25", "--rerank", str(model))
    assert (done.code, done.out, done.err) == (1, "", "onrecord: nothing found for 'xylophone'\n")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("models/missing/", "no such folder; expected the path of a CrossEncoder's folder"),
        ("indexes", "the folder holds no config.json"),
        ("nobody/has-this-model", "hf download nobody/has-this-model"),
        ("", "no such folder"),
    ],
)
def test_a_model_that_is_not_there_is_2(cli: Onrecord, archive: Path, name: str, said: str) -> None:
    """One line on stderr that says what was expected."""
    done = cli("search", QUERY, "--rerank", name)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert "onrecord: error: " in done.err


def test_a_depth_of_nothing_is_2(cli: Onrecord, archive: Path, model: Path) -> None:
    """At least one hit has to be read."""
    assert cli("search", QUERY, "--rerank", str(model), "--rerank-depth", "0").code == 2
