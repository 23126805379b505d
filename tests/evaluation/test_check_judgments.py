"""The shipped judged queries have no fault, and the checker finds every kind of fault there is."""

import importlib.util
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from onrecord.evaluation.judgments import GoldSpan, JudgedQuery, read_judgments

ROOT = Path(__file__).parents[2]
QUERIES = ROOT / "benchmarks" / "seeds" / "queries.jsonl"


@pytest.fixture(scope="module")
def checker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("check_judgments", ROOT / "benchmarks" / "check_judgments.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_shipped_queries_have_no_fault(checker: ModuleType) -> None:
    """Offsets, texts, sizes, styles and balance hold for every query on the seed article."""
    assert checker.find_faults(read_judgments(QUERIES), checker.read_articles(ROOT / "seeds")) == []


def test_the_shipped_queries_are_as_many_as_promised(checker: ModuleType) -> None:
    """At least 22 each of quote, person and claim in five styles, at least 10 that nothing answers, ids in order."""
    judged = read_judgments(QUERIES)
    sizes: dict[str, int] = {}
    for (family, _), count in checker.count_kinds(judged).items():
        sizes[family] = sizes.get(family, 0) + count
    assert sizes == {"quote": 25, "person": 25, "claim": 25, "none": 15}
    styles = {"keyword", "question", "paraphrase", "verbatim", "misquote"}
    assert {family: {q.style for q in judged if q.family == family} for family in sizes} == dict.fromkeys(sizes, styles)
    assert [query.qid for query in judged] == [f"s{number:03d}" for number in range(1, 91)]


def test_the_checker_runs_as_a_program(checker: ModuleType, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Counts are printed and 0 returned; a folder without articles and wrong use return 2 with one message."""
    assert checker.main([str(QUERIES), str(ROOT / "seeds")]) == 0
    assert capsys.readouterr().out.endswith("90 queries, 112 spans\n")
    assert checker.main([str(QUERIES), str(tmp_path)]) == 2
    assert "no .txt files" in capsys.readouterr().err
    assert checker.main([]) == 2
    (tmp_path / "other.txt").write_text("nothing")
    assert checker.main([str(QUERIES), str(tmp_path)]) == 1
    assert "s001, gold 1: article '000_4d064d9ae9bb67c0' is not in the folder" in capsys.readouterr().err


TEXT = "The mayor of Elbow said that the ferry would sail again before the first snow fell on the harbour."
SPAN = GoldSpan("a", 0, len(TEXT), 2, TEXT)
GOOD = JudgedQuery("q1", "claim", "verbatim", "the ferry would sail", None, (SPAN,))


@pytest.mark.parametrize(
    ("query", "message"),
    [
        (replace(GOOD, gold=(replace(SPAN, start=1),)), "q1, gold 1: 1-98 reads"),
        (replace(GOOD, gold=(replace(SPAN, doc="b"),)), "q1, gold 1: article 'b' is not in the folder"),
        (
            replace(GOOD, query="mayor of elbow", gold=(GoldSpan("a", 0, 18, 2, TEXT[:18]),)),
            "q1, gold 1: 18 characters",
        ),
        (replace(GOOD, gold=(replace(SPAN, grade=3),)), "q1, gold 1: grade 3"),
        (replace(GOOD, gold=(SPAN, SPAN)), "q1: spans 0-98 and 0-98 overlap"),
        (replace(GOOD, gold=(replace(SPAN, grade=1),)), "q1: no span answers fully"),
        (replace(GOOD, query="the ferry will sail"), "q1: verbatim, but no gold span holds"),
        (replace(GOOD, style="misquote"), "q1: misquote of family claim, but an article holds"),
        (replace(GOOD, family="none", gold=()), "q1: verbatim of family none, but an article holds"),
        (replace(GOOD, style="paraphrase", query="Harbour boats restart"), "q1: a paraphrase that repeats harbour"),
    ],
)
def test_every_fault_of_a_query_is_found(checker: ModuleType, query: JudgedQuery, message: str) -> None:
    """One changed thing is one fault, and the unchanged query has none."""
    assert checker.find_faults([GOOD], {"a": TEXT}) == []
    faults = checker.find_faults([query], {"a": TEXT})
    assert len(faults) == 1
    assert faults[0].startswith(message)


def test_faults_of_the_whole_set_are_found(checker: ModuleType) -> None:
    """The same words asked twice, families of two sizes and a style that one family lacks."""
    again = [replace(GOOD, qid=f"q{number}", query="THE ferry would SAIL") for number in (2, 3)]
    other = replace(GOOD, qid="q4", family="quote", style="keyword", query="ferry")
    assert checker.find_faults([GOOD, *again, other], {"a": TEXT}) == [
        "q2: asks the same as q1",
        "q3: asks the same as q1",
        "families are not of one size: {'claim': 3, 'quote': 1}",
        "styles of family claim are not spread evenly: {'keyword': 0, 'verbatim': 3}",
    ]
