"""`onrecord evaluate`: a run of any tool against judgments, with intervals, beside other runs."""

import json
from pathlib import Path

import pytest
from cli_harness import Onrecord

from onrecord.evaluation.benchmark_file import read_benchmark

QUICK = ("--resamples", "100")


@pytest.fixture
def files(here: Path) -> Path:
    """Judgments in three formats and runs in two; `new` is right where `old` is right only on rank 2."""
    (here / "qrels.txt").write_text("1 0 a 2\n1 0 z -1\n2 0 b 1\n3 0 c 1\n")
    (here / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\n1\ta\t2\n1\tz\t-1\n2\tb\t1\n3\tc\t1\n")
    (here / "new.trec").write_text("1 Q0 a 1 2 t\n1 Q0 z 2 1 t\n2 Q0 b 1 1 t\n9 Q0 b 1 1 t\n")
    (here / "old.trec").write_text("1 Q0 z 1 2 t\n1 Q0 a 2 1 t\n2 Q0 x 1 1 t\n2 Q0 b 2 0.5 t\n3 Q0 c 1 1 t\n")
    row = {"qid": "q1", "family": "quote", "style": "keyword", "query": "w", "speaker": "Ada Quay"}
    gold = [{"doc": "a", "start": 0, "end": 9, "grade": 2}]
    lines = [row | {"gold": gold}, row | {"qid": "q2", "family": "none", "gold": []}]
    (here / "judged.jsonl").write_text("\n".join(map(json.dumps, lines)))
    hit = {"article": "a", "start": 0, "end": 9, "score": 1.0, "speaker": "A. Quay"}
    (here / "hits.jsonl").write_text(json.dumps({"qid": "q1", "hits": [hit], "seconds": 0.5}))
    return here


def test_every_query_by_tabs(cli: Onrecord, files: Path) -> None:
    """One line a query and measure; a missing query scores 0, and what is not judged is said."""
    done = cli("evaluate", "new.trec", "qrels.txt", "-m", "nDCG@10", "-m", "AP", "--by-query", *QUICK)
    assert done.code == 0
    assert done.out.splitlines() == [
        "query\tmeasure\tsystem\tvalue",
        "1\tnDCG@10\tnew\t1.000000",
        "1\tAP\tnew\t1.000000",
        "2\tnDCG@10\tnew\t1.000000",
        "2\tAP\tnew\t1.000000",
        "3\tnDCG@10\tnew\t0.000000",
        "3\tAP\tnew\t0.000000",
    ]
    assert "warning: new: 1 of 3 questions missing, counted as without hits: '3'" in done.err
    assert "warning: new: 1 answered but not judged, not counted: '9'" in done.err


def test_formats_of_judgments_agree(cli: Onrecord, files: Path) -> None:
    """TREC's and BEIR's give the same values."""
    trec, beir = (
        json.loads(cli("evaluate", "new.trec", name, *QUICK, "--format", "json").out)
        for name in ("qrels.txt", "qrels.tsv")
    )
    assert trec["systems"] == beir["systems"]
    assert trec["settings"].get("k") is None


def test_runs_beside_each_other(cli: Onrecord, files: Path) -> None:
    """The first is compared with every other in every measure, by Holm over all of it."""
    given = ("evaluate", "new.trec", "qrels.txt", "--against", "old.trec", "-m", "RR", "-m", "P@1", *QUICK)
    done = cli(*given, "--out", "r.json", "--html", "r.html")
    assert done.code == 0
    assert "no difference seen between new and old" in " ".join(done.out.split())
    record = read_benchmark(files / "r.json")
    assert [(c.system, c.against, c.measure) for c in record.comparisons] == [
        ("new", "old", "RR"),
        ("new", "old", "P@1"),
    ]
    assert record.mean_of("old", "RR").mean == pytest.approx(2 / 3, abs=1e-9)  # type: ignore[union-attr]
    assert (files / "r.html").exists()


def test_runs_of_one_name_are_told_apart(cli: Onrecord, files: Path) -> None:
    """By their folders, else by numbers."""
    (files / "before").mkdir()
    (files / "before" / "new.trec").write_text((files / "old.trec").read_text())
    others = ("--against", "before/new.trec", "--against", "before/new.trec")
    done = cli("evaluate", "new.trec", "qrels.txt", *others, "--format", "json", *QUICK)
    assert [system["name"] for system in json.loads(done.out)["systems"]] == ["new", "before/new", "new 2"]


def test_spans_against_judged_queries(cli: Onrecord, files: Path) -> None:
    """Hits of `search --queries` with their seconds; TREC runs hold no spans."""
    done = cli("evaluate", "hits.jsonl", "judged.jsonl", "--format", "json", *QUICK)
    system = json.loads(done.out)["systems"][0]
    assert system["answers"]["q1"]["values"] == {"nDCG@10": 1.0, "hit@1": 1.0, "RR@10": 1.0, "R@10": 1.0, "who@1": 1.0}
    assert system["answers"]["q1"]["seconds"] == 0.5
    assert system["overall"] == {"silence": 1.0, "AUROC": 1.0}
    (files / "spans.trec").write_text("q1 Q0 a 1 1 t\n")
    wrong = cli("evaluate", "spans.trec", "judged.jsonl", *QUICK)
    assert wrong.code == 2
    assert "an article without a span" in wrong.err


def test_what_search_writes_is_read(cli: Onrecord, archive: Path, here: Path) -> None:
    """The two verbs fit together, for articles too."""
    (here / "q.jsonl").write_text('{"qid": "q1", "query": "sanctions on Russia"}\n')
    (here / "qrels.txt").write_text("q1 0 000_4d064d9ae9bb67c0 1\n")
    (here / "hits.jsonl").write_text(cli("search", "--queries", "q.jsonl").out)
    (here / "run.trec").write_text(cli("search", "--queries", "q.jsonl", "--group", "article", "--format", "trec").out)
    given = ("evaluate", "run.trec", "qrels.txt", "--against", "hits.jsonl", "-m", "RR", "--format", "json", *QUICK)
    done = cli(*given)
    systems = json.loads(done.out)["systems"]
    assert [system["answers"]["q1"]["values"] for system in systems] == [{"RR": 1.0}, {"RR": 1.0}]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (["none.trec", "qrels.txt"], "none.trec: cannot be read"),
        (["new.trec", "none.txt"], "none.txt: cannot be read"),
        (["new.trec", "."], "is a folder; expected a file of judgments"),
        (["new.trec", "qrels.txt", "-m", "nDGC@10"], "measure 'nDGC@10'"),
        (["empty", "qrels.txt"], "empty: empty; expected a run"),
        (["new.trec", "empty"], "empty: empty; expected judged queries"),
        (["twice", "qrels.txt"], "twice:2: article 'a' stands twice"),
        (["nan", "qrels.txt"], "nan:1: score 'nan'"),
        (["new.trec", "qrels.txt", "--html", "no/such.html"], "expected a file in a folder that exists"),
    ],
)
def test_evaluate_refuses_what_it_cannot_score(cli: Onrecord, files: Path, given: list[str], message: str) -> None:
    """Exit code 2, nothing on stdout, the file and what was expected on stderr."""
    (files / "empty").write_text("\n")
    (files / "twice").write_text("1 Q0 a 1 2 t\n1 Q0 a 2 1 t\n")
    (files / "nan").write_text("1 Q0 a 1 nan t\n")
    done = cli("evaluate", *given)
    assert (done.code, done.out) == (2, "")
    assert message in done.err
