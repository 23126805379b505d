"""Targets: files of queries, judgments, runs and records that an evaluation reads."""

from __future__ import annotations

import json
from functools import cache, partial

from torture.fuzz_target import Target, pieces, text_of, tolerated, written

_WORDS = (
    b'"qid"', b'"query"', b'"_id"', b'"text"', b'"gold"', b'"doc"', b'"start"', b'"end"', b'"grade"', b'"family"',
    b'"style"',
    b"Infinity", b"NaN", b"1e999", b"-1", b"null", b"99999999999999999999", b"[[[[[[[[", b"\t", b" Q0 ", b"\n",
    b"\\ud800", b"\xef\xbb\xbf",
)  # fmt: skip


def _read(reader: str, name: str, data: bytes) -> None:
    """A file through `module:function`."""
    import importlib

    module, function = reader.split(":")
    read = getattr(importlib.import_module(f"onrecord.{module}"), function)
    path = written(name, data)
    tolerated(lambda: list(read(str(path))) if function == "read_corpus" else read(str(path)))


def _trec(data: bytes) -> None:
    """A run and judgments, and the measures of one on the other."""
    from onrecord.evaluation.trec import read_trec_qrels, read_trec_run

    run, qrels = pieces(data, 2)
    tolerated(lambda: read_trec_run(written("run.txt", run)))
    tolerated(lambda: read_trec_qrels(written("qrels.txt", qrels)))


def _given(data: bytes) -> None:
    """Hits of somebody else's search function."""
    from onrecord.evaluation.given_hits import as_article, as_span

    try:
        value = json.loads(text_of(data))
    except (ValueError, RecursionError):
        return
    tolerated(lambda: as_span(value, "hit 1"))
    tolerated(lambda: as_article(value, "hit 1"))


def _benchmark(data: bytes) -> None:
    from onrecord.evaluation.benchmark_file import benchmark_json, read_benchmark
    from onrecord.rendering.bench_html import html_page
    from onrecord.rendering.bench_markdown import markdown_lines

    found = tolerated(lambda: read_benchmark(written("bench.json", data)))
    if found is not None:
        benchmark_json(found)
        html_page(found).encode("utf-8")
        "\n".join(markdown_lines(found)).encode("utf-8")


def _judging(data: bytes) -> None:
    from onrecord.evaluation.judgment_file import JudgmentFile

    suite, beside = pieces(data, 2)
    path = written("suite.jsonl", suite)
    written("suite.unfinished.jsonl", beside)
    tolerated(lambda: JudgmentFile(path).next_id())


@cache
def _judgments() -> list[bytes]:
    gold = [{"doc": "a", "start": 0, "end": 4, "grade": 2, "text": "Mara"}]
    rows = [
        {"qid": "q1", "family": "quote", "style": "keyword", "query": "ferry", "gold": gold},
        {"qid": "q2", "family": "none", "style": "question", "query": "who?", "gold": []},
    ]
    return ["\n".join(map(json.dumps, rows)).encode()]


def _benchmarks() -> list[bytes]:
    """A record of one system on two questions."""
    from onrecord.benchmark import Answered, Benchmark, Mean, Miss, Question, SystemOutcome
    from onrecord.evaluation.benchmark_file import benchmark_json

    questions = (
        Question("q1", "ferry fares", "quote", "keyword", "q1", True),
        Question("q2", "who leads?", "person", "natural", "q2", True),
    )
    found = {"q1": Answered({"nDCG@10": 1.0}, 2.5, 0.01), "q2": Answered({"nDCG@10": 0.0}, 0.5, 0.02)}
    place = {"article": "a1", "start": 0, "end": 12, "text": "The pier was", "speaker": None}
    record = Benchmark(
        suite="harbour", kind="spans", measures=("nDCG@10",), primary="nDCG@10", questions=questions,
        systems=(SystemOutcome("bm25", found, {}),), comparisons=(), waterfall={"fusion": 1},
        misses={"bm25": (Miss("q2", "fusion", "rank 14", {"bm25": None}, place, place),)},
        settings={"k": 10}, software={"python": "3.11"}, data={"harbour.jsonl": "ab" * 32}, commit="0123456789ab",
        means=(Mean("bm25", "nDCG@10", "all", 2, 0.5, 0.1, 0.8),), notes=("one",),
    )  # fmt: skip
    return [benchmark_json(record).encode()]


_QUERIES = [b'{"qid": "q1", "query": "ferry"}\n{"_id": 7, "text": "x"}', b'\xef\xbb\xbf{"qid":"a","query":"b"}\n\n']
_RUNS = [b"q1 Q0 a 1 2.5 tag\nq1 Q0 b 2 1e3 tag\xffq1 0 a 2\nq1 0 b -1"]
_QRELS = [b"query-id\tcorpus-id\tscore\nq1\ta\t2\nq1\tb\t0\n"]

TARGETS = {
    "query file": Target(partial(_read, "cli.query_file:read_queries", "q.jsonl"), lambda: _QUERIES, 20, _WORDS),
    "BEIR queries": Target(
        partial(_read, "evaluation.beir:read_queries", "queries.jsonl"), lambda: _QUERIES, 12, _WORDS
    ),
    "BEIR corpus": Target(partial(_read, "evaluation.beir:read_corpus", "corpus.jsonl"), lambda: _QUERIES, 12, _WORDS),
    "BEIR judgments": Target(partial(_read, "evaluation.beir:read_qrels", "test.tsv"), lambda: _QRELS, 20, _WORDS),
    "judgments": Target(partial(_read, "evaluation.judgments:read_judgments", "j.jsonl"), _judgments, 25, _WORDS),
    "written questions": Target(
        partial(_read, "evaluation.question_list:read_written", "w.jsonl"), _judgments, 8, _WORDS
    ),
    "judging": Target(_judging, lambda: [_judgments()[0] + b"\xff" + _judgments()[0]], 12, (*_WORDS, b"\xff")),
    "run file": Target(
        partial(_read, "evaluation.runs:read_run", "run.jsonl"),
        lambda: [b'{"qid":"q1","hits":[{"article":"a","start":0,"end":4,"score":1.5}]}'],
        15,
        _WORDS,
    ),
    "TREC files": Target(_trec, lambda: _RUNS, 20, (*_WORDS, b"\xff")),
    "given hits": Target(
        _given,
        lambda: [b'{"article_id":"a","start":0,"end":4,"score":1.5,"confidence":0.5}'],
        30,
        (*_WORDS, b'"score"', b'"confidence"'),
    ),
    "article list": Target(
        partial(_read, "evaluation.judged_set:read_article_list", "l.json"),
        lambda: [b'{"version":1,"source":"x","articles":{"a":{"file":"a.txt","sha256":"0","characters":3}}}'],
        10,
        _WORDS,
    ),
    "benchmark": Target(_benchmark, _benchmarks, 15, _WORDS),
}
