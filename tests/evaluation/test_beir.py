"""BEIR folders are read as they are, and what is wrong with one is named with its line."""

import json
from pathlib import Path
from typing import Any

import pytest

from onrecord.errors import BadInput
from onrecord.evaluation.beir import find_unknown_ids, read_beir, read_corpus, read_qrels, read_queries
from onrecord.records import Article

QRELS = "query-id\tcorpus-id\tscore\nq2\td1\t1\nq2\td9\t-1\nq7\td2\t2\n"


def jsonl(path: Path, *rows: Any) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    jsonl(
        tmp_path / "corpus.jsonl",
        {"_id": "d1", "title": "One", "text": "first", "metadata": {"url": "u"}},
        {"_id": "d2", "text": "second"},
    )
    jsonl(
        tmp_path / "queries.jsonl", {"_id": "q1", "text": "unjudged"}, {"_id": "q2", "text": "judged", "metadata": {}}
    )
    (tmp_path / "qrels").mkdir()
    (tmp_path / "qrels" / "dev.tsv").write_text(QRELS)
    return tmp_path


def test_a_folder_is_read(folder: Path) -> None:
    """Judged queries of the split, all judgments with negative grades, articles with title and metadata."""
    found = read_beir(folder, "dev")
    assert found.queries == {"q2": "judged"}
    assert found.qrels == {"q2": {"d1": 1, "d9": -1}, "q7": {"d2": 2}}
    assert list(found.corpus()) == [Article("d1", "first", title="One", metadata={"url": "u"}), Article("d2", "second")]


def test_unknown_ids_are_reported(folder: Path) -> None:
    """One problem a judgment, with its line, for queries without text and articles the corpus lacks."""
    found = read_beir(folder, "dev")
    problems = found.unknown_ids({article.id for article in found.corpus()})
    assert [(problem.line, problem.skipped) for problem in problems] == [(3, False), (4, False)]
    assert [str(problem).split(": ", 1)[1] for problem in problems] == [
        "judges article 'd9', which the collection does not hold",
        "judges query 'q7', which the collection does not hold",
    ]


@pytest.mark.parametrize("header", ["", "query-id\tcorpus-id\tscore\n", "qid\tdocid\tRelevance\r\n", "\ufeff", "\n"])
def test_the_header_may_be_missing(tmp_path: Path, header: str) -> None:
    """With, without and with another header, the same judgments come back."""
    (tmp_path / "t.tsv").write_text(header + "q\td\t1\nq\te\t0\n", "utf-8", newline="")
    assert read_qrels(tmp_path / "t.tsv") == {"q": {"d": 1, "e": 0}}
    assert find_unknown_ids(tmp_path / "t.tsv", {"q"}, {"d", "e"}) == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("q\td\tmany\n", "t.tsv:1: grade 'many'"),
        ("q\td\t1\nquery-id\tcorpus-id\tscore\n", "t.tsv:2: grade 'score'"),
        ("q\td\t1\nq d 1\n", "t.tsv:2: 1 columns"),
        ("q\t\t1\n", "t.tsv:1: 3 columns"),
        ("q\td\t1\nq\td\t0\n", "t.tsv:2: article 'd' of query 'q' has grade 0, but 1"),
        ("q\td\t" + "1" * 5000, "t.tsv:1: grade '111"),
        ("query-id\tcorpus-id\tscore\n", "t.tsv: no judgments"),
    ],
)
def test_broken_judgments_are_named(tmp_path: Path, content: str, message: str) -> None:
    """A first line is a header only if it names one; anything else must be a judgment."""
    (tmp_path / "t.tsv").write_text(content)
    with pytest.raises(BadInput, match=message):
        read_qrels(tmp_path / "t.tsv")


def test_the_corpus_is_checked_when_reached(tmp_path: Path) -> None:
    """Articles before a broken line are handed out; the line is named when its turn comes."""
    articles = read_corpus(jsonl(tmp_path / "c.jsonl", {"_id": "d1", "text": ""}, {"_id": "d2"}))
    assert next(articles) == Article("d1", "")
    with pytest.raises(BadInput, match=r"c.jsonl:2: key 'text' is missing"):
        next(articles)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"_id": "d1", "text": "again"}, "article id 'd1' was used"),
        ({"_id": 4, "text": ""}, "'_id' is 4"),
        ({"_id": "d2", "text": "", "title": []}, r"'title' is \[\]"),
        ({"_id": "d2", "text": "", "metadata": "x"}, "'metadata' is 'x'"),
    ],
)
def test_broken_articles_are_named(tmp_path: Path, row: dict[str, Any], message: str) -> None:
    """Ids used twice and values of the wrong kind are BadInput with the line."""
    path = jsonl(tmp_path / "c.jsonl", {"_id": "d1", "text": "", "title": None, "metadata": None}, row)
    with pytest.raises(BadInput, match=r"c.jsonl:2: " + message):
        list(read_corpus(path))


def test_a_query_id_is_used_once(tmp_path: Path) -> None:
    """The second use is named."""
    path = jsonl(tmp_path / "q.jsonl", {"_id": "q", "text": "a"}, {"_id": "q", "text": "b"})
    with pytest.raises(BadInput, match=r"q.jsonl:2: query id 'q'"):
        read_queries(path)
