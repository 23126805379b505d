"""Records of benchmarks for the tests of reports: a small one with figures worked out by hand, and a hostile one."""

from __future__ import annotations

from dataclasses import replace

from onrecord.benchmark import Answered, Benchmark, Comparison, Mean, Miss, Question, SystemOutcome

MEASURES = ("nDCG@10", "hit@1", "R@1", "R@10")
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title></style></svg><svg onload=alert(1)>",
    "\u202egnp.exe\u2066",
    "\x1b[31mred\x1b]0;title\x07",
    '=HYPERLINK("http://evil.example")',
    "[link](javascript:alert(1)) | cell | `code` <b>",
    "$\\frac{1}{0}$ {braces} %s",
    "\ud800 lone\x00null\ufffe",
    "line\nbreak\r\ttab\u2028",
    "مرحبا 議会 é👩‍🚀",
    "x" * 5000,
    "",
    "  ",
    "NaN",
    "javascript:alert(1)//https://evil.example/?q=<>",
    "e" + "\u0301" * 20000,
    "“" * 10000,
)


def answered(ndcg: float, hit: float, r1: float, r10: float, seconds: float, confidence: float | None) -> Answered:
    """One answer with all four measures; its score is ten times the nDCG."""
    return Answered(dict(zip(MEASURES, (ndcg, hit, r1, r10), strict=True)), 10 * ndcg, seconds, confidence)


QUESTIONS = (
    Question("q1", "harbour dues", "quote", "keyword", "a", True),
    Question("q2", "who spoke of the bridge?", "person", "question", "b", True),
    Question("q3", "price of bread", "quote", "keyword", "c", True),
    Question("q4", "a mayor on Mars", "none", "question", "d", False),
)


def small() -> Benchmark:
    """Three questions with an answer and one without; hybrid gains .5, 0 and -.25 on bm25 in nDCG@10."""
    bm25 = SystemOutcome(
        "bm25",
        {
            "q1": answered(0.5, 0, 0, 1, 0.001, None),
            "q2": answered(0.5, 0, 0, 1, 0.002, None),
            "q3": answered(1.0, 1, 1, 1, 0.004, None),
            "q4": Answered({}, 2.0, 0.003),
        },
        {"AUROC": 0.9},
        {"index_bytes": 1500},
    )
    hybrid = SystemOutcome(
        "hybrid",
        {
            "q1": answered(1.0, 1, 1, 1, 0.01, 0.95),
            "q2": answered(0.5, 0, 0, 1, 0.02, 0.4),
            "q3": answered(0.75, 1, 1, 1, 0.04, 0.92),
            "q4": Answered({}, 1.0, 0.03, 0.1),
        },
        {"AUROC": 0.95},
        {"index_bytes": 2_500_000, "fusion": "learned"},
    )
    first = {"article": "gazette", "start": 10, "end": 40, "text": "The bridge is open.", "speaker": "Ada Bell"}
    answer = {"article": "courier", "start": 5, "end": 25, "text": "“We will mend it.”", "speaker": None}
    miss = Miss("q2", "fusion", "bm25 had it at 3", {"bm25": 3, "vector": None, "hybrid": 12}, first, answer)
    return Benchmark(
        suite="harbour",
        kind="spans",
        measures=MEASURES,
        primary="nDCG@10",
        questions=QUESTIONS,
        systems=(bm25, hybrid),
        comparisons=(
            Comparison("hybrid", "bm25", "nDCG@10", "all", 3, 0.0833, -0.25, 0.5, 0.5, 1.0, "no difference seen"),
            Comparison("hybrid", "bm25", "hit@1", "all", 3, 0.3333, 0.021, 0.6, 0.0002, 0.0004, "better"),
            Comparison("hybrid", "bm25", "nDCG@10", "quote", 2, 0.125, -0.25, 0.5, 0.75, 1.0, "no difference seen"),
        ),
        misses={"hybrid": (miss,)},
        waterfall={"bm25": 0, "fusion": 1},
        settings={"k": 10, "seed": 7, "archive": {"articles": 3}},
        software={"onrecord": "0.1.0"},
        data={"judged.jsonl": "ab" * 32},
        commit="0123abc",
        means=(
            Mean("hybrid", "nDCG@10", "all", 3, 0.75, 0.5, 1.0),
            Mean("bm25", "nDCG@10", "all", 3, 0.6667, 0.5, 1.0),
        ),
        notes=("Made up by hand.",),
    )


def bare() -> Benchmark:
    """A record of nothing: no questions, no systems."""
    return Benchmark("nothing", "articles", (), "nDCG@10", (), ())


def named(word: str) -> Benchmark:
    """The small record with one untrusted text in every place that can hold one."""
    one, other = small().systems
    question = replace(QUESTIONS[1], qid=word, query=word, family=word, style=word, cluster=word)
    shown = {"article": word, "start": 1, "end": 2, "text": word, "speaker": word}
    measure = word or "m"
    values = {measure: 0.5, "hit@1": 1.0, f"R@1{word}": 0.5, "R@1": 0.2, "R@5": 0.4}
    systems = tuple(
        replace(
            system,
            name=name,
            answers={word: Answered(values, 1.0, 0.5, 0.5), "q1": Answered({measure: 0.25}, 1.0, 0.1)},
            overall={word: 0.5},
            facts={word: {word: [word, None, True]}},
        )
        for system, name in ((one, word), (other, word + "2"))
    )
    return replace(
        small(),
        suite=word,
        measures=(measure, "hit@1"),
        primary=measure,
        questions=(QUESTIONS[0], question),
        systems=systems,
        comparisons=(
            Comparison(word, word + "2", measure, "all", 2, 0.1, 0.05, 0.2, 0.01, 0.02, "better"),
            Comparison(word, word + "2", measure, f"~{word}", 2, -0.1, -0.3, -0.05, 0.01, 0.02, "worse"),
        ),
        earlier=(Comparison(word, word, measure, "all", 2, 0.0, -0.1, 0.1, 1.0, 1.0, "no difference seen"),),
        misses={word: (Miss(word, "fusion", word, {word: 1}, shown, shown),)},
        misattributed=(Miss(word, "attribution", word, {word: None}, None, shown),),
        waterfall={word: 1, "fusion": 1},
        settings={word: word},
        software={word: word},
        data={word: word},
        commit=word,
        means=(Mean(word, measure, word, 2, 0.5, 0.25, 0.75),),
        notes=(word,),
    )
