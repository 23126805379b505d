"""A record comes back as it was written, and a broken one is named with its place."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invented_benchmark import invented_benchmark
from onrecord.benchmark import Answered, Benchmark, SystemOutcome, latency
from onrecord.errors import ArchiveUnwritable, BadInput
from onrecord.evaluation.benchmark_file import benchmark_json, read_benchmark, write_benchmark


def test_a_record_comes_back(tmp_path: Path) -> None:
    """Written and read again it is equal, and writing that gives the same bytes."""
    record = invented_benchmark()
    write_benchmark(tmp_path / "r.json", record)
    again = read_benchmark(tmp_path / "r.json")
    assert again == record
    assert benchmark_json(again).encode() == (tmp_path / "r.json").read_bytes()
    assert json.loads((tmp_path / "r.json").read_text())["benchmark"] == 1


@given(st.text(), st.floats(allow_nan=False, allow_infinity=False))
def test_every_string_and_float_comes_back(tmp_path_factory: pytest.TempPathFactory, text: str, number: float) -> None:
    """Lone surrogates, controls and the last digit included."""
    path = tmp_path_factory.mktemp("record") / "r.json"
    record = invented_benchmark()
    system = SystemOutcome(text, {"q1": Answered({text: number}, number)}, facts={text: [text, number]})
    write_benchmark(path, replace(record, suite=text, systems=(system,), comparisons=(), misses={}, notes=(text,)))
    read = read_benchmark(path)
    assert (read.suite, read.notes, read.systems) == (text, (text,), (system,))


def test_what_json_cannot_say_is_not_written(tmp_path: Path) -> None:
    """NaN is an error, and the file is not there."""
    system = SystemOutcome("s", {"q1": Answered({"RR": float("nan")})})
    with pytest.raises(BadInput, match="NaN"):
        write_benchmark(tmp_path / "r.json", Benchmark("s", "spans", ("RR",), "RR", (), (system,)))
    assert not (tmp_path / "r.json").exists()


def test_a_folder_in_the_way(tmp_path: Path) -> None:
    """A place that cannot be written is one clear error."""
    with pytest.raises(ArchiveUnwritable, match="cannot be written"):
        write_benchmark(tmp_path, invented_benchmark())


def set_at(*way: str | int, to: Any) -> Callable[[dict[str, Any]], None]:
    def change(record: dict[str, Any]) -> None:
        inner: Any = record
        for step in way[:-1]:
            inner = inner[step]
        inner[way[-1]] = to

    return change


def remove(key: str) -> Callable[[dict[str, Any]], None]:
    return lambda record: record.pop(key)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (set_at("benchmark", to=2), "version 2; this release reads 1"),
        (set_at("benchmark", to=True), "version True"),
        (remove("benchmark"), "benchmark is missing"),
        (remove("systems"), "systems is missing"),
        (set_at("extra", to=1), "extra is no field"),
        (set_at("kind", to="pages"), "kind is 'pages'; expected one of spans, articles"),
        (set_at("questions", 0, "answerable", to=1), r"questions\[0\].answerable is 1; expected true or false"),
        (set_at("questions", 1, "qid", to="q1"), "question 'q1' stands 2 times"),
        (set_at("systems", 0, "answers", "q1", "score", to="high"), r"systems\[0\].answers.q1.score is 'high'"),
        (set_at("systems", 0, "answers", "q1", "values", "hit@1", to=True), "hit@1 is True; expected a number"),
        (set_at("systems", 0, "answers", "q9", to={}), "q9.values is missing"),
        (set_at("systems", 0, "name", to="hybrid"), "system 'hybrid' stands 2 times"),
        (set_at("comparisons", 0, "verdict", to="best"), "verdict is 'best'; expected one of better"),
        (set_at("comparisons", 0, "against", to="txtai"), "a comparison names system 'txtai'"),
        (set_at("misses", "hybrid", 0, "ranks", "bm25", to=-1), "ranks.bm25 is -1; expected a whole number"),
        (set_at("waterfall", "fusion", to=0.5), "waterfall.fusion is 0.5"),
        (set_at("primary", to="AP"), "primary 'AP'; expected one of nDCG@10, hit@1"),
        (set_at("software", "python", to=3), "software.python is 3; expected a string"),
        (set_at("means", 0, "low", to=10**400), "means.*low is 1000.*expected a number of at most"),
    ],
)
def test_broken_records_are_named(tmp_path: Path, change: Callable[[dict[str, Any]], None], message: str) -> None:
    """The file, the place inside it, what stands there and what was expected."""
    record = json.loads(benchmark_json(invented_benchmark()))
    change(record)
    (tmp_path / "r.json").write_text(json.dumps(record))
    with pytest.raises(BadInput, match=f"r.json: .*{message}"):
        read_benchmark(tmp_path / "r.json")


@pytest.mark.parametrize("content", [b"", b"[1]", b'{"benchmark": NaN}', b"\xff", b"[" * 100_000, b"1" * 10_000])
def test_what_is_no_record(tmp_path: Path, content: bytes) -> None:
    """Empty, another value, NaN, no UTF-8, nested without end: BadInput with the file."""
    (tmp_path / "r.json").write_bytes(content)
    with pytest.raises(BadInput, match="r.json: "):
        read_benchmark(tmp_path / "r.json")


def test_a_missing_file(tmp_path: Path) -> None:
    """A file that is not there is BadInput."""
    with pytest.raises(BadInput, match="cannot be read"):
        read_benchmark(tmp_path / "none.json")


def test_latency_by_nearest_rank() -> None:
    """Of two times the median is the smaller; of none there is nothing; untimed answers do not count."""
    two = SystemOutcome("s", {"a": Answered({}, seconds=2.0), "b": Answered({}, seconds=1.0), "c": Answered({})})
    assert latency(two) == {"p50": 1.0, "p95": 2.0, "p99": 2.0}
    assert latency(SystemOutcome("s", {"a": Answered({})})) == {}


def test_a_mean_is_looked_up() -> None:
    """By system, measure and group; None when there is none."""
    record = invented_benchmark()
    assert record.mean_of("hybrid", "nDCG@10", "person") is not None
    assert record.mean_of("hybrid", "nDCG@10", "claim") is None
