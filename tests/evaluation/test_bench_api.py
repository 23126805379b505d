"""`onrecord.evaluate`: any search function on any suite, one record that can be repeated."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

import onrecord
from onrecord.benchmark import Answered, Benchmark
from onrecord.errors import BadInput
from onrecord.evaluation.benchmark_file import benchmark_json, write_benchmark
from onrecord.evaluation.checksums import file_sha256
from onrecord.uses import bench_software


def line(qid: str, family: str, query: str, *gold: tuple[str, int, int]) -> dict[str, object]:
    found = [{"doc": doc, "start": start, "end": end, "grade": 2} for doc, start, end in gold]
    return {"qid": qid, "family": family, "style": "keyword", "query": query, "gold": found}


LINES = [
    line("q1", "quote", "ferry fares", ("a", 0, 9)),
    line("q2", "claim", "new pier", ("b", 5, 9)),
    line("q3", "none", "plum cake"),
]


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    path = tmp_path / "harbour.jsonl"
    path.write_text("\n".join(map(json.dumps, LINES)))
    return path


def good(query: str, k: int) -> list[dict[str, object]]:
    """Right on both answerable questions."""
    places = {"ferry fares": ("a", 0, 9), "new pier": ("b", 0, 9)}
    if query not in places:
        return []
    article, start, end = places[query]
    return [{"article": article, "start": start, "end": end, "score": 1.0}]


def untimed(record: Benchmark) -> Benchmark:
    systems = tuple(
        replace(system, answers={qid: replace(answer, seconds=None) for qid, answer in system.answers.items()})
        for system in record.systems
    )
    return replace(record, systems=systems)


def test_functions_and_files_in_one_record(suite: Path, tmp_path: Path) -> None:
    """The order is that of the systems, a file is named in the data, and nothing says where it lay."""
    rival = tmp_path / "rival.jsonl"
    rival.write_text('{"qid": "q1", "hits": [{"article": "z", "start": 0, "end": 5, "score": 3}]}\n')
    record = onrecord.evaluate(suite, {"rival": rival, "good": good}, resamples=100)
    assert [system.name for system in record.systems] == ["rival", "good"]
    assert record.systems[1].answers["q1"].values["nDCG@10"] == 1.0
    assert record.systems[1].answers["q3"] == Answered({}, None, record.systems[1].answers["q3"].seconds)
    assert record.systems[1].overall == {"silence": 1.0, "AUROC": 1.0}
    assert record.data == {"harbour.jsonl": file_sha256(suite), "run rival": file_sha256(rival)}
    assert record.notes == ("rival: 2 of 3 questions missing, counted as without hits: 'q2', 'q3'",)
    assert str(tmp_path) not in benchmark_json(record)
    assert record.software["python"]


def test_the_same_inputs_give_the_same_record(suite: Path) -> None:
    """Seconds aside, byte for byte; another seed draws other intervals."""
    records = [onrecord.evaluate(suite, {"good": good}, resamples=100, seed=seed) for seed in (0, 0, 1)]
    first, again, other = (benchmark_json(untimed(record)) for record in records)
    assert first == again
    assert json.loads(other)["settings"]["seed"] == 1


def test_an_earlier_record(suite: Path, tmp_path: Path) -> None:
    """A path is enough; the suite must be the same file."""
    write_benchmark(tmp_path / "before.json", onrecord.evaluate(suite, {"good": good}, resamples=100))
    record = onrecord.evaluate(suite, {"good": good}, against=tmp_path / "before.json", resamples=100)
    assert {c.against for c in record.earlier} == {"good (before)"}
    assert {c.verdict for c in record.earlier} == {"no difference seen"}
    suite.write_text(suite.read_text() + "\n")
    with pytest.raises(BadInput, match="before was made on other data: harbour.jsonl differ"):
        onrecord.evaluate(suite, {"good": good}, against=tmp_path / "before.json")


def test_judgments_edited_while_running(suite: Path) -> None:
    """They are read once; the record holds the checksum of what was read and says that the file is another now."""
    before = file_sha256(suite)

    def meddling(query: str, k: int) -> list[dict[str, object]]:
        suite.write_text(json.dumps(LINES[0]))
        return good(query, k)

    record = onrecord.evaluate(suite, {"meddling": meddling}, resamples=100)
    assert len(record.questions) == 3
    assert record.data["harbour.jsonl"] == before
    assert record.notes == (
        "harbour.jsonl was edited during the run; the figures are of what it held when it was read",
    )


def test_a_run_edited_while_others_are_asked(suite: Path, tmp_path: Path) -> None:
    """The same for a rival's file."""
    rival = tmp_path / "rival.jsonl"
    rival.write_text('{"qid": "q1", "hits": []}')
    before = file_sha256(rival)

    def meddling(query: str, k: int) -> list[dict[str, object]]:
        rival.write_text("")
        return []

    record = onrecord.evaluate(suite, {"rival": rival, "meddling": meddling}, resamples=100)
    assert record.data["run rival"] == before
    assert "run rival was edited during the run" in record.notes[-1]


def beir(folder: Path) -> Path:
    (folder / "qrels").mkdir(parents=True)
    (folder / "queries.jsonl").write_text('{"_id": "1", "text": "ferry"}\n{"_id": "2", "text": "pier"}\n')
    (folder / "qrels" / "dev.tsv").write_text("query-id\tcorpus-id\tscore\n1\ta\t1\n2\tb\t2\n2\tc\t-1\n")
    return folder


def test_a_beir_folder(tmp_path: Path) -> None:
    """Ids are enough; depth and measures are those of articles."""
    answers: Mapping[str, list[str]] = {"ferry": ["x", "a"], "pier": ["c", "b"]}
    asked: list[int] = []

    def search(query: str, k: int) -> list[str]:
        asked.append(k)
        return answers[query]

    record = onrecord.evaluate(beir(tmp_path / "port"), {"mine": search}, split="dev", resamples=100)
    assert (record.suite, record.kind, record.primary) == ("port dev", "articles", "nDCG@10")
    assert record.measures == ("nDCG@10", "AP@5", "AP", "R@100", "RR@10")
    assert asked == [100, 100]
    assert record.mean_of("mine", "RR@10") is not None
    assert record.systems[0].answers["2"].values["RR@10"] == 0.5
    assert set(record.data) == {"queries.jsonl", "qrels/dev.tsv"}


def test_trec_judgments_need_the_words(tmp_path: Path) -> None:
    """Runs can be scored without; a function is asked only when the queries' file is named."""
    qrels, run = tmp_path / "qrels.txt", tmp_path / "run.trec"
    qrels.write_text("1 0 a 1\n2 0 b 1\n")
    run.write_text("1 Q0 a 1 1 t\n")
    assert onrecord.evaluate(qrels, {"theirs": run}, measures=["MRR"], resamples=100).measures == ("RR",)
    with pytest.raises(BadInput, match="qrels: 2 of 2 questions without words, '1' first"):
        onrecord.evaluate(qrels, {"mine": lambda query, k: []})
    (tmp_path / "queries.jsonl").write_text('{"qid": "1", "query": "one"}\n{"_id": "2", "text": "two"}\n')
    record = onrecord.evaluate(qrels, {"mine": lambda q, k: ["a"]}, queries=tmp_path / "queries.jsonl", resamples=100)
    assert [answer.values["AP"] for answer in record.systems[0].answers.values()] == [1.0, 0.0]
    assert set(record.data) == {"qrels.txt", "queries queries.jsonl"}


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty.jsonl", "", "empty.jsonl: empty; expected judged queries"),
        ("q.jsonl", "{", "q.jsonl:1: not valid JSON"),
        ("q.txt", "1 0 a", "q.txt:1: 3 columns"),
        ("q.tsv", "1\ta\tx", "q.tsv:1: grade 'x'"),
    ],
)
def test_suites_that_cannot_be_read(tmp_path: Path, name: str, content: str, message: str) -> None:
    """File and line, what was seen, what was expected."""
    (tmp_path / name).write_text(content)
    with pytest.raises(BadInput, match=message):
        onrecord.evaluate(tmp_path / name, {"good": good})


def test_folders_and_splits_that_are_not_there(tmp_path: Path) -> None:
    """A folder that is none of BEIR's, a split that it lacks, no file at all."""
    with pytest.raises(BadInput, match="no BEIR folder"):
        onrecord.evaluate(tmp_path, {"good": good})
    with pytest.raises(BadInput, match=r"no split 'test' \(there: dev\)"):
        onrecord.evaluate(beir(tmp_path / "port"), {"good": good})
    with pytest.raises(BadInput, match="cannot be read"):
        onrecord.evaluate(tmp_path / "none.jsonl", {"good": good})
    with pytest.raises(BadInput, match="no systems"):
        onrecord.evaluate("seeds", {})


def test_what_a_system_raises_is_its_own(suite: Path) -> None:
    """No error of a search function is swallowed."""

    def broken(query: str, k: int) -> list[object]:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        onrecord.evaluate(suite, {"broken": broken})


def test_the_commit_is_that_of_this_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Twelve digits, perhaps a plus; empty where the package is tracked by no repository, or without git."""
    found = bench_software.commit()
    assert found == "" or len(found.removesuffix("+")) == 12
    monkeypatch.setattr(bench_software, "_PACKAGE", tmp_path)
    assert bench_software.commit() == ""
    monkeypatch.setenv("PATH", "")
    assert bench_software.commit() == ""
