"""What the runner and the rivals hand each other: files read as they were written, and faults that are named."""

import json
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from baselines import exchange, lexical_rank_bm25
from baselines.exchange import BadExchange, Document
from baselines.program import main
from baselines.report import milliseconds, system, without_folders
from baselines.table import markdown
from baselines.timing import QueryEncoder, Times, time_queries
from onrecord.evaluation.trec import read_trec_run

DOCUMENTS = [
    Document("a:0-20", "a", 0, 20, "The bridge will open"),
    Document("a:21-40", "a", 21, 40, "Toll on the bridge:\u2028none"),
    Document("b:0-12", "b", 0, 12, "Quiet \ud83d\ude00 day".encode("utf-16", "surrogatepass").decode("utf-16")),
]


def write_inputs(folder: Path) -> tuple[Path, Path]:
    exchange.write_documents(folder / "documents.jsonl", DOCUMENTS)
    exchange.write_queries(folder / "queries.jsonl", {"q1": "bridges", "q2": "nothing like it"})
    return folder / "documents.jsonl", folder / "queries.jsonl"


def test_documents_and_queries_come_back_as_they_were(tmp_path: Path) -> None:
    """Line separators and emoji inside a text do not end a line."""
    documents, queries = write_inputs(tmp_path)
    assert list(exchange.read_documents(documents)) == DOCUMENTS
    assert exchange.read_queries(queries) == {"q1": "bridges", "q2": "nothing like it"}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("[1]", "expected a JSON object"),
        ("{", "no JSON"),
        ('{"id": "x"}', "expected id, article, start, end and text"),
    ],
)
def test_a_broken_document_is_named_by_file_and_line(tmp_path: Path, line: str, said: str) -> None:
    """Every kind of broken line."""
    path = tmp_path / "documents.jsonl"
    path.write_text('{"id": "x", "article": "x", "start": 0, "end": 1, "text": "x"}\n' + line + "\n", "utf-8")
    with pytest.raises(BadExchange, match=f"documents.jsonl:2: {said}"):
        list(exchange.read_documents(path))


def test_a_query_id_may_not_stand_twice(tmp_path: Path) -> None:
    """The second one is named."""
    path = tmp_path / "queries.jsonl"
    path.write_text('{"qid": "q", "query": "x"}\n' * 2, "utf-8")
    with pytest.raises(BadExchange, match=r"queries.jsonl:2: qid 'q' was used"):
        exchange.read_queries(path)


@pytest.mark.parametrize(
    ("ranking", "said"), [([(0, 1.0), (1, 2.0)], "scores rise"), ([(0, 2.0), (0, 1.0)], "stands twice")]
)
def test_a_ranking_that_no_measure_would_read_rightly_is_refused(tmp_path: Path, ranking: list, said: str) -> None:
    """Nothing is written then."""
    with pytest.raises(BadExchange, match=said):
        exchange.write_answers(tmp_path / "run.trec", DOCUMENTS, {"q1": ranking}, "some rival")
    assert list(tmp_path.iterdir()) == []


def test_a_rival_answers_in_both_formats(tmp_path: Path) -> None:
    """JSONL has article, start, end and score of each hit, also for a query without hits; a TREC run has articles."""
    documents, queries = write_inputs(tmp_path)
    index, facts = tmp_path / "index", tmp_path / "facts.json"
    common = ["--index", str(index), "--facts", str(facts), "--variant", "BM25Okapi, stems"]
    assert main(lexical_rank_bm25.BASELINE, ["build", str(documents), *common]) == 0
    built = json.loads(facts.read_text("utf-8"))
    assert built["documents"] == 3
    assert set(built["versions"]) == {"rank-bm25", "PyStemmer", "numpy"}
    assert built["built"]["terms-stems"]["bytes"] > 0
    searched = ["search", str(queries), "--documents", str(documents), "--answers", str(tmp_path / "answers"), *common]
    assert main(lexical_rank_bm25.BASELINE, searched) == 0
    rows = [json.loads(line) for line in (tmp_path / "answers/bm25okapi-stems.jsonl").read_text("utf-8").splitlines()]
    assert [row["qid"] for row in rows] == ["q1", "q2"]
    assert [(hit["article"], hit["start"], hit["end"]) for hit in rows[0]["hits"]] == [("a", 0, 20), ("a", 21, 40)]
    assert rows[1]["hits"] == []
    assert len(json.loads(facts.read_text("utf-8"))["searched"]["BM25Okapi, stems"]["seconds"]) == 2


def test_a_trec_run_is_read_by_onrecord(tmp_path: Path) -> None:
    """Articles, scores with all digits, and a tag of one word."""
    path = tmp_path / "run.trec"
    exchange.write_answers(path, DOCUMENTS, {"q1": [(2, 0.1 + 0.2), (0, 0.25)]}, "some rival, default")
    assert read_trec_run(path) == {"q1": [("b", 0.1 + 0.2), ("a", 0.25)]}
    assert path.read_text("utf-8").splitlines()[0].endswith("some-rival,-default")


def test_an_unknown_variant_is_an_error_that_names_the_known_ones(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2 and one line on stderr."""
    documents, _ = write_inputs(tmp_path)
    arguments = ["build", str(documents), "--index", str(tmp_path / "i"), "--facts", str(tmp_path / "f")]
    assert main(lexical_rank_bm25.BASELINE, [*arguments, "--variant", "BM99"]) == 2
    said = capsys.readouterr().err
    assert "no variant BM99" in said
    assert "BM25Plus, stems" in said


def test_every_variant_is_charged_for_encoding() -> None:
    """A query is encoded once, but each search pays what that took."""
    calls: list[str] = []

    def slow(text: str) -> np.ndarray:
        calls.append(text)
        return np.zeros(2, dtype=np.float32)

    encode = QueryEncoder(slow)
    encode.learn(["one", "two"])
    for _ in range(2):
        _, taken, encoding = time_queries(lambda text, k: encode(text) is not None and [], {"a": "one"}, 5, encode)
        assert encoding[0].wall > 0
        assert taken[0].wall >= encoding[0].wall
    assert calls == ["one", "two"]
    assert Times(3.0, 2.0) - Times(1.0, 0.5) == Times(2.0, 1.5)


@pytest.mark.parametrize(("share", "expected"), [(0.5, 2.0), (0.95, 4.0), (0.01, 1.0)])
def test_percentiles_are_nearest_ranks(share: float, expected: float) -> None:
    """Of 1, 2, 3 and 4 ms."""
    assert milliseconds([0.003, 0.001, 0.004, 0.002], share) == expected


def test_no_folder_of_the_machine_stands_in_a_result() -> None:
    """Names of files stay, relative paths and fractions too."""
    said = "installing x.txt failed: ERROR: /srv/a/b/c.whl: 1/2 of benchmarks/x, see (/opt/pip/log)"
    assert without_folders(said) == "installing x.txt failed: ERROR: …/c.whl: 1/2 of benchmarks/x, see (…/log)"


def finished_run() -> dict:
    """A run of one rival with two variants, as the runner hands it on."""
    found = {"index": "i", "seconds": [0.002, 0.004], "cpu_seconds": [0.001, 0.001], "encoding_seconds": [0.001, 0.001]}
    searched = {name: found | {"open_seconds": 0.1, "settings": {}, "file": f"{name}.trec"} for name in ("one", "two")}
    built = {"i": {"seconds": 1.5, "bytes": 2**20, "settings": {"a": 1}}}
    return {
        "build": {"title": "Rival", "versions": {"rival": "1.0"}, "built": built, "peak_megabytes": 50.0},
        "search": {"k": 100, "searched": searched, "peak_megabytes": 60.0},
        "load": {"before": 0.1, "after": 0.2},
    }


@pytest.mark.parametrize(("second", "best"), [(0.6, "two"), (0.5, "one")])
def test_the_best_variant_has_the_highest_main_measure(second: float, best: str) -> None:
    """Of equals the earlier one; the default is the first in any case."""
    told = system(finished_run(), {"one": {"nDCG@10": 0.5}, "two": {"nDCG@10": second}}, "nDCG@10")
    assert (told["best"], told["default"]) == (best, "one")
    assert told["variants"]["one"]["settings"] == {"a": 1}


def test_the_tables_show_scores_costs_and_who_was_left_out() -> None:
    """One row a rival in each table, its best variant named, numbers from the result alone."""
    told = system(finished_run(), {"one": {"nDCG@10": 0.5}, "two": {"nDCG@10": 0.61239}}, "nDCG@10")
    sets = {"scifact": {"documents": 5183, "seconds to encode the documents": 9.6, "systems": {"rival": told}}}
    shown = markdown({"sets": sets, "left out": {"other": "no wheel"}})
    assert "| Rival | 0.612 | two |" in shown
    assert "| Rival | 0.500 | one |" in shown
    assert "| Rival | 2.0 / 4.0 ms, 1.0 ms CPU; 1.5 s; 1.0 MB |" in shown
    assert "| encoding the documents | 10 s |" in shown
    assert "at a load of 0 to 0" in shown
    assert shown.endswith("Left out: other (no wheel).\n")
